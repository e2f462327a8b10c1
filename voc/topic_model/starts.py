"""The first guess at who belongs together, which the mixture then refines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.topic_model.neighbours import gathered

_CHANCE = 0  # always the same: topics are not to change from run to run
_FEWEST, _MOST = 10, 40  # starts: the more, the less depends on chance
_AFFORDED = 200_000  # points in all starts together
_LEAST = 100  # points for a graph of neighbours


def first_groups(
    points: Floats, weights: Floats, n_groups: int, *, dense: bool
) -> NDArray[np.int64]:
    """Group points by k-means, the best of several starts.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_features)
        Of length 1.
    weights : ndarray of shape (n_points,)
    n_groups : int
        At most the number of points.
    dense : bool
        The points are an encoder's: they are embedded by their neighbours first.

    Returns
    -------
    ndarray of shape (n_points,)
        Numbers in [0, n_groups).
    """
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    if n_groups < 2:
        return np.zeros(len(points), dtype=np.int64)
    n_groups = min(n_groups, len(np.unique(points, axis=0)))
    if dense and len(points) >= max(_LEAST, 4 * n_groups):
        points = gathered(points, n_groups + 1)  # the first is much the same for all
    n_starts = min(max(_AFFORDED // len(points), _FEWEST), _MOST)
    means = KMeans(n_groups, n_init=n_starts, random_state=_CHANCE)
    with threadpool_limits(1):  # sums in another order would be other sums
        return np.asarray(means.fit_predict(points, sample_weight=weights), dtype=np.int64)
