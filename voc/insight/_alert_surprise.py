"""Whether a pain is said more often than its own history explains."""

from __future__ import annotations

import numpy as np

from voc.insight.alert_rules import SpikeRule
from voc.insight.codes import Floats, Ints

_SURE = 0.05  # how rarely the spread that all categories have is larger than what is reckoned with
_LIKELY = 0.3  # the same of the spread that a category has of its own, of which less is known
_POISSON = 1e-6  # a spread so small makes no difference


def surprises(counts: Floats, volumes: Floats, now: Floats, volume: float) -> Floats:
    """Give the probability of so many voices, or more, if nothing has changed.

    Parameters
    ----------
    counts : ndarray of shape (n_periods, n_categories)
        Voices with each pain in the periods before.
    volumes : ndarray of shape (n_periods,)
        All voices of these periods, each above 0.
    now : ndarray of shape (n_categories,)
        Voices with each pain in the period that is tested.
    volume : float
        All voices of it.

    Returns
    -------
    ndarray of shape (n_categories,)
        In [0, 1].

    Notes
    -----
    Counts are taken for negative binomial, in proportion to the volumes. The test is conditional on
    the sum of now and history, so that the unknown share of the pain drops out: with no spread it
    is the exact binomial test, with equal volumes the beta-binomial (negative hypergeometric) one.
    The spread α (variance = μ + αμ²) comes from the history by the method of moments: the larger of
    what the category itself shows and an upper bound of what all categories show together, for
    which their squared residuals are divided by the lower 5 % point of χ² (of their own, 30 %).
    """
    spread = _spread(counts, volumes)
    pairs = zip(now.tolist(), (counts.sum(axis=0) + now).tolist(), spread.tolist(), strict=True)
    tails = [_tail(x, total, volume, volumes, alpha) for x, total, alpha in pairs]
    return np.array(tails, dtype=np.float64)


def alarming(rule: SpikeRule, surprise: Floats, now: Floats, totals: Floats) -> Ints:
    """Tell which pains to alert, so that all together keep the rate that the rule states.

    The rate is shared out (Bonferroni) among the pains that could be alerted at all: those said at
    least ``rule.at_least`` times, history and now taken together.
    """
    tested = max(1, int((totals >= rule.at_least).sum()))
    limit = rule.false_alarms / tested
    return np.flatnonzero((now >= rule.at_least) & (surprise <= limit))


def _spread(counts: Floats, volumes: Floats) -> Floats:
    """α of each category; 0 where the counts vary no more than by chance."""
    total, sums = volumes.sum(), counts.sum(axis=0)
    weights = volumes / total
    expected = volumes[:, None] * (sums / total)
    squares = ((counts - expected) ** 2).sum(axis=0)
    by_chance = sums * (1 - (weights**2).sum())
    # What α adds to the squares, per α: the mean is estimated from the same periods.
    shape = (volumes**2 * (1 - 2 * weights) + weights**2 * (volumes**2).sum()).sum()
    per_spread = np.maximum(sums**2 - sums, 0) / total**2 * shape
    wide = squares * _widening(np.float64(len(volumes) - 1), _LIKELY)
    own = np.divide(wide - by_chance, per_spread, out=np.zeros_like(sums), where=per_spread > 0)
    pooled = _pooled(squares, by_chance, per_spread, len(volumes))
    return np.asarray(np.maximum(np.maximum(own, pooled), 0), dtype=np.float64)


def _pooled(squares: Floats, by_chance: Floats, per_spread: Floats, periods: int) -> float:
    """An upper bound of the spread that all categories have in common."""
    if per_spread.sum() == 0:
        return 0.0
    alpha = max(0.0, (squares.sum() - by_chance.sum()) / per_spread.sum())
    variance = by_chance + alpha * per_spread
    freedom = (periods - 1) * variance.sum() ** 2 / (variance**2).sum()
    wide = squares.sum() * _widening(freedom, _SURE)
    return float((wide - by_chance.sum()) / per_spread.sum())


def _widening(freedom: np.float64, sure: float) -> float:
    """What squared residuals are multiplied by to be a bound that errs so rarely."""
    from scipy.special import chdtri

    return float(freedom / chdtri(freedom, 1 - sure))


def _tail(now: float, total: float, volume: float, volumes: Floats, alpha: float) -> float:
    """P(X ≥ now | X + history = total)."""
    from scipy.special import betainc, gammaln, logsumexp

    before = volumes.sum()
    if now <= total * volume / (volume + before):
        return 1.0  # no more than expected: nobody asks how surprising that is
    if alpha < _POISSON:
        return float(betainc(now, total - now + 1, volume / (volume + before)))
    share = total / (volume + before)
    shapes = 1 / alpha, before**2 / (volumes**2).sum() / alpha
    means = share * volume, share * before
    here = np.arange(total + 1)
    log = np.zeros(len(here))
    for n, shape, mean in zip((here, total - here), shapes, means, strict=True):
        log += gammaln(n + shape) - gammaln(n + 1) + n * np.log(mean / (shape + mean))
    return float(np.exp(logsumexp(log[int(now) :]) - logsumexp(log)))
