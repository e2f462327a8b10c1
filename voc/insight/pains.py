"""What hurts, and what is wished for, ranked: where to start."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from voc.errors import InputError
from voc.insight.cells import Cells, cells_of
from voc.insight.facts import Facts
from voc.insight.lately import Direction, change_text, newest
from voc.insight.measures import change, identity, still_open, volume, weight
from voc.insight.pareto import pareto
from voc.insight.quotes import best_quotes, quoted
from voc.insight.reading import facts_of
from voc.insight.slices import PERIODS, slice_name
from voc.insight.weights import level_weights, weights_of
from voc.labels import Lang, label_name
from voc.table import Column, Table, number, percent
from voc.taxonomy import Taxonomy, category_name
from voc.types import KINDS, Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

_QUOTES = 3
_QUOTED = 1000  # rows, the first ones; nobody reads those of the others


@dataclass(frozen=True, slots=True, kw_only=True)
class Pain:
    """One pain or need: what is said of one category, in one slice if ``by`` was given.

    Attributes
    ----------
    kind : "pain", "need" or "praise"
    category : str
        A taxonomy leaf id, or a top id where the leaf is uncertain.
    slice : str or None
        Value of ``by``; None without one, or where it is unknown.
    records, voices : int
        How often it is said, and by how many voices.
    share, share_low, share_high : float
        Share of the voices (of the slice) that say it, in [0, 1], and its 95 % interval.
    severity : float
        Mean over the records, 0 to 4.
    score : float
        Sum over the records of severity × weight of the level.
    score_share, cumulative : float
        Share of the score of all rows, and that of this row and those before it, in [0, 1]; NaN
        where no row has a score.
    trend : float or None
        Share among the newest quarter of the voices, divided by that among those before; None
        without times.
    direction : "up", "down", "unclear" or None
        Whether the trend is more than chance would make of such counts.
    unresolved : float or None
        Share of its voices that are still open, in [0, 1]; None where nothing tells.
    quotes : tuple of str
        Three at most, the most severe ones.
    """

    kind: Kind
    category: str
    slice: str | None
    records: int
    voices: int
    share: float
    share_low: float
    share_high: float
    severity: float
    score: float
    score_share: float
    cumulative: float
    trend: float | None
    direction: Direction | None
    unresolved: float | None
    quotes: tuple[str, ...]


class Pains(Table[Pain]):
    """Pains and needs, the heaviest first: what ``pains`` gives.

    Attributes
    ----------
    by : str or None
        What the rows are cut by.
    since : datetime or None
        When the newest quarter of the voices begins, which ``trend`` compares with those before.
    """

    TITLE = Column("痛点与需求", "pains and needs")
    ROW = Pain
    COLUMNS = (
        Column("类型", "kind"),
        Column("方面", "aspect"),
        Column("条数", "records", number=True),
        Column("声音占比（95% 区间）", "share of voices (95% interval)", number=True),
        Column("平均严重度", "mean severity", number=True),
        Column("痛点分", "score", number=True),
        Column("累计", "cumulative", number=True),
        Column("近期变化", "newest to earlier", number=True),
        Column("未解决", "unresolved", number=True),
        Column("原声", "quotes"),
    )

    def __init__(
        self,
        rows: Iterable[Pain] = (),
        taxonomy: Taxonomy | None = None,
        by: str | None = None,
        since: datetime | None = None,
    ) -> None:
        super().__init__(rows, taxonomy)
        self.by = by
        self.since = since

    def cells(self, row: Pain, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        return (
            label_name("kind", row.kind, lang),
            self.name(row, lang),
            str(row.records),
            f"{percent(row.share)} ({percent(row.share_low)}–{percent(row.share_high)})",
            number(row.severity, 1),
            f"{row.score:g}",
            percent(row.cumulative, 0),
            change_text(row.trend, row.direction, lang),
            "—" if row.unresolved is None else percent(row.unresolved, 0),
            quoted(row.quotes),
        )

    def name(self, row: Pain, lang: Lang = "zh") -> str:
        """What people call the category of a row, with its slice if there is one."""
        name = category_name(row.category, self.taxonomy, lang)
        if self.by is None:
            return name
        return f"{name} · {slice_name(self.by, row.slice, lang, self.taxonomy)}"

    def top(self, n: int = 10) -> Pains:
        """The heaviest ``n``; their shares stay those of all."""
        return Pains(self[:n], self.taxonomy, self.by, self.since)

    def plot(self, n: int = 20, lang: Lang = "zh") -> go.Figure:
        """Pareto chart: score of the heaviest ``n`` as bars, their cumulative share as a line.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        rows = self[:n]
        return pareto(
            names=[self.name(row, lang) for row in rows],
            kinds=[row.kind for row in rows],
            scores=[row.score for row in rows],
            cumulative=[row.cumulative for row in rows],
            lang=lang,
        )


