"""Topics that must be there, and topics that must not: both said in example words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.errors import InputError
from voc.text.normalize import normalize

_SAID = 8.0  # a text with such words is elsewhere only if all others tell so


@dataclass(frozen=True)
class Seeds:
    """Groups of words, each of which draws the texts that hold them.

    Attributes
    ----------
    names : tuple of str
    words : tuple of tuple of str
        As they stand in model views.
    stop : bool
        Whether the last group is that of texts to be put aside.
    """

    names: tuple[str, ...]
    words: tuple[tuple[str, ...], ...]
    stop: bool

    @classmethod
    def of(cls, seeds: Any, stop: Any) -> Self:  # noqa: ANN401
        """Check what a user gave.

        Raises
        ------
        InputError
            ``seeds`` is no mapping from names to words, or a group has no word.
        """
        given = {} if seeds is None else seeds
        if not isinstance(given, Mapping):
            raise InputError(
                f"got seeds={seeds!r}; expected words by name, such as {{'退款': ['退款', '退钱']}}"
            )
        words = [_views(f"seeds[{name!r}]", of) for name, of in given.items()]
        aside = [] if stop is None else [_views("stop", stop)]
        return cls(tuple(map(str, given)), (*words, *aside), bool(aside))

    @property
    def examples(self) -> list[str]:
        """All words."""
        return [word for group in self.words for word in group]

    def hits(self, texts: Sequence[str]) -> NDArray[np.bool_]:
        """Tell which texts hold a word of which group; shape (n_texts, n_groups)."""
        found = [[any(word in text for word in group) for group in self.words] for text in texts]
        return np.array(found, dtype=np.bool_).reshape(len(texts), len(self.words))

    def said(self, texts: Sequence[str], columns: NDArray[np.int64], n_columns: int) -> Floats:
        """What is added to the scores of texts.

        Parameters
        ----------
        texts : sequence of str
        columns : ndarray of shape (n_groups,)
            The column of each group; -1 for one that draws no longer.
        n_columns : int
        """
        added = np.zeros((len(texts), n_columns), dtype=np.float32)
        if self.words:
            hits = self.hits(texts)
            for group, column in enumerate(columns.tolist()):
                if column >= 0:
                    added[hits[:, group], column] = _SAID
        return added


def _views(what: str, words: Any) -> tuple[str, ...]:  # noqa: ANN401
    if isinstance(words, str) or not isinstance(words, Sequence):
        raise InputError(f"got {what}={words!r}; expected a list of words or phrases")
    if not all(isinstance(word, str) for word in words):
        raise InputError(f"got {what}={words!r}; expected each word as a str")
    found = tuple(filter(None, (normalize(word).text.strip() for word in words)))
    if not found:
        raise InputError(f"got {what}={words!r}; give at least one word or phrase")
    return found
