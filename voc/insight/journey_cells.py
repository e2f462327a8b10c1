"""What a lane of a customer journey map holds at one stage, drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from voc._charts import COLOURS
from voc._html import printable
from voc.insight.journey_curve import GREY, INK, colour
from voc.insight.journey_sheet import Item, Shape
from voc.insight.svg import LEADING, element, stacked, width, wrapped, written

_SIDE = 11.0  # between the edge of a stage and its text
_SIZE, _SMALL, _SAID = 14.0, 12.0, 13.0
_BULLET = 14.0
_BETWEEN = 5.0  # items
_BUBBLE = 9.0  # around a quote
_MOST = 6  # lines of a quote
_FILLS = {"pain": "#fdf1ea", "need": "#ebf4fa", "praise": "#e9f6f1"}
_GOLD, _PALE_GOLD, _DARK_GOLD = "#d9a514", "#f3ead2", "#6b4e00"
_Drawn = tuple[str, float]  # and how high it is


def cell(items: Sequence[Item], left: float, top: float, wide: float) -> _Drawn:
    """Draw items below each other; a dash where there are none.

    Returns
    -------
    drawn : str
    height : float
        With the space above and below.
    """
    if not items:
        dash = written("—", left + wide / 2, top + 30, _SIZE, fill="#9aa5b1", text_anchor="middle")
        return dash, 44.0
    parts, y = [], top + 12
    for item in items:
        drawn, height = _DRAW[item.shape](item, left + _SIDE, y, wide - 2 * _SIDE)
        parts.append(drawn)
        y += height + _BETWEEN
    return "".join(parts), y + 9 - top


def _entry(item: Item, x: float, y: float, wide: float) -> _Drawn:
    """A dot, a name, and how many voices."""
    tone = colour(item.value) if item.tone == "touchpoint" else COLOURS[item.tone]
    lines = wrapped(item.text, wide - _BULLET, _SIZE, 3)
    end = width(lines[-1], _SIZE) + 6
    beside = end + width(item.note, _SMALL) <= wide - _BULLET
    # Beside the name the number follows it where it ends in the reader's own font.
    at: dict[str, float] = {"dx": 6} if beside else {"x": x + _BULLET, "dy": _SIZE * LEADING}
    note = element("tspan", printable(item.note), font_size=_SMALL, fill=GREY, **at)
    parts = (
        element("circle", cx=x + 4, cy=y + _SIZE * 0.55, r=4, fill=tone),
        stacked(lines, x + _BULLET, y + _SIZE * 0.9, _SIZE, note, fill=INK),
    )
    return "".join(parts), (len(lines) + (not beside)) * _SIZE * LEADING


def _score(item: Item, x: float, y: float, wide: float) -> _Drawn:
    """The number, a bar beside the best stage's, and a mark on that one."""
    parts = [
        written(item.text, x, y + 15, 18, fill=_DARK_GOLD, font_weight=700),
        element("rect", x=x, y=y + 23, width=wide, height=6, rx=3, fill=_PALE_GOLD),
        element("rect", x=x, y=y + 23, width=max(wide * item.value, 3), height=6, rx=3, fill=_GOLD),
    ]
    if item.note:
        badge, left = width(item.note, _SMALL) + 14, x + width(item.text, 18) + 10
        parts += [
            element("rect", x=left, y=y, width=badge, height=19, rx=9.5, fill=_DARK_GOLD),
            written(item.note, left + badge / 2, y + 13.6, _SMALL, fill="#fff", font_weight=600,
                    text_anchor="middle"),
        ]  # fmt: skip
    return "".join(parts), 33.0


def _advice(item: Item, x: float, y: float, wide: float) -> _Drawn:
    """A sentence, and who answers for it."""
    lines = wrapped(item.text, wide, _SAID)
    height = len(lines) * _SAID * LEADING
    told = stacked(lines, x, y + _SAID * 0.95, _SAID, fill=INK)
    if not item.note:
        return told, height
    owner = wrapped(item.note, wide, _SMALL)
    note = stacked(owner, x, y + height + _SMALL, _SMALL, fill=GREY)
    return told + note, height + len(owner) * _SMALL * LEADING


def _quote(item: Item, x: float, y: float, wide: float) -> _Drawn:
    """A bubble in the colour of what it says; a text that is too long is there in full as a hint."""
    lines = wrapped(item.text, wide - 2 * _BUBBLE + 6, _SAID, _MOST)
    height = len(lines) * _SAID * LEADING + 2 * _BUBBLE - 4
    left, side = x - 6, wide + 12
    at, first = left + _BUBBLE + 2, y + _BUBBLE + _SAID * 0.8
    parts = (
        element("title", printable(item.text)) if lines[-1].endswith("…") else "",
        element("rect", x=left, y=y, width=side, height=height, rx=6, fill=_FILLS[item.tone]),
        element(
            "rect", x=left, y=y + 5, width=3, height=height - 10, rx=1.5, fill=COLOURS[item.tone]
        ),
        # The ink of “ stands at the right of its em.
        written(lines[0], at - _SAID * 0.4, first, _SAID, fill=INK),
        stacked(lines[1:], at, first + _SAID * LEADING, _SAID, fill=INK) if lines[1:] else "",
    )
    return element("g", *parts), height + 2


_DRAW: Mapping[Shape, Callable[[Item, float, float, float], _Drawn]] = MappingProxyType(
    {"entry": _entry, "score": _score, "advice": _advice, "quote": _quote}
)
