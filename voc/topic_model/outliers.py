"""Which topic each text belongs to, and which texts belong to none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats

OUTLIER = -1


@dataclass(frozen=True)
class Assignment:
    """Topics of texts.

    Attributes
    ----------
    topics : ndarray of shape (n_texts,), int64
        -1 for a text that fits none, that a stop topic takes, or that has no letter.
    scores : ndarray of shape (n_texts,), float32
        How well the text fits that topic rather than others, in [0, 1]; of outliers, how well it
        fits the nearest; 0 without a letter.
    """

    topics: NDArray[np.int64]
    scores: Floats


class Least(NamedTuple):
    """Scores below which texts are outliers.

    Attributes
    ----------
    given : float
        Of texts as the model was fitted on them: with evidence, if there was some.
    alone : float
        Of texts without evidence, which fit no topic as well as with it.
    """

    given: float = 0.0
    alone: float = 0.0


def least_score(scores: Floats, share: float) -> float:
    """Find the score below which at most that share of the texts lies; 0 if that is none.

    Examples
    --------
    >>> round(least_score(np.array([0.9, 0.2, 0.8, 0.7], np.float32), 0.25), 1)
    0.7
    """
    allowed = int(share * len(scores))
    return float(np.sort(scores)[allowed]) if allowed else 0.0


def assigned(
    probabilities: Floats, topics: NDArray[np.int64], has_letters: NDArray[np.bool_], least: float
) -> Assignment:
    """Choose the best topic of each text.

    Parameters
    ----------
    probabilities : ndarray of shape (n_texts, n_columns)
    topics : ndarray of shape (n_columns,)
        The topic of each column; -1 for one that puts aside.
    has_letters : ndarray of shape (n_texts,)
    least : float
        Texts that fit worse are outliers.
    """
    best = topics[probabilities.argmax(axis=1)]
    scores = np.where(has_letters, probabilities.max(axis=1), 0).astype(np.float32)
    return Assignment(np.where(has_letters & (scores >= least), best, OUTLIER), scores)
