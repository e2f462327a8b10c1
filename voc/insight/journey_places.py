"""Places of a journey as rows of a table: a stage, or a touchpoint at a stage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from voc.insight.codes import Floats, Ints
from voc.insight.journey_counts import NEED, PAIN, PRAISE, Tally
from voc.insight.quotes import best_quotes, quoted
from voc.labels import Lang, label_name, labels
from voc.table import Column, Table, number, percent
from voc.taxonomy import category_name
from voc.types import KINDS

MOST_POINTS = 3  # of each kind at a stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stage, or a touchpoint at a stage.

    Attributes
    ----------
    stage : str
        Id of the stage, in the scheme of the journey.
    touchpoint : str or None
        Of a stage as a whole: the one that most voices name. None where no words tell.
    voices, pains, needs, praises : int
        Voices that speak of the place, and records of each kind.
    share : float
        Of all voices, those that speak of it, in [0, 1].
    mood, mood_low, mood_high : float
        In [-1, 1], with its 95 % interval; NaN where nobody is pained or pleased.
    emotion : str or None
        The most frequent one.
    pain, need, praise : str or None
        Category that weighs most in the records of that kind.
    pain_share : float
        Share of ``pain`` in the weight of all pains of the place; NaN without pains.
    opportunity : float
        In [0, 1].
    quote : str
        Words about ``pain``, else about ``need``, else about ``praise``.
    """

    stage: str
    touchpoint: str | None
    voices: int
    share: float
    pains: int
    needs: int
    praises: int
    mood: float
    mood_low: float
    mood_high: float
    emotion: str | None
    pain: str | None
    pain_share: float
    need: str | None
    praise: str | None
    opportunity: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """What is said at a stage: a category with its kind.

    Attributes
    ----------
    stage, kind, category : str
    voices : int
        Voices that say it.
    share : float
        Of the weight of all records of that kind at that stage, in [0, 1].
    quote : str
    """

    stage: str
    kind: str
    category: str
    voices: int
    share: float
    quote: str


class Places(Table[Place]):
    """Places of a journey, in the order in which customers come to them."""

    TITLE = Column("客户旅程", "customer journey")
    ROW = Place
    COLUMNS: ClassVar = (
        Column("阶段", "stage"),
        Column("触点", "touchpoint"),
        Column("声音", "voices", number=True),
        Column("占比", "share", number=True),
        Column("情绪（−1 到 1）", "mood (−1 to 1)", number=True),
        Column("主要痛点", "top pain"),
        Column("主要需求", "top need"),
        Column("主要亮点", "top praise"),
        Column("机会（0–100）", "opportunity (0–100)", number=True),
        Column("原声", "quote"),
    )

    def cells(self, row: Place, lang: Lang) -> tuple[str, ...]:
        """What a row shows."""
        top = (row.pain, row.need, row.praise)
        return (
            stage_name(row.stage, lang),
            touchpoint_name(row.touchpoint, lang),
            str(row.voices),
            percent(row.share),
            mood_text(row),
            *(category_name(id, self.taxonomy, lang) for id in top),
            number(100 * row.opportunity, 1),
            quoted([row.quote]) if row.quote else "—",
        )


class Points(Table[Point]):
    """What weighs most at each stage, of each kind."""

    TITLE = Column("各阶段要点", "points of each stage")
    ROW = Point
    COLUMNS: ClassVar = (
        Column("阶段", "stage"),
        Column("类型", "kind"),
        Column("细类", "category"),
        Column("声音", "voices", number=True),
        Column("占同类", "of its kind", number=True),
        Column("原声", "quote"),
    )

    def cells(self, row: Point, lang: Lang) -> tuple[str, ...]:
        """What a row shows."""
        return (
            stage_name(row.stage, lang),
            label_name("kind", row.kind, lang),
            category_name(row.category, self.taxonomy, lang),
            str(row.voices),
            percent(row.share, 0),
            quoted([row.quote]) if row.quote else "—",
        )

    def of(self, stage: str, kind: str) -> tuple[Point, ...]:
        """Those of one stage and kind, the weightiest first."""
        return tuple(row for row in self if row.stage == stage and row.kind == kind)


