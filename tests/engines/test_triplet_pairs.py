import numpy as np

from voc.engines.chain import Spans
from voc.engines.surroundings import Layout
from voc.engines.triplet_pairs import Pairs, choose, describe
from voc.text.split import split_texts


def spans(*rows):
    start, end, probability = zip(*rows, strict=True) if rows else ((), (), ())
    whole = np.array(start, dtype=np.int64), np.array(end, dtype=np.int64)
    return Spans(*whole, np.array(probability, dtype=float))


BOUNDS = np.array([0, 8, 12])
PAIRS = Pairs.of(
    spans((0, 2, 0.9), (0, 3, 0.2), (8, 9, 0.8)), spans((3, 5, 0.9), (10, 12, 0.7)), BOUNDS
)


def rows(**wanted):
    return {tuple(p): n for n, p in enumerate(PAIRS.places(BOUNDS).tolist())}[wanted["place"]]


def test_each_opinion_meets_the_aspects_of_its_text_and_none():
    assert sorted(map(tuple, PAIRS.places(BOUNDS).tolist())) == [
        (0, 0, 3, 5), (0, 2, 3, 5), (0, 3, 3, 5), (8, 8, 10, 12), (8, 9, 10, 12),
    ]  # fmt: skip


def test_the_likeliest_pairs_are_chosen_and_none_that_contradicts_them():
    right = np.full(len(PAIRS.aspect), 0.1, dtype=np.float32)
    right[rows(place=(0, 2, 3, 5))] = 0.9
    right[rows(place=(0, 3, 3, 5))] = 0.8  # overlaps the aspect
    right[rows(place=(0, 0, 3, 5))] = 0.7  # the opinion has a named aspect
    right[rows(place=(8, 8, 10, 12))] = 0.6
    chosen = PAIRS.places(BOUNDS)[choose(PAIRS, right, 0.5, BOUNDS)].tolist()
    assert sorted(chosen) == [[0, 2, 3, 5], [8, 8, 10, 12]]


def test_every_candidate_is_described_by_finite_numbers():
    clauses = split_texts(["面包好吃，但很贵", "汤很咸"])
    bounds = clauses.batch.bounds
    for aspects in (spans((0, 2, 0.9)), spans()):
        pairs = Pairs.of(aspects, spans((2, 4, 0.6), (7, 8, 1.0), (9, 11, 0.5)), bounds)
        table = describe(pairs, Layout.of(clauses), bounds, np.zeros((3, 3), np.float32))
        assert len(table) == len(pairs.opinion)
        assert np.isfinite(table).all()
