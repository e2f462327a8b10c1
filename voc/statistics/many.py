"""Many tests at once: p-values adjusted so that chance does not pass for a finding."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from voc.errors import InputError
from voc.statistics.proportions import Floats


def check_alpha(alpha: float, name: str = "alpha") -> None:
    """Refuse what is no chance of a false alarm; ``name`` is the argument it was given as.

    Raises
    ------
    InputError
        It is not in (0, 1).
    """
    if not 0 < alpha < 1:
        raise InputError(f"{name}={alpha!r}; expected a chance in (0, 1), e.g. 0.05")


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


def benjamini_hochberg(p: ArrayLike) -> Floats:
    """Benjamini and Hochberg's (1995): of what is called below p, at most that share is false.

    NaN is no test: it stays, and costs nothing.

    Examples
    --------
    >>> benjamini_hochberg([0.01, 0.04, float("nan"), 0.03]).round(3).tolist()
    [0.03, 0.04, nan, 0.04]
    """
    from scipy.stats import false_discovery_control

    adjusted = np.array(p, dtype=np.float64)
    tests = ~np.isnan(adjusted)
    if tests.any():
        adjusted[tests] = false_discovery_control(adjusted[tests])
    return adjusted
