"""What is particular to SentimentScorer; the rest is in test_classifier_contract."""

import numpy as np
import pytest
from complaints import QUICK

from voc import SentimentScorer
from voc.errors import InputError

TEXTS = ["太差了", "差评", "退钱", "很满意", "推荐", "喜欢", "收到了", "还没用", "已经到了"]
NAMES = ["negative"] * 3 + ["positive"] * 3 + ["neutral"] * 3


@pytest.fixture(scope="module")
def fitted():
    return SentimentScorer(QUICK).fit(TEXTS, NAMES)


def test_polarity_is_within_its_range_and_of_the_right_sign(fitted):
    polarity = fitted.predict([*TEXTS, "", "太差了" * 1000])
    assert polarity.shape == (11,)
    assert polarity.dtype == np.float32
    assert (np.abs(polarity) <= 1).all()
    assert (np.sign(polarity[:6]) == [-1] * 3 + [1] * 3).all()
    assert np.abs(polarity[6:9]).max() < np.abs(polarity[:6]).min()


def test_it_is_the_distance_of_two_probabilities(fitted):
    assert fitted.classes_.tolist() == ["negative", "neutral", "positive"]
    chances = fitted.predict_proba(TEXTS)
    np.testing.assert_allclose(fitted.predict(TEXTS), chances[:, 2] - chances[:, 0], atol=1e-6)


def test_two_of_the_three_are_enough():
    made = SentimentScorer(QUICK).fit(TEXTS[:6], NAMES[:6])
    assert made.classes_.tolist() == ["negative", "positive"]
    assert made.predict(TEXTS[:6]).min() < -0.5
    praise = SentimentScorer(QUICK).fit(TEXTS[3:], NAMES[3:])
    assert praise.classes_.tolist() == ["neutral", "positive"]
    assert (praise.predict(TEXTS) >= 0).all()


def test_numbers_say_the_same_as_names(fitted):
    sign = {"negative": -1, "neutral": 0.0, "positive": np.float32(1)}
    made = SentimentScorer(QUICK).fit(TEXTS, [sign[name] for name in NAMES])
    np.testing.assert_array_equal(made.predict(TEXTS), fitted.predict(TEXTS))
    assert made.score(TEXTS, np.array([sign[name] for name in NAMES])) == 1


def test_strong_opinions_count_more_than_weak_ones():
    texts = ["慢", "慢", "快"]
    assert SentimentScorer(QUICK).fit(texts, [-1, 0.1, 0.1]).predict(["慢"])[0] < 0
    assert SentimentScorer(QUICK).fit(texts, [-0.1, 1, 0.1]).predict(["慢"])[0] > 0


def test_the_score_leaves_neutral_texts_out_and_weighs_the_others(fitted):
    assert fitted.score(TEXTS, NAMES) == 1
    wrong = ["positive", *NAMES[1:]]
    assert fitted.score(TEXTS, wrong) == pytest.approx(5 / 6)
    assert fitted.score(TEXTS, wrong, [5] + [1] * 8) == pytest.approx(0.5)


@pytest.mark.parametrize("engine", [QUICK, "linear"], ids=["bare", "with_base"])
def test_a_loaded_scorer_says_the_same(engine, tmp_path):
    made = SentimentScorer(engine, random_state=2).fit(TEXTS, NAMES)
    made.save(tmp_path / "new")
    again = SentimentScorer.load(tmp_path / "new")
    np.testing.assert_array_equal(again.predict(TEXTS), made.predict(TEXTS))
    assert again.classes_.tolist() == made.classes_.tolist()
    assert again.random_state == 2
    assert "SentimentScorer.load" in (tmp_path / "new/README.md").read_text(encoding="utf-8")


BAD = [
    ("good", r"got y\[8\]='good', expected negative, neutral, positive or a number in \[-1, 1\]"),
    (1.5, r"got y\[8\]=1.5"),
    (float("nan"), r"got y\[8\]=nan"),
    (None, r"got y\[8\]=None"),
    ([1], r"got y\[8\]=\[1\]"),
]


@pytest.mark.parametrize(("one", "message"), BAD, ids=range(len(BAD)))
def test_what_is_no_polarity(fitted, one, message):
    for call in (SentimentScorer(QUICK).fit, fitted.score):
        with pytest.raises(InputError, match=message):
            call(TEXTS, [*NAMES[:8], one])


def test_there_must_be_two_kinds_and_one_polarity_a_text(fitted):
    with pytest.raises(InputError, match="got only neutral texts; expected two or all of negative"):
        SentimentScorer(QUICK).fit(TEXTS, [0] * 9)
    for call in (SentimentScorer(QUICK).fit, fitted.score):
        with pytest.raises(InputError, match="got 9 texts and 8 polarities; give one for each"):
            call(TEXTS, NAMES[:8])
        with pytest.raises(InputError, match="got y of type str, expected a list"):
            call(TEXTS, "positive")
    with pytest.raises(InputError, match="got only neutral texts; expected some that are negative"):
        fitted.score(TEXTS, [0] * 9)
    with pytest.raises(InputError, match="got only neutral texts"):
        fitted.score(TEXTS, NAMES, [0] * 6 + [1] * 3)
