"""What an engine for labels of whole texts learns from, and what it gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats

Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Lesson:
    """Texts with their labels.

    Attributes
    ----------
    texts : tuple of str
    values : ndarray of shape (n_texts, n_labels)
        1 where a text has a label, else 0.
    exclusive : bool
        Whether each text has exactly one label.
    weights : ndarray of shape (n_texts,)
        How much each text counts.
    n_phrases : int
        The last so many texts are words of a taxonomy: always learned from, never judged by.
    """

    texts: tuple[str, ...]
    values: Floats
    exclusive: bool
    weights: Floats
    n_phrases: int = 0

    @property
    def n_examples(self) -> int:
        """Texts that are no words of a taxonomy; they come first."""
        return len(self.texts) - self.n_phrases

    def take(self, rows: Rows) -> Lesson:
        """Some of the texts, in their order."""
        texts = tuple(self.texts[row] for row in rows.tolist())
        n_phrases = int((rows >= self.n_examples).sum())
        return Lesson(texts, self.values[rows], self.exclusive, self.weights[rows], n_phrases)


class TextModel(Protocol):
    """Scores labels of texts; safe to share between threads."""

    def logits(self, texts: Sequence[str]) -> Floats:
        """Scores of shape (n_texts, n_labels): the higher, the likelier."""

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Weights, to be stored."""

    def config(self) -> dict[str, Any]:
        """What else must be stored; JSON."""

    def files(self) -> Mapping[str, bytes]:
        """Further files to be stored beside the weights."""


@dataclass(frozen=True)
class Learned:
    """A trained model, and an honest look at it.

    Attributes
    ----------
    model : TextModel
    rows : ndarray of shape (n_unseen,)
        Texts of the lesson of which the next attribute tells.
    logits : ndarray of shape (n_unseen, n_labels)
        What was said of those texts by a model that had not learned from them; thresholds and
        probabilities are set by it.
    """

    model: TextModel
    rows: Rows
    logits: Floats


def folds_of(lesson: Lesson, n_folds: int, random_state: int) -> Rows:
    """Deal the examples out to folds, label by label, copies of a text to the same one.

    Returns
    -------
    ndarray of shape (n_texts,)
        Number of a fold from 0; -1 for phrases, which belong to none.

    Examples
    --------
    >>> values = np.float32([[1, 0], [1, 0], [0, 1], [0, 1]])
    >>> lesson = Lesson(("慢", "太慢", "好", "很好"), values, True, np.ones(4, np.float32))
    >>> sorted(folds_of(lesson, 2, 0)[:2].tolist())
    [0, 1]
    """
    rng = np.random.default_rng(random_state)
    examples = np.array(lesson.texts[: lesson.n_examples], dtype=object)
    _, first, group = np.unique(examples, return_index=True, return_inverse=True)
    # Rare labels first: a text of several labels is dealt out with its rarest.
    rarity = np.argsort(np.argsort(lesson.values.sum(axis=0), kind="stable"), kind="stable")
    order = np.where(lesson.values[first] > 0, rarity, len(rarity)).min(axis=1, initial=len(rarity))
    shuffled = np.lexsort((rng.permutation(len(first)), order))
    fold = np.empty(len(first), dtype=np.int64)
    fold[shuffled] = np.arange(len(first)) % n_folds
    return np.concatenate((fold[group], np.full(lesson.n_phrases, -1)))
