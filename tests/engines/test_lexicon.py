import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.engines.lexicon import LexiconEngine
from voc.taxonomy import Taxonomy
from voc.text.split import split_texts
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, STAGES, VOICE_TYPES

ENGINE = LexiconEngine(Taxonomy.load())
WIDTHS = {"voice_type": 8, "sentiment": 4, "emotion": 9, "urgency": 4, "flags": 6}


def voice(text):
    """Labels of one voice: the likeliest of each set, and flags over one half."""
    voices = ENGINE.score(split_texts([text])).voices
    return {
        "voice_type": VOICE_TYPES[voices["voice_type"][0].argmax()],
        "sentiment": SENTIMENTS[voices["sentiment"][0].argmax()],
        "emotion": EMOTIONS[voices["emotion"][0].argmax()],
        "urgency": int(voices["urgency"][0].argmax()),
        "flags": {f for f, p in zip(FLAGS, voices["flags"][0], strict=True) if p > 0.5},
    }


def check(scores, n_clauses, n_voices):
    assert scores.pairs.shape == (n_clauses, len(ENGINE.pairs))
    assert scores.severity.shape == (n_clauses, 5)
    assert scores.stage.shape == (n_clauses, len(STAGES))
    assert {key: rows.shape for key, rows in scores.voices.items()} == {
        key: (n_voices, width) for key, width in WIDTHS.items()
    }
    rows = [scores.severity, scores.stage, *(v for k, v in scores.voices.items() if k != "flags")]
    for distribution in rows:
        np.testing.assert_allclose(distribution.sum(axis=1), 1, atol=1e-5)
    for probability in (scores.pairs, scores.voices["flags"], *rows):
        assert probability.dtype == np.float32
        assert ((probability >= 0) & (probability <= 1)).all()


def test_pairs_are_every_kind_with_every_leaf():
    assert ENGINE.name == "lexicon"
    assert len(ENGINE.pairs) == len(set(ENGINE.pairs)) == 3 * 63


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(), max_size=4))
def test_any_texts_score_in_range(texts):
    clauses = split_texts(texts)
    check(ENGINE.score(clauses), len(clauses), len(texts))


@pytest.mark.parametrize(
    "text", ["", " \n", "\0客服\0", "\ud800没到账", "👍🏽", "very bad", "卡" * 100_000, "。" * 9999]
)
def test_odd_texts_do_not_raise(text):
    clauses = split_texts([text, "物流很快"])
    scores = ENGINE.score(clauses)
    check(scores, len(clauses), 2)
    assert scores.pairs[-1].max() > 0.5


def test_batch_equals_one_by_one():
    texts = ["房间挺干净，就是隔音太差", "说说续航", "真的不错", ""]
    together = ENGINE.score(split_texts(texts))
    alone = [ENGINE.score(split_texts([text])) for text in texts]
    np.testing.assert_array_equal(together.pairs, np.concatenate([s.pairs for s in alone]))
    for key in WIDTHS:
        rows = np.concatenate([s.voices[key] for s in alone])
        np.testing.assert_array_equal(together.voices[key], rows)


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [
        pytest.param("今天不退款我就打12315投诉", "voice_type", "complaint", id="complaint"),
        pytest.param("App老是闪退，还很卡", "voice_type", "product_issue", id="product"),
        pytest.param("店员态度差，上菜慢", "voice_type", "service_issue", id="service"),
        pytest.param("请问支持分期吗？", "voice_type", "inquiry", id="inquiry"),
        pytest.param("建议增加夜间模式", "voice_type", "suggestion", id="suggestion"),
        pytest.param("物流很快，质量不错", "voice_type", "praise", id="praise"),
        pytest.param("今天天气晴", "voice_type", "other", id="other"),
        pytest.param("味道一般，但是服务很好", "sentiment", "positive", id="contrast-last-wins"),
        pytest.param("服务很好，但是味道太差", "sentiment", "negative", id="contrast-other-way"),
        pytest.param("气死我了，垃圾服务", "emotion", "anger", id="anger"),
        pytest.param("很满意，喜欢", "emotion", "joy", id="joy"),
        pytest.param("已收到，尺码xl", "emotion", "neutral", id="neutral"),
        pytest.param("物流很快，质量不错", "urgency", 0, id="nothing-to-do"),
        pytest.param("多次联系，至今不退款，请尽快处理", "urgency", 2, id="soon"),
        pytest.param("充电宝自燃，东西烧起来了", "flags", {"safety"}, id="safety"),
        pytest.param("不会再来了，太难吃", "flags", {"churn"}, id="churn"),
        pytest.param("很好吃，下次还来", "flags", {"recommend"}, id="recommend"),
    ],
)
def test_voice_labels(text, label, value):
    assert voice(text)[label] == value


def test_severity_follows_aspect_and_degree():
    texts = ["被盗刷了", "有点卡顿", "冒烟了", "很好吃"]
    severity = ENGINE.score(split_texts(texts)).severity.argmax(axis=1)
    assert severity.tolist() == [4, 1, 3, 0]


def test_stage_is_the_usual_one_of_the_aspect():
    scores = ENGINE.score(split_texts(["客服电话打不通", "还没送到"]))
    assert [STAGES[i] for i in scores.stage.argmax(axis=1)] == ["support", "delivery"]


def test_engine_can_be_sent_to_a_worker():
    clauses = split_texts(["充电时冒烟了"])
    copy = pickle.loads(pickle.dumps(ENGINE))
    np.testing.assert_array_equal(copy.score(clauses).pairs, ENGINE.score(clauses).pairs)
