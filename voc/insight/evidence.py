"""How sure a difference is: intervals, exact tests, and what many tests at once cost."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from voc.errors import InputError
from voc.insight.codes import Floats

LEVEL = 0.95  # of every interval
_Z = float(stats.norm.isf((1 - LEVEL) / 2))


class Moments(NamedTuple):
    """Number, mean and variance (of the sample, divided by n - 1) of some numbers."""

    n: Floats
    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, values: Floats, group: NDArray[np.int64], n_groups: int) -> Moments:
        """Of each group, of shape (n_groups,); unknown values and groups below 0 are left out."""
        known = (group >= 0) & ~np.isnan(values)
        values, group = values[known], group[known]
        n = np.bincount(group, minlength=n_groups).astype(np.float64)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = np.bincount(group, values, n_groups) / n
            spread = np.bincount(group, (values - mean[group]) ** 2, n_groups)
            return cls(n, mean, np.where(n > 1, spread / (n - 1), np.nan))

    def interval(self) -> tuple[Floats, Floats]:
        """Student's t interval of each mean; NaN where there are fewer than two numbers."""
        with np.errstate(invalid="ignore", divide="ignore"):
            half = stats.t.isf((1 - LEVEL) / 2, self.n - 1) * np.sqrt(self.variance / self.n)
        return self.mean - half, self.mean + half


def check_alpha(alpha: float) -> None:
    """Refuse what is no chance of a false alarm.

    Raises
    ------
    InputError
        It is not in (0, 1).
    """
    if not 0 < alpha < 1:
        raise InputError(f"alpha={alpha!r}; expected a chance in (0, 1), e.g. 0.05")


def wilson(hits: ArrayLike, of: ArrayLike) -> tuple[Floats, Floats]:
    """Wilson's score interval of shares; NaN of none.

    Examples
    --------
    >>> low, high = wilson(3, 10)
    >>> round(float(low), 3), round(float(high), 3)
    (0.108, 0.603)
    """
    hits, of = np.asarray(hits, dtype=np.float64), np.asarray(of, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = hits / of
        middle = share + _Z**2 / (2 * of)
        half = _Z * np.sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
        scale = 1 + _Z**2 / of
        low, high = (middle - half) / scale, (middle + half) / scale
    return np.minimum(low, share), np.maximum(high, share)


def newcombe(
    hits: ArrayLike, of: ArrayLike, later_hits: ArrayLike, later_of: ArrayLike
) -> tuple[Floats, Floats]:
    """Newcombe's interval of the later share minus the earlier one, made of two Wilson intervals.

    Examples
    --------
    >>> low, high = newcombe(8, 10, 1, 10)
    >>> round(float(low), 2), round(float(high), 2)
    (-0.87, -0.27)
    """
    before, after = np.divide(hits, of), np.divide(later_hits, later_of)
    (low, high), (later_low, later_high) = wilson(hits, of), wilson(later_hits, later_of)
    change = after - before
    down = np.hypot(after - later_low, high - before)
    return change - down, change + np.hypot(later_high - after, before - low)


def fisher(hits: ArrayLike, of: ArrayLike, later_hits: ArrayLike, later_of: ArrayLike) -> Floats:
    """Probability by Fisher's exact test of two shares: twice its smaller tail, at most 1.

    Examples
    --------
    >>> round(float(fisher(8, 10, 1, 10)), 4)
    0.0055
    """
    first, total = np.asarray(hits), np.add(of, later_of)
    law = (total, np.add(hits, later_hits), of)
    less, more = stats.hypergeom.cdf(first, *law), stats.hypergeom.sf(first - 1, *law)
    p: Floats = np.minimum(1, 2 * np.minimum(less, more))
    return p


def welch(before: Moments, after: Moments) -> tuple[Floats, Floats, Floats]:
    """Welch's t test: interval of the later mean minus the earlier one, and p.

    NaN where a side has fewer than two numbers or neither varies.

    Returns
    -------
    low, high, p : ndarray
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        first, second = before.variance / before.n, after.variance / after.n
        error = np.sqrt(first + second)
        freedom = error**4 / (first**2 / (before.n - 1) + second**2 / (after.n - 1))
        change = after.mean - before.mean
        half = stats.t.isf((1 - LEVEL) / 2, freedom) * error
        p = 2 * stats.t.sf(np.abs(change) / error, freedom)
    return change - half, change + half, p


def holm(p: ArrayLike) -> Floats:
    """Holm's adjustment: among all, a false alarm is no likelier than the level it is held to.

    NaN is no test: it stays, and costs nothing.

    Examples
    --------
    >>> holm([0.01, 0.2, float("nan"), 0.03]).tolist()
    [0.03, 0.2, nan, 0.06]
    """
    given = np.asarray(p, dtype=np.float64)
    adjusted = np.full(given.shape, np.nan)
    tests = np.flatnonzero(~np.isnan(given))
    order = tests[np.argsort(given[tests], kind="stable")]
    steps = given[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(1, np.maximum.accumulate(steps))
    return adjusted
