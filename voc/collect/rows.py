"""Rows: what every kind of source gives, on its way to becoming a ``Voice``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, TypeVar

from voc.collect.columns import Fields
from voc.collect.values import as_datetime, as_label, as_score, as_text, channel_of, is_blank
from voc.types import Channel, Mark, Voice

_Found = TypeVar("_Found", float, datetime)

_LOOK_AHEAD = 100
_BAD: frozenset[Mark] = frozenset({"bad_row"})
_EMPTY: frozenset[Mark] = frozenset({"empty"})
_SOUND: frozenset[Mark] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row, line or item of a source.

    Attributes
    ----------
    number : int
        From 1, among the rows of the source.
    where : str
        For messages: "line 17", "row 17", "item 17".
    values : Mapping
        Column to value; empty when the source has no columns.
    saved : object
        The text itself, when it stands in no column.
    key : object
        Index of the row in its frame, if any.
    problem : str or None
        What makes it a bad row.
    voice : Voice or None
        When the item already was one.
    """

    number: int
    where: str
    values: Mapping[str, Any]
    saved: object = None
    key: object = None
    problem: str | None = None
    voice: Voice | None = None


def named(columns: Iterable[object]) -> list[str]:
    """Header cells as unique names: blank ones are numbered, repeated ones get a suffix.

    Examples
    --------
    >>> named([" 内容 ", "", "内容", None])
    ['内容', 'column_2', '内容_2', 'column_4']
    """
    names: dict[str, None] = {}
    for place, cell in enumerate(columns, start=1):
        base = ("" if cell is None else str(cell)).strip() or f"column_{place}"
        name, copy = base, 1
        while name in names:
            copy += 1
            name = f"{base}_{copy}"
        names[name] = None
    return list(names)


def learned(rows: Iterator[Row | Voice], fields: Fields, source: str) -> Iterator[Row | Voice]:
    """The same rows, once enough of them were seen to know the columns; voices have none.

    Mappings may leave out keys, so up to 100 are looked at before a column counts as absent.

    Raises
    ------
    InputError
        A named column is absent, or none looks like the text.
    """
    head: list[Row | Voice] = []
    for row in rows:
        head.append(row)
        if isinstance(row, Voice):
            plain = not fields.columns
        else:
            fields.learn(row.values)
            plain = not fields.columns and row.problem is None
        if plain or fields.complete or len(head) == _LOOK_AHEAD:
            break
    if fields.columns:
        fields.check(source)
    for row in chain(head, rows):
        if isinstance(row, Row):
            fields.learn(row.values)
        yield row


def voice_of(row: Row, fields: Fields) -> Voice:
    """The voice that a row holds; a row that cannot be read is kept and marked."""
    if row.voice is not None:
        return _checked(row.voice, row.where)
    text, problem = as_text(_raw_text(row, fields))
    problem = row.problem or problem or _absent(row, fields)
    of, values = fields.of, row.values
    used = of.values()
    meta = {name: value for name, value in values.items() if name not in used}

    def cell(field: str) -> Any:  # noqa: ANN401
        return values.get(of[field]) if field in of else None

    return Voice(
        id=as_label(cell("id")) or as_label(row.key) or str(row.number),
        text=text,
        channel=_channel(cell("channel"), meta),
        created_at=_or_meta(as_datetime, cell("created_at"), "created_at", meta),
        customer=as_label(cell("customer")),
        segment=as_label(cell("segment")),
        product=as_label(cell("product")),
        score=_or_meta(as_score, cell("score"), "score", meta),
        meta=meta,
        marks=_marks(text, problem),
        error=f"{row.where}: {problem}" if problem else None,
    )


def bare_voice(text: str, number: int) -> Voice:
    """The voice of a text without anything beside it."""
    return Voice(id=str(number), text=text, marks=_EMPTY if is_blank(text) else _SOUND)


def _raw_text(row: Row, fields: Fields) -> object:
    return row.saved if row.saved is not None else row.values.get(fields.of.get("text", ""))


def _absent(row: Row, fields: Fields) -> str | None:
    """A mapping without the text column: not an empty text but another kind of row."""
    column = fields.of.get("text")
    if not row.values or column in row.values or row.saved is not None:
        return None
    return f"no text column {column!r}; it has {', '.join(map(repr, list(row.values)[:10]))}"


def _marks(text: str, problem: str | None) -> frozenset[Mark]:
    if problem:
        return _BAD
    return _EMPTY if is_blank(text) else _SOUND


def _checked(voice: Voice, where: str) -> Voice:
    text, problem = as_text(voice.text)
    marks = voice.marks | _marks(text, problem)
    if text is voice.text and marks == voice.marks:
        return voice
    error = f"{where}: {problem}" if problem else voice.error
    return replace(voice, text=text, marks=marks, error=error)


def _channel(value: object, meta: dict[str, Any]) -> Channel:
    """The channel; its own name is kept in ``meta`` where it says more."""
    name = as_label(value)
    if name is None:
        return "unknown"
    channel = channel_of(name) or "unknown"
    if channel != name.lower():
        meta.setdefault("channel", name)
    return channel


def _or_meta(
    read: Callable[[object], _Found | None], value: object, field: str, meta: dict[str, Any]
) -> _Found | None:
    found = read(value)
    if found is None and as_label(value) is not None:
        meta.setdefault(field, value)
    return found
