import pytest

from benchmarks import trained
from benchmarks.trained import load_linearsvc, train_linearsvc


@pytest.fixture
def few(monkeypatch):
    """A corpus of four texts."""
    texts = ["好吃", "很好", "太慢", "慢死了"]
    labels = ["positive", "positive", "negative", "negative"]
    monkeypatch.setattr(trained, "_labelled", lambda: (texts, labels))


def test_the_pipeline_learns_and_is_loaded_again(few, tmp_path):
    train_linearsvc(tmp_path)
    assert list(load_linearsvc(tmp_path).predict(["好", "慢"])) == ["positive", "negative"]


def test_labels_are_those_of_the_practice_corpus():
    texts, labels = trained._labelled()
    assert len(texts) == len(labels) > 4000
    assert set(labels) == {"negative", "neutral", "positive", "mixed"}
