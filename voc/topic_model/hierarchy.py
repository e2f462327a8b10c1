"""Which topics are near each other: a tree from single topics to all in one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.topic_model.mixture import Mixture


@dataclass(frozen=True)
class Parent:
    """Two groups of topics joined to one.

    Attributes
    ----------
    left, right : tuple of int
        Topics.
    distance : float
        From 0 on; 0 for topics of the same words.
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    distance: float


@dataclass(frozen=True)
class Hierarchy:
    """The tree of topics.

    Attributes
    ----------
    topics : tuple of int
        Its leaves.
    vectors : ndarray of shape (n_topics, n_features)
        Where they lie: the nearer, the more alike.
    linkage : ndarray of shape (n_topics - 1, 4)
        As scipy's ``linkage`` gives it, for its dendrogram; numbers below ``n_topics`` are places
        in ``topics``.
    """

    topics: tuple[int, ...]
    vectors: NDArray[np.float64]
    linkage: NDArray[np.float64]

    @cached_property
    def parents(self) -> tuple[Parent, ...]:
        """All joins, the nearest first."""
        groups: list[tuple[int, ...]] = [(topic,) for topic in self.topics]
        found = []
        for left, right, distance, _ in self.linkage.tolist():
            found.append(Parent(groups[int(left)], groups[int(right)], distance))
            groups.append(groups[int(left)] + groups[int(right)])
        return tuple(found)

    def cut(self, n_groups: int) -> list[list[int]]:
        """Join the nearest topics until so many groups are left; for ``TopicModel.merge``.

        Raises
        ------
        InputError
            ``n_groups`` is not between 1 and the number of topics.
        """
        if not 1 <= n_groups <= len(self.topics):
            raise InputError(
                f"got {n_groups} groups, expected 1 to {len(self.topics)}; fit with more topics"
            )
        groups: set[tuple[int, ...]] = {(topic,) for topic in self.topics}
        for parent in self.parents[: len(self.topics) - n_groups]:
            groups -= {parent.left, parent.right}
            groups.add(parent.left + parent.right)
        return sorted(sorted(group) for group in groups)


def hierarchy_of(mixture: Mixture, topics: NDArray[np.int64]) -> Hierarchy:
    """Join topics by Ward's method over the roots of what they say and over their centres.

    The distance of roots is Hellinger's.
    """
    from scipy.cluster.hierarchy import linkage

    numbers = tuple(topics.tolist())
    roots = np.exp(mixture.words.T.astype(np.float64) / 2)
    vectors = np.hstack([roots, *mixture.centres.values()])
    if len(numbers) < 2:
        return Hierarchy(numbers, vectors, np.zeros((0, 4)))
    return Hierarchy(numbers, vectors, linkage(vectors, "ward"))
