"""Which topics come up, grow, fade and go: each period counted, and the newest ones tested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan, nan
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import ArrayLike

from voc.errors import InputError
from voc.insight.codes import Ints
from voc.labels import Lang
from voc.statistics.many import benjamini_hochberg, check_alpha
from voc.statistics.proportions import Floats
from voc.table import Column, Table, number, p_value, percent
from voc.topic_model.calendar import Period
from voc.topic_model.counts import TopicCounts, topic_counts, topic_name
from voc.topic_model.pictures import topic_lines
from voc.topic_model.rates import RateChange, rate_change
from voc.topic_model.trend import TREND_STATES, TopicTrend, TrendState, state_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

_EMERGING = 2.0  # times its earlier share


class TopicTrends(Table[TopicTrend]):
    """One row a topic: what emerges first, what is steady last; of these the surest first.

    Parameters
    ----------
    rows : iterable of TopicTrend
    starts : sequence of datetime.date
        First day of each period.

    Attributes
    ----------
    starts : tuple of datetime.date
    """

    TITLE = Column("话题走势", "Topics over time")
    ROW = TopicTrend
    COLUMNS: ClassVar = (
        Column("话题", "topic"),
        Column("声音", "voices", number=True),
        Column("此前占比", "share before", number=True),
        Column("近期占比", "share now", number=True),
        Column("倍数", "ratio", number=True),
        Column("区间", "interval", number=True),
        Column("校正后 p", "adjusted p", number=True),
        Column("状态", "state"),
    )

    def __init__(self, rows: Iterable[TopicTrend] = (), starts: Sequence[date] = ()) -> None:
        super().__init__(rows)
        self.starts = tuple(starts)

    @property
    def emerging(self) -> tuple[TopicTrend, ...]:
        """Topics that are new, or at least twice as frequent as before."""
        return tuple(row for row in self if row.state == "emerging")

    @property
    def dying(self) -> tuple[TopicTrend, ...]:
        """Topics that fade, or that nobody speaks of any more."""
        return tuple(row for row in self if row.state in ("fading", "gone"))

    def cells(self, row: TopicTrend, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        return (
            row.name,
            str(row.voices),
            percent(row.share_before),
            percent(row.share_now),
            number(row.ratio),
            f"{number(row.low)}–{number(row.high)}",
            p_value(row.p),
            state_name(row.state, lang),
        )

    def plot(self, n: int = 12) -> go.Figure:
        """The shares of the first ``n`` topics as lines.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        rows = self[:n]
        return topic_lines(
            [row.name for row in rows], self.starts, [row.shares for row in rows], self.TITLE.zh
        )


