import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib.resources import files

import jsonschema
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import CHINA, FULL, PLAIN, record, tagged

from voc import types
from voc.errors import InputError
from voc.result import Result, certainty

SCHEMA = json.loads((files("voc.data") / "tagged_voice.schema.json").read_text(encoding="utf-8"))


def test_it_is_an_immutable_sequence():
    result = Result([FULL, PLAIN])
    assert len(result) == 2
    assert list(result) == [FULL, PLAIN]
    assert result[1] is PLAIN
    assert result[-1] is PLAIN
    assert result[:1] == Result([FULL])
    assert result != [FULL, PLAIN]
    assert FULL in result
    with pytest.raises(IndexError):
        result[2]
    with pytest.raises(TypeError):
        result[0] = PLAIN
    assert repr(result) == "Result(2 voices, 2 records)"


def test_views():
    result = Result([FULL, PLAIN])
    assert result.voices == [FULL.voice, PLAIN.voice]
    assert [record.quote for record in result.records] == ["发货太慢了", "客服倒是很热情"]
    assert result.marks == Counter({"near_duplicate": 1, "bad_row": 1})
    assert result.errors == ["line 3: expected 5 columns, got 3"]


def test_frames():
    result = Result([FULL, PLAIN])
    records, voices = result.to_frame(), result.to_frame("voices")
    assert list(records["id"]) == ["1", "1"]
    assert list(records["quote"]) == ["发货太慢了", "客服倒是很热情"]
    assert list(records["segment"]) == ["大客户", "大客户"]
    assert list(voices["flags"]) == ["churn|repeat"] * 2
    assert list(voices["polarity"]) == [-0.25, -0.25]
    assert voices["score"].isna().tolist() == [False, True]
    assert voices["created_at"][0] == FULL.voice.created_at


@pytest.mark.parametrize("what", ["records", "voices"])
def test_columns_and_types_are_stable_when_empty(what):
    full, empty = Result([replace(FULL, voice=replace(FULL.voice, created_at=None))]), Result()
    assert full.to_frame(what).dtypes.to_dict() == empty.to_frame(what).dtypes.to_dict()


@pytest.mark.parametrize(
    ("times", "dtype"),
    [
        ([datetime(2025, 1, 2), None], "datetime64[us]"),
        ([datetime(2025, 1, 2, tzinfo=CHINA)] * 2, "datetime64[us, UTC+08:00]"),
        ([datetime(2025, 1, 2, tzinfo=CHINA), datetime(2025, 1, 2, tzinfo=UTC)], "datetime64[us, UTC]"),
        ([datetime(2025, 1, 2, tzinfo=CHINA), datetime(2025, 1, 2)], "datetime64[us, UTC]"),
        ([datetime(1, 1, 1), datetime(9999, 1, 1)], "datetime64[us]"),
    ],
)  # fmt: skip
def test_times_in_a_frame(times, dtype):
    frame = Result(tagged(created_at=time) for time in times).to_frame("voices")
    assert str(frame["created_at"].dtype) == dtype


def test_an_unknown_frame_is_refused():
    with pytest.raises(InputError, match=r"what='topics' is no table.*'records' or 'voices'"):
        Result().to_frame("topics")


def test_dicts_are_ready_for_json_and_valid():
    (plain, other) = Result([FULL, PLAIN]).to_dicts()
    assert plain["created_at"] == "2025-01-02T09:30:00+08:00"
    assert plain["flags"] == ["churn", "repeat"]
    assert plain["marks"] == ["bad_row", "near_duplicate"]
    assert (plain["score"], plain["polarity"]) == (3.0, -0.25)
    assert [item["quote"] for item in plain["records"]] == ["发货太慢了", "客服倒是很热情"]
    for item in (plain, other):
        jsonschema.validate(
            json.loads(json.dumps(item, ensure_ascii=False, allow_nan=False)), SCHEMA
        )


