import json

import pytest

from voc.errors import InputError
from voc.labelled.read import read_labelled

TEXT = "👍发货慢，客服好"


def test_text_classification(tmp_path):
    path = tmp_path / "all.jsonl"
    rows = [{"id": 7, "text": TEXT, "label": ["物流", "服务"], "Comments": []}]
    path.write_text(json.dumps(rows[0]), encoding="utf-8")
    assert read_labelled(path).labels == (("物流", "服务"),)
    corpus = read_labelled(path, format="doccano")
    assert (corpus.ids, corpus.labels, corpus.meta) == (("7",), (("物流", "服务"),), ({},))


@pytest.mark.parametrize("key", ["label", "labels"])
def test_sequence_labelling_is_recognised(key):
    rows = [
        {"id": 1, "text": "无", key: []},
        {
            "id": 2,
            "text": TEXT,
            key: [[1, 4, "物流"], [5, 8, "服务"], [1, 3, "物流"]],
            "城市": "南京",
        },
    ]
    corpus = read_labelled(rows)
    assert corpus.labels == ((), ("物流", "服务"))
    assert corpus.meta[1]["城市"] == "南京"
    spans = corpus.meta[1]["spans"]
    assert [TEXT[start:end] for start, end, _ in spans] == ["发货慢", "客服好", "发货"]


def test_entities_with_relations_and_labels_of_the_text():
    entity = {"id": 1, "label": "物流", "start_offset": 1, "end_offset": 4}
    rows = [{"id": 1, "text": TEXT, "entities": [entity], "relations": [], "cats": ["投诉"]}]
    corpus = read_labelled(rows)
    assert corpus.labels == (("投诉", "物流"),)
    assert corpus.meta == ({"spans": [[1, 4, "物流"]]},)


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ([[5, 99, "物流"]], "got the span 5 to 99 in a text of 8 characters"),
        ([[3, 3, "物流"]], "got the span 3 to 3"),
        ([[0, 1, "物流"], "服务"], "got a str among spans"),
    ],
)
def test_spans_that_are_wrong_name_the_row(label, message):
    with pytest.raises(InputError, match=f"item 1: {message}"):
        read_labelled([{"text": TEXT, "label": label}])


def test_without_text_or_labels():
    with pytest.raises(InputError, match="expected the text as text or data"):
        read_labelled([{"label": ["a"]}], format="doccano")
    with pytest.raises(InputError, match="expected the labels as label or labels"):
        read_labelled([{"text": "慢"}], format="doccano")


def test_ordinary_rows_are_not_taken_for_doccano():
    assert read_labelled([{"text": "慢", "label": ["1", "2", "3"]}]).labels == (("1", "2", "3"),)
