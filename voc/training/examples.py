"""What a training reads: texts with what shall be said of them, and the split of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from voc.errors import InputError
from voc.labelled.copies import letters
from voc.labelled.split import split_indices
from voc.types import Voice

_NAMED = 10


@dataclass(frozen=True)
class Examples:
    """Texts to learn from or to measure on.

    Attributes
    ----------
    items : tuple of str or Voice
    y : tuple
        What is right for each.
    labels : tuple of tuple of str
        By which they are shared out when they are split.
    where : tuple of str
        File and id or row of each.
    """

    items: tuple[str | Voice, ...]
    y: tuple[Any, ...]
    labels: tuple[tuple[str, ...], ...]
    where: tuple[str, ...]

    @property
    def texts(self) -> list[str]:
        """The texts alone."""
        return [item if isinstance(item, str) else item.text for item in self.items]

    def take(self, places: Sequence[int]) -> Examples:
        """Those at these places."""
        return Examples(
            tuple(self.items[place] for place in places),
            tuple(self.y[place] for place in places),
            tuple(self.labels[place] for place in places),
            tuple(self.where[place] for place in places),
        )

    def split(self, share: float, seed: int) -> tuple[Examples, Examples]:
        """Examples to learn from and to measure on; copies of a text stay on one side."""
        rest, held_out = split_indices(self.texts, self.labels, share, seed)
        return self.take(rest), self.take(held_out)

    def some(self, share: float, seed: int) -> Examples:
        """A share drawn at random; a larger one holds a smaller one."""
        order = np.random.default_rng(seed).permutation(len(self))
        return self.take(sorted(order[: max(1, round(share * len(self)))].tolist()))

    def __len__(self) -> int:
        return len(self.items)


def joined(parts: Sequence[Examples]) -> Examples:
    """The examples of several files, in their order."""
    items, y, labels, where = (
        tuple(one for part in parts for one in getattr(part, name))
        for name in ("items", "y", "labels", "where")
    )
    return Examples(items, y, labels, where)


def apart(train: Examples, test: Examples, *, drop: bool) -> Examples:
    """The examples to learn from, none of which is measured on.

    Texts are the same if their letters are, whatever their punctuation, width or case.

    Raises
    ------
    InputError
        Texts of ``test`` are in ``train`` and shall not be dropped, or nothing else is there; names
        how many and where.

    Examples
    --------
    >>> train = Examples(("发货慢", "很好"), ("慢", "好"), (("慢",), ("好",)), ("a 1", "a 2"))
    >>> test = Examples(("发货慢！",), ("慢",), (("慢",),), ("b 1",))
    >>> apart(train, test, drop=True).items
    ('很好',)
    """
    measured = {letters(text) for text in test.texts if text.strip()}
    same = [place for place, text in enumerate(train.texts) if letters(text) in measured]
    if not same:
        return train
    if not drop or len(same) == len(train):
        named = ", ".join(train.where[place] for place in same[:_NAMED])
        more = f" and {len(same) - _NAMED} more" if len(same) > _NAMED else ""
        raise InputError(
            f"{len(same)} of {len(train)} texts to learn from are in the test file, so that the "
            f"figures would be too good (file and id or row: {named}{more}); remove them, or set "
            "drop_test_copies = true"
        )
    left_out = set(same)
    return train.take([place for place in range(len(train)) if place not in left_out])
