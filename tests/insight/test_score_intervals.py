import numpy as np
import pytest
from scipy.stats import binomtest, t

from voc.insight.score_intervals import difference, mean, share


def test_shares_are_those_of_scipy():
    of = share(np.array([0.0, 8, 10]), np.full(3, 10.0))
    for place, hits in enumerate((0, 8, 10)):
        ends = binomtest(hits, 10).proportion_ci(method="wilson")
        assert (of.low[place], of.high[place]) == pytest.approx(tuple(ends))


def test_means_are_those_of_scipy():
    values = np.array([2.0, 3, 7, 7])
    of = mean(np.array([values.sum(), 4]), np.array([(values**2).sum(), 16]), np.array([4.0, 1]))
    ends = t.interval(0.95, 3, values.mean(), values.std(ddof=1) / 2)
    assert (of.low[0], of.high[0]) == pytest.approx(ends)
    assert of.value[1] == 4
    assert np.isnan([of.low[1], of.high[1]]).all()


def test_the_interval_of_a_difference_holds_in_19_of_20_samples():
    rng = np.random.default_rng(0)
    counts = rng.multinomial(60, [0.4, 0.35, 0.25], size=4000).astype(float)
    of = difference(counts[:, 0], counts[:, 2], np.full(4000, 60.0))
    assert 0.94 < ((of.low <= 0.15) & (of.high >= 0.15)).mean() < 0.965


def test_a_difference_stays_in_its_range():
    of = difference(np.array([2.0]), np.array([0.0]), np.array([2.0]))
    assert (of.value[0], of.high[0]) == (1, 1)
    assert of.low[0] < 0
