"""Before and after, side by side, with a verdict in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, Literal

from voc._charts import COLOURS, figure
from voc.insight.trend_words import between, counted, how_sure, moved
from voc.labels import Lang
from voc.table import Column, Table, number, p_value, percent
from voc.taxonomy import category_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

Verdict = Literal["fixed", "better", "no_evidence", "worse"]
Measure = Literal["share", "net_sentiment", "score"]
_VERDICTS: Mapping[Verdict, tuple[str, str, str]] = MappingProxyType(
    {
        "fixed": ("已解决", "fixed", COLOURS["positive"]),
        "better": ("好转", "better", "#56b4e9"),
        "no_evidence": ("看不出变化", "no evidence of a change", COLOURS["neutral"]),
        "worse": ("变差", "worse", COLOURS["negative"]),
    }
)
_MEANS = {"net_sentiment": ("净情绪", "net sentiment"), "score": ("平均评分", "mean score")}


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonRow:
    """One share or mean before and after.

    Attributes
    ----------
    measure : "share", "net_sentiment" or "score"
    category : str or None
        What the share is of; None for means.
    before_count, before_voices, after_count, after_voices : int
        Voices that name the category, and all voices; for means both are the voices that have one.
    before, after : float
        Shares in [0, 1]; net sentiment in [-100, 100], the share of positive voices minus that of
        negative ones; scores as the source has them.
    low, high : float
        Interval of 95 % of ``after - before``.
    p : float
        Adjusted over all rows; NaN where there are too few numbers for a test.
    verdict : "fixed", "better", "no_evidence" or "worse"
    """

    measure: Measure
    category: str | None
    before_count: int
    before_voices: int
    before: float
    after_count: int
    after_voices: int
    after: float
    low: float
    high: float
    p: float
    verdict: Verdict = "no_evidence"


class Comparison(Table[ComparisonRow]):
    """Net sentiment and score, then each category, the surest change first: ``voc.compare(…)``."""

    TITLE = Column("前后对比", "before and after")
    ROW = ComparisonRow
    COLUMNS: ClassVar = (
        Column("指标", "measure"), Column("之前", "before", number=True),
        Column("之后", "after", number=True), Column("差（95% 区间）", "change (95% interval)"),
        Column("校正后 p", "adjusted p", number=True), Column("结论", "verdict"),
    )  # fmt: skip

    def cells(self, row: ComparisonRow, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        shown = percent if row.measure == "share" else number
        return (
            self.name(row, lang),
            shown(row.before),
            shown(row.after),
            _interval(row, lang),
            p_value(row.p).removeprefix("p="),
            _VERDICTS[row.verdict][lang == "en"],
        )

    def name(self, row: ComparisonRow, lang: Lang = "zh") -> str:
        """Name of what a row measures."""
        if row.category is None:
            return _MEANS[row.measure][lang == "en"]
        return category_name(row.category, self.taxonomy, lang)

    def sentence(self, row: ComparisonRow, lang: Lang = "zh") -> str:
        """One row in words."""
        name, turned = self.name(row, lang), moved(row.before, row.after, lang)
        before, after = _value(row, "before", lang), _value(row, "after", lang)
        verdict, by = _VERDICTS[row.verdict][lang == "en"], _interval(row, lang)
        sure = "" if row.p != row.p else how_sure(row.p, lang)
        if row.category is not None:
            name = f"“{name}”"
        if lang == "zh":
            said = (f"{name}从 {before}{turned} {after}：{verdict}", f"相差 {by}", sure)
            return "，".join(filter(None, said)) + "。"
        said = (f"{name} {turned} {after} from {before}: {verdict}", f"change {by}", sure)
        return "; ".join(filter(None, said)) + "."

    def sentences(self, lang: Lang = "zh") -> tuple[str, ...]:
        """Every row in words."""
        return tuple(self.sentence(row, lang) for row in self)

    def plot(self, n: int = 15, lang: Lang = "zh") -> go.Figure:
        """Shares before (hollow) and after (full), the colour telling the verdict.

        Parameters
        ----------
        n : int
            How many categories at most, the surest changes.
        lang : "zh" or "en"

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        rows = [row for row in self if row.measure == "share"][:n]
        picture = figure(
            "每百条声音中提到的条数：之前 ○ → 之后 ●" if lang == "zh"
            else "Voices out of a hundred that name it: before ○ → after ●",
            "Comparison.plot",
            xaxis={"tickformat": ".0%", "rangemode": "tozero", "gridcolor": "#e6e6e6"},
            yaxis={"autorange": "reversed", "automargin": True},
            height=140 + 32 * len(rows),
        )  # fmt: skip
        for verdict, words in _VERDICTS.items():
            self._dumbbells(picture, [row for row in rows if row.verdict == verdict], words, lang)
        names = [self.name(row, lang) for row in rows]
        picture.update_yaxes(categoryorder="array", categoryarray=names)
        return picture

    def _dumbbells(
        self, picture: go.Figure, rows: Sequence[ComparisonRow], words: Sequence[str], lang: Lang
    ) -> None:
        points = [
            (value, self.name(row, lang), symbol)
            for row in rows
            for value, symbol in (
                (row.before, "circle-open"),
                (row.after, "circle"),
                (None, "circle"),
            )
        ]  # None ends the line of one category
        if points:
            x, y, symbols = zip(*points, strict=True)
            marker = {"symbol": symbols, "size": 11}
            picture.add_scatter(
                x=x, y=y, mode="lines+markers", name=words[lang == "en"], marker=marker,
                line={"color": words[2], "width": 3},
            )  # fmt: skip


def _value(row: ComparisonRow, side: Literal["before", "after"], lang: Lang) -> str:
    if row.measure == "share":
        return counted(getattr(row, f"{side}_count"), getattr(row, f"{side}_voices"), lang)
    value, n = number(getattr(row, side)), getattr(row, f"{side}_voices")
    return f"{value}（{n:,} 条）" if lang == "zh" else f"{value} ({n:,} voices)"


def _interval(row: ComparisonRow, lang: Lang) -> str:
    if row.measure == "share":
        return between(row.low, row.high, lang)
    if row.low != row.low:
        return "—"
    return f"{row.low:+.2f} {'到' if lang == 'zh' else 'to'} {row.high:+.2f}"
