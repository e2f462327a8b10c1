"""Model folders: what is in one, how it is found, saved and checked. Loading runs no code from it.

<name>/config.json       format, engine, decoding, calibration, training data, sha256 of the files
       weights.npz       arrays only, never pickled objects
       …                 further files that the engine names: an ONNX graph, a tokenizer
       taxonomy.toml     as it was when the model was trained
       evaluation.json   measured figures
       README.md         the model card
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from voc._npz import read_npz, write_npz
from voc.errors import ArtifactError, ModelNotFoundError
from voc.taxonomy import Taxonomy

FORMAT = 1
_WEIGHTS, _TAXONOMY = "weights.npz", "taxonomy.toml"
_GENERATED = ("config.json", "evaluation.json", "README.md")


@dataclass(frozen=True)
class Artifact:
    """A model folder in memory.

    Attributes
    ----------
    config : dict
        Content of config.json.
    arrays : dict
        Weights by name.
    taxonomy : Taxonomy or None
        Frozen with the model; None for a model of labels that stand in none.
    files : mapping
        Content of further files by name.
    """

    config: dict[str, Any]
    arrays: dict[str, NDArray[Any]]
    taxonomy: Taxonomy | None
    files: Mapping[str, bytes] = field(default_factory=dict)


def find_model(name: str | Path) -> Path:
    """Look a model up: an existing folder, then ``$VOC_MODELS``, then the built-in ones.

    Raises
    ------
    ModelNotFoundError
        None of them has it; the message lists what there is.

    Examples
    --------
    >>> find_model("default").name
    'default'
    """
    folder = Path(name)
    if (folder / "config.json").is_file():
        return folder
    for place in _places():
        if (place / str(name) / "config.json").is_file():
            return place / str(name)
    raise ModelNotFoundError(
        f"No model {str(name)!r}. Available: {', '.join(available_models()) or 'none'}; "
        "or pass the path of a model folder (one with a config.json)"
    )


def available_models() -> list[str]:
    """Names of the models in ``$VOC_MODELS`` and of the built-in ones."""
    return sorted({config.parent.name for p in _places() for config in p.glob("*/config.json")})


def load_artifact(folder: Path) -> Artifact:
    """Read a model folder and check that it is whole and unaltered.

    Raises
    ------
    ArtifactError
        A file is missing, altered, broken, or of a newer format.
    """
    config = read_config(folder)
    for name in (_WEIGHTS, *config["files"]):
        _check(folder / name, config["files"].get(name))
    try:
        arrays = read_npz(folder / _WEIGHTS)
    except (ValueError, OSError, zipfile.BadZipFile) as error:
        raise ArtifactError(
            f"{folder / _WEIGHTS}: {error}; expected plain arrays; get the folder anew"
        ) from error
    further = {name: (folder / name).read_bytes() for name in _further(config)}
    taxonomy = Taxonomy.load(folder / _TAXONOMY) if _TAXONOMY in config["files"] else None
    return Artifact(config, arrays, taxonomy, further)


def read_config(folder: Path) -> dict[str, Any]:
    """Read what a model says of itself, without its weights.

    Raises
    ------
    ArtifactError
        config.json is missing, broken, of a newer format, or names files outside of the folder.
    """
    path = folder / "config.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArtifactError(
            f"{path}: {error}; expected a JSON object; get the folder anew"
        ) from error
    if not isinstance(config, dict) or not isinstance(config.get("files"), dict):
        raise ArtifactError(f"{path}: got no JSON object that names its files; get the folder anew")
    if config.get("format") != FORMAT:
        raise ArtifactError(
            f"{path}: format={config.get('format')!r}, this voc reads {FORMAT}; upgrade voc"
        )
    _refuse_names(path, config["files"])
    return config


def save_artifact(
    folder: Path,
    artifact: Artifact,
    *,
    evaluation: Mapping[str, Any],
    card: str,
    overwrite: bool = False,
) -> None:
    """Write a model folder; it appears whole or not at all.

    Raises
    ------
    ArtifactError
        The folder exists and ``overwrite`` is False, it holds something else than a model, or a
        further file would lie outside of it.
    """
    _refuse_names(folder, artifact.files)
    check_folder(folder, overwrite=overwrite)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        fresh = Path(temporary) / "model"
        fresh.mkdir()
        write_npz(fresh / _WEIGHTS, artifact.arrays)
        if artifact.taxonomy is not None:
            _write(fresh / _TAXONOMY, artifact.taxonomy.to_toml())
        for name, content in artifact.files.items():
            (fresh / name).write_bytes(content)
        sums = {path.name: sha256(path) for path in sorted(fresh.iterdir())}
        write_figures(fresh, evaluation, card)
        write_config(fresh, {"format": FORMAT, **artifact.config, "files": sums})
        if folder.exists():
            folder.rename(Path(temporary) / "replaced")
        fresh.rename(folder)


def check_folder(folder: Path, *, overwrite: bool) -> None:
    """Refuse a folder that ``save_artifact`` would refuse.

    Raises
    ------
    ArtifactError
        The folder exists and ``overwrite`` is False, or it holds something else than a model.
    """
    if folder.exists() and not overwrite:
        raise ArtifactError(f"{folder} exists; choose another name or pass overwrite=True")
    if folder.exists() and not (folder / "config.json").is_file():
        raise ArtifactError(
            f"{folder} holds no model (no config.json), so it is not overwritten; choose another name"
        )


def write_figures(folder: Path, evaluation: Mapping[str, Any], card: str) -> None:
    """Write evaluation.json and the model card of a folder, new or measured anew."""
    _write(folder / "evaluation.json", _json(evaluation))
    _write(folder / "README.md", card)


def write_config(folder: Path, config: Mapping[str, Any]) -> None:
    """Write config.json of a folder anew: what was decided over the same weights."""
    _write(folder / "config.json", _json(config))


def sha256(path: Path) -> str:
    """Hash of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _places() -> list[Path]:
    own = os.environ.get("VOC_MODELS")
    return [Path(own), _built_in()] if own else [_built_in()]


@cache
def _built_in() -> Path:
    with as_file(files("voc.models")) as folder:
        return folder


def _refuse_names(where: Path, names: Iterable[str]) -> None:
    """No file of an engine may lie outside of the folder, or take the place of another."""
    for name in names:
        if Path(name).name != name or name in ("", "..", *_GENERATED):
            raise ArtifactError(
                f"{where}: got a model file {name!r}; expected the bare name of a file in the "
                f"folder, other than {', '.join(_GENERATED)}"
            )


def _further(config: Mapping[str, Any]) -> list[str]:
    """Names of the engine's own files."""
    return [name for name in config["files"] if name not in (_WEIGHTS, _TAXONOMY)]


def _check(path: Path, expected: str | None) -> None:
    if not path.is_file():
        raise ArtifactError(f"{path} is missing; get the folder anew")
    actual = sha256(path)
    if actual != expected:
        raise ArtifactError(
            f"{path}: sha256 {actual[:12]}… is not {str(expected)[:12]}… of config.json; "
            "the file was altered; get the folder anew"
        )


def _write(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8", newline="\n")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
