import json

import pytest

from benchmarks import __main__ as module
from benchmarks.__main__ import main
from benchmarks.plan import Plan
from benchmarks.tables import performance_tables, speed_tables


@pytest.mark.slow
def test_a_quick_run_gives_everything_that_is_shown(tmp_path, capfd):
    texts, out = tmp_path / "评论.txt", tmp_path / "results.json"
    texts.write_text("等了四十分钟才送到，汤都洒了\n骑手态度很好\n", encoding="utf-8")
    assert main(["--quick", "--texts", str(texts), "--out", str(out)]) == 0
    results = json.loads(out.read_text(encoding="utf-8"))
    assert results["texts"]["file"] == f"{tmp_path.name}/评论.txt"
    assert results["programs"].keys() == {"voc default", "jieba"}
    assert results["absent"] == {}
    assert len(results["fresh"]["jieba"]["runs"]) == 1
    assert "jieba.lcut" in performance_tables(results)
    assert "评论.txt" in speed_tables(results, 0)
    assert str(tmp_path) not in out.read_text(encoding="utf-8")


def test_results_are_kept_part_by_part(tmp_path, monkeypatch):
    def breaks(source, plan):
        assert plan == Plan(programs=("jieba",))
        yield {"throughput": 1}
        raise RuntimeError

    monkeypatch.setattr(module, "measure", breaks)
    out = tmp_path / "r.json"
    with pytest.raises(RuntimeError):
        main(["--programs", "jieba", "--out", str(out)])
    assert json.loads(out.read_text(encoding="utf-8"))["throughput"] == 1


@pytest.mark.parametrize("some", [["--quick"], ["--programs", "jieba"]], ids=["quick", "programs"])
def test_results_of_a_part_never_take_the_place_of_all(some, capsys):
    with pytest.raises(SystemExit) as done:
        main(some)
    assert done.value.code == 2
    assert "name another file for them with --out" in capsys.readouterr().err


def test_texts_that_cannot_be_read_are_a_mistake(tmp_path, capsys):
    assert main(["--texts", str(tmp_path / "none.txt"), "--out", str(tmp_path / "r.json")]) == 2
    assert "none.txt" in capsys.readouterr().err
