"""Which clauses of a result the model made little of, and what lies around them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.linear import LinearEngine
from voc.engines.vectors import Space, unit_length
from voc.engines.vocabulary import Vocabulary
from voc.qualify.decode import polarity_scores, rounded
from voc.taxonomy import Taxonomy
from voc.text.split import Clauses, split_texts
from voc.types import Record, TaggedVoice

_SURE = 0.5  # a record from this confidence on is taken at its word
_SAYS = 0.35  # probability that a clause says anything that a record could hold
_SET_ASIDE = frozenset({"duplicate", "near_duplicate", "bad_row", "failed"})

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Doubtful:
    """Clauses of a result, the doubtful ones among them, and the leaves that are there.

    Attributes
    ----------
    tagged : list of TaggedVoice
    clauses : Clauses
        Of all voices.
    weak : list of str or None
        For each clause the category of its surest record, if it has one that is not sure.
    rows : ndarray of int
        The doubtful clauses.
    vectors : ndarray of shape (n_clauses, n_heads)
    says : ndarray of shape (n_clauses,)
        Probability that a clause says something.
    leaves : tuple of str
        Those that have sure records or cue phrases.
    centres : ndarray of shape (n_leaves, n_heads)
        Where each lies.
    engine, space
        What made the vectors.
    """

    tagged: list[TaggedVoice]
    clauses: Clauses
    weak: list[str | None]
    rows: Ints
    vectors: Floats
    says: Floats
    leaves: tuple[str, ...]
    centres: Floats
    engine: LinearEngine
    space: Space

    def place(self, phrases: Sequence[str]) -> Floats:
        """Give the point of each phrase."""
        _, whole = self.engine.hashed(split_texts(phrases))
        return self.space.place(whole)

    def polarity(self, phrases: Sequence[str]) -> list[float]:
        """Give what the model makes of each phrase by itself, in [-1, 1]."""
        voices = self.engine.score(split_texts(phrases)).voices
        return rounded(polarity_scores(voices))

    @cached_property
    def texts(self) -> list[str]:
        """Model view of each clause."""
        c = self.clauses
        spans = zip(c.voice.tolist(), c.start.tolist(), c.end.tolist(), strict=True)
        return [c.texts[voice][start:end] for voice, start, end in spans]

    def quote(self, row: int) -> str:
        """What the customer wrote."""
        voice = int(self.clauses.voice[row])
        return self.tagged[voice].voice.text[self._raw[0][row] : self._raw[1][row]]

    @cached_property
    def _raw(self) -> tuple[Ints, Ints]:
        return self.clauses.raw_spans()


def find_doubtful(
    result: Sequence[TaggedVoice], taxonomy: Taxonomy, engine: LinearEngine
) -> Doubtful:
    """Look through a result.

    A clause is doubtful if it says something by its words, in Chinese, but no record holds it, or
    only such as are unsure, backed off to a category, or of the leaf for opinions about nothing in
    particular.
    """
    tagged = [one for one in result if not one.voice.marks & _SET_ASIDE]
    clauses = split_texts([one.voice.text for one in tagged])
    sure, weak = _held(tagged, clauses, _vague(taxonomy))
    says = engine.score(clauses).pairs.sum(axis=1) if len(clauses) else np.zeros(0, np.float32)
    held = np.array([leaf is not None for leaf in sure], dtype=np.bool_)
    opinion = np.array([_has_opinion(one) for one in tagged], dtype=np.bool_)
    chinese = _mostly_han(clauses)
    rows = np.flatnonzero(~held & opinion[clauses.voice] & (says >= _SAYS) & chinese)
    of_clause, _ = engine.hashed(clauses)
    cues = [(leaf.id, phrase) for leaf in taxonomy.leaves for phrase, _ in leaf.cues()]
    _, of_cue = engine.hashed(split_texts([phrase for _, phrase in cues]))
    groups = defaultdict(list)
    for row, leaf in enumerate([*sure, *(id for id, _ in cues)]):
        if leaf is not None:
            groups[leaf].append(row)
    members = {leaf: np.array(groups[leaf]) for leaf in taxonomy.ids if leaf in groups}
    raw = np.concatenate((of_clause, of_cue))
    space = Space.of(raw, members.values())
    points = space.place(raw)
    means = [points[rows].mean(axis=0) for rows in members.values()]
    centres = unit_length(np.array(means, np.float32).reshape(-1, raw.shape[1]))
    vectors = points[: len(clauses)]
    return Doubtful(
        tagged, clauses, weak, rows, vectors, says, tuple(members), centres, engine, space
    )


def _vague(taxonomy: Taxonomy) -> frozenset[str]:
    """Categories that say little: the top ones and the general leaf."""
    general = Vocabulary(taxonomy).general_leaf
    return frozenset((*(home.id for home in taxonomy.categories), *([general] if general else [])))


def _has_opinion(tagged: TaggedVoice) -> bool:
    return tagged.sentiment != "neutral" or tagged.voice_type not in ("other", "inquiry")


def _mostly_han(clauses: Clauses) -> NDArray[np.bool_]:
    """Whether half of a clause is Chinese; what is not would gather by its language alone."""
    codes, offset = clauses.batch.codes, clauses.batch.bounds[clauses.voice]
    before = np.concatenate(([0], np.cumsum((codes >= 0x3400) & (codes <= 0x9FFF))))
    han = before[offset + clauses.end] - before[offset + clauses.start]
    return np.asarray(2 * han >= clauses.end - clauses.start)


def _held(
    tagged: Sequence[TaggedVoice], clauses: Clauses, vague: frozenset[str]
) -> tuple[list[str | None], list[str | None]]:
    """For each clause the leaf of a sure record, and the category of an unsure one."""
    start, end = clauses.raw_spans()
    sure: list[str | None] = []
    weak: list[str | None] = []
    for voice, a, b in zip(clauses.voice.tolist(), start.tolist(), end.tolist(), strict=True):
        records = [r for r in tagged[voice].records if r.start < b and a < r.end]
        best = max(records, key=lambda r: (_is_sure(r, vague), r.confidence), default=None)
        certain = best is not None and _is_sure(best, vague)
        sure.append(best.category if best and certain else None)
        weak.append(best.category if best and not certain else None)
    return sure, weak


def _is_sure(record: Record, vague: frozenset[str]) -> bool:
    return record.confidence >= _SURE and record.category not in vague
