"""Names and definitions of every label voc gives, in Chinese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

from voc.errors import InputError

Lang = Literal["zh", "en"]

_NO_ROLLUPS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label of one set.

    Attributes
    ----------
    id : str
        Stable; what records hold. Severity and urgency have the digits "0", "1" …
    zh, en : str
        Names.
    definition : str
        In Chinese, one line.
    weight : int or None
        Only for levels: what one pain of that level counts in a pain score (3, 2 or 1).
    rollups : Mapping of str to str
        Only for stages: id of the stage in the coarser sets "decision", "sales" and "experience".
    """

    id: str
    zh: str
    en: str
    definition: str
    weight: int | None = None
    rollups: Mapping[str, str] = field(default_factory=lambda: _NO_ROLLUPS, hash=False)


def label_sets() -> tuple[str, ...]:
    """Names of all label sets.

    Examples
    --------
    >>> label_sets()[:3]
    ('voice_type', 'sentiment', 'emotion')
    """
    return tuple(_load())


def labels(set_name: str) -> tuple[Label, ...]:
    """All labels of one set, in the order of ``voc.types``.

    Parameters
    ----------
    set_name : str
        One of ``label_sets()``, e.g. "stage".

    Raises
    ------
    InputError
        No such set.

    Examples
    --------
    >>> [label.zh for label in labels("level")]
    ['需求满足', '容易性', '愉悦程度']
    """
    sets = _load()
    if set_name not in sets:
        raise InputError(f"set_name={set_name!r} is no label set; use one of: {', '.join(sets)}")
    return sets[set_name]


def label_name(set_name: str, id: str | int, lang: Lang = "zh") -> str:
    """Name of one label.

    Parameters
    ----------
    set_name : str
        One of ``label_sets()``.
    id : str or int
        Label id; severity and urgency may be given as numbers.
    lang : "zh" or "en"

    Raises
    ------
    InputError
        No such set or label.

    Examples
    --------
    >>> label_name("touchpoint", "hotline"), label_name("severity", 4, "en")
    ('热线电话/IVR', 'critical')
    """
    for label in labels(set_name):
        if label.id == str(id):
            return label.zh if lang == "zh" else label.en
    known = ", ".join(label.id for label in labels(set_name))
    raise InputError(f"id={id!r} is no label of {set_name!r}; use one of: {known}")


@cache
def _load() -> Mapping[str, tuple[Label, ...]]:
    text = (files("voc.data") / "labels.toml").read_text(encoding="utf-8")
    sets = {name: tuple(map(_label, rows)) for name, rows in tomllib.loads(text).items()}
    return MappingProxyType(sets)


def _label(row: dict[str, Any]) -> Label:
    return Label(**row | {"rollups": MappingProxyType(row.get("rollups", {}))})
