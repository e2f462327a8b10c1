"""How far a figure may be off because it was measured on these voices and no others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from voc._figures import Figure, Floats, figures
from voc.errors import InputError
from voc.evaluation import matched
from voc.types import TaggedVoice


class Interval(NamedTuple):
    """A range that a figure lies in, both ends included."""

    low: float
    high: float


def bootstrap_intervals(
    reference: Sequence[TaggedVoice],
    predicted: Sequence[TaggedVoice],
    *,
    samples: int = 1000,
    level: float = 0.95,
    random_state: int = 0,
) -> dict[str, Interval]:
    """Percentile bootstrap intervals of all figures of ``evaluate``.

    Each sample draws as many voices as there are, with replacement; the interval holds the middle
    ``level`` of the figures of the samples. It says nothing about voices of another kind, nor about
    mistakes in the annotations.

    Parameters
    ----------
    reference, predicted : sequence of TaggedVoice
        As for ``evaluate``.
    samples : int
        At least 1.
    level : float
        In (0, 1).
    random_state : int
        The same seed gives the same intervals.

    Returns
    -------
    dict of Interval
        By the names that ``evaluate`` gives, without ``voices``.

    Raises
    ------
    InputError
        There are no voices, they do not match, or a parameter is out of range.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify(["发货太慢了", "客服很热情"])
    >>> bootstrap_intervals(result, result)["record_leaf"]
    Interval(low=1.0, high=1.0)
    """
    check_samples(samples)
    if not 0 < level < 1:
        raise InputError(f"level={level!r} is outside (0, 1); 0.95 is usual")
    pairs = matched(reference, predicted)
    if not pairs:
        raise InputError("got no voices to draw from; give at least one")
    drawn = draws(len(pairs), samples, random_state)
    return {name: interval_of(figure, drawn, level) for name, figure in figures(pairs).items()}


def interval_of(figure: Figure, drawn: Floats, level: float) -> Interval:
    """The interval of one figure over samples, given as ``draws`` gives them."""
    tail = (1 - level) / 2
    return Interval(*np.quantile(figure.over(drawn), (tail, 1 - tail)).tolist())


def check_samples(samples: int) -> None:
    """Refuse a number of samples that ``bootstrap_intervals`` would refuse.

    Raises
    ------
    InputError
        It is below 1.
    """
    if samples < 1:
        raise InputError(f"samples={samples!r} is below 1; 1000 is usual")


def draws(n_voices: int, samples: int, random_state: int) -> Floats:
    """How often each voice was drawn, of shape (samples, n_voices)."""
    rng = np.random.default_rng(random_state)
    drawn = np.empty((samples, n_voices))
    for draw in drawn:
        draw[:] = np.bincount(rng.integers(n_voices, size=n_voices), minlength=n_voices)
    return drawn
