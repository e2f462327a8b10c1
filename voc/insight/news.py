"""What changed in the newest finished period, against what went before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from voc._aligned import cut
from voc.insight.periods import Unit
from voc.insight.quotes import quoted
from voc.insight.trend_words import (
    counted,
    days,
    how_sure,
    moved,
    periods,
    subject,
    this,
)
from voc.labels import Lang
from voc.table import Column, Table, number, p_value, percent
from voc.taxonomy import Taxonomy, category_name

_QUOTE = 160  # of a quote's width in a sentence; Han characters are 2 wide


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsItem:
    """A share, or the mood, in the newest finished period and before.

    Attributes
    ----------
    slice : str or None
        Whose voices; None: all.
    category : str or None
        None: the mood, the mean polarity of the voices in [-1, 1].
    before_count, before_voices, before_periods : int
        Voices that named it, all voices, and periods, since it last changed; of the mood all.
    count, voices : int
        Voices that named it and all voices, in the newest finished period; of the mood both are
        the voices that have one.
    before, after : float
        Shares in [0, 1], or mean polarities.
    p : float
        Adjusted over all that was looked at (Holm).
    quote : str
        What one customer says of a share that changed: of the period if it rose, else of before.
    """

    slice: str | None
    category: str | None
    before_count: int
    before_voices: int
    before_periods: int
    before: float
    count: int
    voices: int
    after: float
    p: float
    quote: str = ""


class News(Table[NewsItem]):
    """The newest finished period against what went before, the surest first.

    Attributes
    ----------
    unit : "day", "week" or "month"
    days : (date, date) or None
        First and last day of the period; None where none is finished.
    voices : int
        In the period.
    usual : float
        Voices in the mean of the periods before; NaN if it is the first.
    alpha : float
        What ``p`` is held to.
    """

    TITLE = Column("最近一期的变化", "the newest period")
    ROW = NewsItem
    COLUMNS: ClassVar = (
        Column("范围", "slice"), Column("细类", "category"), Column("此前", "before", number=True),
        Column("本期", "this period", number=True), Column("校正后 p", "adjusted p", number=True),
        Column("引文", "quote"),
    )  # fmt: skip

    def __init__(
        self,
        rows: Iterable[NewsItem] = (),
        *,
        unit: Unit = "week",
        days: tuple[date, date] | None = None,
        voices: int = 0,
        usual: float = float("nan"),
        alpha: float = 0.05,
        taxonomy: Taxonomy | None = None,
    ) -> None:
        super().__init__(sorted(rows, key=lambda row: row.p), taxonomy)
        self.unit, self.days, self.voices, self.usual, self.alpha = unit, days, voices, usual, alpha

    def cells(self, row: NewsItem, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        shown = number if row.category is None else percent
        name = "情绪" if lang == "zh" else "mood"
        return (
            row.slice or ("全部" if lang == "zh" else "all"),
            name if row.category is None else category_name(row.category, self.taxonomy, lang),
            shown(row.before),
            shown(row.after),
            p_value(row.p).removeprefix("p="),
            row.quote,
        )

    def sentences(self, lang: Lang = "zh") -> tuple[str, ...]:
        """How many voices there were, and each change that is surer than ``alpha``."""
        if self.days is None:
            return ("还没有结束的时段可看。" if lang == "zh" else "No period is finished yet.",)
        changed = [self.sentence(row, lang) for row in self if row.p <= self.alpha]
        return (self._first(lang), *(changed or [_NOTHING[lang]]))

    def sentence(self, row: NewsItem, lang: Lang = "zh") -> str:
        """One row in words."""
        turned, sure = moved(row.before, row.after, lang), how_sure(row.p, lang)
        span = periods(row.before_periods, self.unit, lang)
        if row.category is None:
            return _mood(row, turned, sure, span, lang)
        what = subject(self.taxonomy, row.category, row.slice, lang)
        before = counted(row.before_count, row.before_voices, lang)
        after = counted(row.count, row.voices, lang)
        if lang == "zh":
            said = f"例如{quoted([cut(row.quote, _QUOTE)])}。" if row.quote else ""
            return f"{what}从此前 {span}的 {before}{turned} {after}，{sure}。{said}"
        said = f" For example {quoted([cut(row.quote, _QUOTE)])}." if row.quote else ""
        return f"{what} {turned} {after} from {before} in the {span} before; {sure}.{said}"

    def _first(self, lang: Lang) -> str:
        assert self.days is not None
        when, now = days(*self.days, lang), this(self.unit, lang)
        if lang == "zh":
            usual = "" if self.usual != self.usual else f"，此前平均 {self.usual:,.1f} 条"
            return f"{now}（{when}）有 {self.voices:,} 条声音{usual}。"
        usual = "" if self.usual != self.usual else f", {self.usual:,.1f} in the mean before"
        return f"{now.capitalize()} ({when}): {self.voices:,} voices{usual}."


_NOTHING = {
    "zh": "与此前相比，没有能排除偶然的变化。",
    "en": "Compared with before, nothing changed that chance could not explain.",
}


def _mood(row: NewsItem, turned: str, sure: str, span: str, lang: Lang) -> str:
    before, after = number(row.before), number(row.after)
    if lang == "zh":
        whose = "" if row.slice is None else f"{row.slice}的"
        return f"{whose}平均情绪（-1 到 1）从此前 {span}的 {before} {turned} {after}，{sure}。"
    whose = "" if row.slice is None else f" of {row.slice}"
    return f"The mean mood{whose} (-1 to 1) {turned} {after} from {before} in the {span} before; {sure}."
