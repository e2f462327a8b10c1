"""Rows of Python objects: strings, mappings and voices in any mixture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from voc.collect.rows import Row, bare_voice
from voc.collect.values import as_text
from voc.types import Voice


def item_rows(items: Iterable[object], unit: str = "item") -> Iterator[Row | Voice]:
    """One row an item, lazily; a text without anything beside it is a voice at once."""
    for number, item in enumerate(items, start=1):
        if isinstance(item, str):
            yield bare_voice(item, number)
        else:
            yield item_row(item, number, f"{unit} {number}")


def item_row(item: object, number: int, where: str) -> Row:
    """The row of one item; what is neither text nor mapping nor voice gets a ``problem``."""
    if isinstance(item, Voice):
        return Row(number=number, where=where, values={}, voice=item)
    if isinstance(item, Mapping):
        values = {str(name): value for name, value in item.items()}
        return Row(number=number, where=where, values=values)
    text, problem = as_text(item)
    if problem and not text:
        problem = f"got a {type(item).__name__}, expected a str, a mapping or a Voice"
    return Row(number=number, where=where, values={}, saved=text, problem=problem)
