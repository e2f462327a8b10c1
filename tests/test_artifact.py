import json
import shutil

import numpy as np
import pytest

from voc.artifact import (
    Artifact,
    available_models,
    find_model,
    load_artifact,
    read_config,
    save_artifact,
    sha256,
)
from voc.errors import ArtifactError, ModelNotFoundError, VocError
from voc.taxonomy import Taxonomy

ARRAYS = {"b": np.arange(6, dtype=np.int8).reshape(2, 3), "a": np.float32([0.5, -1.5])}
CONFIG = {"name": "客户", "version": "1", "engine": "linear"}


def save(folder, arrays=None, **options):
    artifact = Artifact(CONFIG, arrays or ARRAYS, Taxonomy.load())
    save_artifact(folder, artifact, evaluation={"f1": 0.5}, card="# 模型卡\n", **options)
    return folder


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    return save(tmp_path_factory.mktemp("models") / "mine")


@pytest.fixture
def folder(saved, tmp_path):
    return shutil.copytree(saved, tmp_path / "copy")


def change(folder, **changes):
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8")) | changes
    path.write_text(json.dumps(config), encoding="utf-8")


def test_what_is_saved_is_loaded(saved):
    artifact = load_artifact(saved)
    assert {k: artifact.config[k] for k in CONFIG} == CONFIG
    assert artifact.config["format"] == 1
    assert artifact.taxonomy == Taxonomy.load()
    assert artifact.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(artifact.arrays[name], array)
        assert artifact.arrays[name].dtype == array.dtype
    assert sorted(path.name for path in saved.iterdir()) == [
        "README.md", "config.json", "evaluation.json", "taxonomy.toml", "weights.npz",
    ]  # fmt: skip
    assert json.loads((saved / "evaluation.json").read_text(encoding="utf-8")) == {"f1": 0.5}
    assert "客户" in (saved / "config.json").read_text(encoding="utf-8")


def test_equal_weights_give_equal_bytes(saved, tmp_path):
    again = save(tmp_path / "again", dict(reversed(ARRAYS.items())))
    assert sha256(again / "weights.npz") == sha256(saved / "weights.npz")
    loaded = load_artifact(saved)
    save_artifact(tmp_path / "third", loaded, evaluation={"f1": 0.5}, card="# 模型卡\n")
    for path in saved.iterdir():
        assert (tmp_path / "third" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_model_is_overwritten_only_if_asked_for(folder):
    with pytest.raises(ArtifactError, match="exists; choose another name or pass overwrite=True"):
        save(folder)
    save(folder, {"c": np.zeros(1)}, overwrite=True)
    assert list(load_artifact(folder).arrays) == ["c"]
    assert [path.name for path in folder.parent.iterdir()] == ["copy"]


def test_what_is_no_model_is_never_overwritten(tmp_path):
    (tmp_path / "thesis.txt").write_text("三年", encoding="utf-8")
    with pytest.raises(ArtifactError, match="holds no model"):
        save(tmp_path, overwrite=True)
    assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "三年"


def test_a_failed_save_leaves_nothing(tmp_path):
    with pytest.raises(ValueError, match="allow_pickle"):
        save(tmp_path / "new", {"a": np.array([object()])})
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["weights.npz", "taxonomy.toml"])
def test_a_missing_or_altered_part_is_named(folder, name):
    with (folder / name).open("ab") as stream:
        stream.write(b" ")
    with pytest.raises(ArtifactError, match=f"{name}: sha256 .* the file was altered"):
        load_artifact(folder)
    (folder / name).unlink()
    with pytest.raises(ArtifactError, match=f"{name} is missing"):
        load_artifact(folder)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", "{}", '{"format": 1, "files": []}'])
def test_a_broken_config_is_an_artifact_error(folder, content):
    (folder / "config.json").write_text(content, encoding="utf-8")
    with pytest.raises(ArtifactError, match=r"config\.json: .*get the folder anew"):
        load_artifact(folder)


def test_a_newer_format_says_upgrade(folder):
    change(folder, format=2)
    with pytest.raises(ArtifactError, match="format=2, this voc reads 1; upgrade voc"):
        load_artifact(folder)


def test_pickled_weights_are_refused(folder):
    np.savez(folder / "weights.npz", a=np.array([{"evil": 1}], dtype=object))
    change(folder, files={n: sha256(folder / n) for n in ("weights.npz", "taxonomy.toml")})
    with pytest.raises(ArtifactError, match="expected plain arrays"):
        load_artifact(folder)


def test_weights_that_are_no_archive_are_refused(folder):
    (folder / "weights.npz").write_bytes(b"PK\x03\x04 half an archive")
    change(folder, files={n: sha256(folder / n) for n in ("weights.npz", "taxonomy.toml")})
    with pytest.raises(ArtifactError, match="expected plain arrays"):
        load_artifact(folder)


