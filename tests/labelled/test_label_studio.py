import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import awkward_texts

from voc.errors import InputError
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.label_studio import corpus_to_label_studio
from voc.labelled.label_studio_config import choices_config, label_studio_config
from voc.labelled.label_studio_offsets import located
from voc.labelled.read import read_labelled
from voc.taxonomy import Taxonomy

TEXT = "👍🏻发货慢，客服好"


def choices(*names, control="topic", **value):
    value = {"choices": list(names), **value}
    return {"from_name": control, "to_name": "text", "type": "choices", "value": value}


def span(start, end, *names, **value):
    value = {"start": start, "end": end, "labels": list(names), **value}
    return {"id": "r", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def task(*results, **annotation):
    done = {"id": 5, "result": list(results), "was_cancelled": False, **annotation}
    return {"id": 3, "data": {"text": TEXT}, "annotations": [done], "predictions": []}


def test_choices_of_a_file(tmp_path):
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task(choices("物流", "服务"))]), encoding="utf-8")
    corpus = read_labelled(path)
    assert (corpus.ids, corpus.texts, corpus.labels) == (("3",), (TEXT,), (("物流", "服务"),))


def test_the_fields_of_a_task():
    row = task(choices("物流")) | {"data": {"评论": "慢", "单号": "T1", "城市": "南京"}}
    corpus = read_labelled([row], id="单号")
    assert (corpus.ids, corpus.texts, corpus.meta) == (("T1",), ("慢",), ({"城市": "南京"},))
    with pytest.raises(InputError, match="the task's data has no column text='内容'"):
        read_labelled([row], text="内容")


def test_taxonomy_paths_end_in_the_label():
    path = choices(["delivery", "delivery.speed"])
    path["value"] = {"taxonomy": [["delivery", "delivery.speed"], ["price"]]}
    assert read_labelled([task(path)]).labels == (("delivery.speed", "price"),)


def test_several_controls_must_be_told_apart():
    row = task(choices("物流"), choices("负面", control="sentiment"))
    with pytest.raises(InputError, match=r"item 1: got choices of 'topic', 'sentiment'.*labels="):
        read_labelled([row])
    assert read_labelled([row], labels="sentiment").y == ["负面"]


@pytest.mark.parametrize("shift", [0, 2], ids=["code_points", "utf16"])
def test_spans_behind_emoji_by_either_way_of_counting(shift):
    found = span(2 + shift, 5 + shift, "物流", text="发货慢")
    corpus = read_labelled([task(found, choices("投诉", **found["value"]))])
    assert corpus.labels == (("物流",),)
    assert corpus.meta[0]["spans"] == [[2, 5, "物流"]]


def test_spans_that_are_not_in_the_text():
    for wrong in (span(2, 5, "物流", text="客服好"), span(5, 99, "物流"), span(3, 2, "物流")):
        with pytest.raises(InputError, match="item 1: got the span"):
            read_labelled([task(wrong)])
    with pytest.raises(InputError, match="label a <Text>, not HTML"):
        read_labelled([task(span("/p[1]/text()[1]", 3, "物流"))])


def test_trimmed_spaces_and_written_out_line_breaks_are_forgiven():
    assert located("慢\n 了", 0, 4, "慢\\n 了") == (0, 4)
    assert located("慢了 ", "0", "3", "慢了") == (0, 3)


@given(awkward_texts(), st.data())
def test_every_span_is_found_in_utf16_too(text, data):
    # A stray half of a pair may meet its other half, and two characters become one.
    text = "".join(c for c in text if not "\ud800" <= c <= "\udfff") + "慢"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    def units(part):
        return len(part.encode("utf-16-le")) // 2

    a, b = located(text, units(text[:start]), units(text[:end]), text[start:end])
    assert "".join(text[a:b].split()) == "".join(text[start:end].split())


def test_ground_truth_comes_first_then_the_newest():
    old = {"result": [choices("旧")], "updated_at": "2025-01-01T00:00:00Z"}
    new = {"result": [choices("新")], "updated_at": "2025-02-01T00:00:00Z"}
    cancelled = {"result": [choices("弃")], "was_cancelled": True, "updated_at": "2026"}
    row = task() | {"annotations": [new, old, cancelled]}
    assert read_labelled([row]).y == ["新"]
    row["annotations"] = [new, old | {"ground_truth": True}]
    assert read_labelled([row]).y == ["旧"]
    undated = [{"result": [choices("一")]}, {"result": [choices("二")]}]
    assert read_labelled([row | {"annotations": undated}]).y == ["二"]


def test_predictions_are_nobodys_labels():
    rows = corpus_to_label_studio(LabelledCorpus.of([TEXT], ["物流"]))
    assert read_labelled(rows).labels == ((),)


def test_a_corpus_comes_back_once_somebody_agreed():
    corpus = LabelledCorpus(
        ("a", "b"), (TEXT, "嗯"), (("物流", "服务"), ()), ({"城市": "南京"}, {})
    )  # fmt: skip
    tasks = json.loads(json.dumps(corpus_to_label_studio(corpus)))
    done = [{**row, "annotations": row["predictions"]} for row in tasks]
    assert read_labelled(done) == corpus


def test_what_is_no_task():
    with pytest.raises(InputError, match="item 1: got the keys 'text', expected a task"):
        read_labelled([{"text": "慢"}], format="label_studio")


def test_the_interface_for_records_has_every_leaf_and_is_sound_xml():
    taxonomy = Taxonomy.load()
    view = ElementTree.fromstring(label_studio_config(taxonomy))
    tree = view.find("Taxonomy")
    ids = {choice.get("alias") for choice in tree.iter("Choice")}
    assert ids == {*taxonomy.ids, *(home.id for home in taxonomy.categories)}
    assert tree.get("perRegion") == "true"
    names = {control.get("name") for control in view if control.get("toName") == "text"}
    assert names == {
        "kind", "category", "severity", "voice_type", "sentiment", "emotion", "urgency", "flags",
    }  # fmt: skip


def test_the_interface_for_texts_escapes_names():
    view = ElementTree.fromstring(choices_config(['<"&>'], several=True))
    choices = view.find("Choices")
    assert choices.get("choice") == "multiple"
    assert choices[0].get("value") == '<"&>'
