"""What cannot be learned or read is refused: got, expected, do."""

import numpy as np
import pandas as pd
import pytest
from complaints import LABELS, QUICK, TEXTS

from voc import PainClassifier, SentimentScorer
from voc.errors import InputError, MissingExtraError, ModelNotFoundError
from voc.estimators.engines import EncoderTexts, LinearTexts


@pytest.fixture(scope="module")
def fitted():
    return PainClassifier(QUICK).fit(TEXTS, LABELS)


TEXT_ERRORS = [
    ("快递太慢", r"got one str, expected a list of texts; write \[text\]"),
    (None, "got one NoneType, expected a list of texts"),
    (7, "got one int, expected a list of texts"),
    (["慢", None], "got a NoneType as text 1, expected a str; replace missing texts by ''"),
    (["慢", float("nan")], "got a float as text 1, expected a str"),
    ([b"slow"], "got a bytes as text 0, expected a str"),
    (pd.Series(["慢", None]), "as text 1, expected a str"),
    (pd.DataFrame({"text": TEXTS}), r"2 dimensions, expected a list of texts; .* X\['text'\]"),
    (np.array([["慢"]]), "2 dimensions, expected a list of texts"),
]


@pytest.mark.parametrize(("texts", "message"), TEXT_ERRORS, ids=range(len(TEXT_ERRORS)))
def test_what_is_no_list_of_texts(fitted, texts, message):
    for call in (fitted.predict, fitted.predict_proba, lambda X: fitted.score(X, ["物流"])):
        with pytest.raises(InputError, match=message):
            call(texts)
    for kind in (PainClassifier, SentimentScorer):
        with pytest.raises(InputError, match=message):
            kind(QUICK).fit(texts, LABELS)


LABEL_ERRORS = [
    (LABELS[:-1], "got 12 texts and 11 labels; give one for each"),
    (["物流"] * 12, r"the same labels for all 12 texts \('物流'\), .* nothing can be told apart"),
    ([["物流", "质量"]] * 12, "the same labels for all 12 texts"),
    ([[]] * 12, r"the same labels for all 12 texts \(none\)"),
    (np.zeros((12, 3)), r"the same labels for all 12 texts \(0, 1, 2\)"),
    ([*LABELS[:-1], None], r"got label None in y\[11\], expected a name or a whole number"),
    ([*LABELS[:-1], float("nan")], r"got label nan in y\[11\]"),
    ([*LABELS[:-1], ""], r"got label '' in y\[11\]"),
    ([0.5] * 12, r"got label 0.5 in y\[0\]"),
    ([*LABELS[:-1], 3], "got labels of the types int, str in y, expected one"),
    (
        [*LABELS[:-1], ["质量"]],
        r"got y\[0\]='物流' among lists of labels, expected a list there too",
    ),
    ([[0, 1], [1, 0]] * 6, r"got y as lists of 0 and 1 of equal length; .* np.array\(y\)"),
    (
        np.full((12, 2), 2),
        "a matrix y with other numbers than 0 and 1, expected one column a label",
    ),
    (np.array([[0, np.nan]] * 12), "a matrix y with other numbers than 0 and 1"),
    (np.array([[one] for one in LABELS]), "a matrix y of no numbers .*, expected 0 and 1"),
    (pd.DataFrame(np.eye(12)[:, :2], columns=["甲", "甲"]), "got y with two columns of one name"),
    (pd.DataFrame(np.eye(12)[:, :2], columns=["甲", 1]), "got labels of the types int, str"),
    (pd.DataFrame(np.eye(12)[:, :1], columns=[0.5]), "got label 0.5 in the columns of y"),
    ("物流", "got y of type str, expected a list with one entry a text"),
    (None, "got y of type NoneType, expected a list with one entry a text"),
    (iter(LABELS), "got y of type list_iterator, expected a list"),
]


@pytest.mark.parametrize(("labels", "message"), LABEL_ERRORS, ids=range(len(LABEL_ERRORS)))
def test_labels_that_cannot_be_learned(labels, message):
    with pytest.raises(InputError, match=message):
        PainClassifier(QUICK).fit(TEXTS, labels)


@pytest.mark.parametrize("texts", [[""] * 12, [" \n\t"] * 12], ids=["empty", "blank"])
@pytest.mark.parametrize("kind", [PainClassifier, SentimentScorer])
def test_texts_that_are_all_blank(kind, texts):
    y = LABELS if kind is PainClassifier else [1] * 6 + [-1] * 6
    with pytest.raises(InputError, match="got 12 texts, all blank; expected words to learn from"):
        kind(QUICK).fit(texts, y)


@pytest.mark.parametrize("engine", [QUICK, "linear"], ids=["bare", "with_base"])
def test_texts_without_a_word(engine):
    with pytest.raises(
        InputError, match="got 12 texts without a word; expected some to learn from"
    ):
        PainClassifier(engine).fit(["。。。", "!"] * 6, LABELS)


