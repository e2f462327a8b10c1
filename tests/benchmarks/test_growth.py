import json

from benchmarks import growth as module
from benchmarks.growth import characters, voices
from benchmarks.plan import Plan

SOURCE = ["等了四十分钟才送到，汤都洒了", "骑手态度很好！"]


class Worker:
    """Takes a millisecond a character, and notes what it was given."""

    def __init__(self):
        self.given = []

    def seconds(self, texts, *, one_a_call):
        assert one_a_call
        self.given.append([len(text) for text in texts])
        return sum(map(len, texts)) / 1000


def test_files_of_different_voices_are_streamed(monkeypatch, tmp_path):
    sizes, read = (5, 20), []

    def streams(name, source, target):
        with open(source, encoding="utf-8") as lines:
            read.append({json.loads(line)["text"] for line in lines})
        n = len(read[-1])
        return [(1.0, {"seconds": n / 10, "mb": 100.0 + len(read)})]

    monkeypatch.setattr(module, "run_child", streams)
    found = voices(SOURCE, Plan(file_rounds=2, sizes=sizes), tmp_path)
    assert found == {
        "5": {"median": 0.5, "seconds": [0.5, 0.5], "peak_mb": 103.0},
        "20": {"median": 2.0, "seconds": [2.0, 2.0], "peak_mb": 104.0},
    }
    assert [len(texts) for texts in read] == [*sizes, *sizes]  # sizes take turns
    assert read[0] != read[2]


def test_longer_and_longer_voices_one_a_call():
    workers = {"voc default": Worker(), "snownlp": Worker()}
    found = characters(workers, SOURCE, Plan(rounds=2, lengths=(10, 1_000, 50_000)))
    assert found.keys() == {"voc default"}
    assert {n: run["median"] for n, run in found["voc default"].items()} == {
        "10": 0.01,
        "1000": 1.0,
        "50000": 50.0,
    }
    first_round = workers["voc default"].given[:3]
    assert first_round == [[10] * 200, [1_000] * 5, [50_000]]


def test_slow_programs_are_spared_the_longest_voices():
    workers = {"voc default": Worker(), "voc accurate": Worker()}
    found = characters(workers, SOURCE, Plan(rounds=1, lengths=(10, 50_000)))
    assert {name: list(by_length) for name, by_length in found.items()} == {
        "voc default": ["10", "50000"], "voc accurate": ["10"],
    }  # fmt: skip


def test_a_process_streams_a_file_to_parquet(tmp_path):
    source, target = tmp_path / "v.jsonl", tmp_path / "v.parquet"
    source.write_text(json.dumps({"text": SOURCE[0]}) + "\n", encoding="utf-8")
    (report,) = module._reports(str(source), str(target))
    assert report["seconds"] > 0
    assert target.stat().st_size > 0