def test_the_schema_is_strict_and_knows_all_labels():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    (plain,) = Result([PLAIN]).to_dicts()
    for broken in ({"urgency": 4}, {"polarity": -2}, {"flags": ["x"]}, {"extra": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(plain | broken, SCHEMA)
    voice, point = SCHEMA["properties"], SCHEMA["$defs"]["record"]["properties"]
    for found, expected in (
        (voice["channel"], types.CHANNELS), (voice["voice_type"], types.VOICE_TYPES),
        (voice["sentiment"], types.SENTIMENTS), (voice["emotion"], types.EMOTIONS),
        (voice["flags"]["items"], types.FLAGS), (voice["marks"]["items"], types.MARKS),
        (point["kind"], types.KINDS), (point["stage"], types.STAGES), (point["level"], types.LEVELS),
        (point["touchpoint"], (*types.TOUCHPOINTS, None)),
    ):  # fmt: skip
        assert tuple(found["enum"]) == expected


def test_meta_becomes_safe_for_json():
    deep: object = "x"
    for _ in range(5000):
        deep = [deep]
    meta = {
        "nan": float("nan"), "inf": Decimal("Infinity"), "price": Decimal("9.5"), "day": date(2025, 1, 2),
        "count": np.int64(3), "many": np.array([1, 2]), "set": {1}, "nested": {1: (True, None)},
        "bytes": b"x", "nat": pd.NaT, "deep": deep,
    }  # fmt: skip
    (plain,) = Result([tagged(meta=meta)]).to_dicts()
    json.dumps(plain, allow_nan=False)
    del plain["meta"]["deep"]
    assert plain["meta"] == {
        "nan": None, "inf": None, "price": 9.5, "day": "2025-01-02", "count": 3, "many": [1, 2],
        "set": [1], "nested": {"1": [True, None]}, "bytes": "b'x'", "nat": None,
    }  # fmt: skip


@given(
    text=st.text(min_size=1, max_size=40),
    time=st.none() | st.datetimes(timezones=st.none() | st.just(CHINA)),
    data=st.data(),
)
def test_dicts_round_trip(text, time, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    voice = tagged(record(start, end, text=text), text=text, created_at=time, meta={"n": [1, None]})
    result = Result([voice])
    again = Result.from_dicts(json.loads(json.dumps(result.to_dicts())))
    assert again == result
    assert again.records[0].quote == text[start:end]


@pytest.mark.parametrize("change", [{"created_at": "昨天"}, {"records": [{}]}, {"flags": None}])
def test_other_dicts_are_refused_without_showing_the_text(change):
    (plain,) = Result([PLAIN]).to_dicts()
    with pytest.raises(InputError, match=r"no voice of Result\.to_dicts") as caught:
        Result.from_dicts([plain | change])
    assert "嗯" not in str(caught.value)
    with pytest.raises(InputError, match="KeyError"):
        Result.from_dicts([{"id": "1"}])


def sure(confidence, *records, **voice):
    return replace(tagged(*records, **voice), confidence=confidence)


def test_a_voice_is_as_certain_as_its_weakest_tag():
    assert certainty(sure(0.8)) == 0.8
    assert certainty(sure(0.8, record(0, 5, confidence=0.9), record(6, 13, confidence=0.3))) == 0.3
    assert certainty(sure(0.2, record(0, 5, confidence=0.9))) == 0.2
    assert certainty(sure(1.0)) == 1
    assert certainty(sure(0.8, error="line 3: too short")) == 0


def test_the_least_certain_are_to_be_looked_at_first():
    said = sure(0.9, record(0, 5, confidence=0.4), id="said")
    unread, vague, first, silent = (
        sure(0.9, id="unread", error="line 3: too short"),
        sure(0.3, id="vague"), sure(0.4, id="first"), sure(1.0, id="silent", text=""),
    )  # fmt: skip
    result = Result([said, silent, first, vague, unread])
    review = result.review()
    assert isinstance(review, Result)
    assert [voice.id for voice in review.voices] == ["unread", "vague", "said", "first"]
    assert result.review(2) == review[:2]
    assert result.review(0) == Result() == Result().review() == Result([silent]).review()
    assert len(Result([vague] * 30).review()) == 20


def test_what_repeats_the_voices_before_it_is_looked_at_last():
    def say(id, text, confidence):
        return sure(confidence, id=id, text=text)

    voices = [
        say("1", "送货很慢啊", 0.5), say("2", "送货很慢！", 0.4), say("3", "客服很凶", 0.6),
        say("4", "还是客服很凶", 0.7),
    ]  # fmt: skip
    review = Result(voices).review()
    assert [voice.id for voice in review.voices] == ["2", "3", "1", "4"]
    assert Result(voices).review(3) == review[:3]


def test_a_negative_number_to_review_is_refused():
    with pytest.raises(InputError, match="n=-1; expected how many voices to show, 0 or more"):
        Result().review(-1)
