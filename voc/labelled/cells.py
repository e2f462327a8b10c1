"""The labels that one cell of a table holds."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Mapping
from typing import Any

from voc.collect.values import as_label
from voc.errors import InputError

_QUOTED = {"[": "]", "{": "}"}
_ATOMS = (bytes, Mapping)


def labels_of(cell: object, separator: str) -> tuple[str, ...]:
    """Names of the labels, in order, none twice; nothing gives none.

    Parameters
    ----------
    cell : object
        One label; several with ``separator`` between them; a list, also one written out as pandas
        and JSON do; or ``{"choices": […]}``, as Label Studio writes it.
    separator : str
        "" when a label may hold any character.

    Raises
    ------
    InputError
        The cell holds something that is no label.

    Examples
    --------
    >>> labels_of("物流| 服务", "|"), labels_of(["物流", "物流"], "|"), labels_of(None, "|")
    (('物流', '服务'), ('物流',), ())
    >>> labels_of("['物流', '服务']", "|"), labels_of('{"choices": ["物流"]}', "|"), labels_of(5.0, "|")
    (('物流', '服务'), ('物流',), ('5',))
    """
    value = _unquoted(cell)
    if isinstance(value, Mapping) and "choices" in value:
        value = value["choices"]
    if hasattr(value, "tolist"):
        value = value.tolist()  # numpy's arrays and numbers
    if isinstance(value, str):
        parts: Iterable[Any] = value.split(separator) if separator else [value]
    elif isinstance(value, Iterable) and not isinstance(value, _ATOMS):
        parts = value
    else:
        parts = [value]
    names = (_name(part) for part in parts)
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _unquoted(cell: object) -> object:
    """The list or dict that a string writes out, else the cell itself."""
    text = cell.strip() if isinstance(cell, str) else ""
    if not text or _QUOTED.get(text[0]) != text[-1]:
        return cell
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return cell


def _name(part: object) -> str | None:
    if isinstance(part, Iterable) and not isinstance(part, str):
        raise InputError(f"got a {type(part).__name__} as a label, expected a name")
    return as_label(part)
