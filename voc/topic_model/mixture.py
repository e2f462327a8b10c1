"""The model itself: each topic has its own words and, with an encoder, its own place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import logsumexp, softmax

from voc.engines.base import Floats
from voc.engines.vectors import unit_length

_ROUNDS = 30
_STILL = 0.001  # share of texts; if fewer move, it is done
_UNSEEN = 0.1  # times that each topic is taken to have said what it never said


@dataclass(frozen=True)
class Seen:
    """What a mixture reads of texts.

    Attributes
    ----------
    grams : csr_matrix of shape (n_texts, n_grams)
        0 or 1.
    points : mapping of str to ndarray of shape (n_texts, n_features)
        Rows of length 1 by kind of features; may be empty.
    said : ndarray of shape (n_texts, n_topics)
        What the user said; times ``length`` it is added to the score of each topic.
    """

    grams: sparse.csr_matrix
    points: Mapping[str, Floats]
    said: Floats

    @property
    def length(self) -> Floats:
        """Root of the number of pairs of characters of each text; shape (n_texts, 1)."""
        pairs = np.maximum(self.grams.getnnz(axis=1), 1)
        return np.asarray(np.sqrt(pairs)[:, None], dtype=np.float32)


@dataclass(frozen=True)
class Mixture:
    """A mixture of topics: multinomial over pairs of characters, von Mises-Fisher over points.

    Attributes
    ----------
    share : ndarray of shape (n_topics,)
        Of all texts; sums to 1.
    words : ndarray of shape (n_grams, n_topics)
        Logarithms of probabilities.
    centres : mapping of str to ndarray of shape (n_topics, n_features)
        Rows of length 1, by kind of features.
    pulls : mapping of str to float
        How narrow topics are in each kind: by how much a cosine of 1 outdoes one of 0.
    """

    share: Floats
    words: Floats
    centres: Mapping[str, Floats]
    pulls: Mapping[str, float]

    def scores(self, seen: Seen) -> Floats:
        """Log-likelihoods of shape (n_texts, n_topics), up to a term of each text."""
        scores = seen.grams @ self.words + np.log(self.share) + seen.said * seen.length
        for name, points in seen.points.items():
            scores = scores + self.pulls[name] * (points @ self.centres[name].T)
        return np.asarray(scores, dtype=np.float32)

    def probabilities(self, seen: Seen) -> Floats:
        """Fit of shape (n_texts, n_topics), rows sum to 1.

        Pairs of characters overlap, so that a long text would always be certain: its log-likelihood
        is divided by the root of their number. That does not change which topic fits best.
        """
        return np.asarray(softmax(self.scores(seen) / seen.length, axis=1), dtype=np.float32)

    def ordered(self, columns: NDArray[np.int64]) -> Mixture:
        """Give some of the topics, in another order."""
        share = self.share[columns]
        centres = {name: of[columns] for name, of in self.centres.items()}
        return Mixture(share / share.sum(), self.words[:, columns], centres, self.pulls)

    def merged(self, owner: NDArray[np.int64]) -> Mixture:
        """Make one topic of all that have the same owner, in [0, n_owners)."""
        joins: Floats = np.eye(owner.max() + 1, dtype=np.float32)[owner] * self.share[:, None]
        share = joins.sum(axis=0)
        words = np.log(np.exp(self.words) @ joins / share)
        centres = {name: unit_length(joins.T @ of) for name, of in self.centres.items()}
        return Mixture(share, words.astype(np.float32), centres, self.pulls)

    def replaced(self, gone: NDArray[np.bool_], parts: Mixture) -> Mixture:
        """Put other topics, behind the rest, in the place of some."""
        rest = self.ordered(np.flatnonzero(~gone)) if not gone.all() else None
        if rest is None:
            return parts
        centres = {
            name: np.concatenate((of, parts.centres[name])) for name, of in rest.centres.items()
        }
        freed = self.share[gone].sum()
        share = np.concatenate((self.share[~gone], freed * parts.share))
        words = np.concatenate((rest.words, parts.words), axis=1)
        return Mixture(share, words, centres, self.pulls)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what ``from_arrays`` needs."""
        centres = {f"centres.{name}": of for name, of in self.centres.items()}
        return {"share": self.share, "words": self.words, **centres}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], pulls: Mapping[str, float]) -> Self:
        """Rebuild a mixture."""
        centres = {name: arrays[f"centres.{name}"] for name in pulls}
        return cls(arrays["share"], arrays["words"], centres, pulls)


def fit_mixture(
    seen: Seen,
    groups: NDArray[np.int64],
    n_topics: int,
    weights: Floats,
    pulls: Mapping[str, float],
) -> Mixture:
    """Refine a first guess by expectation and maximisation until hardly a text moves.

    Parameters
    ----------
    seen : Seen
    groups : ndarray of shape (n_texts,)
        In [0, n_topics).
    n_topics : int
    weights : ndarray of shape (n_texts,)
    pulls : mapping of str to float
    """
    belongs = np.eye(n_topics, dtype=np.float32)[groups]
    mixture = _estimated(seen, belongs, weights, pulls)
    for _ in range(_ROUNDS):
        before = belongs.argmax(axis=1)
        scores = mixture.scores(seen)
        belongs = np.exp(scores - logsumexp(scores, axis=1, keepdims=True))
        mixture = _estimated(seen, belongs, weights, pulls)
        if (belongs.argmax(axis=1) != before).mean() < _STILL:
            break
    return mixture


def _estimated(seen: Seen, belongs: Floats, weights: Floats, pulls: Mapping[str, float]) -> Mixture:
    counted: Floats = belongs * weights[:, None]
    words = np.asarray(seen.grams.T @ counted, dtype=np.float64) + _UNSEEN
    share = counted.sum(axis=0) + 1e-6 * weights.sum()
    return Mixture(
        (share / share.sum()).astype(np.float32),
        np.log(words / words.sum(axis=0)).astype(np.float32),
        {name: unit_length(counted.T @ points) for name, points in seen.points.items()},
        pulls,
    )
