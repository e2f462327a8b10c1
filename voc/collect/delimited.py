"""Rows of .csv and .tsv files, in constant memory, whatever their quotes do."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from voc.collect.columns import Fields
from voc.collect.encoding import open_text, repaired, undecodable
from voc.collect.rows import Row, named
from voc.errors import InputError

_DELIMITERS = ",\t;|"
_MOST_LINES = 500  # a quoted field that runs on longer has lost its closing quote


class _RunawayError(Exception):
    """A quoted field ran on for too many lines."""


class _Lines:
    """Physical lines that can be handed back when a quote turns out to have swallowed them."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self.first = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self._taken) == _MOST_LINES:
            raise _RunawayError
        self._taken.append(self._back.popleft() if self._back else next(self._lines))
        return self._taken[-1]

    def begin_record(self) -> None:
        """Forget the lines of the last record; ``first`` is the number of the next line."""
        self.first += len(self._taken)
        self._taken = []

    def hand_back(self, keep: int) -> str:
        """Hand back the lines of this record but the first ``keep``, and give those."""
        self._back.extendleft(reversed(self._taken[keep:]))
        del self._taken[keep:]
        return "".join(self._taken)


def delimited(path: Path, fields: Fields) -> Iterator[Row]:
    """Rows of a .csv or .tsv file; a malformed line becomes a row with a ``problem``.

    The delimiter is the one of comma, tab, semicolon and bar that cuts the header into most
    columns. A quoted field may span lines; a stray quote costs only its own line.

    Raises
    ------
    InputError
        No header, or no column for the text.
    """
    with open_text(path) as file:
        lines = _Lines(file)
        delimiter = _delimiter(lines)
        records = _records(lines, delimiter)
        header, _ = next(records, ([], None))
        if not header:
            raise InputError(f"{path} is empty; its first line must name the columns")
        columns = named(header)
        fields.learn(columns)
        fields.check(str(path))
        place = columns.index(fields.of["text"])
        for number, (cells, problem) in enumerate(records, start=1):
            found, misfit = _fitted(cells, len(columns), place, delimiter)
            found, damage = _repaired(found, file)
            yield Row(
                number=number,
                where=f"line {lines.first}",
                values=dict(zip(columns, found, strict=False)),
                saved=None if place < len(found) else delimiter.join(found),
                problem=problem or misfit or damage,
            )


def _delimiter(lines: _Lines) -> str:
    first = next((line for line in lines if line.strip()), "")
    lines.hand_back(keep=0)
    return max(_DELIMITERS, key=lambda mark: len(_forgiven(first, mark)))


def _records(lines: _Lines, delimiter: str) -> Iterator[tuple[list[str], str | None]]:
    """Cells of each record, and what is wrong with it; blank lines are passed over."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    width = 0
    while True:
        lines.begin_record()
        problem = None
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _RunawayError):
            line = lines.hand_back(keep=1)
            # Without a quote it was only too long for the csv module, which a voice may be.
            problem = "a stray or unclosed quote" if '"' in line else None
            cells = _salvaged(line, delimiter, width)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
        width = width or len(cells)
        if cells:
            yield cells, problem


def _salvaged(line: str, delimiter: str, width: int) -> list[str]:
    """Cells of a line whose quotes are broken: as plain text, unless only quotes make it fit."""
    line = line.rstrip("\r\n")
    plain, forgiven = line.split(delimiter), _forgiven(line, delimiter)
    if len(plain) != width and len(forgiven) == width:
        return forgiven
    return [cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell for cell in plain]


def _forgiven(line: str, delimiter: str) -> list[str]:
    """Cells of one line by the lenient rules for quotes."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _fitted(
    cells: list[str], width: int, place: int, delimiter: str
) -> tuple[list[str], str | None]:
    """Cells put under their columns: if there are too many, the text was cut at its delimiters."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    got = len(cells)
    if got > width:
        end = place + 1 + got - width
        cells = [*cells[:place], delimiter.join(cells[place:end]), *cells[end:]]
    right = got == width or width == 1  # a text alone in its line needs no quotes
    return cells, None if right else f"expected {width} columns, got {got}"


def _repaired(cells: list[str], file: TextIO) -> tuple[list[str], str | None]:
    _, lost = repaired("".join(cells), file)
    if not lost:
        return cells, None
    return [repaired(cell, file)[0] for cell in cells], undecodable(lost, file)
