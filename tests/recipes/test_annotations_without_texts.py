import gzip
import json
from dataclasses import replace

import pytest

from recipes.annotations_without_texts import make
from voc.annotations import read_annotations
from voc.corpus import read_info
from voc.public.join import load_annotations

TEXTS = {"v1": "发货太慢，发货太慢", "v2": "客服  很热情", "v3": "没发布过的一句"}
TAGS = ["service_issue", "neg", 1, "anger", ["repeat", "churn"]]
UNITS = [["发货太慢", "P", "delivery.speed", 2, "de"], ["，发货", "N", "delivery.speed", 1, "de"]]


def lines(*rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


@pytest.fixture
def folders(tmp_path):
    """Annotations with texts, and corpora in which two of three texts stand."""
    gold, corpora = tmp_path / "gold", tmp_path / "corpora"
    gold.mkdir()
    sources = {"v1": "shop:手机", "v2": "takeaway", "v3": "board"}
    silver = [
        {"id": id, "source": sources[id], "text": text, "d": TAGS, "u": UNITS if id == "v1" else []}
        for id, text in TEXTS.items()
    ]
    (gold / "silver.jsonl").write_text(lines(*silver), encoding="utf-8")
    texts = [{"id": "g1", "text": "好", "source": "takeaway"}]
    (gold / "gold_dev_texts.jsonl").write_text(lines(*texts), encoding="utf-8")
    for name in ("gold_dev.jsonl", "gold_dev_second_annotator.jsonl"):
        (gold / name).write_text(lines({"id": "g1", "d": TAGS, "u": []}), encoding="utf-8")
    for name, found in {
        "shopping": [TEXTS["v1"], "别的"], "hotel": [TEXTS["v1"]], "takeaway": ["客服  很热情\n好"],
    }.items():  # fmt: skip
        (corpora / name).mkdir(parents=True)
        rows = lines(*({"id": "1", "text": text, "labels": {}} for text in found))
        (corpora / name / "train.jsonl.gz").write_bytes(gzip.compress(rows.encode()))
    return gold, corpora, tmp_path / "out"


def test_what_is_made_joins_to_what_was_read(folders):
    gold, corpora, out = folders
    make(gold, corpora, out)
    joined = load_annotations(corpora, folder=out)
    original = read_annotations(gold / "silver.jsonl")[:2]
    assert [tagged.voice.text for tagged in joined.annotated] == [TEXTS["v1"], TEXTS["v2"]]
    assert [
        replace(t, voice=o.voice) for t, o in zip(joined.annotated, original, strict=True)
    ] == original
    assert joined.missing == {"board": 1}


def test_it_holds_no_text_and_tells_where_texts_are(folders):
    gold, corpora, out = folders
    info = make(gold, corpora, out)
    assert all(path.read_bytes().isascii() for path in out.glob("*.jsonl"))
    read = read_info(out)
    assert read["joined"] == info["joined"] == 2
    assert read["voices"] == {"silver": 3, "gold_dev": 1, "gold_dev_second": 1}
    assert read["sources"]["shop"] == {
        "silver": 1, "gold_dev": 0, "joined": 1, "corpora": ["hotel"],
    }  # fmt: skip
    assert read["sources"]["takeaway"]["gold_dev"] == 1
    assert read["sources"]["board"] == {"silver": 1, "gold_dev": 0, "joined": 0, "corpora": []}


def test_the_same_files_give_the_same_bytes(folders):
    gold, corpora, out = folders
    made = []
    for _ in range(2):
        make(gold, corpora, out)
        made.append({path.name: path.read_bytes() for path in out.iterdir()})
    assert made[0] == made[1]
