import json
from dataclasses import replace

import pytest
from samples import FULL, PLAIN

from voc._plain import to_dict
from voc.annotations import read_annotations, to_line, to_tagged
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
NEXT = ROW | {"id": "v2"}
OWN = to_dict(FULL)


def write(path, *rows):
    lines = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    return path


def unit(*values):
    return NEXT | {"u": [list(values)]}


def tags(place, value):
    return NEXT | {"d": [*ROW["d"][:place], value, *ROW["d"][place + 1 :]]}


def record(**values):
    return OWN | {"records": [OWN["records"][0] | values]}


def test_a_line_becomes_a_tagged_voice():
    tagged = to_tagged(ROW)
    assert (tagged.voice.id, tagged.voice.text, tagged.voice.meta) == ("v1", TEXT, {})
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
    assert to_tagged(tags(1, short)).score == score


def test_a_compact_line_survives_the_round_trip():
    line = json.loads(to_line(to_tagged(ROW)))
    assert line == {key: value for key, value in ROW.items() if key != "text"}
    assert "发货" in to_line(to_tagged(ROW))


@pytest.mark.parametrize("tagged", [FULL, PLAIN], ids=["full", "plain"])
def test_what_a_result_writes_is_read(tagged):
    assert to_tagged(to_dict(tagged)) == tagged


@pytest.mark.parametrize(
    ("given", "channel", "meta"),
    [
        ({"channel": "review"}, "review", {}),
        ({"source": "call"}, "call", {}),
        ({"source": "hotel"}, "unknown", {"source": "hotel"}),
        ({"channel": "大众点评"}, "unknown", {"source": "大众点评"}),
        ({"channel": "ticket", "source": "review"}, "ticket", {"source": "review"}),
        ({"channel": "unknown", "source": "review"}, "review", {}),
        ({"channel": "电商", "source": "shop"}, "unknown", {"source": "shop"}),
        ({"channel": None, "source": ""}, "unknown", {}),
        ({"channel": ["?"]}, "unknown", {"source": "['?']"}),
    ],
)
def test_where_a_voice_comes_from(given, channel, meta):
    compact = to_tagged(ROW | given).voice
    assert (compact.channel, compact.meta) == (channel, meta)
    own = {key: value for key, value in OWN.items() if key != "channel"}
    voice = to_tagged({**own, **given}).voice
    assert (voice.channel, voice.meta) == (channel, {**meta, "城市": "南京"})


def test_texts_may_stand_in_a_file_of_their_own(tmp_path):
    labels = write(tmp_path / "labels.jsonl", {k: v for k, v in ROW.items() if k != "text"})
    other = {"id": "v2", "text": "别的", "source": "b"}
    texts = write(tmp_path / "texts.jsonl", other, {"id": "v1", "text": TEXT, "source": "a"})
    assert read_annotations(labels, texts) == [to_tagged(ROW | {"source": "a"})]


def test_both_formats_may_stand_in_one_file(tmp_path):
    path = write(tmp_path / "gold.jsonl", OWN, ROW, to_dict(PLAIN), ROW | {"id": 7})
    assert read_annotations(str(path)) == [
        FULL, to_tagged(ROW), PLAIN, to_tagged(ROW | {"id": "7"}),
    ]  # fmt: skip
    assert read_annotations(write(tmp_path / "empty.jsonl")) == []


def test_an_alias_of_a_category_is_resolved(monkeypatch):
    taxonomy = Taxonomy.load()
    leaf = replace(taxonomy.leaf("delivery.speed"), aliases=("delivery.time",))
    own = replace(taxonomy, categories=(replace(taxonomy.category("delivery"), leaves=(leaf,)),))
    monkeypatch.setattr("voc._compact._taxonomy", lambda: own)
    tagged = to_tagged(unit("客服也慢", "P", "delivery.time", 1, "de"))
    assert tagged.records[0].category == "delivery.speed"


@pytest.mark.parametrize("text", ["", " \n", "\x00", "\ud800", "👍", "慢" * 100_000, "late!"])
def test_odd_texts_are_read(tmp_path, text):
    row = json.dumps(ROW | {"text": text, "u": []})
    assert read_annotations(write(tmp_path / "a.jsonl", row))[0].voice.text == text


