import json

import pytest

from recipes.annotations import read_annotations, read_lines, to_line, to_tagged
from voc.errors import InputError
from voc.taxonomy import Taxonomy

TEXT = "发货太慢了，客服也慢，发货太慢了"
ROW = {
    "id": "v1",
    "text": TEXT,
    "d": ["service_issue", "mix", 2, "anger", ["churn", "repeat"]],
    "u": [
        ["发货太慢了", "P", "delivery.speed", 3, "de"],
        ["发货太慢了", "N", "service.reach", 1, "su"],
        ["客服也慢", "G", "service.attitude", 0, "lo"],
        ["发货太慢了", "P", "price.value", 2, "us"],
    ],
}


def write(path, *rows):
    lines = "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text(lines + "\n", encoding="utf-8")
    return path


def test_a_line_becomes_a_tagged_voice():
    tagged = to_tagged(ROW | {"source": "hotel"})
    assert (tagged.voice.id, tagged.voice.text, tagged.voice.meta) == (
        "v1",
        TEXT,
        {"source": "hotel"},
    )
    assert (tagged.voice_type, tagged.sentiment, tagged.urgency, tagged.emotion, tagged.flags) == (
        "service_issue", "mixed", 2, "anger", {"churn", "repeat"},
    )  # fmt: skip
    first = tagged.records[0]
    assert (first.kind, first.category, first.severity, first.stage) == (
        "pain", "delivery.speed", 3, "delivery",
    )  # fmt: skip
    leaf = Taxonomy.load().leaf("delivery.speed")
    assert (first.level, first.touchpoint, first.confidence) == (leaf.level, leaf.touchpoint, 1.0)
    assert [record.kind for record in tagged.records] == ["pain", "need", "praise", "pain"]


def test_quotes_are_looked_up_from_left_to_right():
    records = to_tagged(ROW).records
    assert [record.start for record in records] == [0, 0, 6, 11]
    assert all(record.quote == TEXT[record.start : record.end] for record in records)


def test_a_quote_that_stands_only_before_the_last_one_is_found_there():
    units = [
        ["客服也慢", "P", "service.reach", 1, "su"],
        ["了，客", "P", "delivery.speed", 1, "de"],
    ]
    assert [record.start for record in to_tagged(ROW | {"u": units}).records] == [6, 4]


@pytest.mark.parametrize(("short", "score"), [("neg", -1), ("neu", 0), ("pos", 1), ("mix", 0)])
def test_polarity_follows_the_sentiment(short, score):
    assert to_tagged(ROW | {"d": ["other", short, 0, "neutral", []]}).score == score


def test_a_line_survives_the_round_trip():
    line = json.loads(to_line(to_tagged(ROW)))
    assert line == {key: value for key, value in ROW.items() if key != "text"}
    assert "发货" in to_line(to_tagged(ROW))


def test_texts_may_stand_in_a_file_of_their_own(tmp_path):
    labels = write(tmp_path / "labels.jsonl", {k: v for k, v in ROW.items() if k != "text"})
    other = {"id": "v2", "text": "别的", "source": "b"}
    texts = write(tmp_path / "texts.jsonl", other, {"id": "v1", "text": TEXT, "source": "a"})
    [tagged] = read_annotations(labels, texts)
    assert tagged == to_tagged(ROW | {"source": "a"})
    whole = write(tmp_path / "whole.jsonl", ROW, ROW | {"id": "v2"})
    assert [tagged.voice.id for tagged in read_annotations(whole)] == ["v1", "v2"]
    assert list(read_lines(texts)) == [other, {"id": "v1", "text": TEXT, "source": "a"}]


def test_a_category_that_does_not_exist_is_an_error():
    with pytest.raises(InputError, match=r"delivery\.sped"):
        to_tagged(ROW | {"u": [["慢", "P", "delivery.sped", 1, "de"]]})


def test_a_quote_that_is_not_in_the_text_is_an_error():
    with pytest.raises(InputError, match=r"v1.*快递丢了"):
        to_tagged(ROW | {"u": [["快递丢了", "P", "delivery.speed", 1, "de"]]})
