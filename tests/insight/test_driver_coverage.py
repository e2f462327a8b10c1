"""Planted truths: over 200 simulated surveys the intervals hold the true effects 19 times of 20."""

import numpy as np
import pytest
from scipy.special import expit

from voc.insight.driver_bootstrap import Draws
from voc.insight.driver_design import Design, Factor
from voc.insight.driver_estimate import differences, nps_points
from voc.insight.score_scale import Scale

RUNS, N, SAMPLES = 200, 150, 400
EFFECTS = np.array([-2.5, -1.0, 0.0, -1.5])
SHARES = np.array([0.3, 0.2, 0.15, 0.1])


def carried(rng):
    """Four pains of which a voice that has one has others more often."""
    link = np.log(SHARES / (1 - SHARES)) + 0.7 * rng.normal(size=(N, 1))
    return (rng.random((N, 4)) < expit(link)).astype(float)


def design(has, outcome, unit):
    factors = tuple(
        Factor("pain", (str(place),), int(column.sum()), 0, len(np.unique(unit[column > 0])))
        for place, column in enumerate(has.T)
    )
    return Design(np.column_stack((np.ones(N), has)), outcome, unit, factors, 0)


def coverage(unit, one_run):
    drawn = Draws.of(unit, SAMPLES, 0)  # the same of all runs, which saves most of the time
    hits = []
    for run in range(RUNS):
        truth, found = one_run(np.random.default_rng(run), drawn)
        hits.append((found.low <= truth) & (truth <= found.high))
    return np.mean(hits)


def test_scores_of_customers_who_write_three_times():
    unit = np.repeat(np.arange(N // 3), 3)

    def one_run(rng, drawn):
        has = carried(rng)
        mood = np.repeat(rng.normal(size=N // 3), 3)
        made = design(has, 7 + has @ EFFECTS + mood + 2 * rng.normal(size=N), unit)
        return EFFECTS, differences(made, drawn)

    assert 0.90 <= coverage(unit, one_run) <= 0.98


def test_repurchase():
    unit = np.arange(N)
    truth = np.array([0.8, *EFFECTS / 2])

    def one_run(rng, drawn):
        has = carried(rng)
        link = truth[0] + has @ truth[1:]
        without = link[:, None] - truth[1:]
        gaps = expit(link)[:, None] - expit(without)
        true_gaps = (gaps * has).sum(axis=0) / has.sum(axis=0)
        made = design(has, (rng.random(N) < expit(link)).astype(float), unit)
        return true_gaps, differences(made, drawn)

    assert 0.90 <= coverage(unit, one_run) <= 0.98


def test_points_of_nps():
    unit = np.arange(N)
    nps = Scale("nps", 0, 10)
    falls = np.array([0.3, 0.2, 0.0, 0.1])  # of promoters, who turn detractors

    def one_run(rng, drawn):
        has = (rng.random((N, 4)) < SHARES).astype(float)
        chance = rng.random(N)
        promoter = 0.65 - has @ falls
        outcome = np.where(chance < promoter, 10.0, np.where(chance < 0.8, 3.0, 8.0))
        found = nps_points(design(has, outcome, unit), nps, drawn)
        return 200 * SHARES * falls, found

    assert 0.90 <= coverage(unit, one_run) <= 0.98


def test_intervals_that_ignore_customers_would_be_too_narrow():
    """When all voices of a customer carry the same pain, they are one witness."""
    rng = np.random.default_rng(0)
    unit = np.repeat(np.arange(N // 5), 5)
    has = np.repeat((rng.random((N // 5, 4)) < 0.3).astype(float), 5, axis=0)
    outcome = np.repeat(rng.normal(size=N // 5), 5) + 0.3 * rng.normal(size=N)
    of_customers, of_voices = (
        differences(design(has, outcome, who), Draws.of(who, SAMPLES, 0))
        for who in (unit, np.arange(N))
    )
    wider = (of_customers.high - of_customers.low) / (of_voices.high - of_voices.low)
    assert wider.min() > 1.5


def test_many_customers_are_drawn_in_groups():
    unit = np.arange(5000)
    of = Draws.of(unit, 10, 0)
    assert of.times.shape == (10, 2000)
    assert np.bincount(of.block).tolist() == [3] * 1000 + [2] * 1000
    columns = np.ones((5000, 1))
    assert of.products(columns, columns)[:, 0, 0] == pytest.approx(of.sums(unit, columns)[:, 0])
