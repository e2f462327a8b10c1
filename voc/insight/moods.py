"""The mood of voices, period by period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np

from voc.insight.facts import Facts
from voc.insight.periods import Periods
from voc.insight.shares import Slices
from voc.labels import Lang
from voc.statistics.means import Moments
from voc.table import Column, Table, number


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """Mean polarity of the voices of one period.

    Attributes
    ----------
    slice : str or None
        Whose voices; None: all.
    start : date
        First day of the period.
    voices : int
        Voices that have a polarity.
    mean : float
        In [-1, 1]; NaN of no voice.
    low, high : float
        Student's t interval of 95 %; NaN of fewer than two voices.
    """

    slice: str | None
    start: date
    voices: int
    mean: float
    low: float
    high: float


class Moods(Table[Mood]):
    """Mean polarity over time: ``voc.trends(…).moods``. Empty where no voice has one."""

    TITLE = Column("情绪走势", "mood over time")
    ROW = Mood
    COLUMNS: ClassVar = (
        Column("范围", "slice"), Column("起始", "from"), Column("声音", "voices", number=True),
        Column("平均情绪", "mean mood", number=True), Column("下限", "low", number=True),
        Column("上限", "high", number=True),
    )  # fmt: skip

    def cells(self, row: Mood, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        whose = row.slice or ("全部" if lang == "zh" else "all")
        values = (number(value) for value in (row.mean, row.low, row.high))
        return (whose, row.start.isoformat(), f"{row.voices:,}", *values)


def moods(facts: Facts, slices: Slices, periods: Periods) -> Moods:
    """Mean polarity in each period of each slice."""
    n, parts = len(periods), len(slices.names) * len(periods)
    cell = np.where(
        (slices.place >= 0) & (periods.place >= 0), slices.place * n + periods.place, -1
    )
    moments = Moments.of(facts.polarity, cell, parts)
    if not moments.n.any():
        return Moods(taxonomy=facts.taxonomy)
    columns = [column.tolist() for column in (moments.n, moments.mean, *moments.interval())]
    starts = periods.starts[:-1].tolist()
    rows = (
        Mood(
            slice=slices.names[place // n], start=starts[place % n], voices=int(voices),
            mean=mean, low=low, high=high,
        )
        for place, (voices, mean, low, high) in enumerate(zip(*columns, strict=True))
    )  # fmt: skip
    return Moods(rows, facts.taxonomy)
