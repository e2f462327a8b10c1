"""A row for each pain: effect, overlap, importance, dissatisfaction, opportunity and NPS points."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from voc.insight.codes import Floats
from voc.insight.driver_bootstrap import Draws, Ranges
from voc.insight.driver_design import Design, Factor, carriers
from voc.insight.driver_estimate import differences, nps_points
from voc.insight.driver_importance import inflation
from voc.insight.driver_table import Better, Driver
from voc.insight.facts import Facts
from voc.insight.score_scale import Scale

_TINY = 1e-12


def driver_rows(
    facts: Facts, design: Design, drawn: Draws, parts: Floats, scale: Scale | None, better: Better
) -> Iterator[Driver]:
    """A row for each factor of a design.

    Parameters
    ----------
    facts : Facts
    design : Design
        With a factor at least.
    drawn : Draws
        Of its customers.
    parts : ndarray of shape (n_factors,)
        Of the outcome's variance, as ``importance`` gives them.
    scale : Scale or None
        NPS points are told where it is that of NPS.
    better : "higher" or "lower"
    """
    of = differences(design, drawn)
    points = _nothing(len(parts))
    if scale is not None and scale.question == "nps":
        points = nps_points(design, scale, drawn)
    vif = inflation(design.columns[:, 1:])
    for place, factor in enumerate(design.factors):
        has = design.columns[:, place + 1] > 0
        dissatisfaction = _dissatisfaction(facts, factor)
        share = float(parts[place] / max(parts.sum(), _TINY))
        yield Driver(
            kind=factor.kind,
            categories=factor.categories,
            n=factor.n,
            n_customers=factor.n_customers,
            mean_with=float(design.outcome[has].mean()),
            mean_without=float(design.outcome[~has].mean()),
            effect=float(of.value[place]),
            low=float(of.low[place]),
            high=float(of.high[place]),
            vif=float(vif[place]),
            importance=share,
            dissatisfaction=dissatisfaction,
            opportunity=_opportunity(factor, of.value[place], better, share * dissatisfaction),
            points=float(points.value[place]),
            points_low=float(points.low[place]),
            points_high=float(points.high[place]),
        )


def _nothing(n: int) -> Ranges:
    return Ranges(*np.full((3, n), np.nan))


def _dissatisfaction(facts: Facts, factor: Factor) -> float:
    pain, praise = (carriers(facts, kind, factor.categories) for kind in ("pain", "praise"))
    judged = int((pain | praise).sum())
    return float(pain.sum() / judged) if judged else float("nan")


def _opportunity(factor: Factor, effect: float, better: Better, found: float) -> float:
    if factor.kind == "praise":
        return float("nan")
    return found if (effect < 0) == (better == "higher") else 0.0
