"""A word cloud as SVG: the heaviest word in the middle, the others on a spiral around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from unicodedata import category, east_asian_width

import numpy as np
from numpy.typing import NDArray

from voc._charts import FONTS
from voc._html import printable

_LARGEST = 0.25  # of the height of the picture
_FULL = 0.5  # of its area is covered, if all find room
_SMALLEST = 11.0  # pixels
_NARROW = 0.6  # em, of letters and digits; a little more than most have
_LINE = 1.08  # em
_GAP = 4.0  # pixels between words
_TURNS, _STEPS = 40, 4000

Floats = NDArray[np.float64]


class Placed(NamedTuple):
    """A word of a cloud: the middle of its box, its font size, and width and height; in pixels."""

    text: str
    x: float
    y: float
    size: float
    width: float
    height: float


def ems(text: str) -> float:
    """Width of a text in em: a Chinese character is one wide, a letter about 0.6.

    Examples
    --------
    >>> ems("客服"), ems("App")
    (2.0, 1.8)
    """
    return round(sum(map(_em, text)), 3)


def place(words: Sequence[tuple[str, float]], width: float, height: float) -> list[Placed]:
    """Find room for each word; the same words always lie at the same places.

    Parameters
    ----------
    words : sequence of (str, float)
        Texts and their weights, the heaviest first; areas go with the weights.
    width, height : float
        Of the picture.

    Returns
    -------
    list of Placed
        No two overlap; those that find no room are left out.
    """
    spiral = _spiral(width, height)
    boxes: list[Placed] = []
    for text, size in zip((text for text, _ in words), _sizes(words, width, height), strict=True):
        w, h = ems(text) * size, _LINE * size
        free = np.flatnonzero(_inside(spiral, w, h, width, height) & ~_taken(spiral, w, h, boxes))
        if w and len(free):
            x, y = spiral[free[0]].tolist()
            boxes.append(Placed(text, x, y, size, w, h))
    return boxes


def cloud_svg(words: Iterable[tuple[str, int, str]], width: int, height: int) -> str:
    """Draw words, given as text, weight and colour, the heaviest first."""
    given = [(printable_line(text), weight, colour) for text, weight, colour in words]
    colours = {text: (weight, colour) for text, weight, colour in given}
    placed = place([(text, weight) for text, weight, _ in given], width, height)
    body = "".join(_text(box, *colours[box.text]) for box in placed)
    names = "、".join(box.text for box in placed[:10])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-label="{printable(names)}" font-family="{FONTS}" '
        f'text-anchor="middle">{body}</svg>'
    )


def printable_line(text: str) -> str:
    """The text without line breaks and tabs."""
    return " ".join(text.split())


def _text(box: Placed, weight: int, colour: str) -> str:
    # The middle of Chinese characters lies about 0.36 em above the base line.
    return (
        f'<text x="{box.x:.1f}" y="{box.y + 0.36 * box.size:.1f}" font-size="{box.size:.1f}" '
        f'fill="{colour}"><title>{printable(box.text)}: {weight}</title>{printable(box.text)}</text>'
    )


def _sizes(words: Sequence[tuple[str, float]], width: float, height: float) -> list[float]:
    """Font sizes: the area of a character goes with the weight, and together they fill half."""
    if not words:
        return []
    weights = np.array([weight for _, weight in words])
    weights = weights / weights.max()
    widths = np.array([ems(text) for text, _ in words])
    full = (_FULL * width * height / max(float((widths * _LINE * weights).sum()), 1e-9)) ** 0.5
    largest = min(full, _LARGEST * height, 0.8 * width / max(float(widths[0]), 1))
    sizes: list[float] = np.maximum(_SMALLEST, largest * np.sqrt(weights)).tolist()
    return sizes


def _spiral(width: float, height: float) -> Floats:
    """Points of an Archimedean spiral, as wide as the picture; of shape (n_points, 2)."""
    turn = np.sqrt(np.linspace(0, 1, _STEPS))  # as dense outside as inside
    angle = turn * _TURNS * 2 * np.pi
    x, y = width / 2 * (1 + turn * np.cos(angle)), height / 2 * (1 + turn * np.sin(angle))
    return np.column_stack([x, y])


def _inside(spiral: Floats, w: float, h: float, width: float, height: float) -> NDArray[np.bool_]:
    room = np.array([width, height]) - np.array([w, h]) / 2
    return np.asarray(((spiral >= [w / 2, h / 2]) & (spiral <= room)).all(axis=1))


def _taken(spiral: Floats, w: float, h: float, boxes: Sequence[Placed]) -> NDArray[np.bool_]:
    if not boxes:
        return np.zeros(len(spiral), dtype=bool)
    middles = np.array([(box.x, box.y) for box in boxes])
    sizes = np.array([(box.width, box.height) for box in boxes])
    least = (sizes + np.array([w, h])) / 2 + _GAP
    return np.asarray((np.abs(spiral[:, None] - middles) < least).all(axis=2).any(axis=1))


def _em(character: str) -> float:
    if category(character) in ("Mn", "Me", "Cf", "Cc"):
        return 0.0
    if east_asian_width(character) in "WF":
        return 1.25 if ord(character) > 0x1F000 else 1.0  # emoji are wider
    return _NARROW
