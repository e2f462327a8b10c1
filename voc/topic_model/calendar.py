"""Times cut into days, weeks or months that follow each other without a gap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voc.errors import InputError
from voc.insight.codes import Ints
from voc.insight.periods import UNITS, Unit, first_days, numbers_of

Period = Unit

_DAYS_BY_DAY, _DAYS_BY_WEEK = 31, 183  # the longest times that are cut into days, into weeks


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
    numbers = numbers_of(days[known], chosen)
    first, last = int(numbers.min()), int(numbers.max())
    places = np.full(len(days), -1, dtype=np.int64)
    places[known] = numbers - first
    return Calendar(chosen, first_days(np.arange(first, last + 1), chosen), places)


def _chosen(days: NDArray[np.datetime64], period: Period | Literal["auto"]) -> Period:
    if period != "auto":
        if period not in UNITS:
            raise InputError(f"period={period!r}; expected auto, {', '.join(UNITS)}")
        return period
    span = int((days.max() - days.min()).astype(np.int64)) + 1
    if span <= _DAYS_BY_DAY:
        return "day"
    return "week" if span <= _DAYS_BY_WEEK else "month"
