"""Since when a share is another: exact, and without chance, so that few voices are enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.special import chdtri, xlogy

from voc.insight.codes import Floats, Ints
from voc.statistics.exact import fisher


class ChangePoint(NamedTuple):
    """A change between two stretches of periods.

    Attributes
    ----------
    start, place, end : int
        The share was one thing in periods ``start`` up to ``place``, and is another from there up
        to ``end``.
    p : float
        Of no change here, over all places where it could have been.
    """

    start: int
    place: int
    end: int
    p: float


def change_points(hits: Ints, of: Ints, level: float = 0.05) -> tuple[ChangePoint, ...]:
    """Find the periods from which on a share is another.

    Parameters
    ----------
    hits, of : ndarray of shape (n_periods,)
        In how many of how many voices.
    level : float
        The chance of finding any where there is none is no greater.

    Notes
    -----
    Circular binary segmentation with binomial likelihood ratios: of all stretches the one that
    differs most from the rest, and of all ways to cut once the best. Fisher's exact test of either
    is multiplied by the number of stretches or cuts there were (Bonferroni), half of the level going
    to each. What is found is searched again, part by part. At last each change must hold by itself
    against its two neighbours, else they become one. It takes voices for independent. The level is
    an upper bound: of 26 periods of 20 or 200 voices and 63 categories that did not change, at a
    level of 5 % over all, 0.5 % and 1.5 % of 200 simulations found any.

    Examples
    --------
    >>> hits, of = np.array([0, 1, 0, 1, 6, 7, 5]), np.full(7, 10)
    >>> [(found.place, round(found.p, 4)) for found in change_points(hits, of)]
    [(4, 0.0)]
    """
    used = np.flatnonzero(of)
    hits, of = hits[used], of[used]
    kept = _kept(hits, of, _cuts(hits, of, level), level)
    ends = np.append(used, len(used) and used[-1] + 1)
    return tuple(
        ChangePoint(int(ends[start]), int(ends[middle]), int(ends[end]), p)
        for start, middle, end, p in _between(hits, of, kept)
    )


def _cuts(hits: Ints, of: Ints, level: float) -> list[int]:
    """Borders of stretches that differ, the two ends among them."""
    borders = {0, len(hits)}
    waiting = [(0, len(hits))]
    while waiting:
        first, last = waiting.pop()
        cuts = _best(hits[first:last], of[first:last], level)
        if cuts:
            edges = [first, *(first + cut for cut in cuts), last]
            borders.update(edges)
            waiting.extend(pairwise(edges))
    return sorted(borders)


def _best(hits: Ints, of: Ints, level: float) -> tuple[int, ...]:
    """One cut, or the two of a stretch, whichever is surer; none if neither is sure."""
    n = len(hits)
    if n < 2 or not 0 < hits.sum() < of.sum():
        return ()
    gain = _gains(hits, of)
    if gain.max() < chdtri(1, level) / 2:  # not even the only one of its kind would be sure
        return ()
    one = int(np.argmax(gain[0, 1:n])) + 1
    p = 2 * (n - 1) * _p(hits, of, 0, one)
    cuts: tuple[int, ...] = (one,)
    if n > 2:
        first, last = divmod(int(np.argmax(gain[1:n, 1:n])), n - 1)
        of_stretch = (n - 1) * (n - 2) * _p(hits, of, first + 1, last + 1)
        if of_stretch < p:
            p, cuts = of_stretch, (first + 1, last + 1)
    return cuts if p <= level else ()


def _gains(hits: Ints, of: Ints) -> Floats:
    """Log-likelihood gained by a share of its own for each stretch [row, column)."""
    hit, all_ = (np.concatenate([[0], part.cumsum()]).astype(np.float64) for part in (hits, of))
    inside = hit[None, :] - hit[:, None], all_[None, :] - all_[:, None]
    gain = _fit(*inside) + _fit(hit[-1] - inside[0], all_[-1] - inside[1])
    later = np.arange(len(hit))[None, :] > np.arange(len(hit))[:, None]
    return np.where(later, gain - _fit(hit[-1], all_[-1]), -np.inf)


def _fit(hits: Floats, of: Floats) -> Floats:
    """Log-likelihood of hits by their own share; of nonsense (below the diagonal) nonsense."""
    hits, of = np.maximum(hits, 0), np.maximum(of, 0)
    fit: Floats = xlogy(hits, hits) + xlogy(of - hits, np.maximum(of - hits, 0)) - xlogy(of, of)
    return fit


def _p(hits: Ints, of: Ints, first: int, last: int) -> float:
    inside, n_inside = hits[first:last].sum(), of[first:last].sum()
    return float(fisher(inside, n_inside, hits.sum() - inside, of.sum() - n_inside))


def _kept(hits: Ints, of: Ints, borders: list[int], level: float) -> list[int]:
    """The borders without those that do not hold against their neighbours, the weakest first."""
    while len(borders) > 2:
        weakest = max(_between(hits, of, borders), key=lambda one: one[3])
        if weakest[3] <= level:
            break
        borders = [border for border in borders if border != weakest[1]]
    return borders


def _between(hits: Ints, of: Ints, borders: Sequence[int]) -> Iterator[tuple[int, int, int, float]]:
    for start, place, end in zip(borders, borders[1:], borders[2:], strict=False):
        p = _p(hits[start:end], of[start:end], 0, place - start) * (end - start - 1)
        yield start, place, end, min(1.0, p)
