"""What an outcome differs by with each pain, and by how much that may be off."""

from __future__ import annotations

import numpy as np

from voc.insight.codes import Floats, Ints
from voc.insight.driver_bootstrap import Draws, Ranges, ranges
from voc.insight.driver_design import Design
from voc.insight.driver_regression import CHANCE_RIDGE, RIDGE, gap, linear, logistic, solve, working
from voc.insight.score_scale import Scale

_LOOKED_AT = 500  # voices over which a chance is averaged; more change nothing


def differences(design: Design, drawn: Draws) -> Ranges:
    """What the outcome differs by with each factor, everything else in the design being equal.

    Parameters
    ----------
    design : Design
        With a factor at least.
    drawn : Draws
        Of its customers.

    Notes
    -----
    Any outcome: ridge-stabilised linear regression; customers are drawn again (cluster bootstrap).
    Outcomes of 0 and 1: ridge-stabilised logistic regression, told as the difference of the mean
    chance in voices that have the factor; the bootstrap takes one Newton step from the coefficients
    of all voices (Moulton and Zeger, 1989).
    """
    if design.binary:
        return _of_chances(design, drawn)
    return _of_means(design, drawn, design.outcome)


def nps_points(design: Design, scale: Scale, drawn: Draws) -> Ranges:
    """How many points NPS would differ by, had voices with a factor the scores of comparable ones.

    Share of voices with the factor, times what the answer (100 of promoters, 0 of passives, -100 of
    detractors) differs by with it, all else in the design being equal; the sign turned. It is an
    estimate, and no promise of what mending brings. Points of several factors do not add up.
    """
    good, bad = design.outcome >= scale.best, design.outcome <= scale.worst
    return _of_means(design, drawn, 100.0 * good - 100.0 * bad, points=True)


def _of_means(design: Design, drawn: Draws, outcome: Floats, points: bool = False) -> Ranges:
    columns, factors = design.columns, design.places
    value = linear(columns, outcome[:, None])[factors, 0]
    sums = drawn.products(columns, columns, outcome[:, None])
    samples = _coefficients(sums, RIDGE)[:, factors]
    if points:
        value = -columns[:, factors].mean(axis=0) * value
        samples = -sums[:, 0, factors] / sums[:, 0, :1] * samples
    return ranges(value, samples, _witnesses(design))


def _of_chances(design: Design, drawn: Draws) -> Ranges:
    columns = design.columns
    fitted = logistic(columns, design.outcome)
    weight, response = working(columns, design.outcome, fitted)
    sums = drawn.products(columns, columns * weight, response)
    every = np.vstack((fitted.T, _coefficients(sums, CHANCE_RIDGE)))
    gaps = np.column_stack([gap(_with(columns, place), every, place) for place in design.places])
    return ranges(gaps[0], gaps[1:], _witnesses(design))


def _coefficients(sums: Floats, ridge: float) -> Floats:
    """Of each sample, of shape (samples, q); the last column of the sums is the response."""
    found: Floats = solve(sums[:, :, :-1], sums[:, :, -1:], ridge)[:, :, 0]
    return found


def _with(columns: Floats, place: int) -> Floats:
    rows = np.flatnonzero(columns[:, place])
    step = max(1, len(rows) // _LOOKED_AT)
    return columns[rows[::step]]


def _witnesses(design: Design) -> Ints:
    return np.array([factor.n_witnesses for factor in design.factors], dtype=np.int64)
