import numpy as np
import pytest

from voc.errors import InputError
from voc.insight.score_scale import scale_of


def read(*scores, scale=None):
    return scale_of(np.array(scores, dtype=float), scale)


def test_only_two_ranges_speak_for_themselves():
    assert read(0, 3, 9, np.nan).question == "nps"
    assert read(1, 5, 4.5).question == "csat"


@pytest.mark.parametrize(
    "scores",
    [(1, 7), (1, 10), (1, 4), (3,), (0, 5), (0, 100), (0, 9.5), (0, 8, 99), (-1, 10), (np.nan,)],
)
def test_what_several_scales_have_is_unclear(scores):
    assert read(*scores) is None


def test_stars_are_never_taken_for_nps():
    assert read(*[1, 2, 3, 4, 5] * 20).question == "csat"


def test_a_scale_that_is_told_holds():
    assert read(1, 2, 3, scale="nps").high == 10
    assert (read(3, scale=(1, 10)).best, read(3, scale=(1, 10)).worst) == (9, 2)
    assert (read(3, scale="ces").best, read(3, scale="ces").worst) == (5, 3)


@pytest.mark.parametrize("odd", ["stars", (5, 1), (1, 2), (1, 2, 3), 5, ("1", "5"), {}])
def test_no_such_scale(odd):
    with pytest.raises(InputError, match="nps"):
        read(1, 2, scale=odd)


def test_scores_that_are_all_off_the_scale():
    with pytest.raises(InputError, match="60 to 80"):
        read(60, 80, scale="nps")
    assert np.isnan(read(5, scale="csat").keep(np.array([5.0, 9.0]))).tolist() == [False, True]
