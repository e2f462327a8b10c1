"""What ``scores`` gives: a row for each measure of each group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from voc._charts import PALETTE
from voc.insight.bilingual import Both, NotedTable
from voc.insight.forest import forest
from voc.labels import Lang, label_sets, labels
from voc.table import Column, number, percent
from voc.taxonomy import Taxonomy

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
    """What ``scores`` gives: the largest groups first, the measures of each together.

    Attributes
    ----------
    by : str or None
        The column that groups are values of.
    """

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

    def __init__(
        self,
        rows: Iterable[Score] = (),
        taxonomy: Taxonomy | None = None,
        notes: Iterable[Both] = (),
        by: str | None = None,
    ) -> None:
        super().__init__(rows, taxonomy, notes)
        self.by = by

    def cells(self, row: Score, lang: Lang) -> Sequence[str]:
        """What a row shows."""
        return (
            self._group(row, lang) or ("全部" if lang == "zh" else "all"),
            _NAMES[row.measure].text(lang),
            _shown(row, row.value),
            f"{_shown(row, row.low)} … {_shown(row, row.high)}",
            str(row.n),
            percent(row.good),
            percent(row.bad),
        )

    def sentences(self, lang: Lang = "zh") -> tuple[str, ...]:
        """One sentence a row, with its figures."""
        return tuple(_sentence(row, self._group(row, lang), lang) for row in self)

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
        rows = [row for row in self if row.measure == measure]
        name = _NAMES[measure].text(lang) if measure in _NAMES else measure
        return forest(
            name,
            "95% 区间" if lang == "zh" else "95% interval",
            [f"{self.cells(row, lang)[0]} ({row.n})" for row in rows],
            [(row.value, row.low, row.high) for row in rows],
            [PALETTE[0]] * len(rows),
            "Scores.plot",
        )

    def _group(self, row: Score, lang: Lang) -> str:
        """The group as people call it; blank for all voices."""
        known = labels(self.by) if self.by in label_sets() else ()
        names = {label.id: label.zh if lang == "zh" else label.en for label in known}
        return names.get(row.group or "", row.group or "")


def _shown(row: Score, value: float) -> str:
    if row.measure == "nps":
        return number(value, 1)
    return number(value) if row.measure == "ces" else percent(value)


def _sentence(row: Score, group: str, lang: Lang) -> str:
    name = _NAMES[row.measure].text(lang)
    ends = f"{_shown(row, row.low)} … {_shown(row, row.high)}"
    value = _shown(row, row.value)
    good, bad = (
        f"{word.text(lang)} {percent(part)}"
        for word, part in zip(_SHARES[row.measure], (row.good, row.bad), strict=True)
    )
    if lang == "zh":
        who = f"{group}的 " if group else ""
        return f"{who}{name}为 {value}（95% 区间 {ends}），n = {row.n}，{good}，{bad}。"
    who = f"{group}: " if group else ""
    return f"{who}{name} is {value} (95% interval {ends}), n = {row.n}; {good}, {bad}."
