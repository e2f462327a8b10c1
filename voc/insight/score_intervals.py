"""95 % intervals of shares, of differences of two shares, and of means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import stdtrit

from voc.insight.codes import Floats

Z95 = 1.959963984540054


class Measured(NamedTuple):
    """A figure and the ends of its interval, each of shape (n_groups,)."""

    value: Floats
    low: Floats
    high: Floats


def share(hits: Floats, n: Floats) -> Measured:
    """A share, with the interval of Wilson (1927).

    Examples
    --------
    >>> [round(float(end[0]), 3) for end in share(np.array([8.0]), np.array([10.0]))]
    [0.8, 0.49, 0.943]
    """
    value = hits / n
    middle = (hits + Z95**2 / 2) / (n + Z95**2)
    half = Z95 / (n + Z95**2) * np.sqrt(hits * (n - hits) / n + Z95**2 / 4)
    return Measured(value, middle - half, middle + half)


def difference(plus: Floats, minus: Floats, n: Floats) -> Measured:
    """Difference of two shares of the same voices, with the adjusted Wald interval.

    Agresti and Min (2005): half a voice is added to each of the two, and one to the others.

    Examples
    --------
    >>> [round(float(end[0]), 2) for end in difference(*np.array([[50.0], [20], [100]]))]
    [0.3, 0.14, 0.45]
    """
    p, q, more = (plus + 0.5) / (n + 2), (minus + 0.5) / (n + 2), n + 2
    half = Z95 * np.sqrt((p + q - (p - q) ** 2) / more)
    low, high = np.maximum(p - q - half, -1), np.minimum(p - q + half, 1)
    return Measured((plus - minus) / n, low, high)


def mean(total: Floats, squares: Floats, n: Floats) -> Measured:
    """A mean, with Student's t interval; NaN ends for one value alone.

    Parameters
    ----------
    total, squares, n : ndarray of shape (n_groups,)
        Sum of the values, sum of their squares, and how many there are.

    Examples
    --------
    >>> values = np.array([5.0, 6, 7])
    >>> of = mean(np.array([values.sum()]), np.array([(values**2).sum()]), np.array([3.0]))
    >>> [round(float(end[0]), 2) for end in of]
    [6.0, 3.52, 8.48]
    """
    value = total / n
    freedom = np.where(n > 1, n - 1, np.nan)
    variance = np.maximum(squares - n * value**2, 0) / freedom
    half = stdtrit(freedom, 0.975) * np.sqrt(variance / n)
    return Measured(value, value - half, value + half)
