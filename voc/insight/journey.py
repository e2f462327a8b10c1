"""The customer journey: what customers say at each stage and touchpoint, and in which mood."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np

from voc.errors import InputError
from voc.insight.codes import Codes, Ints
from voc.insight.facts import Facts
from voc.insight.journey_counts import Tally, placed
from voc.insight.journey_heat import heat_map
from voc.insight.journey_map import svg
from voc.insight.journey_page import fragment, markdown, page
from voc.insight.journey_places import (
    Place,
    Places,
    Points,
    places,
    points,
)
from voc.insight.journey_sheet import Sheet, sheet
from voc.insight.reading import facts_of
from voc.labels import Lang, labels
from voc.types import STAGES, TOUCHPOINTS

if TYPE_CHECKING:
    import plotly.graph_objects as go

Scheme = Literal["decision", "experience", "sales"]
SCHEMES: tuple[Scheme, ...] = get_args(Scheme)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a journey is about.

    Attributes
    ----------
    segment, product : str or None
        What was chosen; None for all.
    voices, records : int
        How many there are, whether or not they have a stage.
    mood : float
        Of all records together, in [-1, 1]; NaN without pain or praise.
    first, last : date or None
        Of the voices; None where no time is known.
    """

    segment: str | None
    product: str | None
    voices: int
    records: int
    mood: float
    first: date | None
    last: date | None


class Journey(Places):
    """Stages × touchpoints, and the customer journey map that is drawn of them.

    Shown in a notebook it is the map; ``print`` and ``to_frame`` give the cells.

    Attributes
    ----------
    stages : Places
        One row a stage, also for stages that nobody speaks of.
    points : Points
        The three weightiest pains, needs and praises of each stage.
    scope : Scope
    """

    def __init__(
        self, cells: Iterable[Place], *, stages: Places, points: Points, scope: Scope
    ) -> None:
        super().__init__(cells, stages.taxonomy)
        self.stages = stages
        self.points = points
        self.scope = scope

    def to_svg(self, lang: Lang = "zh") -> str:
        """Draw the map: one SVG image that needs nothing else.

        Parameters
        ----------
        lang : "zh" or "en"
        """
        return svg(self._sheet(lang))

    def to_html(self, lang: Lang = "zh", n: int | None = None) -> str:
        """Give the map, and the first ``n`` cells as a table below it, for a page of one's own.

        On narrow screens the map turns into one card a stage.
        """
        return fragment(self._sheet(lang), super().to_html(lang, n))

    def to_markdown(self, lang: Lang = "zh") -> str:
        """The map as a Markdown table, one column a stage, and the cells as another."""
        return markdown(self._sheet(lang), super().to_markdown(lang))

    def save(self, path: str | Path, lang: Lang = "zh") -> None:
        """Write the map as an image, as a page that prints on A4, or as text.

        Parameters
        ----------
        path : str or Path
            Ends in ".svg", ".html" or ".md".
        lang : "zh" or "en"

        Raises
        ------
        InputError
            It ends in something else.
        """
        path = Path(path)
        if path.suffix not in (".svg", ".html", ".md"):
            raise InputError(f"path={str(path)!r} ends in {path.suffix!r}; use .svg, .html or .md")
        made = {
            ".svg": lambda: self.to_svg(lang),
            ".html": lambda: page(self._sheet(lang), self.to_html(lang)),
            ".md": lambda: self.to_markdown(lang) + "\n",
        }[path.suffix]()
        path.write_text(made, encoding="utf-8", newline="\n")

    def plot(self, lang: Lang = "zh") -> go.Figure:
        """Draw the cells: a tile for each stage and touchpoint, its mood as colour.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        return heat_map(self, self.stages, lang)

    def _sheet(self, lang: Lang) -> Sheet:
        return sheet(self, lang)

    def _repr_html_(self) -> str:
        return self.to_html("zh")


def journey(
    source: Any,  # noqa: ANN401
    scheme: Scheme | None = None,
    *,
    segment: str | None = None,
    product: str | None = None,
) -> Journey:
    """Draw the journey of customers from what they say.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, pandas.DataFrame or Facts
        As ``facts_of`` takes it. Records whose stage is not known are left out of the stages.
    scheme : "decision", "experience", "sales" or None
        Coarser stages: 初步考虑 · 积极评估 · 购买 · 购买后, 发现 · 评估 · 购买 · 使用, or
        售前 · 售中 · 售后. None keeps the eight stages of the records.
    segment, product : str, optional
        Only voices of this one: the customer role and the scene of the map.

    Returns
    -------
    Journey
        One row for each stage and touchpoint of which somebody speaks, by stage, the busiest
        touchpoint first.

    Raises
    ------
    InputError
        No such scheme, segment or product; or a table without a column "stage".

    Notes
    -----
    *Mood* is (G - B) / (G + B): each praise adds 1 to G, each pain half its severity to B, so
    that a moderate pain weighs as much as a praise and a critical one as two. Needs add
    nothing. Its interval is Wilson's 95 % interval for the share G / (G + B), at an effective
    sample size: that of the share's variance over whole voices (ratio estimator, linearised),
    but no less than Kish's (Σw)² / Σw² of voices and no more than that of records, w being what
    one adds to G + B. So records of one voice are not taken as independent.

    *Opportunity* is importance × dissatisfaction, after Ulwick's idea that there is most to gain
    where much is at stake and little is satisfied; his own formula needs a survey. Importance is
    the share of voices that speak of the place. Dissatisfaction is the share of pains and needs
    in the weight of its records, a need weighing 0.5. It ranks places; it forecasts nothing.

    *Emotion* is the most frequent one, of those on the side of the mood, of the voices that speak
    of this place and no other.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify(["等了三天才发货", "配送员很热情", "客服电话打不通"])
    >>> [(row.stage, row.touchpoint, row.pain) for row in journey(result)]
    [('delivery', 'delivery_person', 'delivery.speed'), ('support', 'hotline', 'service.reach')]
    >>> [row.voices for row in journey(result, "sales").stages]
    [0, 2, 1]
    >>> journey(result).to_svg()[:35]
    '<svg xmlns="http://www.w3.org/2000/'
    """
    facts = facts_of(source)
    if facts.frame is not None and "stage" not in facts.frame.columns:
        raise InputError("the table lacks stage; expected the columns of Result.to_frame()")
    stages, homes = _stages(scheme)
    voices = _chosen("segment", facts.segment, segment) & _chosen("product", facts.product, product)
    stage = placed(facts.stage, STAGES, homes)
    chosen = voices[facts.voice]
    rows = np.flatnonzero(chosen & (stage >= 0))
    n_voices = int(voices.sum())
    of_stage = Tally(facts, rows, stage[rows], len(stages))
    cells = _cells(facts, rows, stage[rows], stages, n_voices)
    names = [(stage, _busiest(cells, stage)) for stage in stages]
    return Journey(
        cells,
        stages=Places(places(of_stage, names, n_voices), facts.taxonomy),
        points=Points(points(of_stage, stages), facts.taxonomy),
        scope=_scope(facts, np.flatnonzero(voices), np.flatnonzero(chosen), segment, product),
    )


def _stages(scheme: Scheme | None) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Ids of the stages of a scheme, and which of them each of ``STAGES`` is part of."""
    if scheme is None:
        return STAGES, tuple(range(len(STAGES)))
    if scheme not in SCHEMES:
        raise InputError(
            f"scheme={scheme!r} is no scheme; use None or one of: {', '.join(SCHEMES)}"
        )
    ids = tuple(label.id for label in labels(scheme))
    return ids, tuple(ids.index(label.rollups[scheme]) for label in labels("stage"))


