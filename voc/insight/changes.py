"""Changes that lasted: of which category, since when, from how much to how much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np

from voc.insight.change_points import ChangePoint, change_points
from voc.insight.codes import Ints
from voc.insight.periods import Periods
from voc.insight.shares import RARE, Counts
from voc.insight.trend_words import (
    between,
    counted,
    how_sure,
    moved,
    subject,
)
from voc.labels import Lang
from voc.statistics.proportions import newcombe, wilson
from voc.table import Column, Table, p_value, percent
from voc.taxonomy import Taxonomy, category_name

Cell = tuple[int, int]  # places of slice and category
Found = dict[Cell, tuple[ChangePoint, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From some day on a share is another.

    Attributes
    ----------
    slice : str or None
        Whose voices; None: all.
    category : str
    start : date
        First day of the period from which on it is another.
    direction : "up" or "down"
    before_count, before_voices : int
        Voices that named it and all voices, from the change before this one on.
    after_count, after_voices : int
        The same up to the next change.
    before, after : float
        Shares in [0, 1].
    before_low, before_high, after_low, after_high : float
        Their Wilson intervals of 95 %.
    low, high : float
        Newcombe's interval of 95 % of ``after - before``.
    p : float
        Over all places and all categories looked at.
    """

    slice: str | None
    category: str
    start: date
    direction: str
    before_count: int
    before_voices: int
    before: float
    before_low: float
    before_high: float
    after_count: int
    after_voices: int
    after: float
    after_low: float
    after_high: float
    low: float
    high: float
    p: float


class Changes(Table[Change]):
    """All changes that lasted, the surest first: ``voc.trends(…).changes``."""

    TITLE = Column("持续的变化", "changes that lasted")
    ROW = Change
    COLUMNS: ClassVar = (
        Column("范围", "slice"), Column("细类", "category"), Column("起始", "since"),
        Column("之前", "before", number=True), Column("之后", "after", number=True),
        Column("校正后 p", "adjusted p", number=True), Column("说明", "in words"),
    )  # fmt: skip

    def __init__(self, rows: Iterable[Change] = (), taxonomy: Taxonomy | None = None) -> None:
        super().__init__(sorted(rows, key=lambda row: (row.p, row.start)), taxonomy)

    def cells(self, row: Change, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        return (
            row.slice or ("全部" if lang == "zh" else "all"),
            category_name(row.category, self.taxonomy, lang),
            row.start.isoformat(),
            _share(row.before, row.before_low, row.before_high),
            _share(row.after, row.after_low, row.after_high),
            p_value(row.p).removeprefix("p="),
            self.sentence(row, lang),
        )

    def sentence(self, row: Change, lang: Lang = "zh") -> str:
        """One change in words."""
        what = subject(self.taxonomy, row.category, row.slice, lang)
        before = counted(row.before_count, row.before_voices, lang)
        after = counted(row.after_count, row.after_voices, lang)
        turned, sure = moved(row.before, row.after, lang), how_sure(row.p, lang)
        by = between(row.low, row.high, lang)
        if lang == "zh":
            return f"{row.start} 起，{what}从 {before}{turned} {after}，相差 {by}，{sure}。"
        return f"Since {row.start}, {what} {turned} {after} from {before}, by {by}; {sure}."

    def sentences(self, lang: Lang = "zh") -> tuple[str, ...]:
        """Every change in words."""
        return tuple(self.sentence(row, lang) for row in self)


def _share(share: float, low: float, high: float) -> str:
    return f"{percent(share)} [{percent(low, 0)}, {percent(high, 0)}]"


def found_changes(counts: Counts, n_finished: int, alpha: float) -> Found:
    """Change points of every category that is not rare, in every slice.

    The chance that any is found where nothing changed at all is at most ``alpha``: each category of
    each slice gets the same part of it (Bonferroni).
    """
    hits, voices = counts.hits[:, :, :n_finished], counts.voices[:, :n_finished]
    judged = np.argwhere(hits.sum(axis=2) >= RARE).tolist()
    found = {
        (slice, category): change_points(hits[slice, category], voices[slice], alpha / len(judged))
        for slice, category in judged
    }
    return {
        cell: tuple(one._replace(p=min(1.0, one.p * len(judged))) for one in points)
        for cell, points in found.items()
    }


def described(counts: Counts, periods: Periods, found: Found, taxonomy: Taxonomy) -> Changes:
    """The change points with the shares on both sides."""
    rows = (
        _row(counts, periods, cell, point) for cell, points in found.items() for point in points
    )
    return Changes(rows, taxonomy)


def _row(counts: Counts, periods: Periods, cell: Cell, point: ChangePoint) -> Change:
    slice, category = cell
    hits, voices = counts.hits[cell], counts.voices[slice]
    k1, k2 = (int(part.sum()) for part in _sides(hits, point))
    n1, n2 = (int(part.sum()) for part in _sides(voices, point))
    (low, high), (low1, high1), (low2, high2) = (
        (float(ends[0]), float(ends[1]))
        for ends in (newcombe(k1, n1, k2, n2), wilson(k1, n1), wilson(k2, n2))
    )
    return Change(
        slice=counts.slices[slice],
        category=counts.categories[category],
        start=periods.days(point.place)[0],
        direction="up" if k2 / n2 > k1 / n1 else "down",
        before_count=k1, before_voices=n1, before=k1 / n1, before_low=low1, before_high=high1,
        after_count=k2, after_voices=n2, after=k2 / n2, after_low=low2, after_high=high2,
        low=low, high=high, p=point.p,
    )  # fmt: skip


def _sides(numbers: Ints, point: ChangePoint) -> tuple[Ints, Ints]:
    return numbers[point.start : point.place], numbers[point.place : point.end]
