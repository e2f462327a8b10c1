"""Records counted at places of a journey: how many, in which mood, about what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from voc.insight.codes import Codes, Floats, Ints
from voc.insight.facts import Facts
from voc.statistics.proportions import wilson
from voc.types import EMOTIONS, KINDS

PAIN, NEED, PRAISE = range(len(KINDS))
_NEED_WEIGHT = 0.5  # a wish weighs what a minor pain does
# On which side of moods each emotion is; confusion and the like are on the dark one.
_BRIGHT = {"joy": 1, "gratitude": 1, "neutral": 0}
_SIDES = np.array([_BRIGHT.get(emotion, -1) for emotion in EMOTIONS])


@dataclass(frozen=True)
class Tally:
    """Records at places that are numbered from 0; one entry a place in all that is counted.

    Attributes
    ----------
    facts : Facts
    rows : ndarray of shape (n,)
        The records that are counted.
    place : ndarray of shape (n,)
        Where each belongs.
    size : int
        Number of places.
    """

    facts: Facts
    rows: Ints
    place: Ints
    size: int

    @cached_property
    def kind(self) -> Ints:
        """Place in ``KINDS`` of each record."""
        return self.facts.kind[self.rows]

    @cached_property
    def weight(self) -> Floats:
        """Of each record: praise 1, a pain half its severity, a need 0.5."""
        pain = np.maximum(self.facts.severity[self.rows], 1) / 2
        return np.where(self.kind == PAIN, pain, np.where(self.kind == NEED, _NEED_WEIGHT, 1.0))

    @cached_property
    def voices(self) -> Ints:
        """Voices that speak of a place."""
        return _count(self._pairs[0] // max(self.facts.n_voices, 1), self.size)

    def records(self, kind: int) -> Ints:
        """Records of one kind."""
        return _count(self.place[self.kind == kind], self.size)

    @cached_property
    def mood(self) -> Floats:
        """Mood in [-1, 1]; NaN without pain or praise."""
        good, bad = self._weights[PRAISE], self._weights[PAIN]
        return _ratio(good - bad, good + bad)

    @cached_property
    def interval(self) -> tuple[Floats, Floats]:
        """Ends of the 95 % interval of the mood, in [-1, 1]; NaN where that is NaN."""
        low, high = wilson(self._sizes * (self.mood + 1) / 2, self._sizes)
        return 2 * low - 1, 2 * high - 1

    @cached_property
    def dissatisfaction(self) -> Floats:
        """Share of pains and needs in what is said, by weight; NaN where nothing is said."""
        return _ratio(self._weights[PAIN] + self._weights[NEED], self._weights.sum(axis=0))

    def categories(self, kind: int) -> Floats:
        """Weight of each category in the records of one kind.

        Returns
        -------
        ndarray of shape (size, n_categories)
            Columns as in ``facts.category.values``.
        """
        known = (self.kind == kind) & (self.category >= 0)
        width = len(self.facts.category.values)
        flat = self.place[known] * width + self.category[known]
        return _sum(flat, self.weight[known], self.size * width).reshape(self.size, width)

    def rows_about(self, place: int, kind: int, category: int) -> Ints:
        """Rows of the records of one kind and category at one place."""
        order, keys = self._sorted
        key = self._key(place, kind, category)
        return self.rows[order[np.searchsorted(keys, key) : np.searchsorted(keys, key, "right")]]

    @cached_property
    def emotion(self) -> tuple[str | None, ...]:
        """The most frequent emotion of a place, of those that go with its mood.

        Only voices that speak of one place are asked, else their emotion would count elsewhere.
        """
        voice = self.facts.voice[self.rows]
        last = np.full(self.facts.n_voices, -1, dtype=np.int64)
        first = np.full(self.facts.n_voices, self.size, dtype=np.int64)
        np.maximum.at(last, voice, self.place)
        np.minimum.at(first, voice, self.place)
        emotion = placed(self.facts.emotion, EMOTIONS)
        of_one = (first == last) & (emotion >= 0)
        flat = last[of_one] * len(EMOTIONS) + emotion[of_one]
        counts = _count(flat, self.size * len(EMOTIONS)).reshape(self.size, -1)
        fitting = np.sign(self.mood)[:, None] == _SIDES
        counts = np.where(fitting, counts, 0)
        return tuple(EMOTIONS[row.argmax()] if row.any() else None for row in counts)

    @cached_property
    def category(self) -> Ints:
        """Category of each record, as a place in ``facts.category.values``."""
        return self.facts.category.codes[self.rows]

    @cached_property
    def _weights(self) -> Floats:
        flat = self.kind * self.size + self.place
        return _sum(flat, self.weight, len(KINDS) * self.size).reshape(len(KINDS), self.size)

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        """Place and voice as one number, each pair once, and which of them a record has."""
        pairs = self.place * self.facts.n_voices + self.facts.voice[self.rows]
        once, which = np.unique(pairs, return_inverse=True)
        return once, which

    @cached_property
    def _sizes(self) -> Floats:
        """As many independent voices as tell as much about the mood of each place.

        Where voices agree within themselves this is Kish's size of voices, where their records
        are as if of different people Kish's size of records; the share's variance over whole
        voices tells where between the two.
        """
        once, which = self._pairs
        home = once // max(self.facts.n_voices, 1)
        weight = np.where(self.kind == NEED, 0.0, self.weight)
        of_voice = _sum(which, weight, len(once))
        good = np.bincount(which[self.kind == PRAISE], minlength=len(once))
        total = self._weights[PRAISE] + self._weights[PAIN]
        share = np.nan_to_num(_ratio(self._weights[PRAISE], total))
        least = _ratio(total**2, _sum(home, of_voice**2, self.size))
        most = _ratio(total**2, _sum(self.place, weight**2, self.size))
        off = _sum(home, (good - share[home] * of_voice) ** 2, self.size)
        found = _ratio(share * (1 - share) * total**2, off)
        return np.clip(np.nan_to_num(found), least, most)

    @cached_property
    def _sorted(self) -> tuple[Ints, Ints]:
        keys = self._key(self.place, self.kind, self.category)
        order = np.argsort(keys, kind="stable")
        return order, keys[order]

    def _key(self, place: Ints | int, kind: Ints | int, category: Ints | int) -> Ints:
        width = len(self.facts.category.values) + 1
        return np.asarray((place * len(KINDS) + kind) * width + category + 1, dtype=np.int64)


def placed(codes: Codes, order: tuple[str, ...], homes: tuple[int, ...] | None = None) -> Ints:
    """Number each text by its place in ``order``, or by ``homes`` of that place; else -1."""
    known = dict(zip(order, homes or range(len(order)), strict=True))
    of_value = np.array([*(known.get(value, -1) for value in codes.values), -1], dtype=np.int64)
    return np.asarray(of_value[codes.codes])


def _count(places: Ints, size: int) -> Ints:
    return np.asarray(np.bincount(places, minlength=size), dtype=np.int64)


def _sum(places: Ints, values: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(places, values, size), dtype=np.float64)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    ratio: Floats = np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom > 0)
    return ratio
