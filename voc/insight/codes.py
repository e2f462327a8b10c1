"""Texts of which many are the same, as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from voc.collect.values import as_label

if TYPE_CHECKING:
    import pandas as pd

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
        """Number the texts; None, NaN and blanks are unknown. Numbers count as written out.

        Examples
        --------
        >>> Codes.of(["大客户", None, "小客户", "大客户"])
        Codes(values=('大客户', '小客户'), codes=array([ 0, -1,  1,  0]))
        """
        places: dict[str, int] = {}
        labels = map(_label, texts)
        codes = [-1 if t is None else places.setdefault(t, len(places)) for t in labels]
        return cls(tuple(places), np.array(codes, dtype=np.int64))

    @classmethod
    def of_series(cls, series: pd.Series) -> Codes:
        """Number the texts of a pandas column, as ``of`` does, but fast.

        Examples
        --------
        >>> import pandas
        >>> Codes.of_series(pandas.Series(["", "小客户", None, "小客户"]))
        Codes(values=('小客户',), codes=array([-1,  0, -1,  0]))
        """
        codes, values = series.factorize()
        renumbered = cls.of(values.tolist())
        return cls(renumbered.values, np.append(renumbered.codes, -1)[codes])

    @classmethod
    def unknown(cls, n: int) -> Codes:
        """Nothing is known of n things."""
        return cls((), np.full(n, -1, dtype=np.int64))

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


def once(numbers: Ints) -> Ints:
    """Each number once, in order; by sorting, as numpy's own way takes seconds for a million.

    Examples
    --------
    >>> once(np.array([7, 3, 7]))
    array([3, 7])
    """
    numbers = np.sort(numbers)
    new = np.ones(len(numbers), dtype=bool)
    new[1:] = numbers[1:] > numbers[:-1]
    return numbers[new]


def _label(text: object) -> str | None:
    if isinstance(text, str):
        return text if text and not text.isspace() else None
    return as_label(text)
