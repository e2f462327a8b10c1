import numpy as np
import pytest
from scipy import stats

from voc.statistics.means import Moments, welch

RNG = np.random.default_rng(7)
RUNS = 2000


def covered(low, high, truth):
    return ((low <= truth) & (truth <= high)).mean()


def moments(values):
    return Moments.of(np.array(values), np.zeros(len(values), int), 1)


def test_means_are_those_of_scipy():
    values = np.array([2.0, 3, 7, 7, 4, np.nan])
    of = Moments.of(values, np.array([0, 0, 0, 0, 1, 1]), 2)
    low, high = of.interval()
    ends = stats.t.interval(0.95, 3, values[:4].mean(), values[:4].std(ddof=1) / 2)
    assert (low[0], high[0]) == pytest.approx(ends)
    assert of.mean[1] == 4
    assert np.isnan([low[1], high[1]]).all()


def test_means_and_their_difference_are_covered():
    groups = np.repeat(np.arange(RUNS), 12)
    first, second = (
        Moments.of(RNG.normal(mean, spread, len(groups)), groups, RUNS)
        for mean, spread in ((0.0, 1.0), (0.5, 2.0))
    )
    assert 0.93 < covered(*first.interval(), 0.0) < 0.97
    assert 0.93 < covered(*welch(first, second)[:2], 0.5) < 0.97


def test_welch_is_the_one_of_scipy():
    one, two = [1.0, 2.0, 4.0], [3.0, 5.0, 9.0, 9.5]
    low, high, p = welch(moments(one), moments(two))
    known = stats.ttest_ind(two, one, equal_var=False)
    assert p[0] == pytest.approx(known.pvalue)
    assert (low[0], high[0]) == pytest.approx(tuple(known.confidence_interval()))


def test_too_few_numbers_are_no_test():
    one, same = moments([1.0, np.nan]), moments([1.0, 1.0])
    assert one.n[0] == 1
    assert np.isnan(one.interval()).all()
    assert np.isnan(welch(one, one)[2][0])
    assert np.isnan(welch(same, same)[2][0])
