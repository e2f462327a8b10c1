"""In how many voices something is named, part by part: the share that corrects for their number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.insight.codes import Codes, Ints, once
from voc.insight.columns import groups
from voc.insight.facts import Facts
from voc.types import KINDS, Kind

Where = Mapping[str, object]
RARE = 5  # voices; what is named by fewer is not judged


@dataclass(frozen=True)
class Slices:
    """Parts of the voices, each looked at by itself.

    Attributes
    ----------
    names : tuple of str or None
        None: all voices.
    place : ndarray of shape (n_voices,)
        Slice of each voice; -1: none.
    """

    names: tuple[str | None, ...]
    place: Ints

    @classmethod
    def whole(cls, n_voices: int) -> Slices:
        """All voices as one slice."""
        return cls((None,), np.zeros(n_voices, dtype=np.int64))

    @classmethod
    def largest(cls, codes: Codes, n: int) -> Slices:
        """The values that most voices have, at most ``n``."""
        order = np.argsort(-codes.count(), kind="stable")[:n]
        place = np.full(len(codes.values) + 1, -1)  # the last one is for the unknown: -1
        place[order] = np.arange(len(order))
        return cls(tuple(codes.values[code] for code in order), place[codes.codes])


@dataclass(frozen=True)
class Counts:
    """Numbers of voices.

    Attributes
    ----------
    slices : tuple of n_slices str or None
        Whose voices; None: all.
    categories : tuple of n_categories str
    voices : ndarray of shape (n_slices, n_parts)
        All.
    hits : ndarray of shape (n_slices, n_categories, n_parts)
        Those that name the category; each voice counts once.
    """

    slices: tuple[str | None, ...]
    categories: tuple[str, ...]
    voices: Ints
    hits: Ints


def counts(facts: Facts, rows: Ints, slices: Slices, parts: Ints, n_parts: int) -> Counts:
    """Count voices by slice and part, and by category those of some records.

    Parameters
    ----------
    facts : Facts
    rows : ndarray of int
        The records that count.
    slices : Slices
    parts : ndarray of shape (n_voices,)
        The part of each voice, e.g. its period; below 0: none.
    n_parts : int
    """
    n_slices, n_categories = len(slices.names), len(facts.category.values)
    inside = (slices.place >= 0) & (parts >= 0)
    cell = slices.place * n_parts + parts
    voices = np.bincount(cell[inside], minlength=n_slices * n_parts)
    pairs = once(facts.voice[rows] * n_categories + facts.category.codes[rows])
    voice, category = np.divmod(pairs, max(n_categories, 1))
    voice, category = voice[inside[voice]], category[inside[voice]]
    place = (slices.place[voice] * n_categories + category) * n_parts + parts[voice]
    hits = np.bincount(place, minlength=n_slices * n_categories * n_parts)
    return Counts(
        slices.names,
        facts.category.values,
        voices.reshape(n_slices, n_parts),
        hits.reshape(n_slices, n_categories, n_parts),
    )


def records_of(facts: Facts, kinds: Sequence[Kind]) -> Ints:
    """Records of some kinds that have a category.

    Raises
    ------
    InputError
        No kind at all, or something else.
    """
    if not len(kinds) or not set(kinds) <= set(KINDS):
        raise InputError(f"kinds={kinds!r}; expected a tuple of some of: {', '.join(KINDS)}")
    wanted = np.isin(facts.kind, [KINDS.index(kind) for kind in kinds])
    return np.flatnonzero(wanted & (facts.category.codes >= 0))


def voices_where(facts: Facts, where: Where) -> NDArray[np.bool_]:
    """Which voices have in each column the value, or one of the values.

    Raises
    ------
    InputError
        No voice has the column, or none has any of its values.
    """
    chosen = np.ones(facts.n_voices, dtype=bool)
    for name, wanted in where.items() if facts.n_voices else ():
        codes = groups(facts, name)
        many = wanted if isinstance(wanted, list | tuple | set | frozenset) else [wanted]
        values = Codes.of(many).values  # written as those of the voices
        places = [place for place, value in enumerate(codes.values) if value in values]
        if not places:
            known = ", ".join(codes.values[:20])
            raise InputError(f"where={name}: {wanted!r} is of no voice; voices have: {known}")
        chosen &= np.isin(codes.codes, places)
    return chosen
