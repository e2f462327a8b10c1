import json

import pytest

from benchmarks.topic_names import coverage, main

TEXTS = ["送餐太慢", "送餐真的太慢了", "配送慢", "味道不错", "味道很好", "味道不错哦", "菜很香"]
LABELS = [0, 0, 0, 1, 1, 1, 1]


def test_shares_are_of_clauses_that_say_the_name():
    slow, taste = coverage(TEXTS, LABELS)
    assert (slow.name, slow.size) == ("送餐太慢", 3)
    assert slow.half == 1.0
    assert taste.all == pytest.approx(0.75)
    assert taste.half == pytest.approx(0.75)


def test_the_command_prints_a_line_for_each_topic(tmp_path, capsys, monkeypatch):
    path = tmp_path / "clauses.jsonl"
    rows = [{"text": t, "topic": n, "score": 1.0} for t, n in zip(TEXTS, LABELS, strict=True)]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["topic_names", str(path)])
    main()
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert "味道不错" in lines[1]
    assert "mean of 2 topics" in lines[2]
