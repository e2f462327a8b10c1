import numpy as np
import pytest

from voc.engines.context import clause_features, voice_features
from voc.text.split import split_texts

TEXTS = ["房间干净，隔音太差，早餐一般", "", "慢"]


def logits(n_rows, n_heads=2, start=1.0):
    return np.arange(start, start + n_rows * n_heads, dtype=np.float32).reshape(n_rows, n_heads)


def test_a_clause_sees_itself_its_neighbours_its_voice_and_its_place():
    clauses = split_texts(TEXTS)
    own, whole = logits(4), logits(3, start=100.0)
    features = clause_features(clauses, own, whole)
    assert features.shape == (4, 4 * 2 + 7)
    assert features.dtype == np.float32
    np.testing.assert_array_equal(features[:, :2], own)
    np.testing.assert_array_equal(features[:, 2:4], [[0, 0], own[0], own[1], [0, 0]])
    np.testing.assert_array_equal(features[:, 4:6], [own[1], own[2], [0, 0], [0, 0]])
    np.testing.assert_array_equal(features[:, 6:8], whole[[0, 0, 0, 2]])
    np.testing.assert_allclose(features[:, 8], np.log1p([4, 4, 4, 1]), rtol=1e-6)
    np.testing.assert_allclose(features[:, 9], np.log1p([3, 3, 3, 1]), rtol=1e-6)
    np.testing.assert_allclose(features[:, 10], [0, 1 / 3, 2 / 3, 0], rtol=1e-6)
    assert features[:, 11].tolist() == [1, 0, 0, 1]
    assert features[:, 12].tolist() == [0, 0, 1, 1]
    assert features[:, 13:].tolist() == [[0, 0]] * 4


def test_a_clause_sees_the_mark_behind_it():
    clauses = split_texts(["真的吗？太慢了！", "真的吗", "？"])
    features = clause_features(clauses, logits(3), logits(3))
    assert features[:, 13:].tolist() == [[1, 0], [0, 1], [0, 0]]


def test_a_voice_sees_itself_and_mean_and_maximum_of_its_clauses():
    clauses = split_texts(TEXTS)
    own, whole = logits(4), logits(3, start=100.0)
    features = voice_features(clauses, own, whole)
    assert features.shape == (3, 3 * 2 + 3)
    assert features.dtype == np.float32
    np.testing.assert_array_equal(features[:, :2], whole)
    np.testing.assert_array_equal(features[:, 2:4], [own[:3].mean(0), [0, 0], own[3]])
    np.testing.assert_array_equal(features[:, 4:6], [own[:3].max(0), [-8, -8], own[3]])
    np.testing.assert_allclose(features[:, 6], np.log1p([3, 0, 1]), rtol=1e-6)
    np.testing.assert_allclose(features[:, 7], [1 / 4, 1, 1 / 2])
    np.testing.assert_allclose(features[:, 8], np.log1p([14, 0, 1]), rtol=1e-6)


@pytest.mark.parametrize("texts", [[], [""], ["。", ""]])
def test_without_clauses(texts):
    clauses = split_texts(texts)
    own, whole = logits(0), logits(len(texts))
    assert clause_features(clauses, own, whole).shape == (0, 15)
    assert voice_features(clauses, own, whole).shape == (len(texts), 9)


def test_a_voice_does_not_depend_on_its_batch():
    own, whole = logits(4), logits(3, start=100.0)
    together = split_texts(TEXTS)
    alone = split_texts(TEXTS[2:])
    np.testing.assert_array_equal(
        clause_features(together, own, whole)[3:], clause_features(alone, own[3:], whole[2:])
    )
    np.testing.assert_array_equal(
        voice_features(together, own, whole)[2:], voice_features(alone, own[3:], whole[2:])
    )
