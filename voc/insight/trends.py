"""How often what is named, period by period; what changed for good, and what changed just now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from voc.insight.changes import Changes, described, found_changes
from voc.insight.columns import groups
from voc.insight.facts import Facts
from voc.insight.moods import Moods, moods
from voc.insight.newest import Observed, news
from voc.insight.news import News
from voc.insight.periods import Moment, Periods, Unit, divide
from voc.insight.reading import facts_of
from voc.insight.shares import (
    Counts,
    Slices,
    Where,
    counts,
    records_of,
    voices_where,
)
from voc.labels import Lang
from voc.statistics.many import check_alpha
from voc.statistics.proportions import wilson
from voc.table import Column, Table, percent
from voc.taxonomy import Taxonomy, category_name
from voc.types import Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

_MOST_SLICES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendRow:
    """One category in one period.

    Attributes
    ----------
    slice : str or None
        Whose voices; None: all.
    category : str
    start : date
        First day of the period.
    finished : bool
        Whether the period is over; if not, its numbers will still grow.
    voices : int
        All of the slice in the period.
    count : int
        Those that name the category.
    share : float
        ``count / voices``; NaN of no voice.
    low, high : float
        Wilson's interval of 95 % of the share.
    """

    slice: str | None
    category: str
    start: date
    finished: bool
    voices: int
    count: int
    share: float
    low: float
    high: float


class Trends(Table[TrendRow]):
    """Counts and shares over time, the most frequent category first: ``voc.trends(…)``.

    Attributes
    ----------
    unit : "day", "week" or "month"
    changes : Changes
        Since when shares are others than before.
    moods : Moods
        Mean polarity over time.
    latest : News
        The newest finished period against what went before.
    undated : int
        Voices without a time, which are in nothing of this.
    """

    TITLE = Column("走势", "trends")
    ROW = TrendRow
    COLUMNS: ClassVar = (
        Column("范围", "slice"), Column("细类", "category"), Column("起始", "from"),
        Column("声音", "voices", number=True), Column("提到", "count", number=True),
        Column("占比", "share", number=True), Column("95% 区间", "95% interval", number=True),
    )  # fmt: skip

    def __init__(
        self,
        rows: Iterable[TrendRow] = (),
        *,
        unit: Unit = "week",
        changes: Changes | None = None,
        moods: Moods | None = None,
        latest: News | None = None,
        undated: int = 0,
        taxonomy: Taxonomy | None = None,
    ) -> None:
        super().__init__(rows, taxonomy)
        self.unit, self.undated = unit, undated
        self.changes = Changes(taxonomy=self.taxonomy) if changes is None else changes
        self.moods = Moods(taxonomy=self.taxonomy) if moods is None else moods
        self.latest = News(taxonomy=self.taxonomy) if latest is None else latest

    def cells(self, row: TrendRow, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        going_on = "" if row.finished else "（未完）" if lang == "zh" else " (going on)"
        return (
            row.slice or ("全部" if lang == "zh" else "all"),
            category_name(row.category, self.taxonomy, lang),
            row.start.isoformat() + going_on,
            f"{row.voices:,}",
            f"{row.count:,}",
            percent(row.share),
            f"{percent(row.low)} – {percent(row.high)}",
        )

    def this_period(self, lang: Lang = "zh") -> tuple[str, ...]:
        """What changed this week (day, month), in sentences that cite numbers and a quote.

        The newest finished period is held against what went before; the first sentence tells how
        many voices it has.

        Parameters
        ----------
        lang : "zh" or "en"
        """
        return self.latest.sentences(lang)

    def plot(self, n: int = 6, lang: Lang = "zh") -> go.Figure:
        """Shares as lines with their intervals as bands, one below another.

        What changed comes first, then what is most frequent; changes are marked, and the period
        that is not over is hollow.

        Parameters
        ----------
        n : int
            How many lines at most.
        lang : "zh" or "en"

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        from voc.insight.trends_plot import draw

        return draw(self, n, lang)


