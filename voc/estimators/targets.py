"""``y`` in any of its forms: one label a text, several labels a text, or a 0/1 matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.errors import InputError
from voc.estimators.decision import Counts
from voc.estimators.groups import Chosen, with_groups, without_groups

Form = Literal["single", "several", "matrix"]
Rows = list[tuple[str | int, ...]]


@dataclass(frozen=True)
class Labels:
    """The labels of a classifier, and the form in which they were given.

    Attributes
    ----------
    classes : ndarray of shape (n_labels,)
        Sorted; of a matrix, its columns in their order.
    form : "single", "several" or "matrix"
    nested : bool
        Whether the groups of labels stood beside them: 物流 wherever there was 物流.时效.
    """

    classes: NDArray[Any]
    form: Form
    nested: bool = False

    def decode(self, chosen: Chosen) -> NDArray[Any]:
        """Turn a matrix of shape (n_texts, n_labels) into labels of the form given."""
        if self.form == "single":
            return np.asarray(self.classes[chosen.argmax(axis=1)])
        nest = with_groups if self.nested else without_groups
        named = nest(chosen, self.classes.tolist())
        if self.form == "matrix":
            return named.astype(np.int64)
        decoded = np.empty(len(named), dtype=object)
        decoded[:] = [tuple(self.classes[row].tolist()) for row in named]
        return decoded

    def overlap(self, y: Any, predicted: NDArray[Any]) -> tuple[Counts, Counts]:  # noqa: ANN401
        """Count labels of each text: those right and predicted, and those of both sides together.

        A label that fit has not seen is never predicted, and so always missed.

        Raises
        ------
        InputError
            ``y`` has another form than in fit, another number of texts, or none of its labels.
        """
        right, said = self._rows(y), self._rows(predicted)
        if len(right) != len(said):
            raise InputError(f"got {len(said)} texts and {len(right)} labels; give one for each")
        given = {label for labels in right for label in labels}
        if given and given.isdisjoint(self._columns):
            raise InputError(
                f"got labels such as {min(given, key=str)!r} in y, all unknown; expected those of "
                f"fit, such as {self.classes.tolist()[0]!r}"
            )
        pairs = list(zip(map(set, right), map(set, said), strict=True))
        hits = np.array([len(one & other) for one, other in pairs], dtype=np.int64)
        return hits, np.array([len(one) + len(other) for one, other in pairs], dtype=np.int64)

    @property
    def _columns(self) -> list[Any]:
        n_labels = len(self.classes)
        return list(range(n_labels)) if self.form == "matrix" else self.classes.tolist()

    def _rows(self, y: Any) -> Rows:  # noqa: ANN401
        """Labels of each text; of a matrix, the numbers of the columns."""
        form, given = _given(y)
        if form != self.form:
            raise InputError(f"got y as {_NAMES[form]}, expected {_NAMES[self.form]}, as for fit")
        if form != "matrix":
            rows: Rows = given
            return rows
        values = _matrix(given)
        if values.shape[1] != len(self.classes):
            raise InputError(
                f"got y with {values.shape[1]} columns, expected {len(self.classes)}, as for fit"
            )
        return [tuple(np.flatnonzero(row).tolist()) for row in values]


_NAMES = {
    "single": "one label a text",
    "several": "a list of labels a text",
    "matrix": "a matrix of 0 and 1",
}


def read_labels(y: Any) -> tuple[Labels, Floats]:  # noqa: ANN401
    """Find the labels that occur, and which text has which.

    Parameters
    ----------
    y : sequence of str, int or bool, sequence of lists of these, or matrix (n_texts, n_labels)
        The columns of a DataFrame give their names.

    Returns
    -------
    labels : Labels
    values : ndarray of shape (n_texts, n_labels)
        1 where a text has a label, else 0. Several labels a text bring their groups along.

    Raises
    ------
    InputError
        All texts have the same labels, or there are labels of several kinds.

    Examples
    --------
    >>> labels, values = read_labels(["物流", "质量", "物流"])
    >>> labels.classes.tolist(), values.tolist()
    (['物流', '质量'], [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]])
    >>> read_labels([["物流", "质量"], []])[0].form
    'several'
    """
    form, given = _given(y)
    if form == "matrix":
        values = _matrix(given)
        classes = _column_names(given, values.shape[1])
    else:
        classes = _sorted({label for labels in given for label in labels})
        values = _indicator(given, classes)
    if (values == values[:1]).all():
        raise InputError(
            f"got y with the same labels for all {len(values)} texts ({_shown(classes)}), expected "
            "two or more kinds of texts; nothing can be told apart"
        )
    if form == "single":
        return Labels(classes, form), values
    whole = with_groups(values > 0, classes.tolist()).astype(np.float32)
    return Labels(classes, form, nested=bool((whole == values).all())), whole


def _given(y: Any) -> tuple[Form, Any]:  # noqa: ANN401
    if getattr(y, "ndim", 1) == 2:
        return "matrix", y
    if isinstance(y, str) or not hasattr(y, "__len__"):
        raise InputError(f"got y of type {type(y).__name__}, expected a list with one entry a text")
    rows = list(y)
    if any(isinstance(row, (list, tuple, set, frozenset)) for row in rows):
        several = [_several(row, place) for place, row in enumerate(rows)]
        _refuse_bits(several)
        return "several", several
    return "single", [(_label(row, f"y[{place}]"),) for place, row in enumerate(rows)]


def _several(row: object, place: int) -> tuple[str | int, ...]:
    if not isinstance(row, (list, tuple, set, frozenset)):
        raise InputError(f"got y[{place}]={row!r} among lists of labels, expected a list there too")
    return tuple(_label(one, f"y[{place}]") for one in row)


def _refuse_bits(rows: Rows) -> None:
    """A matrix as a list of lists looks like lists of the labels 0 and 1."""
    found = {label for row in rows for label in row}
    if found <= {0, 1} and len(set(map(len, rows))) == 1 and len(rows[0]) > 1:
        raise InputError(
            "got y as lists of 0 and 1 of equal length; expected lists of labels, or np.array(y) if "
            "it is a matrix"
        )


def _label(one: Any, where: str) -> str | int:  # noqa: ANN401
    plain = one.item() if isinstance(one, np.generic) else one
    if not isinstance(plain, (str, int)) or plain == "":
        raise InputError(f"got label {one!r} in {where}, expected a name or a whole number")
    return plain


def _sorted(labels: set[str | int]) -> NDArray[Any]:
    kinds = {type(label).__name__ for label in labels}
    if len(kinds) > 1:
        raise InputError(f"got labels of the types {', '.join(sorted(kinds))} in y, expected one")
    return np.array(sorted(labels))


def _indicator(rows: Rows, classes: NDArray[Any]) -> Floats:
    column = {label: place for place, label in enumerate(classes.tolist())}
    values = np.zeros((len(rows), len(column)), dtype=np.float32)
    for row, labels in enumerate(rows):
        values[row, [column[label] for label in labels]] = 1
    return values


def _column_names(matrix: Any, width: int) -> NDArray[Any]:  # noqa: ANN401
    names = [_label(one, "the columns of y") for one in getattr(matrix, "columns", range(width))]
    if len(set(names)) < len(names):
        raise InputError("got y with two columns of one name, expected one column a label")
    _sorted(set(names))
    return np.array(names)


def _matrix(y: Any) -> Floats:  # noqa: ANN401
    dense = y.toarray() if hasattr(y, "toarray") else y
    try:
        values = np.asarray(dense, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"got a matrix y of no numbers ({error}), expected 0 and 1") from error
    if not np.isin(values, (0, 1)).all():
        raise InputError(
            "got a matrix y with other numbers than 0 and 1, expected one column a label"
        )
    return values


def _shown(classes: NDArray[Any]) -> str:
    names = classes.tolist()[:3]
    return ", ".join(map(repr, names)) + (", …" if len(classes) > len(names) else "") or "none"


def check_texts(texts: Sequence[str]) -> list[str]:
    """Give the texts as a list.

    Raises
    ------
    InputError
        It is one text or a table instead of many texts, or an entry is no text.
    """
    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        raise InputError(f"got one {type(texts).__name__}, expected a list of texts; write [text]")
    if getattr(texts, "ndim", 1) != 1:
        raise InputError(
            f"got X with {getattr(texts, 'ndim', 0)} dimensions, expected a list of texts; pass one "
            "column, such as X['text']"
        )
    listed = list(texts)
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            raise InputError(
                f"got a {type(text).__name__} as text {place}, expected a str; "
                "replace missing texts by ''"
            )
    return listed