def topic_trends(
    labels: ArrayLike,
    times: ArrayLike,
    names: Mapping[int, str],
    voice: ArrayLike | None = None,
    *,
    period: Period | Literal["auto"] = "auto",
    window: int | None = None,
    level: float = 0.05,
    smallest: int = 5,
) -> TopicTrends:
    """Compare the newest periods of each topic with all earlier ones.

    A topic emerges if it is new or at least twice as frequent as before; it is gone if nobody speaks
    of it any more; less than that is growing or fading. All four are said only of topics whose
    adjusted p-value is below ``level``: of the topics said to have changed, at most that share has
    not, on average.

    Parameters
    ----------
    labels : array_like of int of shape (n_units,)
        Topic of each unit (record, clause or text); -1 where it has none.
    times : array_like of datetime64 of shape (n_units,)
        Units without a time (NaT) are left out.
    names : mapping of int to str
    voice : array_like of int of shape (n_units,), optional
        Which voice a unit is of; by default each is one of its own.
    period : "auto", "day", "week" or "month"
        "auto" takes days up to a month, weeks up to half a year, else months.
    window : int, optional
        How many of the last periods are new; by default a quarter of them, at least one.
    level : float
        Share of false alarms among alarms, in (0, 1).
    smallest : int
        Topics of fewer voices are not tested, and none emerges with fewer in the newest periods.

    Returns
    -------
    TopicTrends

    Raises
    ------
    InputError
        No unit has a time, the lengths differ, or a parameter is out of range.

    Notes
    -----
    Shares are of voices that have a unit at all, so that more voices alone change nothing, and the
    newest period may be an unfinished one. The test is the conditional one of two Poisson rates,
    with counts corrected for bursts (``voc.topic_model.rates.rate_change``), adjusted by Benjamini and
    Hochberg over all topics tested. The voices of one customer are taken as independent.

    Examples
    --------
    >>> months = np.arange("2026-01", "2026-05", dtype="datetime64[M]")
    >>> times = np.repeat(months, 100)
    >>> labels = np.zeros(400, dtype=int)
    >>> labels[300:330] = 1
    >>> trends = topic_trends(labels, times, {0: "物流慢", 1: "电池鼓包"}, period="month")
    >>> print(trends.emerging[0].sentence())
    “电池鼓包”正在冒头：最近1个月占30.0%（30条），此前一条也没有，校正后p<0.001。
    """
    check_alpha(level, "level")
    counted = topic_counts(labels, times, voice, period)
    n_periods = len(counted.calendar.starts)
    chosen = max(1, n_periods // 4) if window is None else window
    if not 1 <= chosen <= max(1, n_periods - 1):
        raise InputError(
            f"window={window!r} of {n_periods} {counted.calendar.period}s leaves nothing to compare; "
            f"expected 1 to {max(1, n_periods - 1)}"
        )
    rule = _Rule(chosen, level, smallest)
    change = rate_change(counted.counts, counted.voices, chosen, 1 - level)
    p = rule.adjusted(counted.counts, change.p)
    return TopicTrends(
        sorted(_rows(counted, change, p, rule, names), key=_order),
        starts=counted.calendar.starts.tolist(),
    )


def _rows(
    counted: TopicCounts, change: RateChange, p: Floats, how: _Rule, names: Mapping[int, str]
) -> Iterable[TopicTrend]:
    counts, window = counted.counts, how.window
    all_now, all_before = _split(counted.voices, window)
    for place, topic in enumerate(counted.topics.tolist()):
        now, before = _split(counts[place], window)
        there = np.flatnonzero(counts[place])
        ratio, adjusted = float(change.ratio[place]), float(p[place])
        yield TopicTrend(
            topic=topic,
            name=topic_name(names, topic),
            state=how.state(adjusted, ratio, now),
            voices=now + before,
            voices_now=now,
            voices_before=before,
            share_now=_share(now, all_now),
            share_before=_share(before, all_before),
            ratio=ratio,
            low=float(change.low[place]),
            high=float(change.high[place]),
            p=adjusted,
            first=counted.calendar.starts[there[0]].item(),
            last=counted.calendar.starts[there[-1]].item(),
            counts=tuple(counts[place].tolist()),
            shares=tuple(map(_share, counts[place].tolist(), counted.voices.tolist())),
            period=counted.calendar.period,
            window=window,
        )


@dataclass(frozen=True)
class _Rule:
    """When a topic is said to have changed."""

    window: int
    level: float
    smallest: int

    def adjusted(self, counts: Ints, p: Floats) -> Floats:
        tested = counts.sum(axis=1) >= self.smallest
        return benjamini_hochberg(np.where(tested, p, np.nan))

    def state(self, p: float, ratio: float, now: int) -> TrendState:
        if isnan(p):
            return "unknown"
        if p >= self.level:
            return "steady"
        if ratio < 1:
            return "fading" if now else "gone"
        return "emerging" if ratio >= _EMERGING and now >= self.smallest else "growing"


def _split(counts: Ints, window: int) -> tuple[int, int]:
    return int(counts[-window:].sum()), int(counts[:-window].sum())


def _share(part: int, whole: int) -> float:
    return part / whole if whole else nan


def _order(row: TopicTrend) -> tuple[int, float, int]:
    return TREND_STATES.index(row.state), 1.0 if isnan(row.p) else row.p, -row.voices