def _chosen(name: str, codes: Codes, value: str | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if value is None:
        return np.ones(len(codes.codes), dtype=bool)
    if value not in codes.values:
        known = "、".join(codes.values[:20]) or f"none: no voice has a {name}"
        raise InputError(f"{name}={value!r} has no voice; those that have some: {known}")
    return np.asarray(codes.codes == codes.values.index(value))


def _cells(
    facts: Facts, rows: Ints, stage: Ints, stages: Sequence[str], n_voices: int
) -> list[Place]:
    """One row for each pair of stage and touchpoint that comes up."""
    width = len(TOUCHPOINTS) + 1  # the last is the unknown one
    touchpoint = placed(facts.touchpoint, TOUCHPOINTS)[rows] % width
    found, place = np.unique(stage * width + touchpoint, return_inverse=True)
    known = (*TOUCHPOINTS, None)
    names = [(stages[pair // width], known[pair % width]) for pair in found.tolist()]
    cells = places(Tally(facts, rows, place, len(found)), names, n_voices)
    order = {stage: number for number, stage in enumerate(stages)}
    return sorted(cells, key=lambda cell: (order[cell.stage], -cell.voices))


def _busiest(cells: Sequence[Place], stage: str) -> str | None:
    """The known touchpoint that most voices of a stage name."""
    known = (cell.touchpoint for cell in cells if cell.stage == stage and cell.touchpoint)
    return next(known, None)


def _scope(
    facts: Facts, voices: Ints, rows: Ints, segment: str | None, product: str | None
) -> Scope:
    whole = Tally(facts, rows, np.zeros(len(rows), dtype=np.int64), 1)
    times = facts.time[voices]
    days = times[~np.isnat(times)].astype("datetime64[D]")
    return Scope(
        segment=segment,
        product=product,
        voices=len(voices),
        records=len(rows),
        mood=float(whole.mood[0]),
        first=days.min().item() if len(days) else None,
        last=days.max().item() if len(days) else None,
    )
