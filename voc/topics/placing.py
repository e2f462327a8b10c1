"""From an encoder's vectors to points in which near means about the same thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voc.engines.base import Floats
from voc.engines.vectors import unit_length

_DIRECTIONS = 200
_LEVELLED = 0.25  # how far strong directions are weakened: 0 not at all, 1 to the weakest


@dataclass(frozen=True)
class Placing:
    """Which directions of the vectors count, and how much.

    Encoders put praise and blame far apart, whatever it is about: that direction is left out.
    The strongest of the others are weakened a little, else a few of them decide all.

    Attributes
    ----------
    mean : ndarray of shape (width,)
    axes : ndarray of shape (width, n_directions)
    """

    mean: Floats
    axes: Floats

    @classmethod
    def of(cls, vectors: Floats, judged: Floats) -> Placing:
        """Learn it from vectors (n_texts, width) and from how the texts judge (n_texts,)."""
        unit = unit_length(vectors)
        mean = unit.mean(axis=0)
        apart = (unit - mean).astype(np.float64)
        judgement = apart.T @ (judged - judged.mean())
        length = np.linalg.norm(judgement)
        if length > 0:
            judgement /= length
            apart -= np.outer(apart @ judgement, judgement)
        spread, axes = np.linalg.eigh(apart.T @ apart)
        strongest = np.argsort(-spread, kind="stable")[:_DIRECTIONS]
        strongest = strongest[spread[strongest] > 1e-6 * max(spread.max(), 1e-9)]
        levelled = axes[:, strongest] * spread[strongest] ** (-_LEVELLED / 2)
        return cls(mean, levelled.astype(np.float32))

    def __call__(self, vectors: Floats) -> Floats:
        """Place vectors: rows of length 1."""
        apart: Floats = unit_length(vectors) - self.mean
        return unit_length(apart @ self.axes)
