"""How far off shares may be because only so many voices were counted."""

from __future__ import annotations

import numpy as np

from voc.insight.codes import Floats

_Z = 1.959964  # of 95 %


def wilson(counts: Floats, of: Floats) -> tuple[Floats, Floats]:
    """The 95 % interval of shares ``counts / of`` (Wilson 1927, without continuity correction).

    Parameters
    ----------
    counts, of : ndarray of shape (n,)
        0 ≤ counts ≤ of.

    Returns
    -------
    low, high : ndarray of shape (n,)
        In [0, 1]; NaN where ``of`` is 0.

    Examples
    --------
    >>> low, high = wilson(np.array([0.0, 10.0]), np.array([20.0, 20.0]))
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.299], [0.161, 0.701])
    """
    n = np.where(of > 0, of, np.nan)
    share, squared = counts / n, _Z**2 / n
    middle = share + squared / 2
    half = np.sqrt(squared * (share * (1 - share) + squared / 4))
    low, high = (middle - half) / (1 + squared), (middle + half) / (1 + squared)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)
