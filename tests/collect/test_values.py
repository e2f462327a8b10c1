from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.collect.values import (
    as_datetime,
    as_label,
    as_score,
    as_text,
    channel_of,
    is_blank,
    is_missing,
)

CHINA = timezone(timedelta(hours=8))
NEW_YEAR = datetime(2025, 1, 2)
ANYTHING = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.datetimes(),
    st.dates(), st.decimals(allow_nan=False), st.lists(st.integers()), st.complex_numbers(),
    st.text(alphabet="0123456789-/:.年月日时分秒 Tz+", max_size=20),
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-01-02", NEW_YEAR),
        ("2025/1/2", NEW_YEAR),
        ("2025.1.2", NEW_YEAR),
        ("2025年1月2日", NEW_YEAR),
        ("２０２５－０１－０２", NEW_YEAR),
        ("20250102", NEW_YEAR),
        (20250102, NEW_YEAR),
        ("20250102093000", datetime(2025, 1, 2, 9, 30)),
        ("2025/1/2 9:05", datetime(2025, 1, 2, 9, 5)),
        ("2025年1月2日 星期四 晚上9点", datetime(2025, 1, 2, 21)),
        ("2025年1月2日10时5分6秒", datetime(2025, 1, 2, 10, 5, 6)),
        ("2025-1-2 10:00 PM", datetime(2025, 1, 2, 22)),
        ("2025-01-02T10:00:00+08:00", datetime(2025, 1, 2, 10, tzinfo=CHINA)),
        ("2025-1-2 10:00:00.5 +0800", datetime(2025, 1, 2, 10, tzinfo=CHINA)),
        ("2025/1/2 10:00 GMT+8", datetime(2025, 1, 2, 10, tzinfo=CHINA)),
        ("2025-01-02T10:00:00Z", datetime(2025, 1, 2, 10, tzinfo=UTC)),
        ("Thu Jan 02 10:00:00 +0800 2025", datetime(2025, 1, 2, 10, tzinfo=CHINA)),
        (1735776000, datetime(2025, 1, 2, tzinfo=UTC)),
        ("1735776000", datetime(2025, 1, 2, tzinfo=UTC)),
        ("1735776000500", datetime(2025, 1, 2, 0, 0, 0, 500_000, tzinfo=UTC)),
        (45659.5, datetime(2025, 1, 2, 12)),
        ("45659", NEW_YEAR),
        (date(2025, 1, 2), NEW_YEAR),
        (pd.Timestamp("2025-01-02"), NEW_YEAR),
    ],
)
def test_times_of_many_formats(value, expected):
    found = as_datetime(value)
    assert found == expected
    assert type(found) is datetime
    assert (found.tzinfo is None) == (expected.tzinfo is None)


@pytest.mark.parametrize(
    "value",
    ["", "昨天", "2025", "1/2/2025", "25/1/2", "2025-13-01", "2025-02-30", True, None, pd.NaT, 7, 1e300,
     float("nan"), float("inf"), b"2025", "2025-01-02 99:99"],
)  # fmt: skip
def test_what_names_no_time_for_certain_is_none(value):
    assert as_datetime(value) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("4.5", 4.5), ("９分", 9.0), ("5星", 5.0), ("五星好评", 5.0), ("★★★★☆", 4.0), ("⭐️⭐️", 2.0),
        ("4/5", 4.0), ("80%", 80.0), (-1, -1.0), (Decimal("3.5"), 3.5), (np.float32(2), 2.0), (0, 0.0),
    ],
)  # fmt: skip
def test_scores(value, expected):
    assert as_score(value) == expected


@pytest.mark.parametrize(
    "value", ["", "很好", "十分满意", "1,000", "3-4", None, True, float("nan"), 10**400, pd.NA, [5]]
)
def test_no_score(value):
    assert as_score(value) is None


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("投诉", "complaint"), ("12315", "complaint"), ("工单", "ticket"), ("评价", "review"), ("App Store", "review"),
        ("问卷", "survey"), ("ＮＰＳ 调研", "survey"), ("微博", "social"), ("小红书评论", "social"), ("在线客服", "chat"),
        ("客服电话", "call"), ("Hotline", "call"), ("REVIEW", "review"),
    ],
)  # fmt: skip
def test_channels(name, channel):
    assert channel_of(name) == channel


@pytest.mark.parametrize("name", ["", "线下", "time", "redis", "posture"])
def test_unknown_channels(name):
    assert channel_of(name) is None


def test_numbers_become_text_and_other_things_a_problem():
    assert as_text(5.0) == ("5", None)
    assert as_text(Decimal("5.50")) == ("5.50", None)
    assert as_text(pd.NA) == ("", None)
    assert as_text("慢".encode()) == ("慢", None)
    assert as_text(b"\xff\xfe")[1] == "byte 1 is not UTF-8"
    assert as_text(["慢"]) == ("", "the text is a list, expected a string")


def test_labels_are_trimmed_and_whole():
    assert as_label(" 大客户　") == "大客户"
    assert as_label(10001.0) == "10001"
    assert as_label(pd.NaT) is None
    assert is_missing(np.float32("nan"))


@pytest.mark.parametrize("text", ["", " \t\r\n", "　", "\x00\x00", "\u200b\ufeff"])
def test_blank(text):
    assert is_blank(text)


@given(ANYTHING)
def test_no_value_ever_raises(value):
    assert isinstance(as_text(value)[0], str)
    assert isinstance(as_label(value), str | None)
    assert isinstance(as_score(value), float | None)
    assert isinstance(as_datetime(value), datetime | None)
