"""What clauses are about, as points in space: what the heads of a linear model make of their words.

The heads were trained on what customers talk about, so that clauses about the same thing lie near
each other although they share no word. Those about a thing that no head was trained on still gather,
since their words lean on the same heads.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats

_RIDGE = 0.3  # of the variance of a head: so that none is blown up


@dataclass(frozen=True)
class Space:
    """Where clauses lie by what they are about, in whatever manner it is said.

    One aspect is praised, missed and complained of in many manners. What differs among clauses that
    are known to be about the same thing is made small, so that what they are about stands out.

    Attributes
    ----------
    mean, scale : ndarray of shape (n_heads,)
    axes : ndarray of shape (n_heads, n_heads)
    """

    mean: Floats
    scale: Floats
    axes: Floats

    @classmethod
    def of(cls, vectors: Floats, groups: Iterable[NDArray[np.int64]]) -> Space:
        """Learn it from vectors, and from the rows of each group that is about one thing."""
        mean, scale = vectors.mean(axis=0), vectors.std(axis=0) + np.float32(1e-6)
        standard = (vectors - mean) / scale
        rest = [standard[rows] - standard[rows].mean(axis=0) for rows in groups]
        apart = np.concatenate(rest) if rest else standard
        within = apart.T @ apart / len(apart)
        spread, axes = np.linalg.eigh(within + _RIDGE * np.eye(len(within)))
        return cls(mean, scale, (axes / np.sqrt(spread)).astype(np.float32))

    def place(self, vectors: Floats) -> Floats:
        """Give points of length 1, so that their products are cosines."""
        return unit_length(((vectors - self.mean) / self.scale @ self.axes).astype(np.float32))


def unit_length(vectors: Floats) -> Floats:
    """Scale rows to length 1; rows of zeros stay.

    Examples
    --------
    >>> unit_length(np.array([[3.0, 4.0], [0.0, 0.0]], np.float32)).round(1).tolist()
    [[0.6000000238418579, 0.800000011920929], [0.0, 0.0]]
    """
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1), dtype=np.float32)
