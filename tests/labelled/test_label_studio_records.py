import copy
import json
from dataclasses import replace

import pytest
import samples
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import awkward_texts

from voc.errors import InputError
from voc.labelled.label_studio_records import read_label_studio_records, to_label_studio
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.types import KINDS, LEVELS, STAGES, TOUCHPOINTS, Record

EMOJI = "👍🏻发货太慢了，客服倒是很热情"
TAGGED = samples.tagged(
    samples.record(2, 7, text=EMOJI, stage="usage", touchpoint="app", level="delight"),
    samples.record(2, 7, kind="need", text=EMOJI, severity=1, confidence=0.4),
    samples.record(8, 15, kind="praise", category="service", text=EMOJI, severity=0),
    text=EMOJI,
)
TAXONOMY = Taxonomy.load()
CATEGORIES = ("delivery.speed", "service.attitude", "service")


def tasks(*tagged):
    return json.loads(json.dumps(to_label_studio(Result(tagged)), ensure_ascii=False))


def agreed(task):
    """The task once somebody submitted the predictions as they are: regions get new ids."""
    done = copy.deepcopy(task)
    results = done["predictions"][0]["result"]
    for item in results:
        item["id"] = "new" + item["id"]
    done["annotations"] = [{"id": 1, "result": results}]
    return done


def item(task, name, place=0):
    results = task["annotations"][0]["result"]
    return [result for result in results if result["from_name"] == name][place]


def test_what_nobody_touched_comes_back_equal():
    rows = tasks(TAGGED, samples.FULL, samples.PLAIN)
    assert read_label_studio_records(rows) == [TAGGED, samples.FULL, samples.PLAIN]


def test_a_file_comes_back_equal(tmp_path):
    path = tmp_path / "tasks.json"
    path.write_text(json.dumps(tasks(TAGGED, samples.FULL)), encoding="utf-8")
    assert read_label_studio_records(str(path), TAXONOMY) == [TAGGED, samples.FULL]


def test_what_somebody_agreed_to_is_certain():
    (found,) = read_label_studio_records([agreed(tasks(TAGGED)[0])])
    assert found == replace(
        TAGGED,
        records=tuple(replace(record, confidence=1.0) for record in TAGGED.records),
        confidence=1.0,
        model="annotation",
    )


@st.composite
def tagged_voices(draw):
    text = draw(awkward_texts()) + "慢"
    records = []
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        records.append(
            Record(
                voice_id="1", kind=draw(st.sampled_from(KINDS)), start=start, end=end,
                category=draw(st.sampled_from(CATEGORIES)), quote=text[start:end],
                severity=draw(st.integers(0, 4)), stage=draw(st.sampled_from(STAGES)),
                touchpoint=draw(st.sampled_from((None, *TOUCHPOINTS))),
                level=draw(st.sampled_from(LEVELS)), confidence=draw(st.floats(0, 1)),
            )
        )  # fmt: skip
    records.sort(key=lambda record: record.start)
    return samples.tagged(*records, text=text)


@settings(max_examples=60, deadline=None)
@given(tagged_voices())
def test_any_result_comes_back_equal(tagged):
    tasks = to_label_studio(Result([tagged]), TAXONOMY)
    assert read_label_studio_records(tasks, TAXONOMY) == [tagged]


def test_offsets_count_characters_and_old_exports_in_utf16_are_understood():
    (task,) = tasks(TAGGED)
    value = task["predictions"][0]["result"][0]["value"]
    assert EMOJI[value["start"] : value["end"]] == value["text"] == "发货太慢了"
    done = agreed(task)
    for result in done["annotations"][0]["result"]:
        if "start" in result["value"]:
            result["value"]["start"] += 2  # two emoji before it, of two units each
            result["value"]["end"] += 2
    (found,) = read_label_studio_records([done])
    assert [r.quote for r in found.records] == [r.quote for r in TAGGED.records]


