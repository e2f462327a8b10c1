import numpy as np
import pytest

from voc.errors import InputError
from voc.statistics.many import benjamini_hochberg, check_alpha, holm


def test_holm_is_no_smaller_than_what_it_adjusts():
    assert holm([0.04, 0.01]).tolist() == [0.04, 0.02]
    assert holm([0.9, 0.8]).tolist() == [1, 1]


def test_benjamini_and_hochberg_find_no_less_than_holm():
    p = np.random.default_rng(0).uniform(size=50)
    assert (p <= benjamini_hochberg(p)).all()
    assert (benjamini_hochberg(p) <= holm(p)).all()


@pytest.mark.parametrize("adjusted", [holm, benjamini_hochberg])
def test_what_is_no_test_costs_nothing(adjusted):
    assert adjusted([]).tolist() == []
    assert np.isnan(adjusted([np.nan, np.nan])).all()
    assert adjusted([np.nan, 0.01, 0.04])[1:].tolist() == adjusted([0.01, 0.04]).tolist()


def test_an_odd_level_is_refused():
    with pytest.raises(InputError, match="level=1"):
        check_alpha(1, "level")
