import numpy as np
import pytest

from voc.engines.lesson import Learned, Lesson
from voc.estimators.decision import Decision, fit_decision, micro_f1


def decide(scores, values, *, exclusive=False, weights=None, rows=None):
    values = np.float32(values)
    weights = np.float32([1] * len(values) if weights is None else weights)
    lesson = Lesson(tuple("一二三四五六"[: len(values)]), values, exclusive, weights)
    there = np.arange(len(values)) if rows is None else np.array(rows, dtype=np.int64)
    return fit_decision(lesson, Learned(None, there, np.float32(scores)))


def test_probabilities_of_exclusive_labels_sum_to_one():
    sure = Decision(True, scale=100).probabilities(np.float32([[50, -50, 0], [1e4, 1e4, 0]]))
    np.testing.assert_allclose(sure, [[1, 0, 0], [0.5, 0.5, 0]], atol=1e-6)


def test_the_likeliest_label_is_given_where_each_text_had_one():
    chances = np.float32([[0.2, 0.1], [0.7, 0.6]])
    assert Decision(False).choose(chances).tolist() == [[True, False], [True, True]]
    assert Decision(False, always=False).choose(chances)[0].tolist() == [False, False]
    assert Decision(True).choose(chances).tolist() == [[True, False], [True, False]]


def test_equally_good_thresholds_leave_the_one_in_the_middle():
    found = decide([[3, -3], [-3, 3]] * 2, [[1, 0], [0, 1]] * 2)
    assert found.threshold == 0.5
    assert found.scale > 1


def test_scores_that_are_worse_than_chance_are_not_turned_round():
    found = decide([[-1, 1], [1, -1]] * 2, [[1, 0], [0, 1]] * 2)
    assert found == Decision(False)


def test_whether_each_text_has_a_label_is_seen_in_all_texts():
    values = [[1, 0], [0, 1], [0, 0]]
    assert decide(np.zeros((0, 2)), values, rows=[]) == Decision(False, always=False)
    assert not decide([[1, -1], [-1, 1]], values, rows=[0, 1]).always
    assert decide(np.zeros((0, 2)), values[:2], rows=[]).always


def test_surer_scores_are_scaled_up_and_guesses_down():
    right = decide([[1, 0], [0, 1]], [[1, 0], [0, 1]], exclusive=True)
    guessed = decide([[1, 0], [0, 1]] * 2, [[1, 0], [0, 1], [0, 1], [1, 0]], exclusive=True)
    assert right.scale > 5 > 1 > guessed.scale


def test_weights_move_the_decision():
    scores, values = [[1, 0], [0, 1]] * 2, [[1, 0], [0, 1], [0, 1], [1, 0]]
    trusting = decide(scores, values, exclusive=True, weights=[9, 9, 1, 1])
    doubting = decide(scores, values, exclusive=True, weights=[1, 1, 9, 9])
    assert trusting.scale > doubting.scale
    first = decide([[2], [1], [0], [-1]], [[1], [0], [1], [0]], weights=[9, 9, 1, 1])
    second = decide([[2], [1], [0], [-1]], [[1], [0], [1], [0]], weights=[1, 1, 9, 9])
    assert first.offset != pytest.approx(second.offset)


def test_micro_f1():
    ones = np.ones(2, np.float32)
    assert micro_f1(np.array([1, 0]), np.array([2, 2]), ones) == 0.5
    assert micro_f1(np.array([1, 0]), np.array([2, 2]), np.float32([3, 1])) == 0.75
    assert micro_f1(np.array([0, 0]), np.array([0, 0]), ones) == 1.0


def test_of_many_texts_labels_are_weighed_against_each_other():
    rng = np.random.default_rng(0)
    right = rng.integers(0, 3, 1200)
    scores = np.float32(np.eye(3)[right] + rng.normal(0, 0.2, (1200, 3)))
    scores[right == 2, 0] += 3  # what is the third is always taken for the first as well
    lesson = Lesson(
        tuple(map(str, range(1200))), np.float32(np.eye(3)[right]), True, np.ones(1200, np.float32)
    )
    found = fit_decision(lesson, Learned(None, np.arange(1200), scores))
    assert (scores.argmax(axis=1) == right).mean() < 0.7
    assert (found.probabilities(scores).argmax(axis=1) == right).mean() > 0.95
    np.testing.assert_allclose(found.probabilities(scores[:1]), found.probabilities(scores)[:1])


def test_two_labels_are_mixed_as_three_are():
    right = np.tile([0, 1], 600)
    scores = np.float32([[1, 0], [1, 0.9]])[right]
    values = np.float32(np.eye(2)[right])
    lesson = Lesson(tuple(map(str, range(1200))), values, True, np.ones(1200, np.float32))
    found = fit_decision(lesson, Learned(None, np.arange(1200), scores))
    assert (found.probabilities(scores).argmax(axis=1) == right).all()
