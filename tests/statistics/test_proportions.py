import numpy as np
import pytest
from scipy.stats import binomtest

from voc.statistics.proportions import agresti_min, newcombe, wilson

RNG = np.random.default_rng(7)
RUNS = 2000


def covered(low, high, truth):
    return ((low <= truth) & (truth <= high)).mean()


@pytest.mark.parametrize("level", [0.95, 0.99])
@pytest.mark.parametrize(("hits", "of"), [(0, 1), (1, 1), (3, 40), (8, 10), (999, 1000)])
def test_wilsons_is_the_one_of_scipy(hits, of, level):
    ends = [float(end) for end in wilson(hits, of, level)]
    expected = binomtest(hits, of).proportion_ci(level, method="wilson")
    assert ends == pytest.approx(tuple(expected), abs=1e-9)


@pytest.mark.parametrize("share", [0.05, 0.4])
def test_wilson_covers(share):
    assert 0.93 < covered(*wilson(RNG.binomial(80, share, RUNS), 80), share) < 0.98


def test_of_nothing_nothing_is_known():
    assert np.isnan(wilson(0, 0)).all()
    assert np.isnan(newcombe(0, 0, 1, 2)).all()


def test_the_share_lies_in_its_interval():
    of = np.arange(1, 500) / 3
    for share in (0.0, 0.5, 1.0):
        low, high = wilson(share * of, of)
        assert ((low >= 0) & (low <= share) & (share <= high) & (high <= 1)).all()
    assert wilson(0, 7)[0] == 0
    assert wilson(7, 7)[1] == 1


def test_newcombe_covers():
    before, after = RNG.binomial(60, 0.3, RUNS), RNG.binomial(90, 0.1, RUNS)
    assert 0.93 < covered(*newcombe(before, 60, after, 90), -0.2) < 0.98


def test_a_surer_interval_is_wider():
    low, high = newcombe(8, 10, 1, 10)
    lower, higher = newcombe(8, 10, 1, 10, 0.99)
    assert lower < low < high < higher


def test_the_interval_of_a_difference_of_the_same_voices_covers():
    counts = RNG.multinomial(60, [0.4, 0.35, 0.25], size=4000).astype(float)
    ends = agresti_min(counts[:, 0], counts[:, 2], np.full(4000, 60.0))
    assert 0.94 < covered(*ends, 0.15) < 0.965


def test_a_difference_stays_in_its_range():
    low, high = agresti_min(np.array([2.0]), np.array([0.0]), np.array([2.0]))
    assert high[0] == 1
    assert low[0] < 0
