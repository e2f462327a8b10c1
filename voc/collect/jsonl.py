"""Rows of .jsonl and .json files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from voc.collect.columns import Fields
from voc.collect.encoding import open_text, repaired, undecodable
from voc.collect.items import item_row, item_rows
from voc.collect.rows import Row, learned
from voc.errors import InputError
from voc.types import Voice


def json_lines(path: Path, fields: Fields) -> Iterator[Row | Voice]:
    """Rows of a file with one JSON object or string a line; a broken line gets a ``problem``.

    Raises
    ------
    InputError
        No column holds the text.
    """
    return learned(_lines(path, fields), fields, str(path))


def json_file(path: Path, fields: Fields) -> Iterator[Row | Voice]:
    """Rows of a .json file: an array of objects or strings, one object, or lines of them.

    Raises
    ------
    InputError
        The file is no JSON, or no column holds the text.
    """
    with open_text(path) as file:
        text, _ = repaired(file.read(), file)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "Extra data" in str(error):
            yield from json_lines(path, fields)
            return
        raise InputError(f"{path} is no JSON ({error}); mend it or name it .jsonl") from None
    items = data if isinstance(data, list) else [data]
    yield from learned(item_rows(items), fields, str(path))


def _lines(path: Path, fields: Fields) -> Iterator[Row | Voice]:
    number = 0
    with open_text(path) as file:
        for place, line in enumerate(file, start=1):
            if not line.strip():
                continue
            number += 1
            line, lost = repaired(line, file)
            damage = undecodable(lost, file) if lost else None
            yield _row(line, number, f"line {place}", fields.of.get("text"), damage)


def _row(line: str, number: int, where: str, column: str | None, damage: str | None) -> Row:
    try:
        row = item_row(json.loads(line), number, where)
    except (ValueError, RecursionError) as error:
        message = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        saved, problem = _salvaged(line, column), f"no JSON ({message})"
        return Row(number=number, where=where, values={}, saved=saved, problem=problem)
    return replace(row, problem=row.problem or damage) if damage else row


def _salvaged(line: str, column: str | None) -> str:
    """The text column's string out of a broken line, else the whole line."""
    name = re.escape(json.dumps(column, ensure_ascii=False))
    found = re.search(name + r'\s*:\s*"((?:[^"\\]|\\.)*)', line)
    if not found:
        return line.strip()
    try:
        return str(json.loads(f'"{found[1]}"'))
    except ValueError:
        return found[1]
