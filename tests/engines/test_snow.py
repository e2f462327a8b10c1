import importlib.util
import sys

import numpy as np
import pytest

import voc
from voc.engines import snow
from voc.errors import MissingExtraError
from voc.text.split import split_texts
from voc.types import SENTIMENTS


@pytest.mark.skipif(importlib.util.find_spec("snownlp") is None, reason="needs snownlp")
def test_snownlp_gives_polarity_and_no_records():  # one test: importing snownlp takes seconds
    texts = ["质量很好，非常喜欢", "质量太差了，垃圾", "", "。", "\ud800", "hello", "差" * 5000]
    analyzer = voc.load("snownlp")
    result = analyzer.classify(texts)
    assert [tagged.sentiment for tagged in result[:4]] == [
        "positive", "negative", "neutral", "neutral",
    ]  # fmt: skip
    good, bad, *silent = [tagged.score for tagged in result[:4]]
    assert bad < -0.5 < 0.5 < good
    assert silent == [0, 0]
    assert result.records == []
    assert result.errors == []
    assert {tagged.model for tagged in result} == {"snownlp@1"}
    scores = analyzer.engine.score(split_texts(texts[:2]))
    polarity = scores.voices["polarity"][:, 0]
    np.testing.assert_allclose(good, 2 * polarity[0] - 1, atol=1e-3)
    np.testing.assert_allclose(scores.voices["sentiment"].sum(axis=1), 1)
    assert scores.voices["sentiment"][1].argmax() == SENTIMENTS.index("negative")
    assert scores.pairs.shape == (4, 0)


def test_without_snownlp_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "snownlp.sentiment", None)
    monkeypatch.setattr(snow, "_sentiment", snow._sentiment.__wrapped__)
    with pytest.raises(MissingExtraError, match=r"pip install 'voc\[snownlp\]'"):
        snow.SnowEngine()
