"""Tables for a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import category, east_asian_width


def width(text: str) -> int:
    """Columns that a terminal needs for the text.

    Examples
    --------
    >>> width("发货慢a"), width("e\u0301"), width("👍")
    (7, 1, 2)
    """
    return sum(map(_width, text))


def cut(text: str, columns: int) -> str:
    r"""The text on one line, without control characters, shortened to that many columns.

    Examples
    --------
    >>> cut("等了五天\n才发货", 9)
    '等了五天…'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if width(line) <= columns:
        return line
    while width(line) >= columns:
        line = line[: min(len(line) - 1, columns)]
    return line + "…"


def aligned(rows: Sequence[Sequence[str]], numbers: frozenset[int]) -> str:
    """Rows under each other; columns whose places are in ``numbers`` are set to the right.

    Examples
    --------
    >>> print(aligned([("痛点", "条数"), ("配送时效", "12")], frozenset({1})))
    痛点      条数
    配送时效    12
    """
    widths = [max(map(width, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            _padded(cell, columns, right=place in numbers)
            for place, (cell, columns) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _width(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def _padded(text: str, columns: int, *, right: bool) -> str:
    space = " " * (columns - width(text))
    return space + text if right else text + space
