import numpy as np
import pytest
from samples import record, tagged

from voc.errors import InputError
from voc.reliability import calibration_error, coverage_curve, record_hits, reliability_table

SLOW = record(0, 5)
NEED = record(6, 13, kind="need", category="service.reach", severity=1, stage="support")


def test_the_table_by_hand():
    table = reliability_table([0.0, 0.05, 0.3, 1.0, 0.95], [False, True, True, True, False])
    assert [(row["from"], row["to"], row["n"]) for row in table] == [
        (0.0, 0.1, 2), (0.3, 0.4, 1), (0.9, 1.0, 2),
    ]  # fmt: skip
    assert [row["confidence"] for row in table] == pytest.approx([0.025, 0.3, 0.975])
    assert [row["accuracy"] for row in table] == [0.5, 1.0, 0.5]
    assert [row["n"] for row in reliability_table([0.1, 0.9], [True, True], n_bins=1)] == [2]
    assert reliability_table([], []) == []


def test_the_curve_by_hand():
    curve = coverage_curve([0.2, 0.9, 0.5, 0.7], [False, True, False, True], (1.0, 0.75, 0.5, 0.01))
    assert [(row["coverage"], row["n"], row["confidence"]) for row in curve] == [
        (1.0, 4, 0.2), (0.75, 3, 0.5), (0.5, 2, 0.7), (0.01, 1, 0.9),
    ]  # fmt: skip
    assert [row["accuracy"] for row in curve] == pytest.approx([1 / 2, 2 / 3, 1, 1])
    assert coverage_curve([], []) == []
    assert [row["coverage"] for row in coverage_curve([0.5], [True])] == [
        1,
        0.9,
        0.8,
        0.7,
        0.6,
        0.5,
    ]


def test_the_order_of_equal_confidences_does_not_count():
    confidence, right = np.array([0.9, 0.5, 0.5, 0.5, 0.5]), np.array([1, 1, 1, 0, 0], bool)
    rng = np.random.default_rng(0)
    for order in (rng.permutation(5) for _ in range(10)):
        curve = coverage_curve(confidence[order], right[order], (0.6,))
        assert curve == [
            {"coverage": 0.6, "n": 3, "confidence": 0.5, "accuracy": (1 + 2 * 0.5) / 3}
        ]


def test_calibration_error():
    assert calibration_error([], []) == 0.0
    assert calibration_error([1.0, 1.0], [True, False]) == 0.5
    assert calibration_error([0.05, 0.95], [True, True]) == pytest.approx((0.95 + 0.05) / 2)


@pytest.mark.parametrize("measure", [reliability_table, coverage_curve, calibration_error])
@pytest.mark.parametrize("confidence", [1.1, -0.1, float("nan")])
def test_what_is_no_probability_is_refused(measure, confidence):
    with pytest.raises(InputError, match=r"outside \[0, 1\]; give probabilities"):
        measure([0.5, confidence], [True, True])
    with pytest.raises(InputError, match="got 2 confidences and 1 verdicts"):
        measure([0.5, 0.5], [True])


@pytest.mark.parametrize("point", [0.0, 1.1, -1.0])
def test_a_share_out_of_range_is_refused(point):
    with pytest.raises(InputError, match="give shares to keep"):
        coverage_curve([0.5], [True], (1.0, point))


def test_a_backed_off_record_is_right_if_a_leaf_below_is_there():
    top, other = record(0, 5, category="delivery"), record(0, 5, category="price")
    hits = record_hits([tagged(SLOW)], [tagged(top, other, SLOW, NEED)])
    assert hits == [(top, True), (other, False), (SLOW, True), (NEED, False)]
