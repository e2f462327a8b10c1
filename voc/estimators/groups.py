"""Labels with dots: 物流 is the group of 物流.时效, where both are labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Chosen = NDArray[np.bool_]


def with_groups(chosen: Chosen, classes: Sequence[object]) -> Chosen:
    """Give each text the groups of its labels, too; ``chosen`` is of shape (n_texts, n_labels).

    Examples
    --------
    >>> with_groups(np.array([[False, True], [True, False]]), ["物流", "物流.时效"]).tolist()
    [[True, True], [True, False]]
    """
    whole = chosen.copy()
    for member, group in _members(classes):
        whole[:, group] |= chosen[:, member]
    return whole


def without_groups(chosen: Chosen, classes: Sequence[object]) -> Chosen:
    """Drop labels of which a finer one is chosen: 物流 beside 物流.时效.

    Examples
    --------
    >>> without_groups(np.array([[True, True], [True, False]]), ["物流", "物流.时效"]).tolist()
    [[False, True], [True, False]]
    """
    finest = chosen.copy()
    for member, group in _members(classes):
        finest[:, group] &= ~chosen[:, member]
    return finest


def group_of(label: object) -> object:
    """Cut a label at its last dot; one that has none stays as it is."""
    return (label.rpartition(".")[0] or label) if isinstance(label, str) else label


def _members(classes: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Column of each label, with the column of each group above it."""
    column = {label: place for place, label in enumerate(classes)}
    for label, place in column.items():
        above = group_of(label)
        while above != label:
            if above in column:
                yield place, column[above]
            label, above = above, group_of(above)