def test_a_corrected_category_takes_the_defaults_of_its_leaf():
    done = agreed(tasks(TAGGED)[0])
    leaf = TAXONOMY.leaves[0]
    item(done, "category")["value"]["taxonomy"] = [[leaf.zh]]  # some versions store the name
    item(done, "severity")["value"]["choices"] = ["4"]
    (found,) = read_label_studio_records([done])
    record = found.records[0]
    assert (record.category, record.severity) == (leaf.id, 4)
    assert (record.stage, record.touchpoint, record.level) == (
        leaf.stage,
        leaf.touchpoint,
        leaf.level,
    )


def test_a_new_region_and_a_deleted_one():
    done = agreed(tasks(TAGGED)[0])
    keep = [r for r in done["annotations"][0]["result"] if "start" not in r["value"]]
    span = {"start": 0, "end": 2}
    new = [
        {"id": "x", "from_name": "kind", "type": "labels", "value": {**span, "labels": ["满意点"]}},
        {"id": "x", "from_name": "category", "type": "taxonomy",
         "value": {**span, "taxonomy": [["service", "service.attitude"]]}},
    ]  # fmt: skip
    done["annotations"][0]["result"] = new + keep
    (found,) = read_label_studio_records([done])
    (record,) = found.records
    assert (record.kind, record.quote, record.severity) == ("praise", "👍🏻", 0)
    assert record.stage == TAXONOMY.leaf("service.attitude").stage


def test_tags_of_the_voice_are_corrected_and_polarity_follows():
    done = agreed(tasks(TAGGED)[0])
    item(done, "sentiment")["value"]["choices"] = ["negative"]
    item(done, "urgency")["value"]["choices"] = ["3"]
    done["annotations"][0]["result"] = [
        result for result in done["annotations"][0]["result"] if result["from_name"] != "flags"
    ]
    (found,) = read_label_studio_records([done])
    assert (found.sentiment, found.score, found.urgency) == ("negative", -1.0, 3)
    assert found.flags == frozenset()
    assert found.emotion == TAGGED.emotion


def test_tasks_that_voc_did_not_make():
    result = agreed(tasks(TAGGED)[0])["annotations"][0]["result"]
    rows = [
        {"id": 9, "data": {"text": EMOJI}, "annotations": [{"result": result}]},
        {"id": 10, "data": {"text": "嗯"}, "annotations": [], "predictions": []},
    ]
    (found,) = read_label_studio_records(rows)
    assert found.voice.id == "9"
    assert [record.category for record in found.records] == [r.category for r in TAGGED.records]
    assert found.sentiment == TAGGED.sentiment


def test_all_tasks_that_are_wrong_are_named():
    rows = [agreed(task) for task in tasks(*[TAGGED] * 4)]
    item(rows[0], "category")["value"]["taxonomy"] = [["秘密"]]
    item(rows[1], "kind")["value"]["labels"] = ["抱怨"]
    rows[2]["annotations"][0]["result"].remove(item(rows[2], "category"))
    item(rows[3], "kind")["value"]["end"] = 99
    with pytest.raises(InputError) as error:
        read_label_studio_records(rows)
    first, *rest = str(error.value).splitlines()
    assert first == "the iterable: 4 rows cannot be used; mend or remove them"
    assert "item 1: got the label '秘密', expected an id" in rest[0]
    assert "item 2: got kind='抱怨', expected one of pain, need, praise" in rest[1]
    assert "item 3: got 0 of category for the span 2 to 7" in rest[2]
    assert "item 4: got the span 2 to 99" in rest[3]
    assert "发货" not in str(error.value)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("慢", "got a text alone"),
        ({"text": "慢"}, "expected a task"),
        ({"data": {"text": 5}}, 'got a int as data\\["text"\\]'),
        ({"data": {"text": "慢", "voc": 5}}, 'got a int as data\\["voc"\\]'),
        ({"data": {"text": "慢", "voc": "{"}}, 'got a str as data\\["voc"\\]'),
        ({"data": {"text": "慢", "voc": {}}}, "this is no voice"),
    ],
)
def test_what_is_no_task(row, message):
    with pytest.raises(InputError, match=message):
        read_label_studio_records([row])


def test_a_category_of_another_taxonomy_is_refused_when_written():
    with pytest.raises(InputError, match=r"'own\.leaf' of voice '1', which is not in the taxonomy"):
        to_label_studio(Result([samples.tagged(samples.record(0, 5, category="own.leaf"))]))
