import numpy as np
import pytest

from voc.insight.driver_importance import importance, inflation


def columns(*places):
    return np.array(places, dtype=float).T


A = [0, 0, 0, 0, 1, 1, 1, 1]
B = [0, 0, 1, 1, 0, 0, 1, 1]
C = [0, 1, 0, 1, 0, 1, 0, 1]


def test_of_unrelated_columns_it_is_the_squared_correlation():
    outcome = 2.0 * np.array(A) + np.array(B)
    assert importance(columns(A, B), outcome, 2, 0) == pytest.approx([0.8, 0.2])


def test_columns_alike_share_it_and_the_sum_is_r_squared():
    rng = np.random.default_rng(0)
    twin = np.array(A * 20) + 0.01 * rng.normal(size=160)
    outcome = np.array(A * 20) + rng.normal(size=160)
    of = importance(np.column_stack((A * 20, twin)), outcome, 2, 0)
    assert of[0] == pytest.approx(of[1], rel=0.2)
    design = np.column_stack((np.ones(160), A * 20, twin))
    rest = outcome - design @ np.linalg.lstsq(design, outcome)[0]
    assert of.sum() == pytest.approx(1 - rest.var() / outcome.var())


def test_what_a_control_already_tells_does_not_count():
    outcome = np.array(A) + 0.5 * np.array(C)
    of = importance(columns(A, C, A), outcome, 2, 0)
    assert of == pytest.approx([0, 0.2], abs=1e-6)


def test_inflation():
    assert inflation(columns(A, B)) == pytest.approx([1, 1])
    assert inflation(columns(A, B, A)).tolist() == [np.inf, pytest.approx(1), np.inf]
    assert inflation(columns(A)) == pytest.approx([1])
