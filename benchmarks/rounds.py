"""Measuring in turns, and what is said of the measurements."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import TypeVar

from tqdm import tqdm

K = TypeVar("K")
M = TypeVar("M")
R = TypeVar("R")


def alternate(
    keys: Sequence[K], rounds: Sequence[M], measure: Callable[[K, M], R], *, title: str = ""
) -> dict[K, list[R]]:
    """Measure each once a round, one after another, so that noise of the machine hits them all.

    Parameters
    ----------
    keys : sequence
        What is compared.
    rounds : sequence
        What each round is about; it is handed to ``measure``.
    measure : callable
    title : str
        What stands before the progress bar.

    Returns
    -------
    dict of list
        By key, a measurement a round.

    Examples
    --------
    >>> alternate(["甲", "乙"], [1, 2], lambda key, n: key * n)
    {'甲': ['甲', '甲甲'], '乙': ['乙', '乙乙']}
    """
    found: dict[K, list[R]] = {key: [] for key in keys}
    with tqdm(total=len(keys) * len(rounds), desc=title, unit=" measurements") as bar:
        for one in rounds:
            for key in keys:
                bar.set_postfix_str(str(key))
                found[key].append(measure(key, one))
                bar.update()
    return found


def ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """Median over the rounds of how many times ``other`` the ``one`` is.

    Examples
    --------
    >>> ratio([10.0, 30.0, 80.0], [5.0, 10.0, 20.0])
    3.0
    """
    return rounded(median(a / b for a, b in zip(one, other, strict=True)))


def ratios(
    rates: Mapping[str, Sequence[float]], over: Iterable[str]
) -> dict[str, dict[str, float]]:
    """How many times as fast each of ``over`` is as each other program; both inside each round."""
    return {
        one: {other: ratio(rates[one], rates[other]) for other in rates if other != one}
        for one in over
        if one in rates
    }


def rounded(value: float) -> float:
    """Four digits: more would be noise.

    Examples
    --------
    >>> rounded(123456.0), rounded(0.0123456)
    (123500.0, 0.01235)
    """
    return float(f"{value:.4g}")
