from types import SimpleNamespace

import numpy as np
import pytest

from voc.engines import text_blend
from voc.engines.lesson import Learned, Lesson
from voc.engines.text_blend import TextBlend, blend
from voc.engines.text_encoder import TextEncoder
from voc.engines.text_linear import TextHeads

ROWS = np.arange(200)


def lesson(*, exclusive):
    label = ROWS % 2
    values = (label[:, None] == np.arange(2)).astype(np.float32)
    texts = tuple(f"第{row}条" for row in ROWS)
    return Lesson(texts, values, exclusive, np.ones(len(ROWS), np.float32))


def logits(values, noise, seed):
    told = (values - 0.5) * 2
    return (told + np.random.default_rng(seed).normal(0, noise, values.shape)).astype(np.float32)


def learned(kind, rows, scores):
    return Learned(object.__new__(kind), rows, scores)


@pytest.mark.parametrize("exclusive", [True, False])
def test_who_knows_more_weighs_more(exclusive):
    given = lesson(exclusive=exclusive)
    good, poor = logits(given.values, 0.8, 0), logits(given.values, 5.0, 1)
    one = blend(given, learned(TextEncoder, ROWS, good), learned(TextHeads, ROWS, poor)).model
    other = blend(given, learned(TextEncoder, ROWS, poor), learned(TextHeads, ROWS, good)).model
    assert one.weights[0] > 3 * one.weights[1]
    assert other.weights[1] > 3 * other.weights[0]


def test_both_together_know_more_than_each():
    given = lesson(exclusive=True)
    a, b = logits(given.values, 1.5, 0), logits(given.values, 1.5, 1)
    some = np.arange(0, 200, 2)
    both = blend(given, learned(TextEncoder, some, a[some]), learned(TextHeads, ROWS, b))
    right = given.values.argmax(axis=1)[some]
    hits = [(said.argmax(axis=1) == right).mean() for said in (both.logits, a[some], b[some])]
    assert both.rows is some
    assert hits[0] > max(hits[1:])


def test_with_nothing_unseen_the_usual_weights_hold():
    none = np.arange(0)
    made = blend(
        lesson(exclusive=True),
        learned(TextEncoder, none, np.zeros((0, 2), np.float32)),
        learned(TextHeads, none, np.zeros((0, 2), np.float32)),
    )
    assert made.model.weights == text_blend._USUAL
    assert made.logits.shape == (0, 2)


def test_scores_are_weighed():
    of_texts = np.float32([[1, 0], [0, 2]])
    model = TextBlend(
        SimpleNamespace(logits=lambda _: of_texts), SimpleNamespace(logits=lambda _: -of_texts),
        (2.0, 0.5),
    )  # fmt: skip
    np.testing.assert_allclose(model.logits(["慢", "好"]), 1.5 * of_texts)
