"""Shares and how far off they may be: intervals, and p-values of many questions at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def wilson(k: ArrayLike, n: ArrayLike, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's score interval of a share.

    Parameters
    ----------
    k, n : array_like
        How many of how many; ``n`` at least 1.
    level : float
        In (0, 1).

    Returns
    -------
    low, high : ndarray

    Examples
    --------
    >>> low, high = wilson(10, 100)
    >>> round(float(low), 3), round(float(high), 3)
    (0.055, 0.174)
    """
    from scipy.special import ndtri

    k, n = np.asarray(k, dtype=np.float64), np.asarray(n, dtype=np.float64)
    z = ndtri((1 + level) / 2)
    share = k / n
    middle = share + z**2 / (2 * n)
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    return np.clip((middle - half) / scale, 0, 1), np.clip((middle + half) / scale, 0, 1)


def newcombe(
    k: ArrayLike, n: ArrayLike, other_k: ArrayLike, other_n: ArrayLike, level: float = 0.95
) -> tuple[Floats, Floats]:
    """Newcombe's hybrid score interval of the difference ``k/n - other_k/other_n``.

    Examples
    --------
    >>> low, high = newcombe(56, 70, 48, 80)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    share = np.asarray(k, dtype=np.float64) / np.asarray(n)
    other = np.asarray(other_k, dtype=np.float64) / np.asarray(other_n)
    low, high = wilson(k, n, level)
    other_low, other_high = wilson(other_k, other_n, level)
    difference = share - other
    return (
        difference - np.hypot(share - low, other_high - other),
        difference + np.hypot(high - share, other - other_low),
    )


def holm(p: ArrayLike) -> Floats:
    """Holm's adjustment: the chance of a single false alarm among all questions stays below p.

    Examples
    --------
    >>> holm([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.06, 0.06]
    """
    p = np.asarray(p, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(stepped, 1)
    return adjusted


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Benjamini and Hochberg's: of what is called below p, at most that share is false.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, 0.03]).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    from scipy.stats import false_discovery_control

    p = np.asarray(p, dtype=np.float64)
    return np.asarray(false_discovery_control(p)) if p.size else p


def p_text(p: float) -> str:
    """A p-value for people, with its sign.

    Examples
    --------
    >>> p_text(0.0321), p_text(1e-9), p_text(float("nan"))
    ('p=0.032', 'p<0.001', '—')
    """
    if p != p:
        return "—"
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"
