"""Model folders of estimators: what is read is what was measured, or an error that names the file."""

import json
import shutil
import sys

import numpy as np
import pandas as pd
import pytest
from complaints import DOTTED, LABELS, ODD, QUICK, TEXTS
from sklearn.base import clone

import voc
from voc import PainClassifier, SentimentScorer
from voc._npz import write_npz
from voc.artifact import find_model, load_artifact, sha256
from voc.errors import ArtifactError, ModelNotFoundError
from voc.estimators.engines import LinearTexts

FORMS = {
    "single": LABELS,
    "dotted": DOTTED,
    "several": [[label] for label in LABELS[:-1]] + [[]],
    "nested": [[one, one.partition(".")[0]] for one in DOTTED],
    "numbers": [2] * 6 + [10] * 6,
    "bools": [True] * 6 + [False] * 6,
    "frame": pd.DataFrame(np.repeat(np.eye(2), 6, axis=0), columns=["质量", "物流"]),
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "投诉"
    PainClassifier(QUICK, threshold=0.4, random_state=3).fit(TEXTS, LABELS).save(folder)
    return folder


@pytest.fixture(scope="module")
def based(tmp_path_factory):
    """One that reads what a model of voc makes of a text."""
    folder = tmp_path_factory.mktemp("models") / "based"
    PainClassifier().fit(TEXTS, LABELS).save(folder)
    return folder


@pytest.fixture
def folder(saved, tmp_path):
    return shutil.copytree(saved, tmp_path / "copy")


def change(folder, **changes):
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(config), encoding="utf-8")


def resum(folder):
    """Make config.json believe in the files as they are now."""
    names = json.loads((folder / "config.json").read_text(encoding="utf-8"))["files"]
    change(folder, files={name: sha256(folder / name) for name in names})


