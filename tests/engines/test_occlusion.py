import numpy as np
import pytest

import voc.engines.occlusion as occlusion
from voc.engines.base import Scores
from voc.engines.occlusion import occlude
from voc.text.split import split_texts


class Counting:
    """Is as sure of a pain as a clause has the word 慢, of a need as it has gb; keeps its batches."""

    name = "counting"
    pairs = (("pain", "delivery.speed"), ("need", "delivery.speed"))

    def __init__(self):
        self.batches = []

    def score(self, clauses):
        self.batches.append(clauses)
        spans = zip(clauses.voice, clauses.start, clauses.end, strict=True)
        texts = [clauses.texts[voice][start:end] for voice, start, end in spans]
        assert all(text.strip() for text in texts)
        rows = [
            [0.1 + 0.2 * min(text.count("慢"), 4), 0.9 if "gb" in text else 0] for text in texts
        ]
        pairs = np.array(rows, dtype=np.float32).reshape(-1, 2)
        none = np.zeros((len(clauses), 0), np.float32)
        return Scores(pairs, none, none, {})


@pytest.fixture
def engine():
    return Counting()


def weights_of(engine, text, *targets):
    return list(occlude(engine, split_texts([text]), targets))


def log_odds(p):
    return np.log(p / (1 - p))


def test_the_weight_of_a_word_is_what_is_lost_without_it(engine):
    [parts] = weights_of(engine, "慢，发货慢了", (1, [0]))
    np.testing.assert_allclose(
        parts.weights, [0, 0, 0, 0, log_odds(0.3) - log_odds(0.1), 0], atol=1e-6
    )
    assert parts.rest == pytest.approx(log_odds(0.1))


def test_a_latin_word_is_one_piece_and_shares_evenly(engine):
    [parts] = weights_of(engine, "要 gb 12.5", (1, [1]))
    loss = parts.weights[2:4]
    assert loss[0] == loss[1] > 0
    assert np.count_nonzero(parts.weights) == 2
    versions = set(engine.batches[0].texts)
    assert versions == {"要 gb 12.5", "  gb 12.5", "要    12.5", "要 gb     "}


def test_a_clause_that_is_all_gone_has_no_record(engine):
    first, second = weights_of(engine, "慢，快", (0, [0]), (1, [0]))
    assert first.weights[0] == pytest.approx(log_odds(0.3) - log_odds(1e-3), abs=1e-5)
    assert second.weights.tolist() == pytest.approx(
        [0, 0, log_odds(0.1) - log_odds(1e-3)], abs=1e-5
    )


def test_columns_are_added_up(engine):
    [parts] = weights_of(engine, "慢", (0, [0, 1]))
    assert parts.weights.sum() + parts.rest == pytest.approx(log_odds(0.3), abs=1e-5)


def test_clauses_keep_their_cuts(engine):
    weights_of(engine, "东西发货太慢", (0, [0]))
    [batch] = engine.batches
    assert len(batch) == batch.n_voices == 7
    assert set(zip(batch.start.tolist(), batch.end.tolist(), strict=True)) == {(0, 6)}


def test_records_near_each_other_share_a_batch_and_far_ones_do_not(engine):
    weights_of(engine, "慢，快，慢", (0, [0]), (1, [1]), (2, [0]))
    assert len(engine.batches) == 1
    text = "东西太慢了，" * 200
    first, last = weights_of(engine, text, (0, [0]), (199, [0]))
    assert len(engine.batches) == 3
    assert np.flatnonzero(first.weights).tolist() == [3]
    assert np.flatnonzero(last.weights).tolist() == [199 * 6 + 3]
    for batch in engine.batches[1:]:
        assert batch.n_voices <= 201
        assert len(batch.texts[0]) <= 200


@pytest.mark.parametrize("most", [200, 5])
def test_in_a_clause_without_end_neighbours_go_together(engine, most, monkeypatch):
    text = "快好" * 200 + "慢" + "好快" * 200
    monkeypatch.setattr(occlusion, "_MOST_CHARACTERS", len(text) * most)
    [parts] = weights_of(engine, text, (0, [0]))
    heavy = np.flatnonzero(parts.weights)
    assert 400 in heavy
    assert len(heavy) == pytest.approx(len(text) / most, abs=1)
    assert engine.batches[0].n_voices == most + 1


@pytest.mark.parametrize("text", ["。。慢！？", "慢\n\n😀<br>", "é慢"])
def test_marks_and_noise_around_do_no_harm(engine, text):
    clauses = split_texts([text])
    place = clauses.texts[0].index("慢")
    clause = int(np.flatnonzero((clauses.start <= place) & (place < clauses.end))[0])
    [parts] = occlude(engine, clauses, [(clause, [0])])
    assert parts.weights.argmax() == place


def test_nothing_to_explain(engine):
    assert weights_of(engine, "") == []
    assert engine.batches == []
