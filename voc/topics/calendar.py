"""Times cut into days, weeks or months that follow each other without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voc.errors import InputError

Ints = NDArray[np.int64]
Period = Literal["day", "week", "month"]
PERIODS: tuple[Period, ...] = get_args(Period)

_DAYS_BY_DAY, _DAYS_BY_WEEK = 31, 183  # the longest times that are cut into days, into weeks
_TO_MONDAY = 3  # 1970-01-01 was a Thursday


@dataclass(frozen=True)
class Calendar:
    """Periods, and in which of them each time falls.

    Attributes
    ----------
    period : "day", "week" or "month"
    starts : ndarray of shape (n_periods,), dtype datetime64[D]
        First day of each; weeks start on Monday.
    places : ndarray of shape (n_times,)
        Place in ``starts``; -1 where the time is unknown.
    """

    period: Period
    starts: NDArray[np.datetime64]
    places: Ints


def calendar_of(times: ArrayLike, period: Period | Literal["auto"] = "auto") -> Calendar:
    """Cut times into periods.

    Parameters
    ----------
    times : array_like of datetime64
    period : "auto", "day", "week" or "month"
        "auto" takes days up to a month, weeks up to half a year, else months.

    Raises
    ------
    InputError
        These are no times, none is known, or there is no such period.

    Examples
    --------
    >>> cut = calendar_of(["2026-01-30", "NaT", "2026-03-02"], "month")
    >>> cut.starts.astype(str).tolist(), cut.places.tolist()
    (['2026-01-01', '2026-02-01', '2026-03-01'], [0, -1, 2])
    """
    try:
        days = np.asarray(times, dtype="datetime64[D]")
    except (TypeError, ValueError) as error:
        raise InputError(f"times are no times: {error}; give datetime64 or datetime") from error
    known = ~np.isnat(days)
    if not known.any():
        raise InputError("no unit has a time; give times (created_at) to see change over time")
    chosen = _chosen(days[known], period)
    numbers = _numbers(days[known], chosen)
    first, last = int(numbers.min()), int(numbers.max())
    places = np.full(len(days), -1, dtype=np.int64)
    places[known] = numbers - first
    return Calendar(chosen, _starts(np.arange(first, last + 1), chosen), places)


def _chosen(days: NDArray[np.datetime64], period: Period | Literal["auto"]) -> Period:
    if period != "auto":
        if period not in PERIODS:
            raise InputError(f"period={period!r}; expected auto, {', '.join(PERIODS)}")
        return period
    span = int((days.max() - days.min()).astype(np.int64)) + 1
    if span <= _DAYS_BY_DAY:
        return "day"
    return "week" if span <= _DAYS_BY_WEEK else "month"


def _numbers(days: NDArray[np.datetime64], period: Period) -> Ints:
    if period == "month":
        return days.astype("datetime64[M]").astype(np.int64)
    numbers = days.astype(np.int64)
    return numbers if period == "day" else (numbers + _TO_MONDAY) // 7


def _starts(numbers: Ints, period: Period) -> NDArray[np.datetime64]:
    if period == "month":
        return numbers.astype("datetime64[M]").astype("datetime64[D]")
    days = numbers if period == "day" else numbers * 7 - _TO_MONDAY
    return days.astype("datetime64[D]")
