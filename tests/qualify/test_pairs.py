from dataclasses import replace

import numpy as np
import pytest

from voc.qualify.decode import Decoding
from voc.qualify.pairs import PairDecoder
from voc.taxonomy import Taxonomy
from voc.types import KINDS

PAIRS = (
    ("pain", "delivery.speed"), ("pain", "delivery.courier"), ("pain", "price.value"),
    ("need", "service.reach"), ("praise", "appeal.taste"),
)  # fmt: skip
DECODING = Decoding(pain=0.4, need=0.4, praise=0.4, second=0.35, leaf=0.3)


def decode(*rows, pairs=PAIRS, **changes):
    decoder = PairDecoder(pairs, Taxonomy.load(), replace(DECODING, **changes))
    found = decoder(np.array(rows, dtype=np.float32).reshape(len(rows), len(pairs)))
    columns = (found.clause, found.kind, found.category, found.score)
    return [
        (clause, KINDS[kind], found.names[category], round(score, 4))
        for clause, kind, category, score in zip(*(c.tolist() for c in columns), strict=True)
    ]


def test_the_best_category_of_each_kind_that_is_likely_enough():
    assert decode([0.5, 0.1, 0, 0.39, 0.4], [0, 0, 0, 0.1, 0]) == [
        (0, "pain", "delivery.speed", 0.5), (0, "praise", "appeal.taste", 0.4),
    ]  # fmt: skip


def test_a_kind_is_as_likely_as_its_categories_together():
    assert decode([0.2, 0.15, 0.1, 0, 0]) == [(0, "pain", "delivery.speed", 0.2)]


def test_a_second_category_of_its_own_right():
    assert decode([0.4, 0, 0.45, 0, 0]) == [
        (0, "pain", "price.value", 0.45), (0, "pain", "delivery.speed", 0.4),
    ]  # fmt: skip
    assert decode([0.4, 0, 0.45, 0, 0], second=0.41) == [(0, "pain", "price.value", 0.45)]


def test_an_uncertain_leaf_backs_off_to_the_likeliest_parent():
    assert decode([0.2, 0.15, 0.25, 0, 0], leaf=0.5) == [(0, "pain", "delivery", 0.35)]
    assert decode([0.2, 0.15, 0.25, 0, 0], leaf=0.4) == [(0, "pain", "price.value", 0.25)]


def test_scores_never_exceed_one():
    assert decode([1.2, 0, 0, 0, 0]) == [(0, "pain", "delivery.speed", 1.0)]
    assert decode([0.9, 0.8, 0.1, 0, 0], leaf=0.6) == [(0, "pain", "delivery", 1.0)]


def test_clauses_come_in_order_and_the_surest_first():
    found = decode([0, 0, 0, 0.9, 0.5], [0.6, 0, 0, 0, 0.7])
    assert [(clause, kind) for clause, kind, *_ in found] == [
        (0, "need"), (0, "praise"), (1, "praise"), (1, "pain"),
    ]  # fmt: skip


@pytest.mark.parametrize("pairs", [PAIRS, ()])
def test_no_clauses_no_pairs(pairs):
    assert decode(pairs=pairs) == []
    assert decode([0] * len(pairs), pairs=pairs) == []


def test_equal_scores_are_decided_by_the_order_of_the_columns():
    assert decode([0.3, 0.3, 0.3, 0, 0]) == [(0, "pain", "delivery.speed", 0.3)]


def test_columns_need_not_stand_together():
    order = [3, 0, 4, 2, 1]
    row = [0.5, 0.1, 0.45, 0.9, 0.6]
    mixed = decode([row[i] for i in order], pairs=[PAIRS[i] for i in order])
    assert mixed == decode(row)
    assert len(mixed) == 4
