"""Where things go in a picture, so that no name lies over another."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

_ROUNDS = 500
_TOUCHING = 1e-6
_FLAT = 0.6  # height of a picture over its width


def topic_positions(vectors: ArrayLike) -> Floats:
    """Places of topics in the plane: the nearer, the more alike.

    Parameters
    ----------
    vectors : array_like of shape (n_topics, n_dimensions)
        Centres of the topics, dense; only their directions count.

    Returns
    -------
    ndarray of shape (n_topics, 2)

    Notes
    -----
    Classical multidimensional scaling of the distances between directions, which is their first two
    principal components; the signs are set so that the same vectors always give the same picture.

    Examples
    --------
    >>> topic_positions([[3, 0, 0], [0, 1, 0], [0, 1, 1]]).round(1).tolist()
    [[0.9, 0.0], [-0.5, 0.4], [-0.5, -0.4]]
    """
    vectors = np.atleast_2d(np.asarray(vectors, dtype=np.float64))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions = np.divide(vectors, lengths, where=lengths > 0, out=np.zeros_like(vectors))
    left, scale, _ = np.linalg.svd(directions - directions.mean(axis=0), full_matrices=False)
    places = np.zeros((len(vectors), 2))
    n = min(2, len(scale))
    places[:, :n] = left[:, :n] * scale[:n]
    largest = places[np.abs(places).argmax(axis=0), [0, 1]]
    return np.asarray(places * np.where(largest < 0, -1.0, 1.0))


def on_canvas(positions: ArrayLike, sizes: Floats, width: float) -> Floats:
    """Positions as pixels: over the whole width, and no higher than a screen.

    Parameters
    ----------
    positions : array_like of shape (n, 2)
    sizes : ndarray of shape (n, 2)
        Width and height of the box of each.
    width : float

    Examples
    --------
    >>> on_canvas([[0, 0], [1, 2]], np.full((2, 2), 10.0), 100.0).tolist()
    [[5.0, 0.0], [95.0, 60.0]]
    """
    positions = np.asarray(positions, dtype=np.float64)
    if not len(positions):
        return positions
    low, high = positions.min(axis=0), positions.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    inside = np.where(high > low, (positions - low) / span, 0.5)
    half = sizes[:, 0].max() / 2
    return np.asarray(inside * (width - 2 * half, _FLAT * width) + (half, 0.0))


def apart(centres: Floats, sizes: Floats, width: float) -> Floats:
    """Move boxes as little as need be, until none lies over another.

    Parameters
    ----------
    centres : ndarray of shape (n, 2)
    sizes : ndarray of shape (n, 2)
        Width and height of each; none is wider than ``width``.
    width : float
        Boxes stay within 0 and this from left to right; up and down there is no end.

    Examples
    --------
    >>> apart(np.array([[5.0, 5.0], [6.0, 5.0]]), np.full((2, 2), 4.0), 20.0).round(1).tolist()
    [[3.5, 5.0], [7.5, 5.0]]
    """
    half = sizes / 2
    # Boxes at the same place must part in some direction; the same one each time.
    centres = centres + np.linspace(0, 1e-3, len(centres))[:, None] * (1.0, -1.0)
    for _ in range(_ROUNDS):
        push = _push(centres, half)
        if not push.any():
            return centres
        centres += push
        centres[:, 0] = np.clip(centres[:, 0], half[:, 0], width - half[:, 0])
    return _stacked(centres, half)


def spread(wanted: ArrayLike, gap: float, low: float, high: float) -> Floats:
    """Numbers at least ``gap`` apart, in the same order and as near to ``wanted`` as can be.

    They stay within ``low`` and ``high``, which must have room for them.

    Examples
    --------
    >>> spread([1.0, 1.0, 9.0], 2.0, 0.5, 10.0).tolist()
    [0.5, 2.5, 9.0]
    """
    from sklearn.isotonic import isotonic_regression

    wanted = np.asarray(wanted, dtype=np.float64)
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(len(wanted))
    placed = np.empty_like(wanted)
    if len(wanted):
        last = high - steps[-1]
        placed[order] = isotonic_regression(wanted[order] - steps, y_min=low, y_max=last) + steps
    return placed


def _push(centres: Floats, half: Floats) -> Floats:
    """How far each box should go from those it lies over."""
    far = centres[:, None] - centres
    room = half[:, None] + half
    over = room - np.abs(far)
    np.einsum("iij->ij", over)[:] = 0
    lies_over = (over > _TOUCHING).all(axis=2, keepdims=True)
    # Along the side that they are nearer to leaving, for what it measures: the shorter way out would
    # nearly always be up or down, and stack the names into columns.
    share = over / room
    nearer = share == share.min(axis=2, keepdims=True)
    push: Floats = (np.sign(far) * over * lies_over * nearer).sum(axis=1) / 2
    return push


def _stacked(centres: Floats, half: Floats) -> Floats:
    """From the lowest on, each box as far up as it takes to lie over none before it."""
    order = np.argsort(centres[:, 1], kind="stable")
    for turn, box in enumerate(order):
        below = order[:turn]
        below = below[np.abs(centres[below, 0] - centres[box, 0]) < half[below, 0] + half[box, 0]]
        floor = centres[below, 1] + half[below, 1] + half[box, 1]
        centres[box, 1] = max([centres[box, 1], *floor])
    return centres
