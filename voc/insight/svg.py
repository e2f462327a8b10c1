"""Elements of SVG, and Chinese and Latin text broken into lines by how wide it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from voc._html import printable

_OPENING, _CLOSING = '“‘「『（《【("', '，。！？；：、）》】”’」』…,.!?;:)%"'
# What must stay on one line: a word or a character, with the punctuation that clings to it.
_UNIT = re.compile(
    rf"\s+|[{re.escape(_OPENING)}]*(?:[A-Za-z0-9][A-Za-z0-9.,:'’/+-]*|.)[{re.escape(_CLOSING)}]*",
    re.DOTALL,
)
LEADING = 1.38  # from line to line, in font sizes
# In em; a little more than fonts need.
_LATIN, _NARROW, _CAPITAL, _SPACE = 0.55, 0.35, 0.68, 0.28


def width(text: str, size: float) -> float:
    """How wide a text is, in the unit of ``size``: a Chinese character is one em.

    Examples
    --------
    >>> width("客服App", 10), width("", 10)
    (37.8, 0)
    """
    return round(sum(map(_em, text)) * size, 3)


def wrapped(text: str, most: float, size: float, lines: int = 99) -> list[str]:
    """Break a text into lines that are no wider than ``most``; what is left over becomes "…".

    No line begins with a comma or a closing bracket, and words stay whole where they fit.

    Examples
    --------
    >>> wrapped("客服电话打不通，没人理", 50, 10)
    ['客服电话打', '不通，没人', '理']
    >>> wrapped("客服电话打不通，没人理", 50, 10, lines=1)
    ['客服电话…']
    """
    made = [""]
    for unit in _units(" ".join(text.split()), most, size):
        if made[-1] and width(made[-1] + unit.rstrip(), size) > most:
            made[-1] = made[-1].rstrip()
            made.append(unit.lstrip())
        else:
            made[-1] += unit
        if len(made) > lines:
            return [*made[: lines - 1], _shortened(made[lines - 1], most, size)]
    return [made[-1].rstrip()] if len(made) == 1 else [*made[:-1], made[-1].rstrip()]


def element(name: str, *inside: str, **attributes: str | float | None) -> str:
    """One element around others that are written already; ``_`` in names stands for ``-``.

    Examples
    --------
    >>> element("g", element("circle", r=2), stroke_width=1.5, fill=None)
    '<g stroke-width="1.5"><circle r="2"/></g>'
    """
    given = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{''.join(inside)}</{name}>" if inside else f"<{name}{given}/>"


def written(text: str, x: float, y: float, size: float, **attributes: str | float | None) -> str:
    """One line of text; ``y`` is where its letters stand."""
    return element("text", printable(text), x=x, y=y, font_size=size, **attributes)


def stacked(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *after: str,
    **attributes: str | float | None,
) -> str:
    """Lines of text below each other, the letters of the first standing at ``y``.

    Elements given as ``after`` follow the last line.
    """
    step = size * LEADING
    parts: Iterable[str] = (
        element("tspan", printable(line), x=x, y=y + number * step)
        for number, line in enumerate(lines)
    )
    return element("text", *parts, *after, font_size=size, **attributes)


def _value(value: str | float) -> str:
    return printable(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _em(character: str) -> float:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn"):
        return 0.0
    # Ambiguous ones, “” and … among them, are as wide as Chinese in Chinese fonts.
    if unicodedata.east_asian_width(character) in "WFA" or ord(character) > 0x1F000:
        return 1.0
    if character.isspace():
        return _SPACE
    if character in "fijlrtI.,:;'|!()[]":
        return _NARROW
    return _CAPITAL if character.isupper() or character in "@%&mw−+" else _LATIN


def _units(text: str, most: float, size: float) -> Iterable[str]:
    for unit in _UNIT.findall(text):
        if width(unit, size) <= most:
            yield unit
        else:
            yield from unit


def _shortened(line: str, most: float, size: float) -> str:
    while line and width(f"{line}…", size) > most:
        line = line[:-1]
    return f"{line}…"
