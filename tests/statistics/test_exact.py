import numpy as np

from voc.statistics.exact import fisher

RNG = np.random.default_rng(7)
RUNS = 2000


def test_fisher_keeps_its_level():
    p = fisher(RNG.binomial(30, 0.2, RUNS), 30, RNG.binomial(25, 0.2, RUNS), 25)
    assert (p <= 0.05).mean() <= 0.05
    assert fisher(0, 10, 0, 10) == 1
