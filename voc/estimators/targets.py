"""``y`` in any of its forms: one label a text, several labels a text, or a 0/1 matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.errors import InputError

Form = Literal["single", "several", "matrix"]


@dataclass(frozen=True)
class Labels:
    """The labels of a classifier, and the form in which they were given.

    Attributes
    ----------
    classes : ndarray of shape (n_labels,)
        Sorted; of a matrix, its columns in their order.
    form : "single", "several" or "matrix"
    """

    classes: NDArray[Any]
    form: Form

    def values(self, y: Any) -> Floats:  # noqa: ANN401
        """Turn ``y`` of the same form into a matrix of shape (n_texts, n_labels) of 0 and 1.

        Raises
        ------
        InputError
            A label is unknown, or the form is another one.
        """
        form, given = _given(y)
        if form != self.form:
            raise InputError(f"got y as {_NAMES[form]}, expected {_NAMES[self.form]}, as for fit")
        if form == "matrix":
            return _matrix(given, len(self.classes))
        column = {label: i for i, label in enumerate(self.classes.tolist())}
        values = np.zeros((len(given), len(column)), dtype=np.float32)
        for row, labels in enumerate(given):
            for label in labels:
                if label not in column:
                    raise InputError(f"got label {label!r} in y[{row}], expected one seen by fit")
                values[row, column[label]] = 1
        return values

    def decode(self, chosen: NDArray[np.bool_]) -> NDArray[Any]:
        """Turn a matrix of shape (n_texts, n_labels) into labels of the form given."""
        if self.form == "matrix":
            return chosen.astype(np.int64)
        if self.form == "single":
            return np.asarray(self.classes[chosen.argmax(axis=1)])
        decoded = np.empty(len(chosen), dtype=object)
        decoded[:] = [tuple(self.classes[row].tolist()) for row in chosen]
        return decoded


_NAMES = {
    "single": "one label a text",
    "several": "a list of labels a text",
    "matrix": "a matrix of 0 and 1",
}


def find_labels(y: Any) -> Labels:  # noqa: ANN401
    """Find the labels that occur.

    Parameters
    ----------
    y : sequence of str or int, sequence of lists of these, or matrix of shape (n_texts, n_labels)
        The columns of a DataFrame give their names.

    Raises
    ------
    InputError
        There are fewer than two labels, or they are of several kinds.

    Examples
    --------
    >>> find_labels(["物流", "质量", "物流"]).classes.tolist()
    ['物流', '质量']
    >>> find_labels([["物流", "质量"], []]).form
    'several'
    """
    form, given = _given(y)
    if form == "matrix":
        classes = np.array(getattr(y, "columns", range(_width(given))))
    else:
        classes = _sorted({label for labels in given for label in labels})
    least = 1 if form == "several" else 2
    if len(classes) < least:
        raise InputError(
            f"got {len(classes)} different labels in y, expected {least} or more; "
            "nothing can be told apart"
        )
    return Labels(classes, form)


def _given(y: Any) -> tuple[Form, Any]:  # noqa: ANN401
    if getattr(y, "ndim", 1) == 2:
        return "matrix", y
    if isinstance(y, str) or not hasattr(y, "__len__"):
        raise InputError(f"got y of type {type(y).__name__}, expected a list with one entry a text")
    rows = list(y)
    if any(isinstance(row, (list, tuple, set, frozenset)) for row in rows):
        return "several", [_several(row, i) for i, row in enumerate(rows)]
    return "single", [(_label(row, i),) for i, row in enumerate(rows)]


def _several(row: object, place: int) -> list[str | int]:
    if not isinstance(row, (list, tuple, set, frozenset)):
        raise InputError(f"got y[{place}]={row!r} among lists of labels, expected a list there too")
    return [_label(one, place) for one in row]


def _label(one: Any, place: int) -> str | int:  # noqa: ANN401
    plain = one.item() if isinstance(one, np.generic) else one
    if isinstance(plain, bool):
        return int(plain)
    if not isinstance(plain, (str, int)) or plain == "":
        raise InputError(f"got label {one!r} in y[{place}], expected a name or a whole number")
    return plain


def _sorted(labels: set[str | int]) -> NDArray[Any]:
    kinds = {type(label).__name__ for label in labels}
    if len(kinds) > 1:
        raise InputError(f"got labels of the types {', '.join(sorted(kinds))} in y, expected one")
    return np.array(sorted(labels, key=str if kinds == {"str"} else int))


def _width(matrix: Any) -> int:  # noqa: ANN401
    return int(matrix.shape[1])


def _matrix(y: Any, width: int) -> Floats:  # noqa: ANN401
    dense = y.toarray() if hasattr(y, "toarray") else y
    values = np.asarray(dense, dtype=np.float32)
    if values.shape[1] != width:
        raise InputError(f"got y with {values.shape[1]} columns, expected {width}, as for fit")
    if not np.isin(values, (0, 1)).all():
        raise InputError(
            "got a matrix y with other numbers than 0 and 1, expected one column a label"
        )
    return values


def check_texts(texts: Sequence[str]) -> list[str]:
    """Give the texts as a list.

    Raises
    ------
    InputError
        It is one text instead of many, or an entry is no text.
    """
    if isinstance(texts, str):
        raise InputError("got one str, expected a list of texts; write [text]")
    listed = list(texts)
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            raise InputError(
                f"got a {type(text).__name__} as text {place}, expected a str; "
                "replace missing texts by ''"
            )
    return listed
