"""Agreement corrected for chance, from tables of how often two labels meet.

Tables stand on the last two axes, so that a thousand samples cost one call. What is
undefined is nan: where all labels are the same, chance alone would agree as well.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from numbers import Real
from typing import Literal

import numpy as np

from voc._figures import Floats
from voc.errors import InputError

Weights = Literal["linear", "quadratic"] | None
Level = Literal["nominal", "ordinal", "interval"]


def numbered(labels: Iterable[Hashable], *, graded: bool) -> tuple[Mapping[Hashable, int], Floats]:
    """Place of each label that occurs and is not missing, and what the places stand for, ascending.

    Raises
    ------
    InputError
        The labels are graded, and one is no number.
    """
    given = dict.fromkeys(label for label in labels if not missing(label))
    if graded and not all(isinstance(label, Real) and math.isfinite(label) for label in given):
        raise InputError("got a grade that is no number, expected numbers; or compare as nominal")
    ordered = sorted(given) if graded else list(given)  # type: ignore[type-var]
    values = np.array(ordered if graded else range(len(ordered)), float)
    return {label: i for i, label in enumerate(ordered)}, values


def missing(label: Hashable) -> bool:
    """Whether it is None or nan."""
    return label is None or label != label


def coincidences(ratings: Sequence[Sequence[Hashable]], place: Mapping[Hashable, int]) -> Floats:
    """How often two ratings of one item meet; each item weighs as much as it has ratings."""
    counts = np.zeros((len(ratings[0]) if ratings else 0, len(place)))
    for of_annotator in ratings:
        for of_item, label in zip(counts, of_annotator, strict=True):
            if not missing(label):
                of_item[place[label]] += 1
    counts = counts[counts.sum(1) > 1]
    shares = counts / (counts.sum(1, keepdims=True) - 1)
    table: Floats = counts.T @ shares - np.diag(shares.sum(0))
    return table


def same(tables: Floats) -> Floats:
    """Share of the pairs that have the same label twice."""
    return _ratio(np.trace(tables, axis1=-2, axis2=-1), tables.sum((-2, -1)))


def kappa(tables: Floats, cost: Floats) -> Floats:
    """Cohen's kappa of tables (one annotator's label, the other's), with the cost of each pair.

    Parameters
    ----------
    tables : ndarray of shape (..., n_labels, n_labels)
    cost : ndarray of shape (n_labels, n_labels)
        0 for the same label twice.
    """
    observed = (cost * tables).sum((-2, -1)) * tables.sum((-2, -1))
    chance = np.einsum("...i,ij,...j->...", tables.sum(-1), cost, tables.sum(-2))
    return 1 - _ratio(observed, chance)


def alpha(coincidences: Floats, values: Floats, level: Level) -> Floats:
    """Krippendorff's alpha of symmetric tables of coincidences.

    Parameters
    ----------
    coincidences : ndarray of shape (..., n_values, n_values)
    values : ndarray of shape (n_values,)
        What the places of the table stand for, ascending; only "interval" reads them.
    level : {"nominal", "ordinal", "interval"}
    """
    marginals = coincidences.sum(-1)
    cost = _DISTANCES[level](marginals, values)
    observed = (cost * coincidences).sum((-2, -1)) * (marginals.sum(-1) - 1)
    chance = np.einsum("...i,...ij,...j->...", marginals, cost, marginals)
    return 1 - _ratio(observed, chance)


def weighted(values: Floats, weights: Weights) -> Floats:
    """Cost of each pair of values for ``kappa``, of shape (n_values, n_values)."""
    distance = np.abs(values[:, None] - values)
    return {None: np.sign(distance), "linear": distance, "quadratic": distance**2}[weights]


def _nominal(marginals: Floats, values: Floats) -> Floats:
    return weighted(values, None)


def _ordinal(marginals: Floats, values: Floats) -> Floats:
    """As many ranks apart as ratings lie between the two values, half of their own included."""
    ranks = marginals.cumsum(-1) - marginals / 2
    squares: Floats = (ranks[..., :, None] - ranks[..., None, :]) ** 2
    return squares


def _interval(marginals: Floats, values: Floats) -> Floats:
    return weighted(values, "quadratic")


_DISTANCES: dict[Level, Callable[[Floats, Floats], Floats]] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
}


def _ratio(part: Floats, whole: Floats) -> Floats:
    nothing = np.full(np.shape(whole), np.nan)
    ratios: Floats = np.divide(part, whole, out=nothing, where=whole > 0)
    return ratios
