"""What each row of a source says; all that is wrong with rows is told at once, not one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from voc.collect.read import is_frame
from voc.collect.rows import Row
from voc.errors import InputError
from voc.types import Voice

T = TypeVar("T")

_SHOWN = 10


def parse_rows(rows: Iterable[Row | Voice], parse: Callable[[Row], T], source: str) -> list[T]:
    """What ``parse`` makes of each row.

    Parameters
    ----------
    rows : iterable of Row or Voice
    parse : callable
        Raises ``InputError`` for a row that cannot be used.
    source : str
        Its name, for the message.

    Raises
    ------
    InputError
        Rows cannot be used: says what is wrong with the first ten, and how many more there are.

    Examples
    --------
    >>> rows = [Row(number=1, where="line 3", values={}, problem="got labels but no text")]
    >>> parse_rows(rows, lambda row: row.values, "标注.csv")
    Traceback (most recent call last):
    voc.errors.InputError: 标注.csv: 1 row cannot be used; mend or remove it
      line 3: got labels but no text
    """
    found, problems = [], []
    for number, row in enumerate(rows, start=1):
        try:
            found.append(parse(_sound(row)))
        except InputError as error:
            where = f"item {number}" if isinstance(row, Voice) else row.where
            problems.append(f"{where}: {error}")
    if problems:
        raise InputError(_told(problems, source))
    return found


def source_name(source: object) -> str:
    """How messages name a source.

    Examples
    --------
    >>> source_name(Path("标注.csv")), source_name([])
    ('标注.csv', 'the iterable')
    """
    if isinstance(source, Path):
        return str(source)
    return "the DataFrame" if is_frame(source) else "the iterable"


def _sound(row: Row | Voice) -> Row:
    if isinstance(row, Voice) or row.voice is not None or not (row.values or row.problem):
        raise InputError("got a text alone, expected a mapping that also holds its labels")
    if row.problem:
        raise InputError(row.problem)
    return row


def _told(problems: list[str], source: str) -> str:
    count = len(problems)
    rows = "1 row cannot be used; mend or remove it" if count == 1 else (
        f"{count} rows cannot be used; mend or remove them"
    )  # fmt: skip
    more = [f"… and {count - _SHOWN} more"] if count > _SHOWN else []
    return "\n  ".join([f"{source}: {rows}", *problems[:_SHOWN], *more])
