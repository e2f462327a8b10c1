"""Records of one kind, category and slice put together, and the voices that they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voc.insight.codes import Codes, Floats, Ints, once
from voc.insight.facts import Facts
from voc.insight.slices import slice_of, slice_of_voices
from voc.types import KINDS, Kind

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Members:
    """Which voices are in which group, each once a group.

    Attributes
    ----------
    group, voice : ndarray of shape (n_members,)
    n_groups : int
    """

    group: Ints
    voice: Ints
    n_groups: int

    @classmethod
    def of(cls, group: Ints, voice: Ints, n_groups: int, n_voices: int) -> Members:
        """Those of pairs that may come up repeatedly."""
        pairs = once(group * n_voices + voice)
        return cls(*np.divmod(pairs, max(n_voices, 1)), n_groups)

    def count(self, among: Bools | None = None) -> Floats:
        """Voices of each group; only those for which ``among``, of shape (n_voices,), is true."""
        chosen = self.group if among is None else self.group[among[self.voice]]
        return np.bincount(chosen, minlength=self.n_groups).astype(np.float64)


@dataclass(frozen=True)
class Cells:
    """Records of one kind, category and slice put together.

    Attributes
    ----------
    kind, category, slice : ndarray of shape (n_cells,)
        Places in ``KINDS``, in the categories and in ``slices``; slice is -1 where it is unknown.
    rows, of : ndarray of shape (n_chosen,)
        The records that were chosen, and the cell of each.
    slices : Codes of n_records
    voices : Members
        Voices of the cells.
    base : Members
        All voices of the slice of each group, where group 0 is the unknown slice.
    """

    kind: Ints
    category: Ints
    slice: Ints
    rows: Ints
    of: Ints
    slices: Codes
    voices: Members
    base: Members

    def __len__(self) -> int:
        return len(self.kind)

    def sum(self, values: Floats | None = None) -> Floats:
        """Sums over the chosen records of each cell; without values, their number."""
        return np.bincount(self.of, values, len(self)).astype(np.float64)

    def records(self, cell: int) -> Ints:
        """The records of one cell."""
        order, ends = self._sorted
        return self.rows[order[ends[cell] : ends[cell + 1]]]

    def of_base(self, among: Bools | None = None) -> Floats:
        """Voices in the slice of each cell, whatever they are about."""
        return self.base.count(among)[self.slice + 1]

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.of, kind="stable")
        return order, np.searchsorted(self.of[order], np.arange(len(self) + 1))


def cells_of(facts: Facts, kinds: Sequence[Kind], by: str | None) -> Cells:
    """Put together the records of some kinds; those without a category are left out.

    Raises
    ------
    InputError
        Nothing is named ``by``.
    """
    slices = Codes(("",), np.zeros_like(facts.voice)) if by is None else slice_of(facts, by)
    wanted = np.isin(facts.kind, [KINDS.index(kind) for kind in kinds])
    rows = np.flatnonzero(wanted & (facts.category.codes >= 0))
    n_categories, n_slices = len(facts.category.values), len(slices.values) + 1
    keys = (facts.kind[rows] * n_categories + facts.category.codes[rows]) * n_slices
    keys += slices.codes[rows] + 1
    found, of = np.unique(keys, return_inverse=True)
    above, slice_ = np.divmod(found, n_slices)
    kind, category = np.divmod(above, max(n_categories, 1))
    return Cells(
        kind=kind,
        category=category,
        slice=slice_ - 1,
        rows=rows,
        of=of,
        slices=slices,
        voices=Members.of(of, facts.voice[rows], len(found), facts.n_voices),
        base=_base(facts, slices, by),
    )


def _base(facts: Facts, slices: Codes, by: str | None) -> Members:
    n_groups = len(slices.values) + 1
    everyone = np.arange(facts.n_voices)
    if by is None:
        return Members(np.ones_like(everyone), everyone, n_groups)
    of_voices = slice_of_voices(facts, by)
    if of_voices is not None:
        return Members(of_voices.codes + 1, everyone, n_groups)
    return Members.of(slices.codes + 1, facts.voice, n_groups, facts.n_voices)
