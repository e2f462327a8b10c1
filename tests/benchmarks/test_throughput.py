import pytest

from benchmarks.plan import Plan
from benchmarks.throughput import WAYS, throughput

PLAN = Plan(rounds=3, voices=1_500, calls=4)
SOURCE = ["等了四十分钟才送到，汤都洒了", "骑手态度很好！", "一般"]


class Worker:
    """Takes ``seconds`` a text, and notes what it was given."""

    def __init__(self, seconds):
        self.pace = seconds
        self.given = []

    def seconds(self, texts, *, one_a_call=False):
        self.given.append((list(texts), one_a_call))
        return self.pace * len(texts)


@pytest.fixture
def workers():
    return {"voc default": Worker(0.01), "jieba": Worker(0.02), "snownlp": Worker(1.0)}


def test_figures_of_each_way(workers):
    found = throughput(workers, SOURCE, PLAN)
    assert found.keys() == set(WAYS)
    run = found["different"]["programs"]["jieba"]
    assert run["voices"] == 1_500
    assert run["voices_a_second"] == 50.0
    assert run["seconds"] == [30.0] * 3
    assert found["one_a_call"]["ratios"] == {"voc default": {"jieba": 2.0, "snownlp": 100.0}}


def test_all_read_the_same_and_slow_programs_the_first_of_it(workers):
    throughput(workers, SOURCE, PLAN)
    default, jieba, snownlp = (worker.given for worker in workers.values())
    assert default == jieba
    assert [(texts[:1_000], one) for texts, one in default] == snownlp


def test_ways_differ_in_texts_and_calls(workers):
    throughput(workers, SOURCE, PLAN)
    given = workers["voc default"].given
    assert [one_a_call for _, one_a_call in given] == [False] * 6 + [True] * 3
    assert [set(texts) for texts, _ in given[:3]] == [set(SOURCE)] * 3
    for texts, one_a_call in given[3:]:
        assert len(set(texts)) == (4 if one_a_call else 1_500)
    assert given[3] != given[4] != given[5]  # new ones each round