@pytest.mark.parametrize("threshold", [0, 1, -0.1, 1.4, float("nan"), "0.5", "high"])
def test_a_threshold_out_of_range(threshold):
    with pytest.raises(
        InputError, match=r"got threshold=.*, expected a probability between 0 and 1"
    ):
        PainClassifier(QUICK, threshold=threshold).fit(TEXTS, LABELS)


@pytest.mark.parametrize("seed", [-1, None, "0", 0.5, np.random.default_rng(0)])
def test_a_seed_that_is_none(seed):
    with pytest.raises(InputError, match=r"got random_state=.*, expected a whole number from 0"):
        PainClassifier(QUICK, random_state=seed).fit(TEXTS, LABELS)


WEIGHT_ERRORS = [
    ([1] * 11, r"got sample_weight of shape \(11,\), expected \(12,\); give one for each text"),
    (2.0, r"got sample_weight of shape \(\)"),
    ([-1] + [1] * 11, "a sample_weight that is negative or no number"),
    ([float("nan")] + [1] * 11, "a sample_weight that is negative or no number"),
    ([0] * 12, "or all are 0; expected weights from 0 on, some above it"),
    (["heavy"] * 12, "got sample_weight of no numbers"),
]


@pytest.mark.parametrize(("weights", "message"), WEIGHT_ERRORS, ids=range(len(WEIGHT_ERRORS)))
def test_weights_that_weigh_nothing(weights, message):
    with pytest.raises(InputError, match=message):
        PainClassifier(QUICK).fit(TEXTS, LABELS, weights)


ENGINE_ERRORS = [
    ("liner", r"engine='liner'; expected 'linear' or 'encoder', or an object such as"),
    (LinearTexts, r"got engine=<class .*LinearTexts'>, expected .* an object with a method learn"),
    (None, "got engine=None, expected 'linear', 'encoder' or an object with a method learn"),
    (LinearTexts(strength=0), "strength=0, expected a number above 0, such as 0.3"),
    (LinearTexts(strength=float("nan")), "strength=nan, expected a number above 0"),
    (
        LinearTexts(base="accurate"),
        "base='accurate' has the engine 'encoder'; .* such as 'default'",
    ),
    (EncoderTexts(epochs=0), "got epochs=0, .*; expected 1 or more"),
    (EncoderTexts(learning_rate=0), "got epochs=None, learning_rate=0, window=192; .*above 0"),
    (EncoderTexts(window=2), "window=2; expected .* 8 or more"),
]


@pytest.mark.parametrize(("engine", "message"), ENGINE_ERRORS, ids=range(len(ENGINE_ERRORS)))
def test_engines_that_cannot_learn(engine, message):
    with pytest.raises(InputError, match=message):
        PainClassifier(engine).fit(TEXTS, LABELS)


def test_a_base_that_is_not_there():
    with pytest.raises(ModelNotFoundError, match=r"No model 'no-such'\. Available: .*default"):
        PainClassifier(LinearTexts(base="no-such")).fit(TEXTS, LABELS)


def test_an_encoder_needs_its_extra(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "torch", None)
    with pytest.raises(MissingExtraError, match=r"needs torch. .*pip install 'voc\[train\]'"):
        PainClassifier("encoder").fit(TEXTS, LABELS)


SCORE_ERRORS = [
    (LABELS[:-1], "got 12 texts and 11 labels; give one for each"),
    (
        ["价格"] * 12,
        "got labels such as '价格' in y, all unknown; expected those of fit, such as '物流'",
    ),
    ([0, 1] * 6, "got labels such as 0 in y, all unknown"),
    ([["物流"]] * 12, "got y as a list of labels a text, expected one label a text, as for fit"),
    (np.eye(12), "got y as a matrix of 0 and 1, expected one label a text"),
]


@pytest.mark.parametrize(("labels", "message"), SCORE_ERRORS, ids=range(len(SCORE_ERRORS)))
def test_labels_that_cannot_be_scored(fitted, labels, message):
    with pytest.raises(InputError, match=message):
        fitted.score(TEXTS, labels)


def test_a_matrix_of_another_width_cannot_be_scored():
    made = PainClassifier(QUICK).fit(TEXTS, np.array([[1, 0]] * 6 + [[0, 1]] * 6))
    with pytest.raises(InputError, match="got y with 12 columns, expected 2, as for fit"):
        made.score(TEXTS, np.eye(12))


def test_one_unseen_label_counts_as_missed(fitted):
    assert fitted.score(TEXTS, [*LABELS[:-1], "价格"]) == pytest.approx(11 / 12)
    several = PainClassifier(QUICK).fit(TEXTS, [[label] for label in LABELS])
    right = [[label] for label in LABELS[:-1]] + [["质量", "价格"]]
    assert several.score(TEXTS, right) == pytest.approx(24 / 25)
