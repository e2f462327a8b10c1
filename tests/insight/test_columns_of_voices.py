import numpy as np
import pytest
from samples import tagged

from voc.errors import InputError
from voc.insight.columns import as_numbers, groups, numbers
from voc.insight.reading import facts_of

FACTS = facts_of(
    [
        tagged(segment="大客户", score=3, meta={"门店": ["a"], "金额": "12"}),
        tagged(score=float("inf"), meta={"金额": 10**400}),
    ]
)


def test_groups_of_fields_and_of_meta():
    assert groups(FACTS, "segment").values == ("大客户",)
    assert groups(FACTS, "门店").values == ("['a']",)
    assert groups(FACTS, "门店").codes.tolist() == [0, -1]


def test_numbers_of_scores_and_of_meta():
    assert np.nan_to_num(numbers(FACTS, "score"), nan=-1).tolist() == [3, -1]
    assert np.nan_to_num(numbers(FACTS, "金额"), nan=-1).tolist() == [12, -1]
    assert as_numbers([]).shape == (0,)
    assert np.isnan(as_numbers([1e300, -1e12])).all()


def test_what_nobody_has():
    with pytest.raises(InputError, match="城市"):
        numbers(FACTS, "城市")
    with pytest.raises(InputError, match="城市"):
        groups(FACTS, "城市")
