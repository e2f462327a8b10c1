"""From the table ``[engine]`` of a recipe to the engine that learns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

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
        own = _made(LinearRecords, base, where)
        return replace(own, settings=_made(LinearSettings, settings, where))
    if name == "encoder":
        settings["progress"] = progress
    return _made(kind, settings, where)


def _made(kind: Any, settings: Mapping[str, Any], where: str) -> Any:  # noqa: ANN401
    check_keys(settings, [key for key in names_of(kind) if key != "checkpoint"], where)
    hints = get_type_hints(kind)
    return kind(**{key: _value(key, value, hints[key], where) for key, value in settings.items()})


def _value(key: str, value: Any, hint: Any, where: str) -> Any:  # noqa: ANN401
    """A setting of the kind that the engine wants; "" is None, which TOML has no word for."""
    kinds = get_args(hint) or (hint,)
    if value == "" and NoneType in kinds:
        return None
    if type(value) is int and float in kinds:
        return float(value)
    if type(value) not in kinds:
        wanted = " or ".join(kind.__name__ for kind in kinds if kind is not NoneType)
        raise InputError(f"{where}: {key}={value!r}; expected a value of type {wanted}")
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
