"""Points drawn together with their neighbours: spectral embedding of a graph of nearest ones."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import eigsh

from voc.engines.base import Floats
from voc.engines.vectors import unit_length

_NEAREST = 15
_BATCH = 1000
_HALVINGS = 30


def gathered(points: Floats, n_directions: int) -> Floats:
    """Embed points by the strongest links of their neighbourhoods.

    Parameters
    ----------
    points : ndarray of shape (n_points, n_features)
        Of length 1; more points than directions.
    n_directions : int

    Returns
    -------
    ndarray of shape (n_points, n_directions)
        Rows of length 1.
    """
    graph = _graph(*_nearest(points, min(_NEAREST, len(points) - 1)))
    scale = sparse.diags(1 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel()))
    start = np.random.default_rng(0).random(len(points))
    _, directions = eigsh(scale @ graph @ scale, n_directions, which="LA", v0=start, tol=1e-3)
    return unit_length(directions)


def _nearest(points: Floats, n: int) -> tuple[NDArray[np.int64], Floats]:
    """Numbers of the nearest others of each point, and how far they are."""
    numbers = np.zeros((len(points), n), dtype=np.int64)
    distances = np.zeros((len(points), n), dtype=np.float32)
    for first in range(0, len(points), _BATCH):
        cosine = points[first : first + _BATCH] @ points.T
        own = np.arange(len(cosine))
        cosine[own, first + own] = -np.inf
        found = np.argpartition(-cosine, n - 1, axis=1)[:, :n]
        numbers[first : first + _BATCH] = found
        distances[first : first + _BATCH] = 1 - np.take_along_axis(cosine, found, axis=1)
    return numbers, distances


def _graph(numbers: NDArray[np.int64], distances: Floats) -> sparse.csr_matrix:
    """Weigh links so that each point has equally many neighbours, in sparse places as in dense."""
    n_points, n = numbers.shape
    beyond = np.maximum(distances - distances.min(axis=1, keepdims=True), 0)
    low, high = np.full((n_points, 1), 1e-4), np.full((n_points, 1), 5.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        wide = np.exp(-beyond / middle).sum(axis=1, keepdims=True) > np.log2(n + 1)
        low, high = np.where(wide, low, middle), np.where(wide, middle, high)
    weights = np.exp(-beyond / high).ravel()
    rows = np.repeat(np.arange(n_points), n)
    links = sparse.csr_matrix((weights, (rows, numbers.ravel())), (n_points, n_points))
    return links + links.T - links.multiply(links.T)
