"""Whether topics became more or less frequent, when they come in bursts anyway."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voc.insight.codes import Ints
from voc.statistics.proportions import Floats

_PRIOR = 10  # periods that all topics together weigh in the unrest of one


@dataclass(frozen=True)
class RateChange:
    """How many times as often as before, of shape (n_topics,) each.

    Attributes
    ----------
    ratio, low, high : ndarray
        Of the newest share to the earlier one, with its interval; infinite where there was none
        before, NaN where there is nothing to compare.
    p : ndarray
        Two-sided, of no change; NaN where there is nothing to compare.
    """

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats


def rate_change(counts: Ints, voices: Ints, window: int, level: float = 0.95) -> RateChange:
    """Compare the last ``window`` periods with all before them.

    Parameters
    ----------
    counts : ndarray of shape (n_topics, n_periods)
    voices : ndarray of shape (n_periods,)
    window : int
    level : float
        Of the interval, in (0, 1).

    Notes
    -----
    The conditional test of two Poisson rates (Przyborowski and Wilenski), and the Clopper-Pearson
    interval that belongs to it. Both are exact where voices come independently. Where a topic comes
    in bursts, its counts are first divided by how much more than Poisson they vary between the
    earlier periods (quasi-Poisson, never below 1). That is an estimate from few periods; so it is
    drawn towards what is usual for a topic of that size, and the p-value is that of Student's t.

    Examples
    --------
    >>> counts = np.array([[10, 10, 30], [20, 20, 21]])
    >>> change = rate_change(counts, np.array([100, 100, 100]), 1)
    >>> change.ratio.round(2).tolist(), (change.p < 0.01).tolist()
    ([3.0, 1.05], [True, False])
    """
    from scipy.special import betainc, betaincinv

    now, before = counts[:, -window:].sum(axis=1), counts[:, :-window].sum(axis=1)
    all_now, all_before = float(voices[-window:].sum()), float(voices[:-window].sum())
    if not all_now or not all_before:
        unknown = np.full(len(counts), np.nan)
        return RateChange(unknown, unknown, unknown, unknown)
    unrest, freedom = _unrest(counts[:, :-window], voices[:-window])
    new, old = now / unrest, before / unrest
    expected = all_now / (all_now + all_before)
    tail = (1 - level) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        more = np.where(new > 0, betainc(new, old + 1, expected), 1.0)
        fewer = np.where(old > 0, betainc(old, new + 1, 1 - expected), 1.0)
        low = np.where(new > 0, betaincinv(new, old + 1, tail), 0.0)
        high = np.where(old > 0, betaincinv(new + 1, old, 1 - tail), 1.0)
        odds = all_before / all_now
        return RateChange(
            ratio=now / before * odds,
            low=low / (1 - low) * odds,
            high=high / (1 - high) * odds,
            p=_wider(np.minimum(1.0, 2 * np.minimum(more, fewer)), unrest, freedom),
        )


def _unrest(counts: Ints, voices: Ints) -> tuple[Floats, int]:
    """Variance over mean of each topic's earlier counts, at least 1; degrees of freedom of it."""
    counts, voices = counts[:, voices > 0], voices[voices > 0]
    freedom = counts.shape[1] - 1
    totals = counts.sum(axis=1)
    if freedom < 1 or not totals.any():
        return np.ones(len(counts)), _PRIOR
    expected = np.outer(totals, voices / voices.sum())
    squares = np.divide((counts - expected) ** 2, expected, where=expected > 0, out=0 * expected)
    distance, mean = squares.sum(axis=1), expected.mean(axis=1)
    # What comes in bursts varies with its size: by 1 + bursts * mean times the mean.
    usual = 1 + _usual_bursts(distance / freedom, mean) * mean
    drawn = (distance + _PRIOR * usual) / (freedom + _PRIOR)
    return np.maximum(1.0, drawn), freedom + _PRIOR


def _usual_bursts(unrest: Floats, mean: Floats) -> float:
    """The median over voices, not the mean: one topic that rises should not blur all others."""
    there = mean > 0
    bursts = (unrest[there] - 1) / mean[there]
    order = np.argsort(bursts)
    below = np.cumsum(mean[there][order])
    return max(0.0, float(bursts[order][np.searchsorted(below, below[-1] / 2)]))


def _wider(p: Floats, unrest: Floats, freedom: int) -> Floats:
    """P-values that allow for an unrest which is itself only estimated, by Student's t."""
    from scipy.special import ndtri, stdtr

    return np.where(unrest > 1, 2 * stdtr(freedom, ndtri(p / 2)), p)
