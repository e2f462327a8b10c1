"""Exact tests of counts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from voc.statistics.proportions import Floats


def fisher(hits: ArrayLike, of: ArrayLike, later_hits: ArrayLike, later_of: ArrayLike) -> Floats:
    """Probability by Fisher's exact test of two shares: twice its smaller tail, at most 1.

    Examples
    --------
    >>> round(float(fisher(8, 10, 1, 10)), 4)
    0.0055
    """
    from scipy.stats import hypergeom

    first, total = np.asarray(hits), np.add(of, later_of)
    law = (total, np.add(hits, later_hits), of)
    less, more = hypergeom.cdf(first, *law), hypergeom.sf(first - 1, *law)
    p: Floats = np.minimum(1, 2 * np.minimum(less, more))
    return p
