"""Which topic of a new fit is which of the old one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ALIKE = 0.25  # texts in both over texts in either, from which on it is the same topic


@dataclass(frozen=True)
class Changes:
    """What became of topics.

    Attributes
    ----------
    kept, new, vanished : tuple of int
        Topics of both fits, of the new one only, of the old one only.
    """

    kept: tuple[int, ...]
    new: tuple[int, ...]
    vanished: tuple[int, ...]


def matched(old: NDArray[np.int64], new: NDArray[np.int64]) -> dict[int, int]:
    """Match topics by the texts that they share, each at most once, the best in sum.

    Parameters
    ----------
    old, new : ndarray of shape (n_texts,)
        Topics of the same texts; -1 for none.

    Returns
    -------
    dict of int to int
        From new topics to old ones.

    Examples
    --------
    >>> matched(np.array([0, 0, 1, 1, -1]), np.array([5, 5, 3, 3, 4]))
    {3: 1, 5: 0}
    """
    from scipy.optimize import linear_sum_assignment

    old_topics, new_topics = (np.unique(of[of >= 0]) for of in (old, new))
    is_old, is_new = old == old_topics[:, None], new == new_topics[:, None]
    both = is_new.astype(np.float64) @ is_old.T
    either = is_new.sum(axis=1)[:, None] + is_old.sum(axis=1) - both
    alike = both / np.maximum(either, 1)
    pairs = zip(*linear_sum_assignment(-alike), strict=True)
    return {int(new_topics[a]): int(old_topics[b]) for a, b in pairs if alike[a, b] >= _ALIKE}


def renumbering(
    old: NDArray[np.int64],
    new: NDArray[np.int64],
    topics: NDArray[np.int64],
    fixed: Mapping[int, int],
    unused: int,
) -> dict[int, int]:
    """Give each new topic the id of the old one that it is, else one that was never used.

    Parameters
    ----------
    old, new : ndarray of shape (n_texts,)
        Topics of the same texts; -1 for none.
    topics : ndarray of shape (n_topics,)
        All new ones.
    fixed : mapping of int to int
        New topics of which it is known which old ones they are.
    unused : int
        From here on ids are free.
    """
    rest = np.where(np.isin(new, list(fixed)), -1, new)
    free = np.where(np.isin(old, list(fixed.values())), -1, old)
    known = {**matched(free, rest), **fixed}
    others = [topic for topic in topics.tolist() if topic not in known]
    return {**known, **{topic: unused + number for number, topic in enumerate(others)}}
