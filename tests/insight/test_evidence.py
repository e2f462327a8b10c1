import numpy as np
import pytest
from scipy import stats

from voc.insight.evidence import Moments, fisher, holm, newcombe, welch, wilson

RNG = np.random.default_rng(7)
RUNS = 2000


def covered(low, high, truth):
    return ((low <= truth) & (truth <= high)).mean()


@pytest.mark.parametrize("share", [0.05, 0.4])
def test_wilson_covers(share):
    assert 0.93 < covered(*wilson(RNG.binomial(80, share, RUNS), 80), share) < 0.98


def test_newcombe_covers():
    before, after = RNG.binomial(60, 0.3, RUNS), RNG.binomial(90, 0.1, RUNS)
    assert 0.93 < covered(*newcombe(before, 60, after, 90), -0.2) < 0.98


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
    zero = np.zeros
    low, high, p = welch(
        Moments.of(np.array(one), zero(3, int), 1), Moments.of(np.array(two), zero(4, int), 1)
    )
    known = stats.ttest_ind(two, one, equal_var=False)
    assert p[0] == pytest.approx(known.pvalue)
    assert (low[0], high[0]) == pytest.approx(tuple(known.confidence_interval()))


def test_too_few_numbers_are_no_test():
    one = Moments.of(np.array([1.0, np.nan]), np.array([0, 0]), 1)
    assert one.n[0] == 1
    assert np.isnan(one.interval()).all()
    assert np.isnan(welch(one, one)[2][0])
    same = Moments.of(np.array([1.0, 1.0]), np.array([0, 0]), 1)
    assert np.isnan(welch(same, same)[2][0])


def test_fisher_keeps_its_level():
    p = fisher(RNG.binomial(30, 0.2, RUNS), 30, RNG.binomial(25, 0.2, RUNS), 25)
    assert (p <= 0.05).mean() <= 0.05
    assert fisher(0, 10, 0, 10) == 1


def test_no_voices_are_no_share():
    assert np.isnan(wilson(0, 0)).all()
    low, high = wilson([0, 10], [10, 10])
    assert (low[0], high[1]) == (0, 1)


def test_holm_is_no_smaller_than_what_it_adjusts():
    assert holm([]).tolist() == []
    assert holm([0.04, 0.01]).tolist() == [0.04, 0.02]
    assert holm([0.9, 0.8]).tolist() == [1, 1]
