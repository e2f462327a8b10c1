"""The scale that customers' scores are on: told, or read off the range where only one fits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from voc.errors import InputError
from voc.insight.bilingual import Both
from voc.insight.codes import Floats

Question = Literal["nps", "csat", "ces"]
ScaleName = Question | tuple[float, float]

UNCLEAR = Both(
    "评分的量表看不出来，所以没有算 NPS、CSAT 或 CES：请写明 scale=\"nps\"（0–10）、\"csat\"（1–5）、"
    "\"ces\"（1–7，越高越容易）或满意度量表的两端，如 scale=(1, 10)。",
    "The range of the scores fits no scale or several, so no NPS, CSAT or CES was counted: say "
    'scale="nps" (0–10), "csat" (1–5), "ces" (1–7, higher is easier) or the two ends of a '
    "satisfaction scale, such as scale=(1, 10).",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """What was asked, and the worst and best answer.

    Attributes
    ----------
    question : "nps", "csat" or "ces"
        Would recommend, satisfied, easy.
    low, high : float
        Higher is better.
    """

    question: Question
    low: float
    high: float

    @property
    def best(self) -> float:
        """The least answer that counts as good: 9 of 10, the top two, or the top three of CES."""
        return 9 if self.question == "nps" else self.high - (2 if self.question == "ces" else 1)

    @property
    def worst(self) -> float:
        """The highest answer that counts as bad: 6 of 10, the bottom two, or three of CES."""
        return 6 if self.question == "nps" else self.low + (2 if self.question == "ces" else 1)

    def keep(self, scores: Floats) -> Floats:
        """The scores, NaN where they are off the scale."""
        return np.where((scores >= self.low) & (scores <= self.high), scores, np.nan)


_STANDARD = {
    "nps": Scale("nps", 0, 10),
    "csat": Scale("csat", 1, 5),
    "ces": Scale("ces", 1, 7),
}


def scale_of(scores: Floats, scale: ScaleName | None) -> Scale | None:
    """The scale that was told, or that alone fits the range of the scores.

    Read off the range are only two: whole numbers from 0 to above 7, up to 10, are answers to the
    NPS question; 1 to 5, with a 5 among them, are stars. Stars are never taken for NPS, nor 1–7 or
    1–10, which several questions have, for any. One score off the range (99 for "no answer") makes
    it unclear.

    Parameters
    ----------
    scores : ndarray
        NaN where unknown.
    scale : "nps", "csat", "ces", two numbers or None
        Two numbers are the ends of a satisfaction scale.

    Returns
    -------
    Scale or None
        None where it is unclear.

    Raises
    ------
    InputError
        No such scale, or no score lies on the one that was told.

    Examples
    --------
    >>> scale_of(np.array([0.0, 9, 10]), None)
    Scale(question='nps', low=0, high=10)
    >>> scale_of(np.array([1.0, 4, 5]), None)
    Scale(question='csat', low=1, high=5)
    >>> scale_of(np.array([2.0, 6, 7]), None) is None
    True
    """
    known = scores[~np.isnan(scores)]
    if scale is None:
        return _read_off(known)
    told = _told(scale)
    if len(known) and np.isnan(told.keep(known)).all():
        raise InputError(
            f"scale={scale!r} goes from {told.low:g} to {told.high:g}, but the scores from "
            f"{known.min():g} to {known.max():g}; give the scale that they are on"
        )
    return told


def _read_off(known: Floats) -> Scale | None:
    if not len(known):
        return None
    low, high = known.min(), known.max()
    if low == 0 and 7 < high <= 10 and (known == np.round(known)).all():
        return _STANDARD["nps"]
    return _STANDARD["csat"] if low >= 1 and high == 5 else None


def _told(scale: ScaleName) -> Scale:
    if isinstance(scale, str) and scale in _STANDARD:
        return _STANDARD[scale]
    if isinstance(scale, (tuple, list)) and len(scale) == 2:
        low, high = scale
        if isinstance(low, (int, float)) and isinstance(high, (int, float)) and high - low >= 2:
            return Scale("csat", low, high)
    names = ", ".join(repr(name) for name in get_args(Question))
    raise InputError(
        f"scale={scale!r}; expected {names}, or the two ends of a satisfaction scale such as (1, 10)"
    )
