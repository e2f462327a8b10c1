import numpy as np
import pytest

from voc.engines.base import Scores
from voc.engines.blend import BlendEngine
from voc.text.split import split_texts


class Constant:
    name = "constant"
    pairs = (("pain", "delivery.speed"),)

    def __init__(self, value, **voices):
        self.value, self.voices = value, voices

    def score(self, clauses):
        n = len(clauses)
        return Scores(
            np.full((n, 1), self.value, dtype=np.float32),
            np.full((n, 5), 0.2, dtype=np.float32),
            np.full((n, 8), 0.125, dtype=np.float32),
            {
                name: np.full((clauses.n_voices, 1), v, np.float32)
                for name, v in self.voices.items()
            },
        )


def test_it_is_the_weighted_mean():
    blend = BlendEngine(Constant(1.0, polarity=0.0), Constant(0.0, polarity=1.0), 0.25)
    scores = blend.score(split_texts(["发货慢", "好"]))
    assert scores.pairs == pytest.approx(0.75)
    assert scores.voices["polarity"] == pytest.approx(0.25)
    assert scores.severity.sum(axis=1) == pytest.approx(1.0)
    assert blend.pairs == (("pain", "delivery.speed"),)


def test_a_share_of_nothing_is_the_first_engine():
    first = Constant(0.3, polarity=0.2)
    scores = BlendEngine(first, Constant(0.9, polarity=0.9), 0.0).score(split_texts(["好"]))
    np.testing.assert_array_equal(scores.pairs, first.score(split_texts(["好"])).pairs)
