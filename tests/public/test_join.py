import gzip
import json

import pytest

from voc.artifact import sha256
from voc.errors import ArtifactError, InputError
from voc.public.join import forms, load_annotations, text_sha256

TEXT = "发货太慢了，客服也慢"
D = ["service_issue", "neg", 1, "anger", ["repeat"]]
UNIT = [0, 5, "P", "delivery.speed", 2, "de"]
SECOND = [6, 10, "P", "service.reach", 1, "su"]


def annotation(id="1", text=TEXT, units=(UNIT, SECOND), source="weibo"):
    return {"id": id, "source": source, "sha256": text_sha256(text), "d": D, "u": list(units)}


@pytest.fixture
def made(tmp_path):
    """Writes annotations as they come with voc."""

    def make(*rows):
        folder = tmp_path / "annotations"
        folder.mkdir(exist_ok=True)
        path = folder / "silver.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="ascii")
        (folder / "corpus.toml").write_text(
            f'name = "mine"\n[files]\n"silver.jsonl" = "{sha256(path)}"\n'
            '[sources.weibo]\ncorpora = ["weibo2018", "weibo_senti"]\n[sources.board]\ncorpora = []\n',
            encoding="utf-8",
        )
        return folder

    return make


def test_a_text_brings_its_annotation(made):
    folder = made(annotation(), annotation("2", "别的"), annotation("3", "又", source="board"))
    joined = load_annotations(["不相干", TEXT, TEXT], folder=folder)
    (tagged,) = joined.annotated
    assert (tagged.voice.id, tagged.voice.text) == ("1", TEXT)
    assert tagged.voice.meta == {"source": "weibo"}
    assert (tagged.voice_type, tagged.sentiment, tagged.flags) == (
        "service_issue", "negative", {"repeat"},
    )  # fmt: skip
    assert [(r.start, r.end, r.quote, r.category) for r in tagged.records] == [
        (0, 5, "发货太慢了", "delivery.speed"), (6, 10, "客服也慢", "service.reach"),
    ]  # fmt: skip
    assert (len(joined), joined.total, joined.missing) == (1, 3, {"board": 1, "weibo": 1})
    assert str(joined).splitlines() == [
        "joined 1 of 3 voices",
        "missing 1 of board (no public corpus known)",
        "missing 1 of weibo (weibo2018, weibo_senti)",
    ]


def test_voices_come_in_the_order_of_the_annotations(made):
    folder = made(annotation("2", "二", ()), annotation("1", "一", ()))
    joined = load_annotations(["一", "二"], folder=folder)
    assert [tagged.voice.id for tagged in joined.annotated] == ["2", "1"]


def test_copies_may_differ_in_lines_and_white_space(made):
    spaced = "发货 太慢"
    folder = made(annotation(), annotation("2", spaced, [[0, 5, *UNIT[2:]]]))
    joined = load_annotations([f"楼主\n{TEXT}\n顶", " 发货 \u3000\t太慢\n"], folder=folder)
    assert [tagged.voice.text for tagged in joined.annotated] == [TEXT, spaced]
    assert forms("慢") == {"慢"}


def test_a_folder_of_corpora_is_searched_to_its_depth(made, tmp_path):
    folder = made(annotation(), annotation("2", "二", ()))
    texts = tmp_path / "corpora"
    (texts / "a" / "b").mkdir(parents=True)
    (texts / "a" / "b" / "train.jsonl.gz").write_bytes(
        gzip.compress(json.dumps({"id": 1, "text": TEXT, "labels": {}}).encode())
    )
    rows = '{"id": "1", "d": []}\n[1]\n{"text": null}\n{"text": "二", "labels": ["慢"]}'
    (texts / "labels.jsonl").write_text(rows, encoding="utf-8")
    (texts / "README.md").write_text("不是数据", encoding="utf-8")
    assert len(load_annotations(texts, folder=folder)) == 2
    assert len(load_annotations(str(texts), folder=str(folder))) == 2


def test_a_folder_without_texts_is_refused(made, tmp_path):
    with pytest.raises(InputError, match="expected a folder of public corpora"):
        load_annotations(tmp_path / "nowhere", folder=made(annotation()))


@pytest.mark.parametrize("place", [[0, 99], [3, 3], [-4, -2], [8, 4]])
def test_a_record_outside_its_text_is_refused(made, place):
    folder = made(annotation(units=[[*place, *UNIT[2:]]]))
    with pytest.raises(InputError):
        load_annotations([TEXT], folder=folder)


def test_a_label_that_does_not_exist_is_refused(made):
    folder = made(annotation(units=[[0, 5, "P", "delivery.speed", 9, "de"]]))
    with pytest.raises(InputError, match="severity=9"):
        load_annotations([TEXT], folder=folder)


def test_altered_annotations_are_refused(made):
    folder = made(annotation())
    (folder / "silver.jsonl").write_text("{}", encoding="utf-8")
    with pytest.raises(ArtifactError, match="altered"):
        load_annotations([TEXT], folder=folder)


def test_a_part_that_does_not_exist(made):
    with pytest.raises(InputError, match="part='gold', expected one of silver"):
        load_annotations([TEXT], "gold", folder=made(annotation()))


def test_odd_texts_have_sums_too():
    odd = ["", "\x00", "\ud800", "慢" * 100_000, "👍"]
    assert len({text_sha256(text) for text in odd}) == len(odd)
    assert text_sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
