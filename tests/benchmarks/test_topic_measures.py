"""What is said of topics in the benchmark."""

import json

import numpy as np
import pytest

from benchmarks import topic_programs
from benchmarks.topic_measures import (
    agreement,
    alike,
    alike_where_both,
    coherence,
    thirds_left_out,
)

PAIRS = ["快递 发货"] * 6 + ["屏幕 划痕"] * 6
GOOD, MIXED = np.repeat([0, 1], 6), np.tile([0, 1], 6)


def test_agreement_counts_outliers_as_a_topic():
    found = agreement(["甲"] * 6 + ["乙"] * 6, np.repeat([0, -1], 6))
    assert found == {"nmi": 1, "ari": 1, "topics": 1, "outliers": 0.5}


def test_runs_that_say_the_same_are_alike():
    assert alike([GOOD, 1 - GOOD]) == 1
    assert alike([GOOD, MIXED]) < 0.1


def test_parts_are_compared_where_they_overlap():
    parts = thirds_left_out(7)
    assert [len(rows) for rows in parts] == [4, 5, 5]
    assert sorted(np.concatenate(parts).tolist()) == sorted([*range(7)] * 2)
    split = {0: 0, 1: 0, 2: 1, 3: 1}
    same, other = {2: 5, 3: 5, 0: 6, 1: 6}, {0: 1, 1: 0, 2: 1, 3: 0, 9: 4}
    assert alike_where_both([split, same]) == 1
    assert alike_where_both([split, other]) < 0.1


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
