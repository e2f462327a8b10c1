"""Intervals by drawing customers again: voices of one customer are no independent witnesses."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtrit

from voc.bootstrap import draws
from voc.insight.codes import Floats, Ints

_MOST_BLOCKS = 2000
_LEVEL = 0.95


@dataclass(frozen=True)
class Ranges:
    """Figures with the ends of their 95 % intervals, each of shape (n_figures,)."""

    value: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True)
class Draws:
    """Customers drawn again, with replacement.

    Attributes
    ----------
    block : ndarray of shape (n_rows,)
        What a row is drawn with: its customer; beyond 2,000 customers, one of 2,000 random groups
        of customers, which gives the same intervals and is faster.
    times : ndarray of shape (samples, n_blocks)
        How often each block was drawn.
    """

    block: Ints
    times: Floats

    @classmethod
    def of(cls, unit: Ints, samples: int, random_state: int) -> Draws:
        """Draw customers, given as numbers from 0 on, of shape (n_rows,)."""
        n_units = int(unit.max(initial=-1)) + 1
        mixed = np.random.default_rng(random_state).permutation(n_units)
        block = unit if n_units <= _MOST_BLOCKS else mixed[unit] % _MOST_BLOCKS
        return cls(block, draws(min(n_units, _MOST_BLOCKS), samples, random_state))

    def sums(self, rows: Ints, values: Floats) -> Floats:
        """Sums over some rows in each sample, of shape (samples, n_values)."""
        each = np.zeros((self.times.shape[1], values.shape[1]))
        np.add.at(each, self.block[rows], values)
        return np.asarray(self.times @ each)

    def products(self, left: Floats, *right: Floats) -> Floats:
        """``left.T`` times the others, side by side, in each sample: of shape (samples, q, r)."""
        order = np.argsort(self.block, kind="stable")
        sizes = np.bincount(self.block, minlength=self.times.shape[1])
        blocks = np.split(order, np.cumsum(sizes)[:-1])
        each = np.array([left[rows].T @ np.hstack([one[rows] for one in right]) for rows in blocks])
        flat = self.times @ each.reshape(len(each), -1)
        return np.asarray(flat.reshape(len(flat), *each.shape[1:]))


def ranges(value: Floats, samples: Floats, n_units: Ints) -> Ranges:
    """Put intervals around figures.

    Parameters
    ----------
    value : ndarray of shape (n_figures,)
    samples : ndarray of shape (samples, n_figures)
    n_units : ndarray of shape (n_figures,)
        Customers that a figure rests on.

    Notes
    -----
    Hesterberg's (2015) expanded percentile interval: the middle of the samples, a little more of
    it than 95 % where there are few customers, whose spread comes out too small.
    """
    n = np.maximum(n_units, 2)
    tails = ndtr(np.sqrt(n / (n - 1)) * stdtrit(n - 1, (1 - _LEVEL) / 2))
    ends = [
        np.quantile(figure, (tail, 1 - tail)) for figure, tail in zip(samples.T, tails, strict=True)
    ]
    low, high = np.reshape(ends, (-1, 2)).T
    return Ranges(value, low, high)
