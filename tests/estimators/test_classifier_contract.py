"""scikit-learn's contract; its own checks leave out estimators of texts."""

import copy
import inspect
import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from complaints import LABELS, ODD, QUICK, TEXTS
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.exceptions import NotFittedError
from sklearn.metrics import accuracy_score
from sklearn.model_selection import GridSearchCV, KFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from voc import PainClassifier, SentimentScorer
from voc.engines.lesson import Learned
from voc.estimators.engines import LinearTexts

POLARITY = ["negative"] * 6 + ["positive"] * 6
ESTIMATORS = [(PainClassifier, LABELS), (SentimentScorer, POLARITY)]
both = pytest.mark.parametrize(("kind", "y"), ESTIMATORS, ids=["classifier", "scorer"])


@pytest.fixture(scope="module")
def fitted():
    return PainClassifier(QUICK).fit(TEXTS, LABELS)


@both
def test_the_constructor_only_stores(kind, y):
    for name, parameter in inspect.signature(kind).parameters.items():
        marker = object()
        made = kind(**{name: marker})
        assert getattr(made, name) is marker
        assert vars(made).keys() == inspect.signature(kind).parameters.keys()
        assert parameter.default is not inspect.Parameter.empty


@both
def test_parameters_are_got_set_and_cloned(kind, y):
    engine = LinearTexts(strength=2.0, base=None)
    made = kind().set_params(engine=engine, random_state=3)
    assert made.get_params()["engine"] is engine
    twin = clone(made)
    assert twin.get_params() == made.get_params()
    assert "strength=2.0" in repr(twin)
    assert not [name for name in vars(clone(made.fit(TEXTS, y))) if name.endswith("_")]


@both
def test_fit_returns_itself_sets_trailing_underscores_and_keeps_its_inputs(kind, y):
    texts, given, weights = list(TEXTS), list(y), np.ones(len(y))
    made = kind(QUICK)
    before = made.get_params()
    assert made.fit(texts, given, weights) is made
    assert (texts, given, weights.tolist()) == (TEXTS, y, [1.0] * len(y))
    assert made.get_params() == before
    learned = [name for name in vars(made) if name not in before and not name.startswith("_")]
    assert sorted(learned) == ["classes_", "trained_"]


@both
def test_nothing_works_before_fit(kind, y, tmp_path):
    for call in (
        lambda made: made.predict(TEXTS),
        lambda made: made.predict_proba(TEXTS),
        lambda made: made.score(TEXTS, y),
        lambda made: made.save(tmp_path / "new"),
    ):
        with pytest.raises(NotFittedError):
            call(kind(QUICK))
    assert list(tmp_path.iterdir()) == []


def test_it_says_what_it_is():
    assert is_classifier(PainClassifier())
    assert is_regressor(SentimentScorer())
    tags = PainClassifier().__sklearn_tags__()
    assert (tags.input_tags.string, tags.input_tags.two_d_array) == (True, False)
    assert tags.classifier_tags.multi_label


def test_shapes_types_and_the_order_of_columns(fitted):
    chances = fitted.predict_proba(TEXTS)
    assert chances.shape == (12, 2)
    assert chances.dtype == np.float32
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-6)
    assert fitted.classes_.tolist() == ["物流", "质量"]
    predicted = fitted.predict(TEXTS)
    assert predicted.dtype == fitted.classes_.dtype
    assert predicted.tolist() == fitted.classes_[chances.argmax(axis=1)].tolist() == LABELS
    assert type(fitted.score(TEXTS, LABELS)) is float


def test_the_score_is_the_accuracy_of_what_is_predicted(fitted):
    asked = ["快递", "掉色", "慢", "坏", "好"]
    right = ["物流", "质量", "质量", "质量", "物流"]
    weights = [1, 2, 3, 4, 5]
    for weight in (None, weights):
        expected = accuracy_score(right, fitted.predict(asked), sample_weight=weight)
        assert fitted.score(asked, right, weight) == pytest.approx(expected)


def test_a_second_fit_forgets_the_first(fitted):
    again = PainClassifier(QUICK).fit(["好吃", "难吃", "好喝", "难喝"], [1, 0, 1, 0])
    again.fit(TEXTS, LABELS)
    assert again.classes_.tolist() == fitted.classes_.tolist()
    np.testing.assert_array_equal(again.predict_proba(TEXTS), fitted.predict_proba(TEXTS))


def test_a_fit_that_fails_leaves_the_model_as_it_was(fitted):
    made = copy.deepcopy(fitted)
    with pytest.raises(ValueError, match="all blank"):
        made.fit(["", ""], ["甲", "乙"])
    assert made.predict(TEXTS).tolist() == LABELS


@both
def test_no_texts_give_no_predictions(kind, y):
    made = kind(QUICK).fit(TEXTS, y)
    assert made.predict([]).shape == (0,)
    assert made.predict_proba([]).shape == (0, 2)


def test_odd_texts_are_learned_from_and_predicted():
    texts, labels = TEXTS + ODD, LABELS + ["质量"] * len(ODD)
    made = PainClassifier(QUICK).fit(texts, labels)
    chances = made.predict_proba(texts)
    assert np.isfinite(chances).all()
    assert made.predict(TEXTS).tolist() == LABELS