def pains(
    source: Any,  # noqa: ANN401
    by: str | None = None,
    kinds: Sequence[Kind] = ("pain", "need"),
    weights: Mapping[str, float] | None = None,
    resolved: str | None = None,
) -> Pains:
    """Rank pains and needs by how often they are said, how severe they are and what they touch.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, pandas.DataFrame of records or Facts
        Voices count of which nothing is said too; a table of records does not know them.
    by : str, optional
        Cut each category by this: "segment", "product", "channel", "customer", "stage",
        "touchpoint", "level", "owner", "element", "day", "week", "month", "quarter" … or any key
        of ``Voice.meta`` (``voc.insight.slices.slice_of``).
    kinds : sequence of str
        Of "pain", "need" and "praise".
    weights : mapping of level to float, optional
        What a record of a level counts; by default 3 for "need_met" (需求满足, the base), 2 for
        "ease" (容易性, the edge) and 1 for "delight" (愉悦程度, the value), as in ``voc.labels``.
    resolved : str, optional
        A column that says whether a voice was resolved, as 是 and 否, 1 and 0. Without it, a voice
        is unresolved if it says so: with one of the flags "repeat", "escalate", "refund", "churn".

    Returns
    -------
    Pains
        Sorted by score, then by records; empty where there is no such record.

    Raises
    ------
    InputError
        ``source`` is no source, nothing is named ``by`` or ``resolved``, a kind or level does not
        exist, or a weight is negative.

    Notes
    -----
    ``score`` is Σ severity × weight of the level. A record without a level has that of its leaf,
    else the smallest weight. ``share`` is of all voices; with ``by``, of those in the slice, and
    where a slice cuts the records of one voice apart, of those with any record in it. Its interval
    is Wilson's (1927). ``trend`` compares the newest quarter of the voices that have a time with
    those before, as shares, so that more voices alone make no trend; half a voice is added to each
    count. ``direction`` names it only where Fisher's exact test does, with the false discovery rate
    held at 5 % (Benjamini and Hochberg 1995; rows too small to be told from chance are left out of
    it, Gilbert 2005); it says nothing about why. Slices by time have no trend.

    Examples
    --------
    >>> import voc
    >>> ranked = pains(voc.classify(["等了三天才发货", "发货太慢了", "希望能开发票"]))
    >>> [(row.kind, row.category, row.records) for row in ranked.top(1)]
    [('pain', 'delivery.speed', 2)]
    """
    odd = [kind for kind in kinds if kind not in KINDS]
    if odd:
        raise InputError(f"kinds has {odd[0]!r}; expected some of: {', '.join(KINDS)}")
    of_level = level_weights(weights)
    facts = facts_of(source)
    cells = cells_of(facts, kinds, by)
    if not len(cells):
        return Pains((), facts.taxonomy, by)
    return _ranked(facts, cells, of_level, by, resolved)


def _ranked(
    facts: Facts,
    cells: Cells,
    of_level: Mapping[str, float],
    by: str | None,
    resolved: str | None,
) -> Pains:
    parts = None if by in PERIODS else newest(facts)
    scores = cells.sum((facts.severity * weights_of(facts, of_level))[cells.rows])
    order = np.lexsort((-cells.sum(), -scores))
    columns = {
        **identity(facts, cells, by),
        **volume(cells),
        **weight(facts, cells, scores),
        **change(cells, parts),
        "unresolved": still_open(facts, cells, resolved),
    }
    sorted_ = {name: [values[cell] for cell in order] for name, values in columns.items()}
    sorted_["cumulative"] = np.cumsum(sorted_["score_share"]).tolist()
    sorted_["quotes"] = [
        best_quotes(facts, cells.records(cell), _QUOTES) if place < _QUOTED else ()
        for place, cell in enumerate(order)
    ]
    rows = (
        Pain(**dict(zip(sorted_, row, strict=True))) for row in zip(*sorted_.values(), strict=True)
    )
    return Pains(rows, facts.taxonomy, by, parts and parts.since)
