import numpy as np
import pytest
from scipy.stats import binomtest

from voc.insight.intervals import wilson


@pytest.mark.parametrize(("count", "of"), [(0, 1), (1, 1), (3, 40), (999, 1000)])
def test_it_is_wilsons_interval(count, of):
    low, high = wilson(np.array([count]), np.array([of]))
    expected = binomtest(count, of).proportion_ci(method="wilson")
    assert (low[0], high[0]) == pytest.approx(tuple(expected), abs=1e-6)


def test_of_nothing_nothing_is_known():
    assert np.isnan(wilson(np.zeros(1), np.zeros(1))).all()
