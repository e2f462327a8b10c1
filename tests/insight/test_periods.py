from datetime import date, datetime

import numpy as np
import pytest

from voc.errors import InputError
from voc.insight.periods import divide, moment


def times(*texts):
    return np.array(texts, dtype="datetime64[us]")


def test_weeks_begin_on_monday_and_gaps_are_periods():
    periods = divide(times("2026-01-19T08:00", "NaT", "2026-01-04T23:59", "2026-01-05"), "week")
    assert periods.place.tolist() == [3, -1, 0, 1]
    assert periods.days(0) == (date(2025, 12, 29), date(2026, 1, 4))
    assert (len(periods), periods.n_finished) == (4, 3)


def test_months_of_any_length():
    periods = divide(times("2026-03-02", "2026-02-28", "2025-12-31"), "month")
    assert periods.place.tolist() == [3, 2, 0]
    assert periods.days(2) == (date(2026, 2, 1), date(2026, 2, 28))


@pytest.mark.parametrize(
    ("last", "unit"), [("2026-01-20", "day"), ("2026-09-01", "week"), ("2028-01-01", "month")]
)
def test_the_unit_fits_the_span(last, unit):
    assert divide(times("2026-01-01", last)).unit == unit


def test_an_odd_date_neither_decides_the_unit_nor_makes_millions_of_periods():
    days = np.datetime64("2026-01-01", "us") + np.arange(300) * np.timedelta64(2, "h")
    periods = divide(np.append(days, np.datetime64("1700-01-01")))
    assert periods.unit == "day"
    assert len(periods) == 400
    assert periods.place[-1] == -1


@pytest.mark.parametrize(
    ("newest", "unit", "finished"),
    [
        ("2026-01-04T15:00", "week", 1), ("2026-01-03T15:00", "week", 0),
        ("2026-01-30T15:00", "month", 1), ("2026-01-20T15:00", "month", 0),
        ("2026-01-30T22:30", "day", 1), ("2026-01-30T15:00", "day", 0), ("2026-01-30", "day", 1),
    ],
)  # fmt: skip
def test_the_last_period_may_not_be_over(newest, unit, finished):
    assert divide(times(newest), unit).n_finished == finished


def test_until_says_when_voices_were_collected():
    time = times("2026-01-02T10:00", "2026-03-01")
    periods = divide(time, "month", until="2026-03-01")
    assert periods.place.tolist() == [0, -1]
    assert (len(periods), periods.n_finished) == (2, 2)
    assert divide(time, "month", until=datetime(2026, 3, 1, 12)).n_finished == 2


def test_what_cannot_be_divided():
    with pytest.raises(InputError, match="created_at"):
        divide(times("NaT"))
    with pytest.raises(InputError, match="until"):
        divide(times("2026-01-01"), until=date(2025, 1, 1))
    with pytest.raises(InputError, match="year"):
        divide(times("2026-01-01"), "year")
    for odd in ("gestern", None, "NaT"):
        with pytest.raises(InputError, match="until="):
            moment(odd, "until")
