"""Make a confidence mean what it says: 0.8 is right eight times out of ten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_KNOTS = 12


@dataclass(frozen=True)
class Calibration:
    """A rising curve from score to share of right answers, straight between its knots.

    Attributes
    ----------
    scores, shares : tuple of float
        In [0, 1], rising.

    Examples
    --------
    >>> Calibration((0.0, 1.0), (0.2, 0.8))([0.5]).tolist()
    [0.5]
    """

    scores: tuple[float, ...] = (0.0, 1.0)
    shares: tuple[float, ...] = (0.0, 1.0)

    def __call__(self, scores: Floats | Sequence[float]) -> Floats:
        """Give the calibrated probabilities, in [0, 1]."""
        return np.interp(scores, self.scores, self.shares).astype(np.float32)


IDENTITY = Calibration()


def fit_calibration(scores: Sequence[float], right: Sequence[bool]) -> Calibration:
    """Fit a curve by isotonic regression on voices that the model has not seen.

    Parameters
    ----------
    scores : sequence of float
        In [0, 1].
    right : sequence of bool
        Whether the answer of that score was right.

    Returns
    -------
    Calibration
        ``IDENTITY`` when there is nothing to learn from.
    """
    if not len(scores):
        return IDENTITY
    from sklearn.isotonic import IsotonicRegression

    order = np.argsort(scores, kind="stable")
    # Rounded: between scores that are nearly the same the regression finds nan.
    x, y = np.asarray(scores, float)[order].round(4), np.asarray(right, float)[order]
    smooth = IsotonicRegression(y_min=0, y_max=1).fit(x, y)
    parts = np.array_split(np.arange(len(x)), min(_KNOTS, len(x)))
    means = [(float(x[p].mean()), float(smooth.predict(x[p]).mean())) for p in parts]
    knots = {round(score, 4): round(share, 4) for score, share in means}  # no score twice
    return Calibration(tuple(knots), tuple(knots.values()))
