import numpy as np
import pytest
from samples import tagged

from voc.errors import InputError
from voc.insight.driver_controls import control_columns
from voc.insight.reading import facts_of


def columns(values, minimum=2, **rows):
    facts = facts_of([tagged(meta={"x": value}) for value in values])
    return control_columns(facts, ["x"], np.arange(len(values)), minimum)


def test_the_most_frequent_value_is_what_others_are_compared_to():
    found = columns(["a", "a", "a", "b", "b", "c", "d"])
    assert found.T.tolist() == [[0, 0, 0, 1, 1, 0, 0], [0, 0, 0, 0, 0, 1, 1]]


def test_quantities_are_centred():
    found = columns([*range(12), None])
    assert found.shape == (13, 2)
    assert found[:, 0].mean() == pytest.approx(0)
    assert found[:12, 0].std() == pytest.approx(1)
    assert found[:, 1].tolist() == [0] * 12 + [1]


def test_few_numbers_are_codes():
    assert columns([1, 1, 2, 2, 1]).T.tolist() == [[0, 0, 1, 1, 0]]


def test_what_never_varies_is_no_control():
    assert columns(["a"] * 4).shape == (4, 0)


def test_a_column_that_nobody_has():
    facts = facts_of([tagged()])
    with pytest.raises(InputError, match="门店"):
        control_columns(facts, ["门店"], np.arange(1), 2)
