"""Which topics differ between two groups or times, and by how much."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from voc.errors import InputError
from voc.insight.codes import Ints
from voc.labels import Lang
from voc.statistics.many import check_alpha, holm
from voc.statistics.proportions import newcombe
from voc.table import Column, Table, p_value, percent
from voc.topic_model.counts import as_units, count_voices, topic_name
from voc.topic_model.picture_pairs import share_pairs

if TYPE_CHECKING:
    import plotly.graph_objects as go


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicDifference:
    """One topic in two groups. A voice counts once in each topic and group.

    Attributes
    ----------
    topic : int
    name : str
    a, b : str
        The groups.
    voices_a, voices_b : int
        That say something of the topic.
    share_a, share_b : float
        Of all voices of the group, in [0, 1].
    difference : float
        ``share_a - share_b``.
    low, high : float
        Its interval; all intervals of the table hold together.
    p : float
        Of no difference, adjusted over all topics.
    differs : bool
        Whether the adjusted p-value is below the level, and 0 outside the interval.
    """

    topic: int
    name: str
    a: str
    b: str
    voices_a: int
    voices_b: int
    share_a: float
    share_b: float
    difference: float
    low: float
    high: float
    p: float
    differs: bool

    def sentence(self, lang: Lang = "zh") -> str:
        """The same in one sentence."""
        return self._in_chinese() if lang == "zh" else self._in_english()

    def _in_chinese(self) -> str:
        way = "高" if self.difference > 0 else "低"
        said = f"{self.a}{way}{abs(100 * self.difference):.1f}个百分点"
        doubt = "" if self.differs else "，差别可能只是偶然"
        return (
            f"“{self.name}”：{self.a}{percent(self.share_a)}（{self.voices_a}条），"
            f"{self.b}{percent(self.share_b)}（{self.voices_b}条），{said}"
            f"（区间{_points(self.low)}至{_points(self.high)}，校正后{p_value(self.p)}）{doubt}。"
        )

    def _in_english(self) -> str:
        way = "more" if self.difference > 0 else "fewer"
        doubt = "" if self.differs else "; this may be chance"
        return (
            f'"{self.name}": {percent(self.share_a)} of {self.a} ({self.voices_a}), '
            f"{percent(self.share_b)} of {self.b} ({self.voices_b}), "
            f"{abs(100 * self.difference):.1f} points {way} "
            f"(interval {_points(self.low)} to {_points(self.high)}, adjusted {p_value(self.p)}){doubt}."
        )


class TopicComparison(Table[TopicDifference]):
    """One row a topic, the largest difference first.

    Parameters
    ----------
    rows : iterable of TopicDifference
    groups : tuple of two str
    voices : tuple of two int
        All voices of the groups.

    Attributes
    ----------
    groups, voices
    """

    TITLE = Column("话题对比", "Topics of two groups")
    ROW = TopicDifference
    COLUMNS: ClassVar = (
        Column("话题", "topic"),
        Column("甲占比", "share a", number=True),
        Column("乙占比", "share b", number=True),
        Column("相差（百分点）", "difference (points)", number=True),
        Column("联合区间", "joint interval", number=True),
        Column("校正后 p", "adjusted p", number=True),
        Column("结论", "verdict"),
    )

    def __init__(
        self,
        rows: Iterable[TopicDifference] = (),
        groups: tuple[str, str] = ("甲", "乙"),
        voices: tuple[int, int] = (0, 0),
    ) -> None:
        super().__init__(rows)
        self.groups, self.voices = groups, voices

    @property
    def different(self) -> tuple[TopicDifference, ...]:
        """Topics of which it is sure enough that they differ."""
        return tuple(row for row in self if row.differs)

    def cells(self, row: TopicDifference, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        sure, unsure = ("有差别", "可能只是偶然") if lang == "zh" else ("differs", "may be chance")
        return (
            row.name,
            percent(row.share_a),
            percent(row.share_b),
            _points(row.difference),
            f"{_points(row.low)} {'至' if lang == 'zh' else 'to'} {_points(row.high)}",
            p_value(row.p),
            sure if row.differs else unsure,
        )

    def plot(self, n: int = 20) -> go.Figure:
        """Both shares of the first ``n`` topics; hollow dots where they may be the same.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        rows = self[:n]
        return share_pairs(
            [row.name for row in rows],
            [(row.share_a, row.share_b) for row in rows],
            self.groups,
            [row.differs for row in rows],
            self.TITLE.zh,
        )

    def _head(self, lang: Lang) -> list[str]:
        topic, _, _, *others = super()._head(lang)
        return [topic, *self.groups, *others]


