import gzip
import json
from importlib.metadata import PackageNotFoundError
from types import SimpleNamespace

import pytest

from recipes import peers as module
from recipes.peers import peers, polarity_accuracy
from voc.annotations import to_tagged

TEXTS = {"neg": "发货太慢", "neu": "请问怎么退", "pos": "很好吃"}


def score(texts):
    """Stand in for a peer: it knows two words."""
    return [("好" in text) - ("慢" in text) for text in texts]


@pytest.fixture
def gold():
    return [
        to_tagged({"id": label, "text": text, "d": ["other", label, 0, "neutral", []], "u": []})
        for label, text in TEXTS.items()
    ]


@pytest.fixture
def corpora(tmp_path):
    def write(name, label, *rows):
        path = tmp_path / f"{name}.jsonl.gz"
        path.parent.mkdir(exist_ok=True)
        lines = [{"text": text, "labels": {label: value}} for text, value in rows]
        content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        path.write_bytes(gzip.compress(content.encode()))

    write("chnsenticorp/train", "sentiment", ("很好，看！", "positive"))
    write(
        "chnsenticorp/test", "sentiment",
        ("很好看", "positive"), ("太慢", "negative"), ("一般", "positive"),
    )  # fmt: skip
    write("takeaway/dev", "label", ("凉了", 0), ("好吃", 1))
    write("hotel/dev", "label", ("好差", 0))
    return tmp_path


@pytest.fixture
def here(monkeypatch):
    """Score in this process."""
    monkeypatch.setattr(module, "_apart", lambda score: score)


def test_accuracy_is_that_of_the_sign_and_a_tie_is_negative(corpora):
    assert polarity_accuracy(score, corpora) == {
        "chnsenticorp/test": 2 / 3,
        "chnsenticorp/test_deduplicated": 1 / 2,  # train holds 很好看, but for punctuation
        "takeaway/dev": 1.0,
        "hotel/dev": 0.0,
    }


def test_a_peer_has_figures_and_a_version(gold, corpora, here, monkeypatch):
    monkeypatch.setattr(module, "_PEERS", {"pytest": score})
    found = peers(gold, corpora)["pytest"]
    assert found["gold_dev"] == {"sentiment": 1.0}  # one voice below 0, one at 0, one above
    assert found["polarity_accuracy"]["chnsenticorp/test"] == 0.6667
    assert found["version"] == pytest.__version__


def test_texts_that_a_peer_ships_are_counted(gold, corpora, here, monkeypatch, tmp_path):
    files = {"pos.txt": "很好吃~\n\n很好看！\n", "neg.txt": "好差\n"}
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    package = SimpleNamespace(locate_file=lambda file: tmp_path / file)
    monkeypatch.setattr(module, "distribution", lambda name: package)
    monkeypatch.setattr(module, "_SHIPPED", {"pytest": tuple(files)})
    monkeypatch.setattr(module, "_PEERS", {"pytest": score, "pluggy": score})
    found = peers(gold, corpora)
    assert found["pytest"]["in_training_data"] == {
        "gold_dev": [1, 3],
        "chnsenticorp/test": [1, 3],
        "takeaway/dev": [0, 2],
        "hotel/dev": [1, 1],
    }
    assert "in_training_data" not in found["pluggy"]


def test_a_peer_that_cannot_be_imported_is_left_out(gold, corpora, here, monkeypatch, capsys):
    def broken(texts):
        raise ModuleNotFoundError("No module named 'gensim'")

    monkeypatch.setattr(module, "_PEERS", {"no-such-peer": score, "pytest": broken})
    assert peers(gold, corpora) == {}
    missing, partial = capsys.readouterr().err.splitlines()
    assert missing == f"no-such-peer is left out: {PackageNotFoundError('no-such-peer')}"
    assert partial == "pytest is left out: No module named 'gensim'"


def test_a_peer_runs_in_a_process_of_its_own():
    assert module._apart(sorted)(["b", "a"]) == ["a", "b"]
