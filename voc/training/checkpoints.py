"""Where an encoder is kept between epochs, so that a training that was stopped goes on from there."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voc.training.origin import data_sums
from voc.training.recipe import Recipe


@contextmanager
def checkpoint_for(recipe: Recipe) -> Iterator[Path | None]:
    """The file of this recipe and its data in ``<out>.partial``; None for engines that need none.

    What other recipes or data left there is removed, and so is all of it once the training is done.
    """
    if recipe.engine["name"] != "encoder":
        yield None
        return
    folder = recipe.out.with_name(f"{recipe.out.name}.partial")
    file = folder / f"{_key(recipe)}.pt"
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder, but=file)
    try:
        yield file
        file.unlink(missing_ok=True)
    finally:
        if not any(folder.iterdir()):
            folder.rmdir()


def _key(recipe: Recipe) -> str:
    sums = sorted(data_sums(recipe).items())
    what = (recipe.task, recipe.data, sorted(recipe.engine.items()), recipe.seed, sums)
    return hashlib.sha256(repr(what).encode()).hexdigest()[:16]


def _clear(folder: Path, but: Path) -> None:
    for file in folder.glob("*.pt"):
        if file != but:
            file.unlink()
