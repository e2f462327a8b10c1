"""From an encoder's vectors to points in which near means about the same thing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voc.engines.base import Floats
from voc.engines.vectors import unit_length

_TOLD = 0.5  # correlation with judging words from which on a direction is that of judgement


@dataclass(frozen=True)
class Placing:
    """What is taken away from vectors.

    Encoders of reviews put praise and blame far apart, whatever it is about; where there is such a
    direction it is left out. Where hardly anybody judges, as in requests, there is none.

    Attributes
    ----------
    mean : ndarray of shape (width,)
    judgement : ndarray of shape (width,)
        Of length 1, or zeros if there is no such direction.
    """

    mean: Floats
    judgement: Floats

    @classmethod
    def of(cls, vectors: Floats, judged: Floats) -> Placing:
        """Learn it from vectors (n_texts, width) and from how the texts judge (n_texts,)."""
        unit = unit_length(vectors)
        mean = unit.mean(axis=0)
        turned = judged - judged.mean()
        direction = unit_length(((unit - mean).T @ turned)[None])[0]
        along = (unit - mean) @ direction
        spread = float(np.linalg.norm(along) * np.linalg.norm(turned))
        told = spread > 0 and float(along @ turned) / spread >= _TOLD
        return cls(mean, direction if told else np.zeros_like(direction))

    def __call__(self, vectors: Floats) -> Floats:
        """Place vectors: rows of length 1."""
        apart: Floats = unit_length(vectors) - self.mean
        return unit_length(apart - np.outer(apart @ self.judgement, self.judgement))
