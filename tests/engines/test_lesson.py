import numpy as np
import pytest

from voc.engines.lesson import Lesson, folds_of


def lesson(texts, labels):
    values = (np.array(labels)[:, None] == np.unique(labels)).astype(np.float32)
    return Lesson(tuple(texts), values, True, np.arange(len(texts), dtype=np.float32))


def test_some_texts_of_a_lesson():
    taken = lesson("甲乙丙丁", [0, 1, 0, 1]).take(np.array([3, 0]))
    assert taken.texts == ("丁", "甲")
    assert taken.values.tolist() == [[0, 1], [1, 0]]
    assert taken.weights.tolist() == [3, 0]
    assert lesson("甲乙", [0, 1]).take(np.arange(0)).values.shape == (0, 2)


@pytest.mark.parametrize("n_folds", [2, 3])
def test_each_label_is_dealt_out_evenly(n_folds):
    labels = np.repeat([0, 1, 2], [6, 12, 30])
    fold = folds_of(lesson([f"第{i}条" for i in range(48)], labels), n_folds, 0)
    for label in range(3):
        counts = np.bincount(fold[labels == label], minlength=n_folds)
        assert counts.max() - counts.min() <= 1


def test_copies_of_a_text_stay_together():
    texts = ["太慢"] * 5 + ["很好"] * 5 + [f"第{i}条" for i in range(20)]
    fold = folds_of(lesson(texts, [0, 1] * 15), 3, 0)
    assert len(set(fold[:5])) == len(set(fold[5:10])) == 1
    assert set(fold) == {0, 1, 2}


def test_folds_follow_the_seed():
    one = lesson([f"第{i}条" for i in range(60)], [0, 1] * 30)
    assert folds_of(one, 3, 1).tolist() == folds_of(one, 3, 1).tolist()
    assert folds_of(one, 3, 1).tolist() != folds_of(one, 3, 2).tolist()


def test_texts_without_labels_and_lone_surrogates_are_dealt_out_too():
    texts = ("\ud800", "", "甲", "乙", "丙", "丁")
    none = Lesson(texts, np.zeros((6, 2), np.float32), False, np.ones(6, np.float32))
    assert np.bincount(folds_of(none, 3, 0)).tolist() == [2, 2, 2]
