"""The curve of a customer journey map: moods as faces, with how certain they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from voc._charts import COLOURS
from voc.insight.journey_places import signed
from voc.insight.journey_sheet import Sheet, Step
from voc.insight.journey_words import FEW
from voc.insight.svg import element, written

HEIGHT = 240.0
_TOP, _BOTTOM = 54.0, HEIGHT - 54.0  # where moods of 1 and of -1 lie
_FACE = 14.0  # radius
_EVEN = "#8b95a1"
INK, GREY = "#1f2933", "#5f6b78"
_GRADIENT = "voc-journey-mood-"


def curve(sheet: Sheet, centres: Sequence[float], left: float, right: float) -> str:
    """Draw the curve in a box that is ``HEIGHT`` high and begins at 0.

    Parameters
    ----------
    sheet : Sheet
    centres : sequence of float
        The middle of each stage.
    left, right : float
        Edges of the stages.
    """
    known = [
        (number, centre, step)
        for number, (centre, step) in enumerate(zip(centres, sheet.steps, strict=True))
        if step.place.mood == step.place.mood
    ]
    marks = [(centre, step) for _, centre, step in known]
    gradient = _GRADIENT + sheet.lang
    return "".join(
        (
            _defs(gradient),
            _scale(sheet, left, right),
            *(_interval(centre, step) for centre, step in marks),
            *_lines(known, gradient),
            *_silent(sheet, centres),
            *(_face(centre, step) for centre, step in marks),
            *(_label(place, marks) for place in range(len(marks))),
        )
    )


def zones(sheet: Sheet, left: float, right: float) -> str:
    """A breath of colour above and below the middle, where there is a curve to come."""
    if all(step.place.mood != step.place.mood for step in sheet.steps):
        return ""
    half = HEIGHT / 2
    return "".join(
        element("rect", x=left, y=y, width=right - left, height=half - 4, fill=fill)
        for y, fill in ((4, "#f3faf7"), (half, "#fdf6f1"))
    )


def colour(mood: float) -> str:
    """Vermilion for -1 over grey for 0 to green for 1; grey where it is unknown.

    Examples
    --------
    >>> colour(1.0), colour(0.0), colour(float("nan"))
    ('#009e73', '#8b95a1', '#8b95a1')
    """
    if mood != mood:
        return _EVEN
    end = COLOURS["praise"] if mood > 0 else COLOURS["pain"]
    part = min(abs(mood) * 1.6, 1.0)
    mixed = (
        round(int(_EVEN[at : at + 2], 16) * (1 - part) + int(end[at : at + 2], 16) * part)
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{value:02x}" for value in mixed)


def height_of(mood: float) -> float:
    """Where a mood lies in the box; -1 is at the bottom."""
    return _TOP + (1 - mood) / 2 * (_BOTTOM - _TOP)


def _defs(gradient: str) -> str:
    """One a language: a page may hold both, and browsers draw nothing by what is hidden."""
    stops = (
        element("stop", offset=offset, stop_color=colour(mood))
        for offset, mood in ((0, 1.0), (0.35, 0.3), (0.5, 0.0), (0.65, -0.3), (1, -1.0))
    )
    made = element(
        "linearGradient", *stops, id=gradient, gradientUnits="userSpaceOnUse",
        x1=0, x2=0, y1=_TOP, y2=_BOTTOM,
    )  # fmt: skip
    return element("defs", made)


def _scale(sheet: Sheet, left: float, right: float) -> str:
    lines = (
        element("line", x1=left, x2=right, y1=height_of(mood), y2=height_of(mood),
                stroke="#d5dbe1" if mood else "#aab4be", stroke_dasharray="2 5" if mood else None)
        for mood in (1, 0, -1)
    )  # fmt: skip
    names = (
        written(f"{sheet.word(key)} {sign}", left - 10, height_of(mood) + 4, 12, fill=GREY,
                text_anchor="end")
        for key, sign, mood in (("pleased", "+1", 1), ("even", "0", 0), ("pained", "−1", -1))
    )  # fmt: skip
    return "".join((*lines, *names))


def _interval(x: float, step: Step) -> str:
    top, bottom = height_of(step.place.mood_high), height_of(step.place.mood_low)
    return element("rect", x=x - 7, y=top, width=14, height=max(bottom - top, 1), rx=7,
                   fill=colour(step.place.mood), fill_opacity=0.2)  # fmt: skip


def _lines(known: Sequence[tuple[int, float, Step]], gradient: str) -> Iterable[str]:
    """From face to face; dotted over stages of which nobody speaks."""
    for (before, x, step), (after, next_x, next_step) in pairwise(known):
        y, next_y = height_of(step.place.mood), height_of(next_step.place.mood)
        # Flat at both ends, so that it never swings beyond the moods that it joins. The gradient
        # has no extent of its own on a level line, which is why it lies in the user's space.
        middle = (x + next_x) / 2
        path = f"M{x:.1f} {y:.1f}C{middle:.1f} {y:.1f} {middle:.1f} {next_y:.1f} {next_x:.1f} {next_y:.1f}"
        gap = after - before > 1
        yield element("path", d=path, fill="none", stroke=f"url(#{gradient})",
                      stroke_width=2.5 if gap else 4, stroke_linecap="round",
                      stroke_dasharray="1 8" if gap else None)  # fmt: skip


def _silent(sheet: Sheet, centres: Sequence[float]) -> Iterable[str]:
    for x, step in zip(centres, sheet.steps, strict=True):
        if not step.place.voices:
            yield written(sheet.word("silent"), x, height_of(0) - 8, 12, fill=GREY,
                          text_anchor="middle")  # fmt: skip


def _face(x: float, step: Step) -> str:
    mood, y = step.place.mood, height_of(step.place.mood)
    tone = colour(mood)
    few = step.place.voices < FEW
    line = tone if few else "#fff"
    bend = 5 * max(-1.0, min(1.0, mood * 1.6))
    mouth = f"M{x - 5:.1f} {y + 5 - bend / 2:.1f}Q{x:.1f} {y + 5 + bend:.1f} {x + 5:.1f} {y + 5 - bend / 2:.1f}"
    return element(
        "g",
        element("circle", cx=x, cy=y, r=_FACE, fill="#fff" if few else tone, stroke=tone if few else "#fff",
                stroke_width=2.5),
        *(element("circle", cx=x + side, cy=y - 4, r=1.8, fill=line) for side in (-4.6, 4.6)),
        element("path", d=mouth, fill="none", stroke=line, stroke_width=2, stroke_linecap="round"),
    )  # fmt: skip


def _label(place: int, marks: Sequence[tuple[float, Step]]) -> str:
    """The number and the emotion, on the side from which the curve does not come."""
    x, step = marks[place]
    y = height_of(step.place.mood)
    near = [height_of(other.place.mood) for _, other in marks[max(place - 1, 0) : place + 2]]
    above = 2 * y <= min(near) + max(near)
    first = y - _FACE - (22 if step.emotion else 8) if above else y + _FACE + 18
    halo: dict[str, str | float] = {
        "text_anchor": "middle", "stroke": "#fff", "stroke_width": 4, "paint_order": "stroke",
        "stroke_linejoin": "round",
    }  # fmt: skip
    value = written(signed(step.place.mood), x, first, 15, fill=INK, font_weight=700, **halo)
    return value + (
        written(step.emotion, x, first + 16, 12.5, fill=GREY, **halo) if step.emotion else ""
    )
