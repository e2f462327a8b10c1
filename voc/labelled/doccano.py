"""What doccano exports: labels of texts, and labels of spans in them.

Text classification gives ``"label": ["物流"]``; sequence labelling ``"label": [[0, 4, "物流"]]`` or, with
relations, ``"entities": [{"start_offset": 0, "end_offset": 4, "label": "物流"}]``; intent detection
``"cats"`` for the text and ``"entities"`` for its spans. Offsets count characters (code points), unless
the project was told to count grapheme clusters, which an export does not say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from voc.collect.rows import Row
from voc.collect.values import as_label, as_text
from voc.errors import InputError
from voc.labelled.cells import labels_of
from voc.labelled.examples import Example

_TEXT = ("text", "data")
_LABELS = ("label", "labels", "cats", "entities")
_NOT_META = frozenset({"id", *_TEXT, *_LABELS, "relations", "Comments", "comments"})


def is_doccano(row: Row) -> bool:
    """Whether only doccano writes such a row: it labels spans."""
    values = row.values
    if not any(isinstance(values.get(name), str) for name in _TEXT):
        return False
    cells = [cell for name in _LABELS if isinstance(cell := values.get(name), list)]
    return any(_is_span(item) for cell in cells for item in cell)


def doccano_example(row: Row, *, text: str | None = None, labels: str | None = None) -> Example:
    """The text of a row with the names of its labels; spans go to ``meta["spans"]``.

    Parameters
    ----------
    row : Row
    text, labels : str, optional
        Keys to read instead of doccano's own.

    Raises
    ------
    InputError
        There is no text or no key of labels, or a span lies outside the text.

    Examples
    --------
    >>> row = Row(number=1, where="line 1", values={"text": "发货慢", "label": [[0, 3, "物流"]]})
    >>> doccano_example(row).labels, doccano_example(row).meta
    (('物流',), {'spans': [[0, 3, '物流']]})
    """
    values = row.values
    content, problem = as_text(values[_key(values, (text,) if text else _TEXT, "text")])
    if problem:
        raise InputError(problem)
    keys = (labels,) if labels else _LABELS
    _key(values, keys, "labels")
    cells = [values[key] for key in keys if values.get(key)]
    spans = [span for cell in cells for span in _spans(cell, content)]
    plain = [name for cell in cells if not _spanned(cell) for name in labels_of(cell, "")]
    meta = {key: value for key, value in values.items() if key not in _NOT_META}
    if spans:
        meta["spans"] = spans
    names = dict.fromkeys([*plain, *(span[2] for span in spans)])
    return Example(as_label(values.get("id")), content, tuple(names), meta)


def _key(values: Mapping[str, Any], keys: tuple[str, ...], what: str) -> str:
    for key in keys:
        if key in values:
            return key
    there = ", ".join(map(repr, list(values)[:10]))
    raise InputError(f"got the keys {there}, expected the {what} as {' or '.join(keys)}")


def _is_span(item: object) -> bool:
    if isinstance(item, Mapping):
        return "start_offset" in item and "label" in item
    return isinstance(item, list) and len(item) == 3 and all(type(at) is int for at in item[:2])


def _spanned(cell: object) -> bool:
    return isinstance(cell, list) and any(map(_is_span, cell))


def _spans(cell: object, text: str) -> Iterator[list[Any]]:
    """Each span as start, end, label."""
    if not _spanned(cell) or not isinstance(cell, list):
        return
    for item in cell:
        if not _is_span(item):
            raise InputError(f"got a {type(item).__name__} among spans, expected start, end, label")
        if isinstance(item, Mapping):
            item = [item["start_offset"], item.get("end_offset"), item["label"]]
        start, end, name = item
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            raise InputError(
                f"got the span {start} to {end} in a text of {len(text)} characters, "
                "expected it to lie inside"
            )
        for label in labels_of(name, ""):
            yield [start, end, label]
