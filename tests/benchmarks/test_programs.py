import subprocess
import sys
from types import SimpleNamespace

import pytest

import voc
from benchmarks import programs as module
from benchmarks.programs import PROGRAMS
from benchmarks.trained import spaced

TEXTS = ["等了四十分钟才送到，汤都洒了", "骑手态度很好"]


@pytest.fixture
def imported(monkeypatch):
    """Put stand-ins in the place of packages."""

    def put(**modules):
        monkeypatch.setattr(module, "import_module", lambda name: modules[name.replace(".", "_")])

    return put


def test_nothing_is_imported_before_it_is_loaded():
    heavy = "numpy sklearn jieba snownlp pandas matplotlib onnxruntime torch".split()
    code = f"import sys, benchmarks.programs; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_voc_gives_as_many_records_one_by_one(tmp_path):
    reader = PROGRAMS["voc default"].load(tmp_path)
    together = reader.many(TEXTS)
    assert together == len(voc.classify(TEXTS).records) > 0
    assert sum(reader.one(text) for text in TEXTS) == together


def test_peers_are_asked_for_each_text(imported, tmp_path):
    asked = []
    imported(snownlp_sentiment=SimpleNamespace(classify=asked.append))
    PROGRAMS["snownlp"].load(tmp_path).many(TEXTS)
    assert asked == TEXTS


def test_fasttext_always_gets_a_list(monkeypatch, tmp_path):
    model = SimpleNamespace(predict=lambda texts: texts)
    monkeypatch.setattr(module, "load_fasttext", lambda folder: model)
    reader = PROGRAMS["fasttext"].load(tmp_path)
    assert reader.one("好吃") == reader.many(["好吃"]) == ["好 吃"]


def test_the_pipeline_gets_a_list(tmp_path, monkeypatch):
    model = SimpleNamespace(predict=len)
    monkeypatch.setattr(module, "load_linearsvc", lambda folder: model)
    assert PROGRAMS["linearsvc"].load(tmp_path).one("好吃") == 1


def test_characters_are_words_of_one_line():
    assert spaced("不\n错 ，好\u3000吃") == "不 错 ， 好 吃"
