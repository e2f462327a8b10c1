"""From the table ``[engine]`` of a recipe to the engine that learns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from voc.engines.linear_fit import LinearSettings
from voc.errors import InputError
from voc.estimators.record_engines import LinearRecords
from voc.training.recipe import Recipe, check_keys, names_of

_OURS = ("progress", "checkpoint")  # set by the training itself


def make_engine(recipe: Recipe, kinds: Mapping[str, Any], *, progress: bool) -> Any:  # noqa: ANN401
    """Make the engine that a recipe names, with its settings.

    Raises
    ------
    InputError
        There is no such engine or setting, or a setting is of another kind.

    Examples
    --------
    >>> from voc.estimators.engines import LinearTexts
    >>> from voc.training.recipe import make_recipe
    >>> plain = {"task": "labels", "out": "m", "data": {"train": "a.csv"}, "engine": {"strength": 1.0}}
    >>> make_engine(make_recipe(plain), {"linear": LinearTexts}, progress=False)
    LinearTexts(strength=1.0, base='default')
    """
    settings = dict(recipe.engine)
    name = settings.pop("name")
    where = "the recipe, [engine]"
    if name not in kinds:
        raise InputError(f"{where}: name={name!r}; expected {' or '.join(map(repr, kinds))}")
    kind = kinds[name]
    if kind is LinearRecords:
        base = {key: settings.pop(key) for key in ("base",) if key in settings}
        return LinearRecords(_made(LinearSettings, settings, where), **base)
    if name == "encoder":
        settings["progress"] = progress
    return _made(kind, settings, where)


def _made(kind: Any, settings: Mapping[str, Any], where: str) -> Any:  # noqa: ANN401
    check_keys(settings, [key for key in names_of(kind) if key != "checkpoint"], where)
    usual = {one.name: one.default for one in fields(kind)}
    values = {key: _value(key, value, usual[key], where) for key, value in settings.items()}
    return kind(**values)


def _value(key: str, value: Any, usual: Any, where: str) -> Any:  # noqa: ANN401
    """A setting of the same kind as its default; an empty text is no base, as TOML has no null."""
    if key == "base" and value == "":
        return None
    if isinstance(usual, float) and type(value) is int:
        return float(value)
    if type(value) is not type(usual):
        raise InputError(
            f"{where}: {key}={value!r}; expected a {type(usual).__name__} such as {usual!r}"
        )
    return value


def settings_of(engine: Any) -> dict[str, Any]:  # noqa: ANN401
    """What an engine was made with, for config.json."""
    found: dict[str, Any] = {"name": engine.name}
    for one in fields(engine):
        value = getattr(engine, one.name)
        if isinstance(value, LinearSettings):
            found |= {inner.name: getattr(value, inner.name) for inner in fields(value)}
        elif one.name not in _OURS:
            # The name of a folder, not where it lies on somebody's disk.
            found[one.name] = Path(value).name if one.name == "encoder" else value
    return found
