"""What ``scores`` gives: a row for each measure of each group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from voc._charts import figure
from voc._html import printable
from voc.insight.bilingual import Both, NotedTable
from voc.labels import Lang
from voc.table import Column, number, percent

if TYPE_CHECKING:
    import plotly.graph_objects as go

_NAMES = {
    "nps": Both("NPS（净推荐值）", "NPS"),
    "csat": Both("CSAT（满意占比）", "CSAT (share satisfied)"),
    "ces": Both("CES（容易程度均分）", "CES (mean ease)"),
    "ces_easy": Both("CES 容易占比", "CES (share finding it easy)"),
    "net_sentiment": Both("净情感（正面减负面）", "net sentiment (positive − negative)"),
}


_EASY = (Both("觉得容易", "easy"), Both("觉得费力", "hard"))
_SHARES = {
    "nps": (Both("推荐者", "promoters"), Both("贬损者", "detractors")),
    "csat": (Both("满意", "satisfied"), Both("不满意", "dissatisfied")),
    "ces": _EASY,
    "ces_easy": _EASY,
    "net_sentiment": (Both("正面", "positive"), Both("负面", "negative")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One measure of one group of voices.

    Attributes
    ----------
    group : str or None
        Value of the column ``by``; None for all voices.
    measure : "nps", "csat", "ces", "ces_easy" or "net_sentiment"
    value : float
        NPS in points from -100 to 100; "ces" on its scale; "net_sentiment" in [-1, 1]; the others
        are shares.
    low, high : float
        Its 95 % interval; NaN for the mean of one score.
    n : int
        Scores counted; voices for net sentiment.
    good, bad : float
        Shares of promoters and detractors; of the top and bottom two (three for CES); of positive
        and negative voices.
    method : str
        Name of the interval.
    """

    group: str | None
    measure: str
    value: float
    low: float
    high: float
    n: int
    good: float
    bad: float
    method: str


class Scores(NotedTable[Score]):
    """What ``scores`` gives: groups with most scores first, their measures together."""

    TITLE = Column("体验指标", "experience scores")
    ROW = Score
    COLUMNS: ClassVar = (
        Column("分组", "group"),
        Column("指标", "measure"),
        Column("值", "value", number=True),
        Column("95% 区间", "95% interval", number=True),
        Column("n", "n", number=True),
        Column("好评占比", "good", number=True),
        Column("差评占比", "bad", number=True),
    )

    def cells(self, row: Score, lang: Lang) -> Sequence[str]:
        """What a row shows."""
        return (
            _group(row, lang),
            _NAMES[row.measure].text(lang),
            _shown(row, row.value),
            f"{_shown(row, row.low)} … {_shown(row, row.high)}",
            str(row.n),
            percent(row.good),
            percent(row.bad),
        )

    def sentences(self, lang: Lang = "zh") -> tuple[str, ...]:
        """One sentence a row, with its figures."""
        return tuple(_sentence(row, lang) for row in self)

    def plot(self, measure: str | None = None, lang: Lang = "zh") -> go.Figure:
        """Groups with their intervals.

        Parameters
        ----------
        measure : str, optional
            One of those in the table; its first by default.
        lang : "zh" or "en"

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        measure = measure or (self[0].measure if self else "nps")
        rows = [row for row in self if row.measure == measure][::-1]
        title = _NAMES[measure].text(lang) if measure in _NAMES else measure
        made = figure(title, "Scores.plot")
        made.add_scatter(
            x=[row.value for row in rows],
            y=[printable(_group(row, lang)) for row in rows],
            error_x={
                "array": [row.high - row.value for row in rows],
                "arrayminus": [row.value - row.low for row in rows],
            },
            mode="markers",
            marker={"size": 9},
        )
        return made


def _group(row: Score, lang: Lang) -> str:
    return row.group or ("全部" if lang == "zh" else "all")


def _shown(row: Score, value: float) -> str:
    if row.measure == "nps":
        return number(value, 1)
    return number(value) if row.measure == "ces" else percent(value)


def _sentence(row: Score, lang: Lang) -> str:
    name = _NAMES[row.measure].text(lang)
    ends = f"{_shown(row, row.low)} … {_shown(row, row.high)}"
    value = _shown(row, row.value)
    good, bad = (
        f"{word.text(lang)} {percent(part)}"
        for word, part in zip(_SHARES[row.measure], (row.good, row.bad), strict=True)
    )
    if lang == "zh":
        who = f"{row.group}的 " if row.group else ""
        return f"{who}{name}为 {value}（95% 区间 {ends}），n = {row.n}，{good}，{bad}。"
    who = f"{row.group}: " if row.group else ""
    return f"{who}{name} is {value} (95% interval {ends}), n = {row.n}; {good}, {bad}."
