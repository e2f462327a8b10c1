import numpy as np
import pytest

from voc.engines.sections import Sections
from voc.qualify.loading import load
from voc.text.split import split_texts

TEXTS = ["发货慢。", "，", "".join(f"第{i}条意见，" for i in range(60)), "好吃，不贵"]


def test_long_voices_are_cut_between_clauses_and_nothing_is_lost():
    clauses = split_texts(TEXTS)
    sections = Sections.of(clauses)
    parts = sections.clauses
    assert sections.first.tolist() == [0, 1, 2, 7]
    assert np.bincount(parts.voice).tolist() == [1, 0, 12, 12, 12, 12, 12, 2]
    begin = parts.batch.bounds[parts.voice] + parts.start
    np.testing.assert_array_equal(begin, clauses.batch.bounds[clauses.voice] + clauses.start)
    np.testing.assert_array_equal(parts.end - parts.start, clauses.end - clauses.start)
    assert "".join(parts.batch.texts()) == "".join(clauses.batch.texts())


def test_short_voices_stay_as_they_are():
    clauses = split_texts(TEXTS[:2])
    assert Sections.of(clauses).clauses is clauses
    assert Sections.of(split_texts([])).first.tolist() == []


def test_what_is_said_of_sections_is_said_of_the_voice():
    sections = Sections.of(split_texts(TEXTS))
    rows = np.arange(8, dtype=np.float32)[:, None]
    said = sections.joined({"emotion": rows, "flags": rows})
    assert said["emotion"][:, 0].tolist() == [0, 1, 4, 7]
    assert said["flags"][:, 0].tolist() == [0, 1, 6, 7]


@pytest.mark.parametrize("n", [30, 500])
def test_a_long_voice_is_understood_as_its_parts_are(n):
    analyzer = load("default")
    [tagged] = analyzer.classify("送货太慢了，客服不理人。" * n)
    assert len(tagged.records) >= 2 * n
    assert tagged.sentiment == "negative"