BROKEN = {
    "no json": ("{", "Expecting property name"),
    "no object": ("[1]", "got a list, expected an object"),
    "no id": ({"text": "慢"}, "got id=None"),
    "no text": ({"id": "v2"}, "got no text of voice 'v2'"),
    "number as text": ({"id": "v2", "text": 5}, "got no text of voice 'v2'"),
    "same id": (ROW, "got id 'v1' again"),
    "no labels": (
        {"id": "v2", "text": "慢", "d": []},
        'the keys id, text, d; expected "d" and "u"',
    ),
    "short d": (
        NEXT | {"d": ["praise", "pos", 0]},
        "got 3 values in d, expected voice type, sentiment",
    ),
    "d is a text": (NEXT | {"d": "praise"}, "got a str as d"),
    "u is a dict": (NEXT | {"u": {}}, "got a dict as u"),
    "short unit": (unit("慢", "P"), "got 2 values in unit 1, expected quote, kind"),
    "voice type": (tags(0, "投诉"), "voice_type='投诉', expected one of complaint"),
    "sentiment": (tags(1, "negative"), "sentiment='negative', expected one of neg, neu"),
    "unhashable sentiment": (tags(1, []), r"sentiment=\[\], expected one of neg, neu"),
    "urgency": (tags(2, 4), "urgency=4, expected one of 0, 1, 2, 3"),
    "urgency is no int": (tags(2, 1.0), r"urgency=1\.0, expected"),
    "emotion": (tags(3, None), "emotion=None, expected"),
    "flag": (tags(4, ["refnd"]), "flag='refnd', expected one of refund"),
    "flags is a text": (tags(4, "refund"), "got a str as flags"),
    "unhashable flag": (tags(4, [["refund"]]), "expected texts"),
    "kind": (unit("客服也慢", "X", "service.reach", 1, "su"), "kind='X', expected one of P, N, G"),
    "category": (unit("客服也慢", "P", "service.rech", 1, "su"), "did you mean service.reach"),
    "no category": (unit("客服也慢", "P", ["a"], 1, "su"), "no words in unit 1"),
    "severity": (unit("客服也慢", "P", "service.reach", 5, "su"), "severity=5, expected one of 0"),
    "stage": (unit("客服也慢", "P", "service.reach", 1, "support"), "stage='support', expected"),
    "quote": (
        unit("快递丢了", "P", "service.reach", 1, "su"),
        "a quote of 4 characters that is not",
    ),
    "no quote": (unit("", "P", "service.reach", 1, "su"), "a quote of 0 characters"),
    "own: a key lacks": ({k: v for k, v in OWN.items() if k != "emotion"}, "KeyError.'emotion'"),
    "own: sentiment": (OWN | {"sentiment": "neg"}, "sentiment='neg', expected one of negative"),
    "own: flag": (OWN | {"flags": ["x"]}, "flag='x'"),
    "own: quote": (record(quote="发货太快了"), r"a quote that is not text\[0:5\] of voice"),
    "own: end": (record(end=99), r"a quote that is not text\[0:99\]"),
    "own: start": (record(start=None), "'int' and 'NoneType'"),
    "own: touchpoint": (record(touchpoint="火星"), "touchpoint='火星', expected one of None, app"),
    "own: category": (record(category=None), "category=None, expected a text"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_line_is_named_and_its_text_is_not_shown(tmp_path, case):
    broken, message = BROKEN[case]
    path = write(tmp_path / "gold.jsonl", ROW, broken)
    with pytest.raises(InputError, match=rf"gold\.jsonl line 3: .*{message}") as error:
        read_annotations(path)
    assert str(error.value).endswith("; mend or remove the line")
    assert "客服也慢" not in str(error.value)
    assert "快递丢了" not in str(error.value)


def test_bytes_that_are_no_text_are_named(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(InputError, match=r"gold\.jsonl line 1: .*can't decode"):
        read_annotations(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"no\.jsonl cannot be read .*check the path"):
        read_annotations(tmp_path / "no.jsonl")
    with pytest.raises(InputError, match=r"no\.jsonl cannot be read"):
        read_annotations(write(tmp_path / "gold.jsonl", ROW), tmp_path / "no.jsonl")
    with pytest.raises(InputError, match="cannot be read"):
        read_annotations(tmp_path)


def test_a_broken_line_of_the_texts_is_named(tmp_path):
    texts = write(tmp_path / "texts.jsonl", {"text": "慢"})
    with pytest.raises(InputError, match=r"texts\.jsonl line 1: got id=None"):
        read_annotations(write(tmp_path / "gold.jsonl", ROW), texts)
