import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.qualify.calibrate import IDENTITY, Calibration, fit_calibration
from voc.reliability import calibration_error


def test_straight_between_knots_flat_beyond_them():
    curve = Calibration((0.2, 0.6), (0.1, 0.9))
    np.testing.assert_allclose(
        curve([0.0, 0.2, 0.4, 0.6, 1.0]), [0.1, 0.1, 0.5, 0.9, 0.9], atol=1e-6
    )
    assert curve([]).shape == (0,)
    assert curve([0.5]).dtype == np.float32


def test_the_identity_changes_nothing():
    np.testing.assert_allclose(IDENTITY([0.0, 0.3, 1.0]), [0.0, 0.3, 1.0], atol=1e-7)


def test_it_repairs_a_score_that_is_too_sure():
    rng = np.random.default_rng(0)
    scores = rng.uniform(size=2000)
    right = rng.uniform(size=2000) < scores / 2
    curve = fit_calibration(scores.tolist(), right.tolist())
    fresh = rng.uniform(size=2000)
    fresh_right = rng.uniform(size=2000) < fresh / 2
    assert calibration_error(fresh, fresh_right) > 0.2
    assert calibration_error(curve(fresh), fresh_right) < 0.05


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_right_or_all_wrong(share):
    curve = fit_calibration([0.1, 0.5, 0.9], [bool(share)] * 3)
    assert curve([0.0, 0.5, 1.0]).tolist() == [share] * 3


def test_nothing_to_learn_from():
    assert fit_calibration([], []) == IDENTITY


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_the_curve_rises_and_stays_in_range(pairs):
    curve = fit_calibration([score for score, _ in pairs], [right for _, right in pairs])
    assert list(curve.scores) == sorted(curve.scores)
    assert list(curve.shares) == sorted(curve.shares)
    values = curve(np.linspace(0, 1, 50, dtype=np.float32))
    assert ((values >= 0) & (values <= 1)).all()
    assert (np.diff(values) >= -1e-6).all()


def test_scores_too_near_to_tell_apart_are_one_knot():
    curve = fit_calibration([0.0, 1.0, 0.9999999999999999], [False] * 3)
    assert curve.scores == (0.0, 1.0)
    assert curve([1.0]).tolist() == [0.0]
