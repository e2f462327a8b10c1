"""The customer journey map as one SVG image: the curve above, the lanes below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from voc._charts import FONTS
from voc._html import printable
from voc.insight.journey_cells import cell
from voc.insight.journey_curve import GREY, HEIGHT, INK, curve, zones
from voc.insight.journey_sheet import Lane, Sheet, Step
from voc.insight.svg import LEADING, element, stacked, width, wrapped, written

_EDGE = 32.0  # of white around all
_NAMES = 98.0  # of the column that names the lanes
_HEAD = 160.0
_STAGES = 58.0
_GAP = 10.0
_FULL, _LEAST, _WIDEST = 1244.0, 1080.0, 360.0  # of all stages together, and of one
_SILENT = 104.0  # of a stage of which nobody speaks
_NOTE = 12.0
# Background and ink of the name of each lane.
_TONES = {
    "curve": ("#e9edf1", "#33414f"), "touchpoint": ("#e9edf1", "#33414f"),
    "pain": ("#fbe6da", "#8f3f00"), "need": ("#dcebf6", "#004f80"),
    "praise": ("#d9efe7", "#00573f"), "opportunity": ("#fbf0d3", "#6b4e00"),
    "quote": ("#e9edf1", "#33414f"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    right: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def svg(sheet: Sheet) -> str:
    """Draw a sheet.

    Parameters
    ----------
    sheet : Sheet
    """
    columns = _columns(sheet)
    right = columns[-1].right
    top = _HEAD + _STAGES + _GAP
    lanes, end = [], top + HEIGHT
    for lane in sheet.lanes:
        drawn, height = _lane(lane, end, columns)
        lanes.append(drawn)
        end += height
    note = wrapped(sheet.note, right - _EDGE, _NOTE)
    bottom = end + 26 + len(note) * _NOTE * LEADING
    return element(
        "svg",
        element("title", printable(sheet.title)),
        element("desc", printable(" ".join(step.told for step in sheet.steps))),
        element("rect", width=right + _EDGE, height=bottom, fill="#fff"),
        _head(sheet, right),
        element("g", zones(sheet, columns[0].left, right), transform=f"translate(0 {top:.0f})"),
        *_shades(sheet, columns, end),
        *(_stage(step, column, number == 0)
          for number, (step, column) in enumerate(zip(sheet.steps, columns, strict=True))),
        _name("curve", sheet.word("curve"), top, HEIGHT),
        element("g", curve(sheet, [one.middle for one in columns], columns[0].left, right),
                transform=f"translate(0 {top:.0f})"),
        *lanes,
        stacked(note, _EDGE, end + 26, _NOTE, fill=GREY),
        xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {right + _EDGE:.0f} {bottom:.0f}",
        width=right + _EDGE, height=bottom, role="img", font_family=FONTS, lang=_LANGS[sheet.lang],
    )  # fmt: skip


_LANGS = {"zh": "zh-CN", "en": "en"}


def _columns(sheet: Sheet) -> list[_Column]:
    """Silent stages are narrow, so that the others have room."""
    slim = [max(_SILENT, _longest_word(step.name) + 44) for step in sheet.steps]
    silent = [not step.place.voices for step in sheet.steps]
    taken = sum(wide for wide, alone in zip(slim, silent, strict=True) if alone)
    wide = min(_WIDEST, (_FULL - taken) / max(silent.count(False), 1))
    widths = [least if alone else wide for least, alone in zip(slim, silent, strict=True)]
    widths = [one * max(1.0, _LEAST / sum(widths)) for one in widths]
    # The curve's scale stands between the names and the stages.
    edges = accumulate(widths, initial=_EDGE + _NAMES + 72)
    return [_Column(*edge) for edge in pairwise(edges)]


def _longest_word(name: str) -> float:
    return max(width(part, 15) for part in name.split()) if name.isascii() else 0.0


def _head(sheet: Sheet, right: float) -> str:
    """The title, and below it who and what the map is about."""
    top, wide = 86.0, right - _EDGE
    box = element("rect", x=_EDGE, y=top, width=wide, height=58, rx=8, fill="#f4f6f8")
    person = element(
        "g",
        element("circle", cx=_EDGE + 32, cy=top + 21, r=7.5),
        element("path", d=f"M{_EDGE + 18} {top + 46}a14 13 0 0 1 28 0z"),
        fill="#7f93a8",
    )
    shown = [(name, wrapped(value, 240, 16, 1)[0]) for name, value in sheet.facts]
    widths = [max(width(name, 12), width(value, 16)) + 36 for name, value in shown]
    facts = (
        written(name, x, top + 22, 12, fill=GREY)
        + written(value, x, top + 45, 16, fill=INK, font_weight=600)
        for x, (name, value) in zip(accumulate(widths, initial=_EDGE + 66), shown, strict=False)
    )
    title = wrapped(sheet.title, wide, 28, 1)[0]
    return "".join(
        (
            written(title, _EDGE, 42, 28, fill=INK, font_weight=700),
            written(sheet.headline, _EDGE, 70, 15, fill="#33414f"),
            box,
            person,
            *facts,
        )
    )


def _shades(sheet: Sheet, columns: Sequence[_Column], bottom: float) -> list[str]:
    """Grey behind stages of which nobody speaks, a fine line between the others."""
    top = _HEAD + _STAGES
    grey = [
        element("rect", x=one.left, y=top, width=one.right - one.left, height=bottom - top,
                fill="#f5f6f7")
        for one, step in zip(columns, sheet.steps, strict=True)
        if not step.place.voices
    ]  # fmt: skip
    lines = [
        element("line", x1=one.left, x2=one.left, y1=top + 8, y2=bottom, stroke="#e8ecef")
        for one in columns[1:]
    ]
    return grey + lines


def _stage(step: Step, column: _Column, first: bool) -> str:
    """An arrow that points to the next stage."""
    left, right, top, point = column.left + 2, column.right - 2, _HEAD, 11.0
    bottom, middle = top + _STAGES - 4, top + (_STAGES - 4) / 2
    notch = "" if first else f"L{left + point:.1f} {middle:.1f}"
    path = (
        f"M{left:.1f} {top}H{right - point:.1f}L{right:.1f} {middle:.1f}L{right - point:.1f} {bottom}"
        f"H{left:.1f}{notch}Z"
    )
    spoken = bool(step.place.voices)
    ink = "#fff" if spoken else "#5f6b78"
    lines = wrapped(step.name, right - left - 2 * point - 8, 16, 2)
    y = middle + (-3 if len(lines) == 1 and spoken else 5 if len(lines) == 1 else -10)
    x = column.middle + (0 if first else point / 3)
    count = written(step.count, x, bottom - 8, 12, fill="#e3ebf2", text_anchor="middle")
    return "".join(
        (
            element("path", d=path, fill="#35566f" if spoken else "#e6e9ec"),
            stacked(lines, x, y, 16 if len(lines) == 1 else 14, fill=ink, font_weight=700,
                    text_anchor="middle"),
            count if spoken else "",
        )
    )  # fmt: skip


def _name(tone: str, name: str, top: float, height: float) -> str:
    """What a lane is called, at its left."""
    fill, ink = _TONES[tone]
    size = 15 if _longest_word(name) < _NAMES - 10 else 13
    lines = wrapped(name, _NAMES - 8, size)
    y = top + height / 2 + 5 - (len(lines) - 1) * size * LEADING / 2
    return element("rect", x=_EDGE, y=top + 3, width=_NAMES, height=height - 6, rx=8, fill=fill) + (
        stacked(lines, _EDGE + _NAMES / 2, y, size, fill=ink, font_weight=700, text_anchor="middle")
    )


def _lane(lane: Lane, top: float, columns: Sequence[_Column]) -> tuple[str, float]:
    """A lane, and how high it is."""
    drawn, heights = zip(
        *(
            cell(items, column.left, top, column.right - column.left)
            for items, column in zip(lane.cells, columns, strict=True)
        ),
        strict=True,
    )
    height = max(heights)
    rule = element(
        "line", x1=_EDGE + _NAMES + 10, x2=columns[-1].right, y1=top, y2=top, stroke="#dde2e7"
    )
    return "".join((rule, _name(lane.tone, lane.name, top, height), *drawn)), height
