"""Which pairs of characters a text holds: what a topic is told apart by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

_COMMON = 0.2  # share of texts from which on a pair tells nothing
_MANY = 1000  # texts


@dataclass(frozen=True)
class Grams:
    """The pairs of characters that a model knows.

    Attributes
    ----------
    known : ndarray of shape (n_grams,), of str
        Sorted.
    """

    known: NDArray[np.str_]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Self:
        """Choose those that are neither rare nor everywhere.

        Examples
        --------
        >>> Grams.of(["充电慢", "充电很慢"]).known.tolist()
        ['充电', '很慢', '电很', '电慢']
        """
        counter = _counter(binary=True)
        try:
            matrix = counter.fit_transform(texts)
        except ValueError:  # no text has two characters
            return cls(np.array([], dtype=np.str_))
        frequency = np.asarray(matrix.sum(axis=0)).ravel()
        keep = frequency >= rarest(len(texts))
        if len(texts) >= _MANY:
            keep &= frequency <= _COMMON * len(texts)
        return cls(np.array(counter.get_feature_names_out(), dtype=np.str_)[keep])

    def matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        """Give 1 for each known pair that a text holds; shape (n_texts, n_grams)."""
        if not len(self.known):
            return sparse.csr_matrix((len(texts), 0), dtype=np.float32)
        return sparse.csr_matrix(self._fixed.transform(texts))

    @cached_property
    def _fixed(self) -> Any:  # noqa: ANN401
        return _counter(binary=True, vocabulary=self.known.tolist())


def rarest(n_texts: int) -> int:
    """In how many of so many texts something must stand to be told of."""
    return 5 if n_texts >= _MANY else 2 if n_texts >= 50 else 1


def _counter(**how: Any) -> Any:  # noqa: ANN401
    from sklearn.feature_extraction.text import CountVectorizer

    return CountVectorizer(
        analyzer="char", ngram_range=(2, 2), lowercase=False, dtype=np.float32, **how
    )
