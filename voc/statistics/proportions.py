"""Intervals of shares, and of differences of two shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

Floats = NDArray[np.float64]
LEVEL = 0.95  # of an interval, where none is said


def wilson(hits: ArrayLike, of: ArrayLike, level: float = LEVEL) -> tuple[Floats, Floats]:
    """Wilson's score interval of shares (1927), without continuity correction.

    Parameters
    ----------
    hits, of : array_like
        How many of how many, also of weighted sizes; 0 ≤ hits ≤ of.
    level : float
        In (0, 1).

    Returns
    -------
    low, high : ndarray
        In [0, 1], the share between them; NaN of none.

    Examples
    --------
    >>> low, high = wilson([3, 0], [10, 20])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.108, 0.0], [0.603, 0.161])
    """
    hits, of = np.asarray(hits, dtype=np.float64), np.asarray(of, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        share, squared = hits / of, ndtri((1 + level) / 2) ** 2 / of
        middle = share + squared / 2
        half = np.sqrt(squared * (share * (1 - share) + squared / 4))
        low, high = (middle - half) / (1 + squared), (middle + half) / (1 + squared)
    # Rounding must not put a share of 0 or 1 outside of its own interval.
    return np.clip(low, 0, share), np.clip(high, share, 1)


def newcombe(
    hits: ArrayLike,
    of: ArrayLike,
    later_hits: ArrayLike,
    later_of: ArrayLike,
    level: float = LEVEL,
) -> tuple[Floats, Floats]:
    """Newcombe's interval of the later share minus the earlier one, made of two Wilson intervals.

    Examples
    --------
    >>> low, high = newcombe(48, 80, 56, 70)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        before, after = np.true_divide(hits, of), np.true_divide(later_hits, later_of)
    low, high = wilson(hits, of, level)
    later_low, later_high = wilson(later_hits, later_of, level)
    change = after - before
    down = np.hypot(after - later_low, high - before)
    return change - down, change + np.hypot(later_high - after, before - low)


def agresti_min(plus: Floats, minus: Floats, n: Floats) -> tuple[Floats, Floats]:
    """Adjusted Wald interval of 95 % of the difference of two shares of the same voices.

    Agresti and Min (2005): half a voice is added to each of the two, and one to the others.

    Examples
    --------
    >>> low, high = agresti_min(*np.array([[50.0], [20], [100]]))
    >>> low.round(2).tolist(), high.round(2).tolist()
    ([0.14], [0.45])
    """
    p, q, more = (plus + 0.5) / (n + 2), (minus + 0.5) / (n + 2), n + 2
    half = ndtri((1 + LEVEL) / 2) * np.sqrt((p + q - (p - q) ** 2) / more)
    return np.maximum(p - q - half, -1), np.minimum(p - q + half, 1)
