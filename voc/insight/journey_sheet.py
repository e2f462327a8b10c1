"""What stands on a customer journey map, in words of one language: drawn, written or set as cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from voc.insight.journey_places import (
    Place,
    Point,
    signed,
    stage_name,
    touchpoint_name,
)
from voc.insight.journey_words import FEW, word
from voc.insight.quotes import quoted
from voc.labels import Lang, label_name
from voc.table import number, percent
from voc.taxonomy import category_name

if TYPE_CHECKING:
    from voc.insight.journey import Journey

Shape = Literal["entry", "score", "advice", "quote"]
_TOUCHPOINTS, _PAINS, _NEEDS, _PRAISES = 3, 3, 2, 2  # that fit on a sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One entry of a lane.

    Attributes
    ----------
    text : str
    note : str
        What stands behind it, smaller.
    tone : str
        "pain", "need", "praise", "touchpoint" or "opportunity".
    shape : "entry", "score", "advice" or "quote"
    value : float
        Of a touchpoint its mood, in [-1, 1]; of a score its part of the highest one, in [0, 1].
        Else, and where a mood is unknown, NaN.
    """

    text: str
    note: str = ""
    tone: str
    shape: Shape = "entry"
    value: float = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One row of a map: its name, and the items of each stage."""

    tone: str
    name: str
    cells: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage as the map shows it.

    Attributes
    ----------
    name : str
    count : str
        Voices and their share, in words.
    place : Place
    emotion : str
        Name of the most frequent one, or blank.
    told : str
        All of it in one sentence.
    """

    name: str
    count: str
    place: Place
    emotion: str
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole map in words; ``facts`` stand in its head, each with its name."""

    lang: Lang
    title: str
    headline: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    lanes: tuple[Lane, ...]
    note: str

    def word(self, key: str) -> str:
        """A word of the map's language."""
        return word(key, self.lang)


def sheet(journey: Journey, lang: Lang) -> Sheet:
    """Put a journey into words."""
    scope = journey.scope
    title = word("title", lang)
    chosen = " · ".join(name for name in (scope.product, scope.segment) if name)
    return Sheet(
        lang=lang,
        title=f"{title} · {chosen}" if chosen else title,
        headline=_headline(journey, lang),
        facts=_facts(journey, lang),
        steps=_steps(journey, lang),
        lanes=(
            _lane("touchpoint", journey, lang),
            *(_lane(kind, journey, lang) for kind in ("pain", "need", "praise")),
            _lane("opportunity", journey, lang),
            _lane("quote", journey, lang),
        ),
        note=word("note", lang),
    )


def _headline(journey: Journey, lang: Lang) -> str:
    """Where the mood is lowest, and where there is most to gain; few voices decide neither."""
    moody = [row for row in journey.stages if row.voices >= FEW and row.mood == row.mood]
    best, parts = _best(journey), []
    if moody:
        low = min(moody, key=lambda row: row.mood)
        parts.append(_named("low", low, signed(low.mood), journey, lang))
    if best:
        parts.append(_named("best", best, number(100 * best.opportunity, 1), journey, lang))
    return ("；" if lang == "zh" else ". ").join(parts) or (
        "" if journey else word("nothing", lang)
    )


def _best(journey: Journey) -> Place | None:
    """The stage with the largest opportunity of those that some voices speak of."""
    heard = [row for row in journey.stages if row.voices >= FEW and row.opportunity > 0]
    return max(heard, key=lambda row: row.opportunity, default=None)


def _named(key: str, row: Place, value: str, journey: Journey, lang: Lang) -> str:
    """A stage with a number, and with what to look at first."""
    told = word(key, lang).format(stage=stage_name(row.stage, lang), value=value)
    top = row.pain or row.need
    if top is None:
        return told
    name = category_name(top, journey.taxonomy, lang)
    return f"{told}{'，' if lang == 'zh' else ', '}{word('begin', lang).format(name=name)}"


def _facts(journey: Journey, lang: Lang) -> tuple[tuple[str, str], ...]:
    scope = journey.scope
    shown = {
        "segment": scope.segment or word("everyone", lang),
        "product": scope.product or word("everything", lang),
        "time": f"{scope.first} – {scope.last}" if scope.first else "",
        "voices": f"{scope.voices:,}",
        "records": f"{scope.records:,}",
        "mood": signed(scope.mood) if scope.mood == scope.mood else "—",
    }
    return tuple((word(key, lang), value) for key, value in shown.items() if value)


