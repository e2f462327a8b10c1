"""How one topic moved, in numbers and in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isinf, isnan
from types import MappingProxyType
from typing import Literal, get_args

from voc.labels import Lang
from voc.table import number, p_value, percent
from voc.topic_model.calendar import Period

TrendState = Literal["emerging", "growing", "fading", "gone", "steady", "unknown"]
TREND_STATES: tuple[TrendState, ...] = get_args(TrendState)

_NAMES: Mapping[str, Mapping[Lang, str]] = MappingProxyType(
    {
        "emerging": {"zh": "冒头", "en": "emerging"},
        "growing": {"zh": "上升", "en": "growing"},
        "fading": {"zh": "减退", "en": "fading"},
        "gone": {"zh": "消失", "en": "gone"},
        "steady": {"zh": "平稳", "en": "steady"},
        "unknown": {"zh": "看不出", "en": "unknown"},
    }
)
_SAID: Mapping[str, Mapping[Lang, str]] = MappingProxyType(
    {
        "emerging": {"zh": "正在冒头", "en": "is emerging"},
        "growing": {"zh": "在上升", "en": "is growing"},
        "fading": {"zh": "在减退", "en": "is fading"},
        "gone": {"zh": "没人再提了", "en": "is gone"},
        "steady": {"zh": "没有明显变化", "en": "shows no clear change"},
        "unknown": {"zh": "太少或没有过去，看不出变化", "en": "has too few voices or no past"},
    }
)
_UNITS: Mapping[Period, str] = MappingProxyType({"day": "天", "week": "周", "month": "个月"})


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicTrend:
    """How a topic moved. A voice counts once in each topic and period.

    Attributes
    ----------
    topic : int
    name : str
    state : "emerging", "growing", "fading", "gone", "steady" or "unknown"
    voices : int
        In all periods.
    voices_now, voices_before : int
        In the last ``window`` periods, and in all before them.
    share_now, share_before : float
        Of all voices of these times, in [0, 1]; NaN where there are none.
    ratio, low, high : float
        How many times its earlier share it has now, with the interval of this topic alone;
        infinite where it had none, NaN where there is nothing to compare.
    p : float
        Of no change, adjusted over all topics tested; NaN where it was not tested.
    first, last : datetime.date
        First day of the first and of the last period in which it comes up.
    counts : tuple of int
        Voices of each period.
    shares : tuple of float
        Of all voices of the period; NaN where there are none.
    period : "day", "week" or "month"
    window : int
    """

    topic: int
    name: str
    state: TrendState
    voices: int
    voices_now: int
    voices_before: int
    share_now: float
    share_before: float
    ratio: float
    low: float
    high: float
    p: float
    first: date
    last: date
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    period: Period
    window: int

    def sentence(self, lang: Lang = "zh") -> str:
        """The same in one sentence."""
        said = _SAID[self.state][lang]
        return self._in_chinese(said) if lang == "zh" else self._in_english(said)

    def _in_chinese(self, said: str) -> str:
        now = f"最近{self.window}{_UNITS[self.period]}占{percent(self.share_now)}"
        before = f"此前占{percent(self.share_before)}（{self.voices_before}条）"
        if isnan(self.share_before) or not self.voices_before:
            before = "此前一条也没有"
        times = f"，是此前的{number(self.ratio)}倍（区间{number(self.low)}–{number(self.high)}）"
        return (
            f"“{self.name}”{said}：{now}（{self.voices_now}条），{before}"
            f"{times if self._has_ratio() else ''}{self._p('，校正后')}。"
        )

    def _in_english(self, said: str) -> str:
        unit = self.period if self.window == 1 else f"{self.window} {self.period}s"
        now = f"{percent(self.share_now)} of the voices of the last {unit}"
        before = f"{percent(self.share_before)} before ({self.voices_before})"
        if isnan(self.share_before) or not self.voices_before:
            before = "none before"
        times = f", {number(self.ratio)} times as many ({number(self.low)}–{number(self.high)})"
        return (
            f'"{self.name}" {said}: {now} ({self.voices_now}), {before}'
            f"{times if self._has_ratio() else ''}{self._p(', adjusted ')}."
        )

    def _has_ratio(self) -> bool:
        changed = self.state not in ("steady", "unknown")
        return changed and self.ratio > 0 and not isinf(self.ratio)

    def _p(self, said: str) -> str:
        return "" if isnan(self.p) else f"{said}{p_value(self.p)}"


def state_name(state: TrendState, lang: Lang) -> str:
    """The name of a state.

    Examples
    --------
    >>> state_name("emerging", "zh"), state_name("gone", "en")
    ('冒头', 'gone')
    """
    return _NAMES[state][lang]
