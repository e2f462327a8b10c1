from datetime import datetime

import pytest
from samples import record, tagged

from voc.errors import InputError
from voc.insight.reading import facts_of
from voc.insight.slices import SLICES, slice_name, slice_of, slice_of_voices
from voc.result import Result
from voc.taxonomy import Taxonomy

VOICES = [
    tagged(
        record(0, 5), record(6, 13, category="service.attitude"), id="1", segment="大客户",
        created_at=datetime(2026, 1, 1), meta={"门店": "南京", "码": [1]},
    ),
    tagged(record(0, 5, category="service"), id="2", created_at=datetime(2025, 12, 31)),
    tagged(record(0, 5, category="own.leaf"), id="3", meta={"门店": 7.0}),
]  # fmt: skip
FACTS = facts_of(VOICES)


def texts(by, facts=FACTS):
    codes = slice_of(facts, by)
    return [codes.text(row) for row in range(facts.n_records)]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("segment", ["大客户", "大客户", None, None]),
        ("top", ["delivery", "service", "service", "own.leaf"]),
        ("owner", ["channel", "service", "service", None]),
        ("level", ["ease"] * 4),
        ("day", ["2026-01-01", "2026-01-01", "2025-12-31", None]),
        ("week", ["2026-W01", "2026-W01", "2026-W01", None]),
        ("month", ["2026-01", "2026-01", "2025-12", None]),
        ("quarter", ["2026-Q1", "2026-Q1", "2025-Q4", None]),
        ("门店", ["南京", "南京", None, "7"]),
        ("码", ["[1]", "[1]", None, None]),
    ],
)
def test_each_record_is_in_its_slice(by, expected):
    assert texts(by) == expected


def test_periods_are_in_order():
    assert slice_of(FACTS, "month").values == ("2025-12", "2026-01")


def test_all_named_slices_work_where_nothing_is_known():
    facts = facts_of([tagged(record(0, 5))])
    assert {len(slice_of(facts, by).codes) for by in SLICES} == {1}
    assert {len(slice_of(facts_of([]), by).codes) for by in (*SLICES, "门店")} == {0}


def test_a_table_is_cut_record_by_record():
    frame = Result(VOICES).to_frame().assign(组=["甲", "乙", "", "甲"])
    facts = facts_of(frame)
    assert texts("组", facts) == ["甲", "乙", None, "甲"]
    assert slice_of_voices(facts, "组") is None
    assert texts("month", facts) == texts("month")


def test_what_there_is_not_is_said():
    with pytest.raises(InputError, match=r"by='区域'.*门店.*segment"):
        slice_of(FACTS, "区域")


def test_names():
    taxonomy = Taxonomy.load()
    assert slice_name("stage", "delivery", "en", taxonomy) == "delivery"
    assert slice_name("top", "service", "zh", taxonomy) == taxonomy.name("service")
    assert slice_name("channel", "门店", "zh", taxonomy) == "门店"
    assert slice_name("门店", None, "zh", taxonomy) == "未知"