def _steps(journey: Journey, lang: Lang) -> tuple[Step, ...]:
    return tuple(
        Step(
            name=stage_name(row.stage, lang),
            count=_count(row, lang),
            place=row,
            emotion=label_name("emotion", row.emotion, lang) if row.emotion else "",
            told=_told(row, journey, lang),
        )
        for row in journey.stages
    )


def _count(row: Place, lang: Lang) -> str:
    if not row.voices:
        return word("silent", lang)
    share = percent(row.share, 0) if row.share >= 0.005 else "<1%"
    return f"{word('count', lang).format(n=row.voices)} · {share}"


def _told(row: Place, journey: Journey, lang: Lang) -> str:
    if not row.voices:
        gap = "：" if lang == "zh" else ": "
        return f"{stage_name(row.stage, lang)}{gap}{word('silent', lang)}"
    tops = {
        kind: category_name(getattr(row, kind), journey.taxonomy, lang)
        for kind in ("pain", "need", "praise")
    }
    mood = signed(row.mood) if row.mood == row.mood else "—"
    stage = stage_name(row.stage, lang)
    return word("told", lang).format(stage=stage, voices=row.voices, mood=mood, **tops)


def _lane(key: str, journey: Journey, lang: Lang) -> Lane:
    made = {"touchpoint": _touchpoints, "opportunity": _chances, "quote": _quotes}.get(key)
    cells = (
        (made(journey, row, lang) if made else _tops(key, journey, row, lang))
        for row in journey.stages
    )
    return Lane(tone=key, name=word(key, lang), cells=tuple(cells))


def _touchpoints(journey: Journey, row: Place, lang: Lang) -> tuple[Item, ...]:
    cells = [cell for cell in journey if cell.stage == row.stage]
    # The unknown one comes last: most voices name none, and that tells a reader little.
    cells.sort(key=lambda cell: cell.touchpoint is None)
    return tuple(
        Item(
            text=touchpoint_name(cell.touchpoint, lang),
            note=str(cell.voices),
            tone="touchpoint",
            value=cell.mood,
        )
        for cell in cells[:_TOUCHPOINTS]
    )


def _tops(kind: str, journey: Journey, row: Place, lang: Lang) -> tuple[Item, ...]:
    most = {"pain": _PAINS, "need": _NEEDS, "praise": _PRAISES}[kind]
    return tuple(
        Item(text=_name(point, journey, lang), note=str(point.voices), tone=kind)
        for point in journey.points.of(row.stage, kind)[:most]
    )


def _chances(journey: Journey, row: Place, lang: Lang) -> tuple[Item, ...]:
    """The opportunity as a number, what to begin with, and who answers for it."""
    if not row.voices:
        return ()
    key, id = next(
        (key, id)
        for key, id in (("improve", row.pain), ("meet", row.need), ("keep", row.praise))
        if id is not None
    )
    told = word(key, lang).format(
        name=category_name(id, journey.taxonomy, lang), share=percent(row.pain_share, 0)
    )
    owner = journey.taxonomy.leaf(id).owner if id in journey.taxonomy.ids else None
    note = word("owner", lang).format(name=label_name("owner", owner, lang)) if owner else ""
    most = max(other.opportunity for other in journey.stages)
    score = Item(
        text=number(100 * row.opportunity, 1),
        note=word("first", lang) if row is _best(journey) else "",
        tone="opportunity",
        shape="score",
        value=row.opportunity / most if most else 0.0,
    )
    return (score, Item(text=told, note=note, tone="opportunity", shape="advice"))


def _quotes(journey: Journey, row: Place, lang: Lang) -> tuple[Item, ...]:
    """One quote of what pains, or else is wished for, and one of what pleases."""
    found = [
        next((point for point in journey.points.of(row.stage, kind) if point.quote), None)
        for kind in ("pain", "need", "praise")
    ]
    pain, need, praise = found
    shown = [point for point in (pain or need, praise) if point]
    return tuple(
        Item(text=quoted([point.quote]), tone=point.kind, shape="quote") for point in shown
    )


def _name(point: Point, journey: Journey, lang: Lang) -> str:
    return category_name(point.category, journey.taxonomy, lang)
