"""The clauses of topics, read once for names and keywords: a sample where there are very many."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from voc.errors import InputError
from voc.insight.codes import Floats, Ints
from voc.topic_model.words import Clause, read

OUTLIER = -1
Thing = TypeVar("Thing")
Shares = tuple[float, float]  # of the clauses of a topic, and of all others
_ENOUGH = 1000  # clauses of one topic: shares are then known to three points
_FITTING, _MANY = (
    0.75,
    20,
)  # what is read of a topic that has many, if it is known how well they fit


@dataclass(frozen=True)
class Reading:
    """Clauses of each topic, read.

    Attributes
    ----------
    clauses : list of lists of Clause
        Of each topic, at most 1,000, evenly spaced; the last list holds outliers.
    sizes : ndarray of shape (n_topics + 1,)
        How many there are.
    """

    clauses: list[list[Clause]]
    sizes: Ints

    @property
    def n_topics(self) -> int:
        """Number of topics, those without texts included."""
        return len(self.clauses) - 1

    @classmethod
    def of(cls, texts: Sequence[str], labels: Ints, scores: Floats | None = None) -> Reading:
        """Read the texts of each topic; the quarter that fits it worst is left out."""
        groups = [_some(rows, scores) for rows in rows_of_topics(labels)]
        rows = np.concatenate(groups)
        clauses = iter(read([texts[row] for row in rows.tolist()]))
        return cls(
            [[next(clauses) for _ in group] for group in groups],
            np.bincount(np.where(labels < 0, n_topics(labels), labels), minlength=len(groups)),
        )

    def counted(self, counts: Sequence[Counter[Thing]]) -> Iterator[dict[Thing, Shares]]:
        """Give for each topic what share of its clauses, and of all others, holds each thing.

        Parameters
        ----------
        counts : sequence of Counter
            For each topic and the outliers, in how many clauses of ``clauses`` it is.
        """
        weights = [
            size / max(len(group), 1)
            for size, group in zip(self.sizes.tolist(), self.clauses, strict=True)
        ]
        total: defaultdict[Thing, float] = defaultdict(float)
        for count, weight in zip(counts, weights, strict=True):
            for thing, number in count.items():
                total[thing] += number * weight
        everything = int(self.sizes.sum())
        for topic in range(self.n_topics):
            others = everything - int(self.sizes[topic]) + 50
            weight, size = weights[topic], max(len(self.clauses[topic]), 1)
            yield {
                thing: (number / size, (total[thing] - number * weight + 0.5) / others)
                for thing, number in counts[topic].items()
            }


def as_labels(labels: ArrayLike, n: int) -> Ints:
    """Topic numbers as an array.

    Raises
    ------
    InputError
        They are no whole numbers from -1 on, or not one for each of the ``n`` texts.
    """
    array = np.asarray(labels)
    if array.shape != (n,):
        raise InputError(f"got labels of shape {array.shape}, expected one for each of {n} texts")
    if n and (array.dtype.kind not in "iu" or int(array.min()) < OUTLIER):
        raise InputError(
            f"got labels of type {array.dtype} from {array.min()} on, expected whole numbers: "
            "topics from 0 on, -1 for outliers"
        )
    return array.astype(np.int64)


def n_topics(labels: Ints) -> int:
    """Number of topics: one more than the highest."""
    return int(labels.max(initial=OUTLIER)) + 1


def rows_of_topics(labels: Ints) -> list[Ints]:
    """Rows of each topic, and of the outliers at the end."""
    order = np.argsort(labels, kind="stable")
    bounds = np.searchsorted(labels[order], np.arange(n_topics(labels) + 1))
    outliers, *rows = np.split(order, bounds)
    return [*rows[:-1], outliers]


def least_clauses(size: int) -> int:
    """In how many of a topic's clauses something must be to be typical of it."""
    return 1 if size < 20 else 2 if size < 150 else 3


def as_scores(scores: ArrayLike | None, n: int) -> Floats | None:
    """Scores as an array; what is no number fits worst.

    Raises
    ------
    InputError
        There is not one for each of the ``n`` texts.
    """
    if scores is None:
        return None
    array = np.asarray(scores, dtype=np.float64)
    if array.shape != (n,):
        raise InputError(f"got scores of shape {array.shape}, expected one for each of {n} texts")
    return np.nan_to_num(array, nan=-np.inf, neginf=-np.inf)


def _some(rows: Ints, scores: Floats | None) -> Ints:
    if scores is not None and len(rows) >= _MANY:
        order = np.argsort(-scores[rows], kind="stable")
        rows = np.sort(rows[order[: math.ceil(_FITTING * len(rows))]])
    if len(rows) <= _ENOUGH:
        return rows
    return np.asarray(rows[np.linspace(0, len(rows) - 1, _ENOUGH).astype(np.int64)])
