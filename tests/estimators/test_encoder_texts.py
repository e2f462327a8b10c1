"""PainClassifier with a fine-tuned encoder: a tiny one of one layer."""

import pickle
from dataclasses import replace

import numpy as np
import pytest
from complaints import QUICK
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, KFold
from tiny_encoder import WINDOW, save_tiny_checkpoint

from voc import PainClassifier
from voc.artifact import save_artifact
from voc.engines.encoder import BODY_FILE, TOKENIZER_FILE
from voc.errors import InputError
from voc.estimators.engines import EncoderTexts

TEXTS = ["充电时冒烟了", "充电冒烟", "冒烟了", "师傅很热情", "很热情", "师傅热情"] * 4
LABELS = (["安全"] * 3 + ["态度"] * 3) * 4
ODD = ["", "。", "🎉", "\ud800", "充\x00电", "not Chinese", "房间干净," * 60]


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("checkpoint")
    save_tiny_checkpoint(folder)
    return EncoderTexts(
        encoder=str(folder), epochs=15, learning_rate=5e-4, window=WINDOW, bfloat16=False,
        progress=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def fitted(engine):
    return PainClassifier(engine).fit(TEXTS, LABELS)


def test_it_learns(fitted):
    assert fitted.predict(TEXTS).tolist() == LABELS
    assert fitted.score(TEXTS, LABELS) == 1
    chances = fitted.predict_proba(TEXTS)
    np.testing.assert_allclose(chances.sum(axis=1), 1, atol=1e-6)
    assert chances.max(axis=1).min() > 0.6


def test_a_text_alone_is_predicted_as_in_a_batch(fitted):
    asked = TEXTS[:6] + ODD
    alone = np.concatenate([fitted.predict_proba([text]) for text in asked])
    assert np.isfinite(alone).all()
    np.testing.assert_allclose(fitted.predict_proba(asked), alone, atol=1e-4)
    assert fitted.predict([]).shape == (0,)


def test_a_loaded_model_says_exactly_what_the_fitted_one_said(fitted, engine, tmp_path):
    fitted.save(tmp_path / "new")
    names = {path.name for path in (tmp_path / "new").iterdir()}
    assert names == {
        "README.md", "config.json", "evaluation.json", "weights.npz", BODY_FILE, TOKENIZER_FILE,
    }  # fmt: skip
    again = PainClassifier.load(tmp_path / "new")
    expected = fitted.predict_proba(TEXTS + ODD)
    np.testing.assert_array_equal(again.predict_proba(TEXTS + ODD), expected)
    assert again.engine == engine
    again.save(tmp_path / "again")
    for name in names - {"README.md", "config.json"}:
        stored = (tmp_path / "new" / name).read_bytes()
        assert (tmp_path / "again" / name).read_bytes() == stored, name


def test_a_fitted_model_crosses_to_other_processes(fitted):
    again = pickle.loads(pickle.dumps(fitted))
    np.testing.assert_array_equal(again.predict_proba(TEXTS), fitted.predict_proba(TEXTS))


def test_fitting_twice_gives_the_same_weights(fitted, engine):
    again = clone(PainClassifier(engine)).fit(TEXTS, LABELS).trained_.model
    first = fitted.trained_.model
    assert again.files() == first.files()
    for name, array in first.arrays().items():
        np.testing.assert_array_equal(again.arrays()[name], array, err_msg=name)


def test_several_labels_odd_texts_and_weights_are_learned(engine):
    texts = [*TEXTS[:6], "充电冒烟师傅热情", *ODD]
    labels = [[one] for one in LABELS[:6]] + [["安全", "态度"]] + [[]] * len(ODD)
    made = PainClassifier(replace(engine, epochs=2)).fit(texts, labels, [1] * 7 + [0.5] * len(ODD))
    assert np.isfinite(made.predict_proba(texts)).all()
    assert not made.trained_.decision.always


def test_a_stored_encoder_is_trained_further(tiny, engine, tmp_path):
    config = tiny.artifact.config | {"training": {"attention_heads": 2}}
    save_artifact(tmp_path / "tiny", replace(tiny.artifact, config=config), evaluation={}, card="")
    further = replace(engine, encoder=str(tmp_path / "tiny"))
    made = PainClassifier(further).fit(TEXTS, LABELS)
    assert made.predict(TEXTS).tolist() == LABELS


def test_encoders_that_cannot_be_trained(tiny, engine, tmp_path, monkeypatch):
    save_artifact(tmp_path / "tiny", tiny.artifact, evaluation={}, card="")
    for name in (str(tmp_path / "tiny"), "default"):
        with pytest.raises(
            InputError, match="a model without an encoder that can be trained further"
        ):
            PainClassifier(replace(engine, encoder=name)).fit(TEXTS, LABELS)
    with pytest.raises(InputError, match="got window=65, expected at most 64, which is all that"):
        PainClassifier(replace(engine, window=65)).fit(TEXTS, LABELS)


def test_an_encoder_that_is_nowhere(engine, tmp_path, monkeypatch):
    def refused(*_, **__):
        raise OSError("no such repository\nand more")

    monkeypatch.setattr("transformers.AutoTokenizer.from_pretrained", refused)
    with pytest.raises(InputError, match=r"is no model of voc, .* \(no such repository\)"):
        PainClassifier(replace(engine, encoder="no/such")).fit(TEXTS, LABELS)


@pytest.mark.slow
# joblib starts a worker anew that torch has made large, and says so; made an error, it would hang.
@pytest.mark.filterwarnings("ignore:A worker stopped:UserWarning")
def test_a_grid_over_both_engines_in_two_processes(engine):
    grid = {"engine": [QUICK, replace(engine, epochs=2)], "threshold": [None, 0.4]}
    search = GridSearchCV(
        PainClassifier(), grid, cv=KFold(2, shuffle=True, random_state=0), n_jobs=2,
        error_score="raise",
    )  # fmt: skip
    search.fit(TEXTS, [[label] for label in LABELS])
    assert len(search.cv_results_["params"]) == 4
    assert np.isfinite(search.cv_results_["mean_test_score"]).all()
