"""Money of the voices that carry a pain: a first term for the return on experience (ROX)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from voc._charts import PALETTE
from voc.insight.bilingual import NotedTable
from voc.insight.codes import Floats, Ints
from voc.insight.columns import numbers
from voc.insight.driver_bootstrap import Draws, ranges
from voc.insight.driver_design import Bools, Factor, carriers, distinct, units
from voc.insight.driver_words import NO_MONEY, ROX, factor_name
from voc.insight.facts import Facts
from voc.insight.forest import forest
from voc.labels import Lang
from voc.table import Column

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """The money of the voices that carry one pain.

    Attributes
    ----------
    kind : str
    categories : tuple of str
    n : int
        Amounts counted; one that the same customer repeats is counted once.
    total, mean : float
        Their sum and mean, in the unit of the column.
    total_low, total_high, mean_low, mean_high : float
        95 % intervals.
    """

    kind: str
    categories: tuple[str, ...]
    n: int
    total: float
    total_low: float
    total_high: float
    mean: float
    mean_low: float
    mean_high: float


class Stakes(NotedTable[Stake]):
    """What stands behind each pain in money, the most first.

    Notes
    -----
    Return on experience is (money kept - cost of mending) / cost of mending. ``total`` is what money
    kept can be a part of; which part, and what mending costs, is in no voice. An amount may stand
    behind several pains: totals do not add up.
    """

    TITLE = Column("涉及金额", "money at stake")
    ROW = Stake
    COLUMNS: ClassVar = (
        Column("痛需", "pain or need"),
        Column("金额笔数", "amounts", number=True),
        Column("合计", "sum", number=True),
        Column("合计 95% 区间", "95% interval of the sum", number=True),
        Column("平均", "mean", number=True),
        Column("平均 95% 区间", "95% interval of the mean", number=True),
    )

    def cells(self, row: Stake, lang: Lang) -> Sequence[str]:
        """What a row shows."""
        return (
            factor_name(row.kind, row.categories, self.taxonomy, lang),
            str(row.n),
            f"{row.total:,.0f}",
            f"{row.total_low:,.0f} … {row.total_high:,.0f}",
            f"{row.mean:,.1f}",
            f"{row.mean_low:,.1f} … {row.mean_high:,.1f}",
        )

    def plot(self, lang: Lang = "zh") -> go.Figure:
        """Sums with their intervals, the most at the top.

        Parameters
        ----------
        lang : "zh" or "en"

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        names = [factor_name(row.kind, row.categories, self.taxonomy, lang) for row in self]
        return forest(
            self.TITLE.heading(lang),
            "合计，95% 区间" if lang == "zh" else "sum, 95% interval",
            [f"{name} ({row.n})" for name, row in zip(names, self, strict=True)],
            [(row.total, row.total_low, row.total_high) for row in self],
            [PALETTE[0]] * len(self),
            "Stakes.plot",
        )


def stakes(
    facts: Facts, factors: Sequence[Factor], column: str, samples: int, random_state: int
) -> Stakes:
    """Sum and mean of a money column over the voices that carry each factor.

    Customers are drawn again for the intervals (cluster bootstrap, expanded percentile interval);
    the sums of the samples also differ in how many voices carry the factor.

    Raises
    ------
    InputError
        No voice has the column.
    """
    money = numbers(facts, column)
    known = ~np.isnan(money)
    if not known.any():
        return Stakes((), facts.taxonomy, [NO_MONEY])
    unit = np.unique(units(facts)[known], return_inverse=True)[1].astype(np.int64)
    drawn = Draws.of(unit, samples, random_state)
    rows = (
        _stake(
            factor,
            money[known],
            carriers(facts, factor.kind, factor.categories)[known],
            unit,
            drawn,
        )
        for factor in factors
    )
    counted = (row for row in rows if row is not None)
    return Stakes(sorted(counted, key=lambda row: -row.total), facts.taxonomy, [ROX])


def _stake(factor: Factor, money: Floats, has: Bools, unit: Ints, drawn: Draws) -> Stake | None:
    rows = _once(money, np.flatnonzero(has), unit)
    if not len(rows):
        return None
    amounts = np.column_stack((money[rows], np.ones(len(rows))))
    sums = drawn.sums(rows, amounts)
    both = np.vstack((amounts.sum(axis=0), sums[sums[:, 1] > 0]))
    figures = np.column_stack((both[:, 0], both[:, 0] / both[:, 1]))
    of = ranges(figures[0], figures[1:], np.full(2, distinct(unit[rows])))
    (total, mean), (total_low, mean_low), (total_high, mean_high) = (
        ends.tolist() for ends in (of.value, of.low, of.high)
    )
    return Stake(
        kind=factor.kind, categories=factor.categories, n=len(rows),
        total=total, total_low=total_low, total_high=total_high,
        mean=mean, mean_low=mean_low, mean_high=mean_high,
    )  # fmt: skip


def _once(money: Floats, rows: Ints, unit: Ints) -> Ints:
    """Of rows of one customer with the same amount, the first."""
    pairs = np.column_stack((unit[rows], money[rows]))
    first = np.unique(pairs, axis=0, return_index=True)[1]
    return rows[np.sort(first)]
