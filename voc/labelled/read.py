"""Read labelled texts from tables, JSON, Label Studio and doccano."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, Union

from voc.collect.columns import AnyFields, Fields, LabelledFields
from voc.collect.read import is_frame, source_rows
from voc.collect.rows import Row, learned
from voc.collect.values import as_label, as_text
from voc.errors import InputError
from voc.labelled.cells import labels_of
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.doccano import doccano_example, is_doccano
from voc.labelled.examples import Example, corpus_of
from voc.labelled.label_studio import is_task, task_example
from voc.labelled.rows import source_name
from voc.taxonomy import Taxonomy
from voc.types import Voice

if TYPE_CHECKING:
    import pandas as pd

Format = Literal["label_studio", "doccano"]
LabelledSource: TypeAlias = Union[str, Path, "pd.DataFrame", Iterable[Mapping[str, object]]]

_FORMATS = ("label_studio", "doccano")
_NESTED = frozenset({".json", ".jsonl", ".ndjson"})
_OWN = frozenset({"id", "text", "labels", "meta"})


def read_labelled(
    source: LabelledSource,
    *,
    text: str | None = None,
    labels: str | None = None,
    id: str | None = None,
    separator: str = "|",
    format: Format | None = None,
    taxonomy: Taxonomy | None = None,
) -> LabelledCorpus:
    """Read a corpus of labelled texts.

    A text without labels is kept: it was not annotated, or none of the labels fits
    (``LabelledCorpus.labelled`` leaves them out). A row with neither text nor labels is skipped.

    Parameters
    ----------
    source : str, Path, DataFrame or iterable of mappings
        A file (.csv, .tsv, .jsonl, .ndjson, .json, all also .gz; .xlsx, .parquet), whose encoding
        and delimiter are found; a str is its path. What Label Studio (JSON) and doccano (JSONL)
        export is known by its content.
    text, labels, id : str, optional
        Columns of these. Without them, they are guessed from common Chinese and English headers.
        Other columns go to ``LabelledCorpus.meta``. Without an id, the row's number is the id.
    separator : str
        Stands between the labels of a cell; "" when a cell holds one label only.
    format : "label_studio" or "doccano", optional
        For an export that is not known as one.
    taxonomy : Taxonomy, optional
        Refuse labels that it does not have; old ids become present ones.

    Raises
    ------
    InputError
        The source cannot be read, or has no column of texts or labels; or rows are wrong: broken,
        with labels but no text, with an id that another has, with a label not in the taxonomy. Names
        the file and the line of each, never shows the text.
    MissingExtraError
        A package that reads this kind of source is not installed.

    Examples
    --------
    >>> rows = [{"内容": "发货太慢", "标签": "物流"}, {"内容": "慢，客服不理", "标签": "物流|服务"}]
    >>> read_labelled(rows).y
    [('物流',), ('物流', '服务')]
    >>> read_labelled([{"内容": "", "标签": "物流"}, {"内容": "发货太慢", "标签": "物流"}])
    Traceback (most recent call last):
    voc.errors.InputError: the iterable: 1 row cannot be used; mend or remove it
      item 1: got labels but no text, expected the text that they belong to
    """
    if format is not None and format not in _FORMATS:
        raise InputError(f"format={format!r} is unknown; expected one of {', '.join(_FORMATS)}")
    source = Path(source) if isinstance(source, str) else source
    columns = {"text": text, "labels": labels, "id": id}
    fields = LabelledFields({key: name for key, name in columns.items() if name is not None})
    rows, found = _rows(source, fields, format)
    parse: Mapping[str | None, Callable[[Row], Example]] = {
        "label_studio": partial(task_example, text=text, labels=labels, id=id),
        "doccano": partial(doccano_example, text=text, labels=labels),
        None: partial(_table_example, fields=fields, separator=separator),
    }
    return corpus_of(rows, parse[found], source_name(source), taxonomy)


def _rows(
    source: Path | pd.DataFrame | Iterable[Mapping[str, object]],
    fields: Fields,
    format: Format | None,
) -> tuple[Iterable[Row | Voice], Format | None]:
    """Rows and the format they are in; whose rows are nested is looked at before."""
    if not _may_nest(source):
        if format is not None:
            raise InputError(
                f"format={format!r} is JSON; {source_name(source)} is none, leave it out"
            )
        return source_rows(source, fields), None
    rows = list(source_rows(source, AnyFields({})))
    found = format or _recognised(rows)
    return (rows, found) if found else (learned(iter(rows), fields, source_name(source)), None)


def _recognised(rows: Iterable[Row | Voice]) -> Format | None:
    for row in rows:
        if isinstance(row, Row) and is_task(row):
            return "label_studio"
        if isinstance(row, Row) and is_doccano(row):
            return "doccano"
    return None


def _table_example(row: Row, *, fields: Fields, separator: str) -> Example:
    of, values = fields.of, row.values
    if of["text"] not in values:
        there = ", ".join(map(repr, list(values)[:10]))
        raise InputError(f"got the columns {there}, expected the text as {of['text']!r}")
    text, problem = as_text(values[of["text"]])
    if problem:
        raise InputError(problem)
    meta = {name: value for name, value in values.items() if name not in of.values()}
    if isinstance(nested := meta.get("meta"), Mapping) and values.keys() <= _OWN:
        meta = dict(nested)  # as LabelledCorpus.write has it
    id = as_label(values.get(of.get("id", ""))) or as_label(row.key)
    return Example(id, text, labels_of(values.get(of["labels"]), separator), meta)


def _may_nest(source: object) -> bool:
    if isinstance(source, Path):
        inner = source.with_suffix("") if source.suffix.lower() == ".gz" else source
        return inner.suffix.lower() in _NESTED
    return not is_frame(source)
