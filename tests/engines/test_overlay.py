import numpy as np

from voc.engines.base import Scores
from voc.engines.overlay import OverlayEngine
from voc.text.split import split_texts


class Fixed:
    """Scores everything alike."""

    def __init__(self, pairs, value):
        self.name, self.pairs, self.value = "fixed", pairs, np.float32(value)

    def score(self, clauses):
        def rows(n, size):
            return np.full((n, size), self.value)

        n, m = len(clauses), clauses.n_voices
        return Scores(rows(n, len(self.pairs)), rows(n, 5), rows(n, 8), {"urgency": rows(m, 4)})


def test_records_come_from_one_engine_and_all_else_from_the_other():
    base, own = Fixed((("pain", "a"),), 0.1), Fixed((("pain", "b"), ("need", "b")), 0.9)
    engine = OverlayEngine(base, own)
    clauses = split_texts(["太慢，太贵", ""])
    scores = engine.score(clauses)
    assert engine.pairs == own.pairs
    np.testing.assert_array_equal(scores.pairs, own.score(clauses).pairs)
    np.testing.assert_array_equal(scores.severity, base.score(clauses).severity)
    np.testing.assert_array_equal(scores.stage, base.score(clauses).stage)
    np.testing.assert_array_equal(scores.voices["urgency"], base.score(clauses).voices["urgency"])
