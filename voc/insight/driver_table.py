"""What ``drivers`` gives: a row for each pain, or for several that always come together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from voc._charts import COLOURS
from voc.insight.bilingual import Both, NotedTable
from voc.insight.driver_money import Stakes
from voc.insight.driver_words import amount, factor_name, outcome_name, signed
from voc.insight.forest import forest
from voc.labels import Lang
from voc.table import Column, number, percent
from voc.taxonomy import Taxonomy

if TYPE_CHECKING:
    import plotly.graph_objects as go

Better = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What one pain goes with.

    Attributes
    ----------
    kind : "pain", "need" or "praise"
    categories : tuple of str
        One; or several that always come together.
    n, n_customers : int
        Voices with it that have an outcome, and the customers behind them.
    mean_with, mean_without : float
        Plain means of the outcome, nothing held equal.
    effect : float
        What the outcome differs by with it, all other columns being equal; for outcomes of 0 and 1
        a difference of chances, in [-1, 1].
    low, high : float
        Its 95 % interval.
    vif : float
        Variance inflation factor: 1 where no other column tells anything of it.
    importance : float
        Its part of what all rows go with, in [0, 1]; all add up to 1.
    dissatisfaction : float
        Of the voices with a pain or a praise of the aspect, the share that has a pain.
    opportunity : float
        ``importance * dissatisfaction``; 0 where the outcome is better with it, NaN for praises.
    points, points_low, points_high : float
        Estimate of how many points NPS would differ by, had its voices the scores of comparable
        voices without it; NaN where the outcome is no answer to the NPS question.
    """

    kind: str
    categories: tuple[str, ...]
    n: int
    n_customers: int
    mean_with: float
    mean_without: float
    effect: float
    low: float
    high: float
    vif: float
    importance: float
    dissatisfaction: float
    opportunity: float
    points: float
    points_low: float
    points_high: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


class Drivers(NotedTable[Driver]):
    """What pains go with, the most important first.

    Attributes
    ----------
    outcome : str
        The column.
    binary : bool
        Whether it is 0 or 1.
    better : "higher" or "lower"
    explained : float
        Part of the outcome's variance that all rows go with; NaN in an empty table.
    money : Stakes or None
        Money behind each row, if a column of it was given.
    """

    TITLE = Column("驱动因素", "drivers")
    ROW = Driver
    COLUMNS: ClassVar = (
        Column("痛需", "pain or need"),
        Column("声音", "voices", number=True),
        Column("均值 有/无", "mean with/without", number=True),
        Column("其他相同时相差", "difference, others equal", number=True),
        Column("95% 区间", "95% interval", number=True),
        Column("重要性", "importance", number=True),
        Column("不满", "dissatisfaction", number=True),
        Column("机会", "opportunity", number=True),
        Column("NPS 点数估计", "estimated NPS points", number=True),
        Column("VIF", "VIF", number=True),
    )

    def __init__(
        self,
        rows: Iterable[Driver] = (),
        taxonomy: Taxonomy | None = None,
        notes: Iterable[Both] = (),
        *,
        outcome: str = "score",
        binary: bool = False,
        better: Better = "higher",
        explained: float = float("nan"),
        money: Stakes | None = None,
    ) -> None:
        super().__init__(rows, taxonomy, notes)
        self.outcome = outcome
        self.binary = binary
        self.better = better
        self.explained = explained
        self.money = money

    def cells(self, row: Driver, lang: Lang) -> Sequence[str]:
        """What a row shows."""
        mean = percent if self.binary else number
        return (
            self._name(row, lang),
            str(row.n),
            f"{mean(row.mean_with)} / {mean(row.mean_without)}",
            signed(row.effect, self.binary),
            f"{signed(row.low, self.binary)} … {signed(row.high, self.binary)}",
            percent(row.importance),
            percent(row.dissatisfaction, 0),
            percent(row.opportunity),
            "—" if row.points != row.points else f"{row.points:+.1f}",
            number(row.vif, 1),
        )

    def sentences(self, lang: Lang = "zh") -> tuple[str, ...]:
        """One sentence a row, with its figures; it says what goes together, not why."""
        return tuple(self._sentence(row, lang) for row in self)

    def plot(self, lang: Lang = "zh") -> go.Figure:
        """Forest plot: differences with their intervals, the most important at the top.

        Parameters
        ----------
        lang : "zh" or "en"

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        name = outcome_name(self.outcome, lang)
        zh, en = f"哪些痛需与{name}高低相伴", f"What goes with the {name}"
        return forest(
            zh if lang == "zh" else en,
            _axis(name, self.binary, lang),
            [f"{self._name(row, lang)} ({row.n})" for row in self],
            [(row.effect, row.low, row.high) for row in self],
            [self._colour(row) for row in self],
            "Drivers.plot",
        )

    def _name(self, row: Driver, lang: Lang) -> str:
        return factor_name(row.kind, row.categories, self.taxonomy, lang)

    def _colour(self, row: Driver) -> str:
        if not row.clear:
            return COLOURS["neutral"]
        return COLOURS["positive" if (row.effect > 0) == (self.better == "higher") else "negative"]

    def _sentence(self, row: Driver, lang: Lang) -> str:
        said = _said_zh if lang == "zh" else _said_en
        return said(row, self._name(row, lang), outcome_name(self.outcome, lang), self.binary)


def _axis(name: str, binary: bool, lang: Lang) -> str:
    share = ("比例之差，" if lang == "zh" else "difference of shares, ") if binary else ""
    if lang == "zh":
        return f"{name}相差（{share}其他痛需与控制项相同时）"
    return f"difference in {name} ({share}other pains and controls equal)"


def _said_zh(row: Driver, name: str, outcome: str, binary: bool) -> str:
    ends = f"95% 区间 {amount(row.low, binary, 'zh')} … {amount(row.high, binary, 'zh')}"
    if not row.clear:
        return f"“{name}”（{row.n} 个声音）与{outcome}的高低看不出明确关系（{ends}）。"
    way = "高" if row.effect > 0 else "低"
    size = amount(abs(row.effect), binary, "zh")
    first = f"其他痛需与控制项相同时，“{name}”（{row.n} 个声音）与{outcome}{way} {size} 相伴（{ends}）。"
    if row.points != row.points:
        return first
    return (
        f"{first}这些声音若与不提它的可比声音评分一样，整体 NPS 估计相差 {row.points:+.1f} 点"
        f"（{row.points_low:+.1f} … {row.points_high:+.1f}）。"
    )


def _said_en(row: Driver, name: str, outcome: str, binary: bool) -> str:
    ends = f"95% interval {amount(row.low, binary, 'en')} … {amount(row.high, binary, 'en')}"
    if not row.clear:
        return f'"{name}" ({row.n} voices) goes with no clear difference in {outcome} ({ends}).'
    way = "higher" if row.effect > 0 else "lower"
    size = amount(abs(row.effect), binary, "en")
    first = (
        f'"{name}" ({row.n} voices) goes with a {outcome} {way} by {size}, others equal ({ends}).'
    )
    if row.points != row.points:
        return first
    return (
        f"{first} Had these voices the scores of comparable ones without it, overall NPS is "
        f"estimated to differ by {row.points:+.1f} points ({row.points_low:+.1f} … {row.points_high:+.1f})."
    )