def trends(
    source: Any,  # noqa: ANN401
    by: str = "category",
    period: Unit | None = None,
    kinds: Sequence[Kind] = ("pain", "need"),
    *,
    where: Where | None = None,
    until: Moment | None = None,
    alpha: float = 0.05,
) -> Trends:
    """Follow what customers name over time.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, pandas.DataFrame or Facts
    by : str
        "category": all voices together. A column of the voices ("product", "segment", "channel" or
        a key of ``meta``): each of its values by itself, the 100 most frequent ones.
    period : "day", "week" or "month", optional
        By default days for up to 31 of them, weeks for up to 400 days, else months; the newest 400.
    kinds : sequence of "pain", "need" and "praise"
        A voice counts for a category once if it names it in any of these kinds.
    where : mapping of str to str or collection of str, optional
        Only voices that have these values, e.g. ``{"product": "X9"}``.
    until : date, datetime or str, optional
        When the voices were collected, if later than the newest of them.
    alpha : float
        The chance that ``changes`` tell of any change where there is none at all is no greater, and
        neither is that of ``this_period``; in (0, 1).

    Raises
    ------
    InputError
        No voice has a time, or an argument is none of these.

    Notes
    -----
    Shares are of all voices of the slice and period, so that more voices alone change nothing;
    their intervals are Wilson's. A table of records lacks voices without records: give the result,
    not its table, where shares matter.

    ``changes``: circular binary segmentation with Fisher's exact test, see
    ``voc.insight.change_points``. Judged are finished periods, and categories that at least 5 voices
    name. ``this_period``: Fisher's exact test against the periods since the last change, for the
    mood Welch's t test against all before, corrected together by Holm. All of it takes voices for
    independent: one customer who writes daily, or what recurs every season, can pass for a change.
    A change is no cause.

    Examples
    --------
    >>> import voc
    >>> def said(month, text, n):
    ...     return [{"text": text, "created_at": f"2026-0{month}-03"} for _ in range(n)]
    >>> voices = said(1, "口味不错", 20) + said(2, "口味不错", 20) + said(3, "等了三天才发货", 15)
    >>> found = trends(voc.classify(voices), period="month", until="2026-04-01")
    >>> found.changes.sentences()
    ('2026-03-01 起，“配送时效”从 0.0%（40 条中 0 条）升到 100.0%（15 条中 15 条），相差 +77.8 到 +100.0 个百分点，几乎可以排除偶然（校正后 p<0.001）。',)
    >>> found.this_period("en")[0]
    'This month (2026-03-01 to 2026-03-31): 15 voices, 20.0 in the mean before.'
    """
    check_alpha(alpha)
    facts = facts_of(source)
    rows = records_of(facts, kinds)
    if not facts.n_voices:
        return Trends(taxonomy=facts.taxonomy)
    periods = _periods(facts, period, where, until)
    slices = _slices(facts, by, periods)
    counted = counts(facts, rows, slices, periods.place, len(periods))
    found = found_changes(counted, periods.n_finished, alpha)
    return Trends(
        _rows(counted, periods),
        unit=periods.unit,
        changes=described(counted, periods, found, facts.taxonomy),
        moods=moods(facts, slices, periods),
        latest=news(Observed(facts, rows, slices, periods, counted), found, alpha),
        undated=int(np.isnat(facts.time).sum()),
        taxonomy=facts.taxonomy,
    )


def _periods(facts: Facts, unit: Unit | None, where: Where | None, until: Moment | None) -> Periods:
    chosen = voices_where(facts, where or {})
    periods = divide(facts.time[chosen], unit, until)
    place = np.full(facts.n_voices, -1)
    place[chosen] = periods.place
    return Periods(periods.unit, periods.starts, place, periods.n_finished)


def _slices(facts: Facts, by: str, periods: Periods) -> Slices:
    if by == "category":
        return Slices.whole(facts.n_voices)
    codes = groups(facts, by)
    dated = np.where(periods.place >= 0, codes.codes, -1)
    return Slices.largest(type(codes)(codes.values, dated), _MOST_SLICES)


def _rows(counts: Counts, periods: Periods) -> Iterator[TrendRow]:
    """Every category that is named at all, the most frequent first."""
    starts = periods.starts[:-1].tolist()
    for slice, name in enumerate(counts.slices):
        total = counts.hits[slice].sum(axis=1)
        voices = counts.voices[slice]
        for category in np.argsort(-total, kind="stable")[: np.count_nonzero(total)]:
            hits = counts.hits[slice, category]
            low, high = wilson(hits, voices)
            share = np.divide(hits, voices, out=np.full(len(hits), np.nan), where=voices > 0)
            columns = (part.tolist() for part in (voices, hits, share, low, high))
            for place, (n, k, part, least, most) in enumerate(zip(*columns, strict=True)):
                yield TrendRow(
                    slice=name, category=counts.categories[category], start=starts[place],
                    finished=place < periods.n_finished, voices=n, count=k, share=part,
                    low=least, high=most,
                )  # fmt: skip
