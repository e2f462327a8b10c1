"""Texts of which many are the same, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Codes:
    """Texts of which many are the same, as numbers.

    Attributes
    ----------
    values : tuple of str
        Each once, in the order in which they come up first.
    codes : ndarray of shape (n,)
        Places in ``values``; -1 where nothing is known.
    """

    values: tuple[str, ...]
    codes: Ints

    @classmethod
    def of(cls, texts: Iterable[object]) -> Codes:
        """Number the texts; None, NaN and blanks are unknown.

        Examples
        --------
        >>> Codes.of(["大客户", None, "小客户", "大客户"])
        Codes(values=('大客户', '小客户'), codes=array([ 0, -1,  1,  0]))
        """
        places: dict[object, int] = {}
        codes = [places.setdefault(t, len(places)) if _known(t) else -1 for t in texts]
        return cls(tuple(map(str, places)), np.array(codes, dtype=np.int64))

    def take(self, rows: Ints) -> Codes:
        """Some of them, or some repeatedly, in the order of ``rows``."""
        return Codes(self.values, self.codes[rows])

    def count(self, weights: Floats | None = None) -> Floats:
        """How often each value comes up, of shape (n_values,)."""
        known = self.codes >= 0
        of_known = None if weights is None else weights[known]
        return np.bincount(self.codes[known], of_known, len(self.values)).astype(np.float64)

    def text(self, row: int) -> str | None:
        """The text of one row."""
        code = int(self.codes[row])
        return self.values[code] if code >= 0 else None

    @classmethod
    def of_labels(cls, labels: Sequence[str], texts: Iterable[str]) -> Codes:
        """Number labels of a set; all labels of the set are values, in its order."""
        places = {label: place for place, label in enumerate(labels)}
        return cls(tuple(labels), np.array([places[text] for text in texts], dtype=np.int64))


def _known(text: object) -> bool:
    return text is not None and text == text and text != ""
