"""Days, weeks or months that follow one another, and which of them each voice falls into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.insight.codes import Ints

Unit = Literal["day", "week", "month"]
UNITS: tuple[Unit, ...] = get_args(Unit)
Moment = str | date | datetime
_MOST = 400  # periods: the newest ones; one odd date must not make millions
_BY_DAY, _BY_WEEK = 31, 400  # days that voices may span
_DAY = 86_400_000_000  # microseconds
_MONDAY = 3  # 1970-01-01, day 0, was a Thursday


@dataclass(frozen=True)
class Periods:
    """Periods without gaps, oldest first.

    Attributes
    ----------
    unit : "day", "week" or "month"
        Weeks begin on Monday.
    starts : ndarray of shape (n_periods + 1,), dtype datetime64[D]
        First day of each, and the day after the last.
    place : ndarray of shape (n_voices,)
        The period of each voice; -1 where its time is unknown, or outside of all periods.
    n_finished : int
        How many are over; the last may not be.
    """

    unit: Unit
    starts: NDArray[np.datetime64]
    place: Ints
    n_finished: int

    def __len__(self) -> int:
        return len(self.starts) - 1

    def days(self, place: int) -> tuple[date, date]:
        """First and last day of one."""
        first, after = self.starts[place], self.starts[place + 1]
        return first.astype(object), (after - 1).astype(object)


def divide(
    time: NDArray[np.datetime64], unit: Unit | None = None, until: Moment | None = None
) -> Periods:
    """Cut the time of some voices into periods.

    Parameters
    ----------
    time : ndarray of shape (n_voices,), dtype datetime64[us]
        In any order; NaT where unknown.
    unit : "day", "week", "month" or None
        None: days for up to 31 of them, weeks for up to 400 days, else months.
    until : date, datetime or str, optional
        When the voices were collected; later ones are left out. Without it the last period counts
        as over when the newest voice is of its last tenth. A voice that has only a date is taken
        for the last of its day.

    Raises
    ------
    InputError
        ``unit`` is none of these, ``until`` is no time, or no voice has a time.

    Examples
    --------
    >>> time = np.array(["2026-01-12", "2026-01-01", "NaT"], dtype="datetime64[us]")
    >>> periods = divide(time, "week")
    >>> periods.place.tolist(), periods.n_finished, len(periods)
    ([2, 0, -1], 2, 3)
    """
    if unit is not None and unit not in UNITS:
        raise InputError(f"period={unit!r}; expected None or one of: {', '.join(UNITS)}")
    closing = None if until is None else moment(until, "until")
    known = ~np.isnat(time) if closing is None else time < closing
    if not known.any():
        raise InputError(
            f"none of {len(time):,} voices has a time{'' if until is None else ' before `until`'}; "
            "give them one, e.g. voc.classify(source, created_at='the column')"
        )
    dated = time[known]
    unit = unit or _unit(dated)
    newest = dated.max() if closing is None else closing - np.timedelta64(1, "us")
    last = int(numbers_of(np.array([newest]), unit)[0])
    first = max(int(numbers_of(dated, unit).min()), last - _MOST + 1)
    starts = first_days(np.arange(first, last + 2), unit)
    place = np.where(known, numbers_of(time, unit) - first, -1)
    over = _over(dated, *starts[-2:]) if closing is None else bool(closing >= starts[-1])
    return Periods(unit, starts, np.maximum(place, -1), len(starts) - 1 - (not over))


def moment(given: Moment, name: str) -> np.datetime64:
    """Give a time by the clock of who wrote it.

    Raises
    ------
    InputError
        It is no time; ``name`` is the argument that the message names.
    """
    if isinstance(given, datetime):
        given = given.replace(tzinfo=None)
    try:
        found = np.datetime64(given, "us")
    except (ValueError, TypeError) as error:
        raise InputError(f"{name}={given!r} is no time; expected e.g. '2026-01-31'") from error
    if np.isnat(found):
        raise InputError(f"{name}={given!r} is no time; expected e.g. '2026-01-31'")
    return found


def _unit(time: NDArray[np.datetime64]) -> Unit:
    # Of the middle 98 of 100 voices, so that no odd date decides.
    first, last = np.quantile(time.astype(np.int64), [0.01, 0.99], method="nearest")
    days = (last - first) / _DAY
    if days <= _BY_DAY:
        return "day"
    return "week" if days <= _BY_WEEK else "month"


def numbers_of(time: NDArray[np.datetime64] | np.datetime64, unit: Unit) -> Ints:
    """Number the periods that some times lie in, on from 1970; NaT gives a very low number.

    Examples
    --------
    >>> numbers_of(np.array(["1970-01-04", "1970-01-05"], dtype="datetime64[D]"), "week")
    array([0, 1])
    """
    if unit == "month":
        return time.astype("datetime64[M]").astype(np.int64)
    days = time.astype("datetime64[D]").astype(np.int64)
    return days if unit == "day" else (days + _MONDAY) // 7


def first_days(number: Ints, unit: Unit) -> NDArray[np.datetime64]:
    """First day of each period, given what ``numbers_of`` gives; weeks begin on Monday.

    Examples
    --------
    >>> first_days(np.array([2919]), "week")
    array(['2025-12-08'], dtype='datetime64[D]')
    """
    if unit == "month":
        return number.astype("datetime64[M]").astype("datetime64[D]")
    days = number if unit == "day" else number * 7 - _MONDAY
    return days.astype("datetime64[D]")


def _over(time: NDArray[np.datetime64], start: np.datetime64, end: np.datetime64) -> bool:
    newest = time.max()
    if (time == time.astype("datetime64[D]")).all():
        newest += np.timedelta64(1, "D")
    length = (end - start).astype("timedelta64[us]")
    return bool(newest >= end - length // 10)