def places(tally: Tally, names: Sequence[tuple[str, str | None]], n_voices: int) -> Iterator[Place]:
    """Make the row of each place; ``names`` are its stage and touchpoint."""
    tops = {kind: _top(tally.categories(kind)) for kind in (PAIN, NEED, PRAISE)}
    counts = {kind: tally.records(kind) for kind in tops}
    shares = tally.voices / max(n_voices, 1)
    values = tally.facts.category.values
    for place, (stage, touchpoint) in enumerate(names):
        found = {kind: int(top[0][place]) for kind, top in tops.items()}
        pain, need, praise = (values[code] if code >= 0 else None for code in found.values())
        mood, low, high = (float(column[place]) for column in (tally.mood, *tally.interval))
        dissatisfaction = np.nan_to_num(tally.dissatisfaction[place])
        yield Place(
            stage=stage,
            touchpoint=touchpoint,
            voices=int(tally.voices[place]),
            share=float(shares[place]),
            pains=int(counts[PAIN][place]),
            needs=int(counts[NEED][place]),
            praises=int(counts[PRAISE][place]),
            mood=mood,
            mood_low=low,
            mood_high=high,
            emotion=tally.emotion[place],
            pain=pain,
            pain_share=float(tops[PAIN][1][place]),
            need=need,
            praise=praise,
            opportunity=float(shares[place] * dissatisfaction),
            quote=_first_quote(tally, place, found),
        )


def points(tally: Tally, stages: Sequence[str]) -> Iterator[Point]:
    """Make the rows of what weighs most at each stage."""
    for kind, name in enumerate(KINDS):
        weights = tally.categories(kind)
        for place, stage in enumerate(stages):
            of_stage = weights[place]
            for code in np.argsort(-of_stage, kind="stable")[:MOST_POINTS].tolist():
                if of_stage[code] > 0:
                    rows = tally.rows_about(place, kind, code)
                    yield Point(
                        stage=stage,
                        kind=name,
                        category=tally.facts.category.values[code],
                        voices=len(np.unique(tally.facts.voice[rows])),
                        share=float(of_stage[code] / of_stage.sum()),
                        quote=_quote(tally, rows),
                    )


def stage_name(id: str, lang: Lang) -> str:
    """Name of a stage of any scheme."""
    for scheme in ("stage", "decision", "experience", "sales"):
        if id in {label.id for label in labels(scheme)}:
            return label_name(scheme, id, lang)
    return id


def touchpoint_name(id: str | None, lang: Lang) -> str:
    """Name of a touchpoint, or that none is known."""
    if id is None:
        return "未知触点" if lang == "zh" else "unknown touchpoint"
    return label_name("touchpoint", id, lang)


def mood_text(row: Place) -> str:
    """A mood with its interval.

    Examples
    --------
    >>> import voc
    >>> from voc.insight.journey import journey
    >>> mood_text(journey(voc.classify("等了三天才发货"))[0])
    '−1.00 [−1.00, +0.59]'
    """
    if row.mood != row.mood:
        return "—"
    return f"{signed(row.mood)} [{signed(row.mood_low)}, {signed(row.mood_high)}]"


def signed(value: float) -> str:
    """A number with its sign, and a minus that is as wide as the plus."""
    return f"{value:+.2f}".replace("-", "−")


def _top(weights: Floats) -> tuple[Ints, Floats]:
    """Column of the largest weight of each row, -1 without any, and its share of the row."""
    if weights.shape[1] == 0:
        return np.full(len(weights), -1), np.full(len(weights), np.nan)
    best, total = weights.max(axis=1), weights.sum(axis=1)
    share = np.divide(best, total, out=np.full(len(best), np.nan), where=total > 0)
    return np.where(best > 0, weights.argmax(axis=1), -1), share


def _first_quote(tally: Tally, place: int, found: dict[int, int]) -> str:
    for kind, code in found.items():
        if code >= 0:
            return _quote(tally, tally.rows_about(place, kind, code))
    return ""


def _quote(tally: Tally, rows: Ints) -> str:
    return next(iter(best_quotes(tally.facts, rows, 1)), "")
