from datetime import UTC, datetime

import numpy as np
import pytest
from samples import FULL, PLAIN, record, tagged

import voc
from voc.errors import InputError
from voc.insight.codes import Codes
from voc.insight.reading import facts_of
from voc.result import Result


def test_codes_keep_the_order_of_first_mention():
    codes = Codes.of(["b", "", None, "a", float("nan"), "b"])
    assert codes.values == ("b", "a")
    assert codes.codes.tolist() == [0, -1, -1, 1, -1, 0]
    assert codes.count().tolist() == [2, 1]
    assert codes.text(1) is None
    assert codes.take(np.array([3])).text(0) == "a"


def test_what_could_not_be_read_is_left_out():
    facts = facts_of(Result([FULL, PLAIN]))
    assert list(facts.id) == ["2"]
    assert facts.n_records == 0


def test_a_frame_says_the_same_as_its_result():
    result = voc.classify(["发货太慢了，客服不理人", "口味很好"])
    of_result, of_frame = facts_of(result), facts_of(result.to_frame())
    assert of_frame.n_records == of_result.n_records
    assert of_frame.voice.tolist() == of_result.voice.tolist()
    assert of_frame.kind.tolist() == of_result.kind.tolist()
    assert of_frame.category.values == of_result.category.values
    assert list(of_frame.quote) == list(of_result.quote)


def test_times_are_those_of_the_writers_clock():
    when = datetime(2026, 1, 2, 23, 30, tzinfo=UTC)
    facts = facts_of([tagged(created_at=when), tagged()])
    assert facts.time[0] == np.datetime64("2026-01-02T23:30")
    assert np.isnat(facts.time[1])


def test_columns_of_meta():
    facts = facts_of([tagged(meta={"金额": 12}), tagged()])
    assert facts.column("金额") == [12, None]
    with pytest.raises(InputError, match="金额"):
        facts.column("门店")


def test_nothing_at_all():
    facts = facts_of([])
    assert (facts.n_voices, facts.n_records) == (0, 0)
    assert facts_of(Result().to_frame()).n_records == 0


@pytest.mark.parametrize("odd", ["发货慢", 3, ["发货慢"], None])
def test_other_things_are_refused(odd):
    with pytest.raises(InputError, match=r"voc\.classify"):
        facts_of(odd)


def test_a_table_without_records_is_refused():
    frame = Result().to_frame("voices")
    with pytest.raises(InputError, match="kind"):
        facts_of(frame)


def test_an_odd_kind_is_refused():
    frame = Result([tagged(record(0, 5))]).to_frame()
    frame["kind"] = "Pain"
    with pytest.raises(InputError, match="Pain"):
        facts_of(frame)


def test_codes_count_numbers_as_written_and_blanks_as_unknown():
    codes = Codes.of([7.0, "7", " ", [1], True])
    assert codes.values == ("7", "[1]", "True")
    assert codes.codes.tolist() == [0, 0, -1, 1, 2]


def test_times_of_a_table_may_be_texts_in_several_forms():
    frame = Result([tagged(record(0, 5), id=str(n)) for n in range(4)]).to_frame()
    frame["created_at"] = ["2026年1月2日", "2026/1/3 10:00", "20260104", "昨天"]
    times = facts_of(frame).time
    assert times[:3].astype("datetime64[D]").astype(str).tolist() == [
        "2026-01-02", "2026-01-03", "2026-01-04",
    ]  # fmt: skip
    assert np.isnat(times[3])


def test_odd_cells_of_a_table():
    frame = Result([tagged(record(0, 5), id=str(n)) for n in range(3)]).to_frame()
    frame = frame.astype(object).assign(
        quote=["\ud800慢", None, 3], flags=["churn|refund", None, ""]
    )
    frame.loc[1, "id"] = None
    facts = facts_of(frame)
    assert list(facts.quote) == ["\ud800慢", "", ""]
    assert facts.voice.tolist() == [0, 1, 2]
    assert list(facts.flags) == [{"churn", "refund"}, set(), set()]
