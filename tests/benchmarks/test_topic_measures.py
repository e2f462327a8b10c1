"""What is said of topics in the benchmark."""

import json

import numpy as np
import pytest

from benchmarks import topic_programs
from benchmarks.topic_measures import agreement, alike, coherence

PAIRS = ["快递 发货"] * 6 + ["屏幕 划痕"] * 6
GOOD, MIXED = np.repeat([0, 1], 6), np.tile([0, 1], 6)


def test_agreement_counts_outliers_as_a_topic():
    found = agreement(["甲"] * 6 + ["乙"] * 6, np.repeat([0, -1], 6))
    assert found == {"nmi": 1, "ari": 1, "topics": 1, "outliers": 0.5}


def test_runs_that_say_the_same_are_alike():
    assert alike([GOOD, 1 - GOOD]) == 1
    assert alike([GOOD, MIXED]) < 0.1


def test_words_that_go_together_are_coherent():
    words = [f"{pair} 好 的" for pair in PAIRS]
    good = coherence(words, GOOD, PAIRS)
    assert good["npmi"] > -0.9
    assert 0 < good["diversity"] <= 1


@pytest.mark.parametrize("name", ["voc", "NMF, words"])
def test_a_program_reports(name, tmp_path, monkeypatch, capsys):
    texts = [f"{a}{b}{c}" for a in ("快递", "屏幕") for b in "慢快好坏" for c in "了吗吧呢"]
    texts = texts * 4
    (tmp_path / "texts.json").write_text(
        json.dumps({"texts": texts, "n_topics": 2}), encoding="utf-8"
    )
    monkeypatch.setattr("sys.argv", ["", name, str(tmp_path), "0"])
    topic_programs.main()
    found = json.loads(capsys.readouterr().out)
    assert len(found["labels"]) == len(texts)
    assert found["seconds"] > 0