@pytest.mark.parametrize("y", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize("threshold", [None, 0.3, np.float32(0.9)])
def test_a_loaded_model_says_exactly_what_the_fitted_one_said(y, threshold, tmp_path):
    made = PainClassifier(QUICK, threshold=threshold).fit(TEXTS, y)
    made.save(tmp_path / "new")
    again = PainClassifier.load(tmp_path / "new")
    np.testing.assert_array_equal(again.predict_proba(TEXTS + ODD), made.predict_proba(TEXTS + ODD))
    assert again.predict(TEXTS + ODD).tolist() == made.predict(TEXTS + ODD).tolist()
    assert again.classes_.dtype == made.classes_.dtype
    assert again.classes_.tolist() == made.classes_.tolist()
    assert again.score(TEXTS, y) == made.score(TEXTS, y)


def test_parameters_come_back_and_can_be_fitted_anew(saved):
    loaded = PainClassifier.load(str(saved))
    assert loaded.get_params() == {
        "engine": QUICK, "threshold": 0.4, "taxonomy": None, "random_state": 3,
    }  # fmt: skip
    anew = clone(loaded).fit(TEXTS, LABELS)
    np.testing.assert_array_equal(anew.predict_proba(TEXTS), loaded.predict_proba(TEXTS))


def test_what_is_in_the_folder(saved, based):
    names = {"README.md", "config.json", "evaluation.json", "weights.npz"}
    assert {path.name for path in saved.iterdir()} == names
    assert {path.name for path in based.iterdir()} == names | {"base.npz"}
    config = json.loads((saved / "config.json").read_text(encoding="utf-8"))
    assert config["estimator"] == "PainClassifier"
    assert config["settings"] == {"strength": None, "base": None}
    assert config["files"].keys() == {"weights.npz"}
    assert load_artifact(saved).taxonomy is None


def test_the_card_tells_labels_and_the_threshold_that_is_used(saved, tmp_path):
    card = (saved / "README.md").read_text(encoding="utf-8")
    assert 'PainClassifier.load("投诉")' in card
    assert "物流、质量" in card
    several = PainClassifier(QUICK, threshold=0.35).fit(TEXTS, FORMS["several"])
    several.save(tmp_path / "new")
    assert "at least 0.35" in (tmp_path / "new/README.md").read_text(encoding="utf-8")


def test_equal_fits_give_equal_files(saved, tmp_path):
    PainClassifier(QUICK, threshold=0.4, random_state=3).fit(TEXTS, LABELS).save(tmp_path / "投诉")
    for path in saved.iterdir():
        assert (tmp_path / "投诉" / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_base_is_kept_as_it_was(based, monkeypatch, tmp_path):
    made = PainClassifier.load(based)
    assert sha256(based / "base.npz") == sha256(find_model("default") / "weights.npz")
    other = shutil.copytree(find_model("default"), tmp_path / "models/default")
    (other / "weights.npz").write_bytes(b"another version")
    monkeypatch.setenv("VOC_MODELS", str(other.parent))
    assert find_model("default") == other
    expected = made.predict_proba(TEXTS)
    np.testing.assert_array_equal(PainClassifier.load(based).predict_proba(TEXTS), expected)
    made.save(tmp_path / "again")
    for path in based.iterdir():
        if path.name not in ("README.md", "config.json"):  # which name the folder
            assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


def test_large_weights_stay_on_disk_and_models_stand_side_by_side(based, saved):
    first, second = PainClassifier.load(based), PainClassifier.load(based)
    third = PainClassifier.load(saved)
    assert isinstance(first.trained_.model.base.hashed.weights, np.memmap)
    expected = first.predict_proba(TEXTS)
    np.testing.assert_array_equal(second.predict_proba(TEXTS), expected)
    assert third.predict(TEXTS).tolist() == first.predict(TEXTS).tolist()
    np.testing.assert_array_equal(first.predict_proba(TEXTS), expected)


def test_a_model_is_stored_as_it_was_trained_whatever_the_parameters_are_now(tmp_path):
    made = PainClassifier(QUICK).fit(TEXTS, LABELS)
    made.set_params(engine="encoder").save(tmp_path / "new")
    again = PainClassifier.load(tmp_path / "new")
    assert again.engine == QUICK
    assert again.predict(TEXTS).tolist() == LABELS


def test_a_loaded_model_replaces_its_own_folder(folder):
    made = PainClassifier.load(folder)
    made.save(folder, overwrite=True)
    assert PainClassifier.load(folder).predict(TEXTS).tolist() == LABELS
    assert [path.name for path in folder.parent.iterdir()] == ["copy"]


def test_a_name_is_looked_up_among_the_models(saved, monkeypatch):
    monkeypatch.setenv("VOC_MODELS", str(saved.parent))
    assert PainClassifier.load("投诉").predict(TEXTS).tolist() == LABELS
    with pytest.raises(ModelNotFoundError, match=r"No model 'no-such'\. Available: .*投诉"):
        PainClassifier.load("no-such")


def test_nothing_else_than_a_model_is_overwritten(saved, tmp_path):
    made = PainClassifier.load(saved)
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis/chapter.txt").write_text("三年", encoding="utf-8")
    (tmp_path / "file").write_text("", encoding="utf-8")
    for name in ("thesis", "file"):
        with pytest.raises(ArtifactError, match=f"{name} exists; .* pass overwrite=True"):
            made.save(tmp_path / name)
        with pytest.raises(ArtifactError, match=f"{name} holds no model .*choose another name"):
            made.save(tmp_path / name, overwrite=True)
    assert (tmp_path / "thesis/chapter.txt").read_text(encoding="utf-8") == "三年"


@pytest.mark.parametrize("there", [False, True], ids=["new", "overwritten"])
def test_a_save_that_fails_midway_leaves_what_was(folder, there, monkeypatch):
    made = PainClassifier.load(folder)
    target = folder if there else folder.with_name("new")
    before = sorted(folder.parent.rglob("*"))

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("voc.artifact.write_figures", full)
    with pytest.raises(OSError, match="No space left"):
        made.save(target, overwrite=there)
    assert sorted(folder.parent.rglob("*")) == before
    assert PainClassifier.load(folder).predict(TEXTS).tolist() == LABELS


def test_a_missing_or_altered_file_is_named(based, tmp_path):
    for name in ("weights.npz", "base.npz"):
        copy = shutil.copytree(based, tmp_path / name)
        content = (copy / name).read_bytes()
        (copy / name).write_bytes(content[: len(content) // 2])
        with pytest.raises(ArtifactError, match=rf"{name}: sha256 .* altered; get the folder anew"):
            PainClassifier.load(copy)
        (copy / name).unlink()
        with pytest.raises(ArtifactError, match=rf"{name} is missing; get the folder anew"):
            PainClassifier.load(copy)


def test_a_newer_format_says_upgrade(folder):
    change(folder, format=2)
    with pytest.raises(
        ArtifactError, match=r"config\.json: format=2, this voc reads 1; upgrade voc"
    ):
        PainClassifier.load(folder)


BROKEN = [
    {"engine": "texts.quantum"},
    {"engine": None},
    {"engine_config": {}},
    {"engine_config": {"bits": 3, "base": None}},
    {"classes": ["物流", "质量", "价格"]},
    {"classes": None},
    {"decision": {}},
    {"decision": {"exclusive": True, "mood": "good"}},
    {"settings": {"power": 3}},
    {"engine": "texts.encoder"},
]


@pytest.mark.parametrize("changes", BROKEN, ids=range(len(BROKEN)))
def test_a_config_that_does_not_fit_the_weights(folder, changes):
    change(folder, **changes)
    with pytest.raises(ArtifactError, match=r"copy: .* do not fit this voc; get the folder anew"):
        PainClassifier.load(folder)


@pytest.mark.parametrize("name", ["form", "nested", "threshold", "random_state", "decision"])
def test_a_config_that_lacks_something(folder, name):
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    del config[name]
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    with pytest.raises(ArtifactError, match=f"KeyError '{name}'; .* get the folder anew"):
        PainClassifier.load(folder)


def test_weights_of_another_model(folder):
    arrays = load_artifact(folder).arrays
    del arrays["heads.bias"]
    write_npz(folder / "weights.npz", arrays)
    resum(folder)
    with pytest.raises(ArtifactError, match=r"KeyError 'heads.bias'; .* get the folder anew"):
        PainClassifier.load(folder)


def test_pickled_weights_are_refused(folder):
    np.savez(folder / "weights.npz", **{"heads.bias": np.array([{"evil": 1}], dtype=object)})
    resum(folder)
    with pytest.raises(ArtifactError, match=r"weights\.npz: .*expected plain arrays"):
        PainClassifier.load(folder)


def test_loading_runs_no_code_of_the_folder(folder):
    (folder / "__init__.py").write_text("raise SystemExit", encoding="utf-8")
    (folder / "weights.py").write_text("raise SystemExit", encoding="utf-8")
    before = set(sys.modules)
    assert PainClassifier.load(folder).predict(TEXTS).tolist() == LABELS
    assert not {name for name in set(sys.modules) - before if "weights" in name}


def test_folders_of_another_kind(saved, tmp_path):
    with pytest.raises(
        ArtifactError, match="holds a PainClassifier, expected a SentimentScorer; use"
    ):
        SentimentScorer.load(saved)
    with pytest.raises(
        ArtifactError, match=r"a model of records, expected a PainC.* by voc\.load$"
    ):
        PainClassifier.load("default")
    with pytest.raises(
        ArtifactError, match=r"holds a PainC.*; load it by voc\.PainClassifier\.load$"
    ):
        voc.load(saved)
    with pytest.raises(
        ValueError, match=r"has the engine 'texts\.linear'; expected a linear model"
    ):
        PainClassifier(LinearTexts(base=str(saved))).fit(TEXTS, LABELS)
