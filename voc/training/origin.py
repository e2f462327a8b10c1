"""Where a model comes from, as its config.json tells it."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from voc.artifact import sha256
from voc.errors import InputError
from voc.training.recipe import Recipe

_PACKAGES = ("voc", "numpy", "scipy", "scikit-learn")
_OF_ENCODERS = ("torch", "transformers", "onnx")


def data_sums(recipe: Recipe) -> dict[str, str]:
    """Sha256 of each file that a recipe names, by its bare name.

    Raises
    ------
    InputError
        A file cannot be read.
    """
    files = [*recipe.data.train]
    files += [recipe.data.test] if isinstance(recipe.data.test, Path) else []
    return {file.name: _sum(file) for file in files}


def origin(
    recipe: Recipe, engine: dict[str, Any], n_train: int, n_test: int, n_dropped: int
) -> dict[str, Any]:
    """What config.json says under "training"."""
    names = _PACKAGES + (_OF_ENCODERS if engine["name"] == "encoder" else ())
    test = recipe.data.test
    return {
        "recipe": {
            "task": recipe.task,
            "seed": recipe.seed,
            "engine": engine,
            "test": test.name if isinstance(test, Path) else test,
        },
        "sha256": data_sums(recipe),
        "texts": {"train": n_train, "test": n_test, "dropped": n_dropped},
        "versions": {"python": platform.python_version()} | {n: _version(n) for n in names},
    }


def _sum(path: Path) -> str:
    file = path / "annotated.jsonl" if path.is_dir() else path
    try:
        return sha256(file)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check the path") from error


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
