import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.engines.ngrams import NgramTable, document_frequency, fingerprints, hash_ngrams
from voc.text.normalize import normalize_batch

BITS = 12


def spans(*texts):
    batch = normalize_batch(texts)
    return batch.codes, batch.bounds[:-1], batch.bounds[1:]


def table_of(*texts, at_least=1):
    return NgramTable.fit(document_frequency(*spans(*texts), at_least), BITS)


def grams(text):
    return [text[i : i + n] for n in range(1, 5) for i in range(len(text) - n + 1)]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("太慢了好a1", max_size=8), max_size=5))
def test_every_ngram_of_every_span_is_hashed_by_its_characters(texts):
    batch = normalize_batch(texts)
    hashes, owner = hash_ngrams(batch.codes, batch.bounds[:-1], batch.bounds[1:])
    names = {}
    for i, text in enumerate(batch.texts()):
        of_text = hashes[owner == i]
        assert len(of_text) == len(grams(text))
        for gram, value in zip(grams(text), of_text.tolist(), strict=True):
            assert names.setdefault(value, gram) == gram
    assert len(names) == len({gram for text in batch.texts() for gram in grams(text)})


def test_no_ngram_crosses_the_edge_of_a_span():
    codes, _, _ = spans("发货慢")
    hashes, owner = hash_ngrams(codes, np.array([0, 2]), np.array([2, 3]))
    assert owner.tolist() == [0, 0, 1, 0]
    assert len(hashes) == 4


def test_document_frequency_counts_spans():
    counted = document_frequency(*spans("慢慢", "慢", "快"), at_least=1)
    assert counted.total == 3
    assert sorted(counted.counts.tolist()) == [1, 1, 2]
    assert document_frequency(*spans("慢慢", "慢", "快"), at_least=2).counts.tolist() == [2]


def test_rarer_ngrams_weigh_more_and_unknown_ones_nothing():
    table = table_of("慢", "慢", "慢", "快")
    matrix = table.matrix(*spans("慢", "快", "好", "慢慢")).toarray()
    rare, common = np.log(4) + 1, np.log(4 / 3) + 1
    np.testing.assert_allclose(matrix.sum(axis=1), [common, rare, 0, 2 * common], rtol=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("太慢了好a", max_size=8), max_size=5))
def test_occurrences_are_the_entries_of_the_matrix_with_their_places(texts):
    table = table_of("太慢了", "好好好", "a")
    codes, start, end = spans("太", *texts)
    found = table.occurrences(codes, start, end)
    whole = "".join(map(chr, codes))
    known = {gram for text in ("太慢了", "好好好", "a") for gram in grams(text)}
    last = found.first + found.length
    assert {whole[a:b] for a, b in zip(found.first, last, strict=True)} <= known
    assert ((found.first >= start[found.owner]) & (last <= end[found.owner])).all()
    matrix = np.zeros((len(start), len(table.idf)))
    np.add.at(matrix, (found.owner, found.row), table.idf[found.row])
    np.testing.assert_allclose(matrix, table.matrix(codes, start, end).toarray(), rtol=1e-6)


def test_the_more_frequent_ngram_owns_a_bucket():
    texts = ["".join(map(chr, range(0x4E00 + i, 0x4E00 + i + 4))) for i in range(0, 400, 4)]
    counted = document_frequency(*spans(*texts, *texts[:50]), at_least=1)
    table = NgramTable.fit(counted, 6)
    assert table.bits == 6
    assert 0 < len(table.idf) <= 64
    bucket = (counted.hashes >> np.uint64(58)).astype(int)
    for b in range(64):
        best = counted.counts[bucket == b].max()
        owner = table.fingerprint[b] == fingerprints(counted.hashes[bucket == b])
        assert counted.counts[bucket == b][owner].max() == best


def test_arrays_round_trip():
    table = table_of("发货太慢", "客服很好", "太慢")
    again = NgramTable.from_arrays(table.arrays(), BITS)
    for name in ("fingerprint", "row", "idf"):
        np.testing.assert_array_equal(getattr(again, name), getattr(table, name))


@pytest.mark.parametrize("texts", [[], [""], ["", "", ""]])
def test_nothing_in_nothing_out(texts):
    matrix = table_of("太慢").matrix(*spans(*texts))
    assert matrix.shape == (len(texts), 3)
    assert matrix.nnz == 0


def test_a_table_that_knows_nothing_gives_empty_rows():
    table = table_of("太慢", at_least=2)
    assert table.matrix(*spans("太慢", "好")).shape == (2, 0)


def test_a_fingerprint_is_never_that_of_a_free_bucket():
    assert fingerprints(np.array([0, 0x10000, 0xABCDE], dtype=np.uint64)).tolist() == [
        1, 1, 0xBCDE,
    ]  # fmt: skip