def test_look_up_goes_from_the_path_to_the_variable_to_the_built_in(saved, tmp_path, monkeypatch):
    monkeypatch.delenv("VOC_MODELS", raising=False)
    assert find_model(saved) == saved
    assert find_model(str(saved)) == saved
    built_in = find_model("default")
    monkeypatch.setenv("VOC_MODELS", str(saved.parent))
    assert find_model("mine") == saved
    assert find_model("default") == built_in
    assert {"accurate", "default", "mine"} <= set(available_models())
    monkeypatch.setenv("VOC_MODELS", str(tmp_path))
    own = shutil.copytree(saved, tmp_path / "default")
    assert find_model("default") == own


@pytest.mark.parametrize("name", ["no-such", "", "a\x00b", "../models"])
def test_an_unknown_model_lists_what_there_is(name, monkeypatch, saved):
    monkeypatch.setenv("VOC_MODELS", str(saved.parent))
    with pytest.raises(ModelNotFoundError, match="mine") as caught:
        find_model(name)
    assert isinstance(caught.value, VocError | LookupError)


FILES = {"encoder.onnx": b"\0graph", "tokenizer.json": "{词}".encode()}


@pytest.fixture
def with_files(tmp_path):
    """A model whose engine has files of its own."""
    artifact = Artifact(CONFIG, ARRAYS, Taxonomy.load(), FILES)
    save_artifact(tmp_path / "files", artifact, evaluation={}, card="")
    return tmp_path / "files"


def test_further_files_are_saved_checked_and_loaded(with_files, tmp_path):
    artifact = load_artifact(with_files)
    assert artifact.files == FILES
    sums = read_config(with_files)["files"]
    assert sums.keys() == {"weights.npz", "taxonomy.toml", *FILES}
    assert sums["encoder.onnx"] == sha256(with_files / "encoder.onnx")
    save_artifact(tmp_path / "again", artifact, evaluation={}, card="")
    for path in with_files.iterdir():
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes(), path.name


@pytest.mark.parametrize("name", FILES)
def test_a_missing_or_altered_further_file_is_named(with_files, name):
    (with_files / name).write_bytes(b"other")
    with pytest.raises(ArtifactError, match=f"{name}: sha256 .* the file was altered"):
        load_artifact(with_files)
    (with_files / name).unlink()
    with pytest.raises(ArtifactError, match=f"{name} is missing"):
        load_artifact(with_files)


def test_a_file_that_config_does_not_name_is_not_loaded(with_files):
    (with_files / "notes.txt").write_text("三年", encoding="utf-8")
    assert load_artifact(with_files).files == FILES


OUTSIDE = ["../secret", "/etc/passwd", "sub/graph.onnx", "..", "", "README.md", "config.json"]


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_name_that_leads_elsewhere_is_neither_read_nor_written(with_files, tmp_path, name):
    refused = rf"got a model file {name!r}; expected the bare name of a file in the folder"
    change(with_files, files=read_config(with_files)["files"] | {name: "0" * 64})
    with pytest.raises(ArtifactError, match=refused):
        load_artifact(with_files)
    artifact = Artifact(CONFIG, ARRAYS, Taxonomy.load(), {name: b"x"})
    with pytest.raises(ArtifactError, match=refused):
        save_artifact(tmp_path / "new", artifact, evaluation={}, card="")
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


def test_a_model_of_labels_that_stand_in_no_taxonomy(tmp_path):
    folder = tmp_path / "own"
    artifact = Artifact(CONFIG, ARRAYS, None, FILES)
    save_artifact(folder, artifact, evaluation={}, card="")
    assert not (folder / "taxonomy.toml").exists()
    assert list(read_config(folder)["files"]) == sorted(["weights.npz", *FILES])
    loaded = load_artifact(folder)
    assert loaded.taxonomy is None
    assert loaded.files == FILES
    (folder / "taxonomy.toml").write_text("someone's", encoding="utf-8")
    assert load_artifact(folder).taxonomy is None


def test_no_model_is_read_without_its_weights(with_files):
    sums = read_config(with_files)["files"]
    change(with_files, files={name: sums[name] for name in FILES})
    with pytest.raises(ArtifactError, match=r"weights\.npz: sha256 .* is not None"):
        load_artifact(with_files)


def test_the_order_of_files_does_not_depend_on_that_of_the_mapping(with_files, tmp_path):
    artifact = Artifact(CONFIG, ARRAYS, Taxonomy.load(), dict(reversed(FILES.items())))
    save_artifact(tmp_path / "again", artifact, evaluation={}, card="")
    config = (with_files / "config.json").read_bytes()
    assert (tmp_path / "again/config.json").read_bytes() == config


@pytest.mark.parametrize("there", [False, True], ids=["new", "overwritten"])
def test_a_disk_that_fills_up_leaves_what_was(folder, there, monkeypatch):
    target = folder if there else folder.with_name("new")
    before = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("voc.artifact.write_config", full)
    with pytest.raises(OSError, match="No space left"):
        save(target, overwrite=there)
    after = {path: path.read_bytes() for path in folder.parent.rglob("*") if path.is_file()}
    assert after == before
    assert [path.name for path in folder.parent.iterdir()] == ["copy"]


def test_a_config_can_be_read_without_the_weights(with_files):
    (with_files / "weights.npz").unlink()
    assert read_config(with_files)["name"] == "客户"
    with pytest.raises(ArtifactError, match=r"config\.json: .*get the folder anew"):
        read_config(with_files.parent)
