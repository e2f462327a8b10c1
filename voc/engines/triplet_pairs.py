"""Which opinion may be about which aspect: candidates, what is known of each, and the choice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.chain import Doubles, Spans
from voc.engines.surroundings import Layout, Places

_REACH = 80  # characters between an opinion and the aspects that it may be about
_NEAREST = 12  # aspects before it, and as many after its start
_ODDS = 6.0


@dataclass(frozen=True)
class Pairs:
    """Candidates: each opinion with each aspect near it, and with none.

    Attributes
    ----------
    aspects, opinions : Spans
    aspect : ndarray of shape (n_pairs,)
        Row of ``aspects``; -1 for an aspect that is not named.
    opinion : ndarray of shape (n_pairs,)
        Row of ``opinions``.
    """

    aspects: Spans
    opinions: Spans
    aspect: Places
    opinion: Places

    @classmethod
    def of(cls, aspects: Spans, opinions: Spans, bounds: Places) -> Pairs:
        """Put spans together; ``bounds`` as of ``NormalizedBatch``."""
        aspects, opinions = _in_order(aspects), _in_order(opinions)
        text = np.searchsorted(bounds, opinions.start, side="right") - 1
        low = np.maximum(opinions.start - _REACH, bounds[text])
        high = np.minimum(opinions.end + _REACH, bounds[text + 1])
        here = np.searchsorted(aspects.start, opinions.start)
        first = np.maximum(np.searchsorted(aspects.start, low), here - _NEAREST)
        counts = np.minimum(np.searchsorted(aspects.start, high), here + _NEAREST) - first
        before = np.cumsum(counts) - counts
        named = np.arange(counts.sum()) + np.repeat(first - before, counts)
        every = np.arange(len(opinions.start))
        return cls(
            aspects,
            opinions,
            np.concatenate([named, np.full(len(every), -1)]),
            np.concatenate([np.repeat(every, counts), every]),
        )

    @property
    def named(self) -> NDArray[np.bool_]:
        """Whether the aspect is named."""
        return np.asarray(self.aspect >= 0)

    def places(self, bounds: Places) -> Places:
        """Start and end of aspect and opinion, of shape (n_pairs, 4).

        An aspect that is not named is the empty span at the start of its text.
        """
        opinion = (self.opinions.start[self.opinion], self.opinions.end[self.opinion])
        text_start = bounds[np.searchsorted(bounds, opinion[0], side="right") - 1]
        if not len(self.aspects.start):
            return np.stack([text_start, text_start, *opinion], axis=1)
        start = np.where(self.named, self.aspects.start[self.aspect], text_start)
        end = np.where(self.named, self.aspects.end[self.aspect], text_start)
        return np.stack([start, end, *opinion], axis=1)


def describe(pairs: Pairs, layout: Layout, bounds: Places, polarity: Floats) -> Floats:
    """Describe each candidate by numbers, of shape (n_pairs, n_features).

    Parameters
    ----------
    pairs : Pairs
    layout : Layout
    bounds : ndarray of shape (n_texts + 1,)
    polarity : ndarray of shape (n_opinions, 3)
    """
    place, named = pairs.places(bounds), pairs.named
    a_start, a_end, o_start, o_end = place.T
    n_chars = len(layout.owner)
    aspects, opinions = (Mass.of(s, n_chars) for s in (pairs.aspects, pairs.opinions))
    text = layout.owner[o_start]
    low, high = np.minimum(a_end, o_end), np.maximum(a_start, o_start)
    gap = np.where(named, high - low, 0)
    a_piece, o_piece = layout.clause[np.minimum(a_start, n_chars - 1)], layout.clause[o_start]
    last_piece = layout.clause[o_end - 1]
    piece_start, piece_end = layout.first[o_piece], layout.last[last_piece]
    between = np.where(gap > 0, 1, 0)
    probability = np.where(named, _at(pairs.aspects.probability, pairs.aspect), 0.5)
    numbers = [
        _odds(probability),
        _odds(pairs.opinions.probability[pairs.opinion]),
        named,
        named & (a_end <= o_start),
        named & (o_end <= a_start),
        named & (gap < 0),
        np.log1p(np.maximum(gap, 0)),
        named & (gap == 0),
        named & (gap == 1),
        *(named & (np.abs(o_piece - a_piece) == n) for n in (0, 1, 2)),
        np.where(named, np.minimum(np.abs(o_piece - a_piece), 6), 0),
        between * aspects.begun(low, high),
        between * opinions.begun(low, high),
        aspects.begun(bounds[text], bounds[text + 1]),
        opinions.begun(bounds[text], bounds[text + 1]),
        aspects.begun(piece_start, o_start),
        aspects.begun(o_start, o_end),
        aspects.begun(o_end, np.maximum(piece_end, o_end)),
        aspects.begun(bounds[text], piece_start),
        aspects.touching(a_start, a_end) - probability,
        opinions.touching(o_start, o_end),
        opinions.begun(piece_start, o_start),
        np.where(named, np.log1p(a_end - a_start), 0),
        np.log1p(o_end - o_start),
        np.minimum(last_piece - o_piece, 4),
        o_start == piece_start,
        o_end == piece_end,
        named & (a_start == layout.first[a_piece]),
        np.minimum(o_piece - layout.clause[bounds[text]], 8),
    ]
    table = np.stack([np.asarray(column, dtype=np.float32) for column in numbers], axis=1)
    return np.concatenate([table, polarity[pairs.opinion]], axis=1).astype(np.float32)


@dataclass(frozen=True)
class Mass:
    """How much probability of spans begins and ends before each place of a batch."""

    begins: Doubles
    ends: Doubles

    @classmethod
    def of(cls, spans: Spans, n_chars: int) -> Mass:
        """Add the probabilities up."""
        at = [np.bincount(p, spans.probability, n_chars + 1) for p in (spans.start, spans.end)]
        begins, ends = (np.concatenate(([0.0], np.cumsum(counts))) for counts in at)
        return cls(begins, ends)

    def begun(self, first: Places, last: Places) -> Doubles:
        """Mass of spans that begin in ``[first, last)``."""
        return np.asarray(self.begins[last] - self.begins[first])

    def touching(self, first: Places, last: Places) -> Doubles:
        """Mass of spans that overlap ``[first, last)``."""
        return np.asarray(self.begins[last] - self.ends[first + 1])


def choose(pairs: Pairs, right: Floats, threshold: float, bounds: Places) -> Places:
    """Choose rows of candidates: the likeliest first, none that contradicts a likelier one.

    Two opinions never overlap, nor do two aspects; and an opinion without a named aspect is about
    no other.
    """
    place = pairs.places(bounds)
    likely = np.flatnonzero(right >= threshold)
    order = likely[np.argsort(-right[likely], kind="stable")]
    free = np.full((2, int(bounds[-1])), -1)
    alone: dict[int, bool] = {}
    chosen = []
    for row in order.tolist():
        aspect, opinion = int(pairs.aspect[row]), int(pairs.opinion[row])
        a_start, a_end, o_start, o_end = place[row].tolist()
        spots = free[0, a_start:a_end], free[1, o_start:o_end]
        open_to = _open(spots[0], aspect) and _open(spots[1], opinion)
        if open_to and (opinion not in alone or (not alone[opinion] and aspect >= 0)):
            spots[0][:], spots[1][:] = aspect, opinion
            alone[opinion] = aspect < 0
            chosen.append(row)
    return np.array(sorted(chosen), dtype=np.int64)


def _open(spots: Places, owner: int) -> bool:
    return bool(((spots == -1) | (spots == owner)).all())


def _in_order(spans: Spans) -> Spans:
    return spans.take(np.lexsort((spans.end, spans.start)))


def _at(values: Doubles, rows: Places) -> Doubles:
    return values[rows] if len(values) else np.zeros(len(rows))


def _odds(probability: Doubles) -> Doubles:
    safe = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.clip(np.log(safe / (1 - safe)), -_ODDS, _ODDS)
