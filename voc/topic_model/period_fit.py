"""How well topics fit what came in one period, in numbers and in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from voc.labels import Lang
from voc.table import number, percent

_VERDICTS: Mapping[bool | None, Mapping[Lang, str]] = MappingProxyType(
    {
        True: {"zh": "话题仍然适用", "en": "the topics still fit"},
        False: {"zh": "建议重新学习话题", "en": "refit advised"},
        None: {"zh": "太少，无法判断", "en": "too few to tell"},
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFit:
    """How well the topics fit what came in one period.

    Attributes
    ----------
    start : datetime.date or None
        First day; None where all is one period.
    units : int
    outliers, outliers_learned : float
        Share of units without a topic, here and in what was learned from, in [0, 1].
    score, score_learned : float
        Mean fit score, here and there; NaN where no unit has one.
    index : float
        Population stability index of the scores: below 0.1 nothing moved, above 0.2 much did; NaN
        where it was not tested.
    p : float
        Of scores that are no lower, adjusted over all periods; NaN where it was not tested.
    fits : bool or None
        Whether the topics still fit; None where there are too few units.
    """

    start: date | None
    units: int
    outliers: float
    outliers_learned: float
    score: float
    score_learned: float
    index: float
    p: float
    fits: bool | None

    def sentence(self, lang: Lang = "zh") -> str:
        """The same in one sentence."""
        when = "" if self.start is None else f"{self.start:%Y-%m-%d}"
        outliers = f"{percent(self.outliers)}", f"{percent(self.outliers_learned)}"
        scores = f"{number(self.score)}", f"{number(self.score_learned)}"
        if lang == "zh":
            since = f"{when}起：" if when else ""
            return (
                f"{since}{verdict(self.fits, 'zh')}：{self.units}条里{outliers[0]}不属于任何话题"
                f"（学习时{outliers[1]}），平均贴合度{scores[0]}（学习时{scores[1]}）。"
            )
        since = f"From {when}: " if when else ""
        return (
            f"{since}{verdict(self.fits, 'en')}: {outliers[0]} of {self.units} units have no topic "
            f"({outliers[1]} when learned), mean fit {scores[0]} ({scores[1]} when learned)."
        )


def verdict(fits: bool | None, lang: Lang) -> str:
    """What to do.

    Examples
    --------
    >>> verdict(False, "zh"), verdict(True, "en")
    ('建议重新学习话题', 'the topics still fit')
    """
    return _VERDICTS[fits][lang]