def compare_topics(
    labels: ArrayLike,
    groups: Sequence[Hashable],
    a: Hashable,
    b: Hashable,
    names: Mapping[int, str],
    voice: ArrayLike | None = None,
    *,
    level: float = 0.05,
    smallest: int = 5,
) -> TopicComparison:
    """Compare how much two groups speak of each topic.

    Parameters
    ----------
    labels : array_like of int of shape (n_units,)
        Topic of each unit (record, clause or text); -1 where it has none.
    groups : sequence of n_units values
        Such as the segment of the customer, or before and after a release; units of other groups
        are left out.
    a, b : hashable
        The groups to compare, as they are in ``groups``.
    names : mapping of int to str
    voice : array_like of int of shape (n_units,), optional
        Which voice a unit is of; by default each is one of its own.
    level : float
        Chance that any topic at all is wrongly said to differ, in (0, 1); all intervals together
        hold with the rest.
    smallest : int
        Topics of fewer voices in both groups together are left out.

    Returns
    -------
    TopicComparison

    Raises
    ------
    InputError
        A group has no voice, the lengths differ, or ``level`` is out of range.

    Notes
    -----
    Newcombe's hybrid score intervals of a difference of two shares at Bonferroni's level, and
    Fisher's exact test adjusted by Holm. The two groups should have no voices in common. A
    difference is no cause: the groups may differ in other ways as well.

    Examples
    --------
    >>> groups = ["大客户"] * 100 + ["小客户"] * 100
    >>> labels = [0] * 40 + [1] * 60 + [0] * 10 + [1] * 90
    >>> compared = compare_topics(labels, groups, "大客户", "小客户", {0: "退款慢", 1: "物流"})
    >>> print(compared[0].sentence())
    “退款慢”：大客户40.0%（40条），小客户10.0%（10条），大客户高30.0个百分点（区间16.5至42.2，校正后p<0.001）。
    """
    check_alpha(level, "level")
    topics, counts, totals = _counted(labels, groups, (a, b), voice)
    often = (topics >= 0) & (counts.sum(axis=1) >= smallest)
    rows = _rows(topics[often], counts[often], totals, (str(a), str(b)), names, level)
    ordered = sorted(rows, key=lambda row: (-abs(row.difference), row.topic))
    return TopicComparison(ordered, (str(a), str(b)), (int(totals[0]), int(totals[1])))


def _counted(
    labels: ArrayLike,
    groups: Sequence[Hashable],
    pair: tuple[Hashable, Hashable],
    voice: ArrayLike | None,
) -> tuple[Ints, Ints, Ints]:
    """Topics; voices of each in both groups; all voices of both groups."""
    labels, voice = as_units(labels, voice)
    if len(groups) != len(labels):
        raise InputError(f"got {len(groups)} groups for {len(labels)} labels; give one each")
    places = {pair[0]: 0, pair[1]: 1}
    sides = np.array([places.get(group, -1) for group in groups], dtype=np.int64)
    for side, group in enumerate(pair):
        if not (sides == side).any():
            known = sorted({str(other) for other in groups})[:10]
            raise InputError(
                f"no unit is of the group {group!r}; expected two of: {', '.join(known) or 'none'}"
            )
    kept = sides >= 0
    labels, sides, voice = labels[kept], sides[kept], voice[kept]
    topics, rows = np.unique(labels, return_inverse=True)
    counts = count_voices(rows, sides, voice, (len(topics), 2))
    return topics, counts, count_voices(np.zeros_like(sides), sides, voice, (1, 2))[0]


def _rows(
    topics: Ints,
    counts: Ints,
    totals: Ints,
    groups: tuple[str, str],
    names: Mapping[int, str],
    level: float,
) -> Iterable[TopicDifference]:
    from scipy.stats import fisher_exact

    ins, outs = counts, totals - counts
    p = holm([fisher_exact([one, other]).pvalue for one, other in zip(ins, outs, strict=True)])
    together = 1 - level / max(1, len(topics))
    low, high = newcombe(counts[:, 1], totals[1], counts[:, 0], totals[0], together)
    shares = counts / totals
    for place, topic in enumerate(topics.tolist()):
        yield TopicDifference(
            topic=topic,
            name=topic_name(names, topic),
            a=groups[0],
            b=groups[1],
            voices_a=int(counts[place, 0]),
            voices_b=int(counts[place, 1]),
            share_a=float(shares[place, 0]),
            share_b=float(shares[place, 1]),
            difference=float(shares[place, 0] - shares[place, 1]),
            low=float(low[place]),
            high=float(high[place]),
            p=float(p[place]),
            differs=bool(p[place] < level and not low[place] <= 0 <= high[place]),
        )


def _points(share: float) -> str:
    return f"{round(100 * share, 1) + 0.0:.1f}"  # no -0.0
