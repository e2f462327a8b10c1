"""Means of groups, their intervals, and whether two of them differ."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

from voc.statistics.proportions import LEVEL, Floats


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
            half = stdtrit(self.n - 1, (1 + LEVEL) / 2) * np.sqrt(self.variance / self.n)
        return self.mean - half, self.mean + half


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
        half = stdtrit(freedom, (1 + LEVEL) / 2) * error
        p = 2 * stdtr(freedom, -np.abs(change) / error)
    return change - half, change + half, p
