"""All that ``y`` may be, and what comes back."""

import numpy as np
import pandas as pd
import pytest
from complaints import DOTTED, LABELS, QUICK, TEXTS
from scipy import sparse

from voc import PainClassifier

MATRIX = np.array([[1, 0]] * 6 + [[0, 1]] * 6)
SEVERAL = [["物流"]] * 5 + [["物流", "质量"]] + [["质量"]] * 5 + [[]]


def learned(y, **options):
    return PainClassifier(QUICK, **options).fit(TEXTS, y)


@pytest.mark.parametrize(
    "wrap",
    [list, tuple, np.array, pd.Series, lambda y: np.array(y, dtype=object),
     lambda y: pd.Series(y, index=range(100, 112)), pd.Categorical],
    ids=["list", "tuple", "array", "series", "objects", "series_of_some_rows", "categorical"],
)  # fmt: skip
def test_one_label_a_text_in_any_sequence(wrap):
    made = learned(wrap(LABELS))
    assert made.classes_.tolist() == ["物流", "质量"]
    assert made.predict(TEXTS).tolist() == LABELS
    assert made.score(TEXTS, wrap(LABELS)) == 1


@pytest.mark.parametrize("wrap", [tuple, np.array, pd.Series], ids=["tuple", "array", "series"])
def test_texts_in_any_sequence(wrap):
    made = PainClassifier(QUICK).fit(wrap(TEXTS), LABELS)
    assert made.predict(wrap(TEXTS)).tolist() == LABELS


@pytest.mark.parametrize("low", [3, False], ids=["int", "bool"])
def test_labels_keep_their_type(low):
    high = low + 7 if type(low) is int else True
    y = [low] * 6 + [high] * 6
    for given in (y, np.array(y)):
        made = learned(given)
        assert made.predict(TEXTS).tolist() == y
        assert made.classes_.dtype == np.array(y).dtype
        assert made.score(TEXTS, given) == 1


def test_numbers_are_sorted_as_numbers():
    assert learned([2] * 6 + [10] * 6).classes_.tolist() == [2, 10]


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_lists_of_labels_give_tuples(kind):
    made = learned([kind(labels) for labels in SEVERAL])
    predicted = made.predict(TEXTS)
    assert predicted.shape == (12,)
    assert predicted.dtype == object
    assert predicted[0] == ("物流",)
    assert made.predict([TEXTS[0]])[0] == ("物流",)
    assert made.score(TEXTS, SEVERAL) > 0.8
    assert made.score(TEXTS, predicted) == 1


def test_texts_without_labels_are_found_only_if_there_were_some():
    anew = ["今天天气不错"]
    assert learned(SEVERAL, threshold=0.99).predict(anew)[0] == ()
    assert len(learned([[label] for label in LABELS], threshold=0.99).predict(anew)[0]) == 1


@pytest.mark.parametrize(
    "wrap",
    [
        np.array,
        lambda y: np.array(y, dtype=bool),
        pd.DataFrame,
        sparse.csr_array,
        sparse.csr_matrix,
    ],
    ids=["array", "bool", "frame", "sparse_array", "sparse_matrix"],
)
def test_a_matrix_gives_a_matrix(wrap):
    made = learned(wrap(MATRIX))
    predicted = made.predict(TEXTS)
    assert predicted.dtype == np.int64
    np.testing.assert_array_equal(predicted, MATRIX)
    assert made.classes_.tolist() == [0, 1]
    assert made.score(TEXTS, wrap(MATRIX)) == 1


def test_columns_of_a_frame_name_the_labels():
    made = learned(pd.DataFrame(MATRIX, columns=["质量", "物流"]))
    assert made.classes_.tolist() == ["质量", "物流"]
    assert made.classes_.dtype.kind == "U"
    np.testing.assert_array_equal(made.predict(TEXTS), MATRIX)


def test_a_matrix_of_one_column_is_one_question():
    made = learned(MATRIX[:, :1])
    assert made.predict_proba(TEXTS).shape == (12, 1)
    np.testing.assert_array_equal(made.predict(TEXTS), MATRIX[:, :1])


def test_a_label_without_examples_is_never_given():
    made = learned(np.column_stack((MATRIX, np.zeros(12, int))))
    assert made.predict(TEXTS)[:, 2].tolist() == [0] * 12


def test_a_group_takes_the_place_of_an_unsure_label():
    sure, unsure = learned(DOTTED), learned(DOTTED, threshold=0.999)
    assert sure.predict(TEXTS).tolist() == DOTTED
    assert unsure.predict(TEXTS).tolist() == LABELS
    assert unsure.predict(TEXTS[:1]).dtype == unsure.classes_.dtype
    assert unsure.predict([]).shape == (0,)
    assert unsure.score(TEXTS, DOTTED) == 0
    assert unsure.score(TEXTS, [*LABELS[:-1], DOTTED[-1]]) == pytest.approx(11 / 12)


def test_a_label_without_dots_has_no_group_to_give_way_to():
    assert learned(LABELS, threshold=0.999).predict(TEXTS).tolist() == LABELS
    assert learned([1] * 6 + [2] * 6, threshold=0.999).predict(TEXTS).tolist() == [1] * 6 + [2] * 6


FINE = [[label] for label in DOTTED[:-1]] + [["质量"]]
WHOLE = [[one[0], one[0].partition(".")[0]] for one in FINE]


def test_members_are_examples_of_their_group_and_the_finer_one_is_told():
    made = learned(FINE, threshold=0.5)
    chances = dict(zip(made.classes_.tolist(), made.predict_proba(["洗了就掉色"])[0], strict=True))
    assert chances["质量"] > 0.5
    assert made.predict(TEXTS[:1])[0] == ("物流.时效",)


def test_groups_stand_beside_their_members_if_they_did_when_learned():
    made = learned(WHOLE)
    for given in made.predict(TEXTS):
        assert all("." not in one or one.partition(".")[0] in given for one in given)
    assert set(made.predict(TEXTS[:1])[0]) == {"物流", "物流.时效"}
    assert made.score(TEXTS, WHOLE) > 0.9


def test_repeated_texts_of_two_minds_are_split_between_their_labels():
    made = PainClassifier(QUICK).fit(["慢"] * 6, LABELS[3:9])
    assert made.predict_proba(["慢"])[0].tolist() == pytest.approx([0.5, 0.5], abs=0.1)


def test_a_class_of_one_text_is_learned():
    made = learned([*LABELS[:-1], "罕见"])
    assert made.predict([TEXTS[-1]]).tolist() == ["罕见"]