@pytest.mark.parametrize("engine", [QUICK, "linear"], ids=["bare", "with_base"])
def test_a_text_alone_is_predicted_as_in_a_batch(engine):
    made = PainClassifier(engine).fit(TEXTS, LABELS)
    asked = [*TEXTS, *ODD[:-1], "快递太慢，" * 40]
    alone = np.concatenate([made.predict_proba([text]) for text in asked])
    np.testing.assert_allclose(made.predict_proba(asked), alone, atol=1e-4)


def test_threads_may_share_a_model(fitted):
    expected = fitted.predict_proba(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for chances in pool.map(lambda _: fitted.predict_proba(TEXTS), range(32)):
            np.testing.assert_array_equal(chances, expected)


def test_a_fitted_model_is_copied_and_pickled_for_other_processes():
    made = PainClassifier().fit(TEXTS, LABELS)
    expected = made.predict_proba(TEXTS)
    for twin in (pickle.loads(pickle.dumps(made)), copy.deepcopy(made)):
        np.testing.assert_array_equal(twin.predict_proba(TEXTS), expected)


def test_it_stands_in_a_pipeline_with_weights():
    shorter = FunctionTransformer(lambda texts: [text.strip() for text in texts])
    line = make_pipeline(shorter, PainClassifier(QUICK))
    line.fit([f" {text} " for text in TEXTS], LABELS, painclassifier__sample_weight=[1] * 12)
    assert line.predict(TEXTS).tolist() == LABELS
    assert line.score(TEXTS, LABELS) == 1
    assert line.classes_.tolist() == ["物流", "质量"]


@both
def test_it_is_cross_validated(kind, y):
    scores = cross_val_score(kind(QUICK), TEXTS, y, cv=KFold(3, shuffle=True, random_state=0))
    assert scores.shape == (3,)
    assert scores.mean() > 0.6


def test_probabilities_come_out_of_cross_validation():
    chances = cross_val_predict(PainClassifier(QUICK), TEXTS, LABELS, cv=3, method="predict_proba")
    assert chances.shape == (12, 2)


def test_a_class_of_one_text_does_not_break_cross_validation():
    labels = [*LABELS[:-1], "罕见"]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of scikit-learn: fewer than folds
        scores = cross_val_score(PainClassifier(QUICK), TEXTS, labels, cv=3, error_score="raise")
    assert np.isfinite(scores).all()


def test_lists_of_labels_are_cross_validated_by_plain_folds():
    several = [[label] for label in LABELS]
    folds = KFold(3, shuffle=True, random_state=0)
    assert cross_val_score(PainClassifier(QUICK), TEXTS, several, cv=folds).mean() > 0.6


@pytest.mark.slow
def test_a_grid_over_engines_and_thresholds_in_two_processes():
    grid = {"engine": [QUICK, LinearTexts(strength=3.0, base=None)], "threshold": [None, 0.4, 0.6]}
    several = [[label] for label in LABELS]
    folds = KFold(2, shuffle=True, random_state=0)
    search = GridSearchCV(PainClassifier(), grid, cv=folds, n_jobs=2, error_score="raise")
    search.fit(TEXTS, several)
    assert len(search.cv_results_["params"]) == 6
    assert search.best_estimator_.score(TEXTS, several) == 1


def test_weights_weigh():
    texts, labels = ["慢"] * 2 + ["快"], ["物流", "质量", "质量"]
    first = PainClassifier(QUICK).fit(texts, labels, [9, 1, 1])
    second = PainClassifier(QUICK).fit(texts, labels, [1, 9, 1])
    assert first.predict(["慢"]).tolist() == ["物流"]
    assert second.predict(["慢"]).tolist() == ["质量"]


def test_a_weight_of_zero_is_as_good_as_no_text():
    odd = [*TEXTS, "快递掉色", "质量太慢"]
    weighed = PainClassifier(QUICK).fit(odd, [*LABELS, "质量", "物流"], [1] * 12 + [0] * 2)
    without = PainClassifier(QUICK).fit(TEXTS, LABELS)
    np.testing.assert_array_equal(weighed.predict_proba(odd), without.predict_proba(odd))


def test_a_class_without_weight_is_known_but_not_given(capfd):
    made = PainClassifier(QUICK).fit(TEXTS, LABELS, [1] * 6 + [0] * 6)
    assert made.classes_.tolist() == ["物流", "质量"]
    assert set(made.predict(TEXTS)) == {"物流"}
    assert capfd.readouterr() == ("", "")


def test_fitting_twice_gives_the_same_weights():
    first, second = (PainClassifier(random_state=5).fit(TEXTS, LABELS).trained_ for _ in range(2))
    again = second.model.arrays()
    for name, array in first.model.arrays().items():
        assert array.tobytes() == again[name].tobytes(), name
    assert first.decision == second.decision


class Parrot:
    """An engine of one's own: every text is the first label."""

    def learn(self, lesson, random_state):
        n_labels = lesson.values.shape[1]
        return Learned(self, np.arange(0), np.zeros((0, n_labels), np.float32))

    def logits(self, texts):
        return np.tile(np.float32([1, 0]), (len(texts), 1))


def test_an_engine_of_ones_own_learns_and_is_not_stored(tmp_path):
    made = clone(PainClassifier(Parrot())).fit(TEXTS, LABELS)
    assert set(made.predict(TEXTS)) == {"物流"}
    with pytest.raises(ValueError, match="a Parrot, which voc cannot store; save it by its own"):
        made.save(tmp_path / "new")
    assert list(tmp_path.iterdir()) == []
