"""Read customers' voices from files, frames, databases and plain Python."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from voc.collect.columns import Fields
from voc.collect.delimited import delimited
from voc.collect.items import item_rows
from voc.collect.jsonl import json_file, json_lines
from voc.collect.rows import Row, learned, voice_of
from voc.collect.tables import database, frame, parquet, workbook
from voc.errors import InputError
from voc.types import Voice

if TYPE_CHECKING:
    import pandas as pd

Item: TypeAlias = str | Mapping[str, object] | Voice
Source: TypeAlias = Union[Path, "pd.DataFrame", Item, Iterable[Item]]

_TEXT_FILES = {
    ".csv": delimited,
    ".tsv": delimited,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".json": json_file,
}
_SUPPORTED = ".csv .tsv .jsonl .ndjson .json (also .gz of these) .xlsx .parquet"


def read(
    source: Source,
    *,
    text: str | None = None,
    id: str | None = None,
    channel: str | None = None,
    created_at: str | None = None,
    customer: str | None = None,
    segment: str | None = None,
    product: str | None = None,
    score: str | None = None,
    sheet: str | None = None,
    query: str | None = None,
) -> Iterator[Voice]:
    """Read voices, one for each row, in order and as far as possible in constant memory.

    A row that cannot be read is kept: marked "bad_row", with its ``error``, and with what could be
    saved of its text. A blank text is marked "empty". A source that is wrong as a whole raises at
    the call; only a damaged file, such as half a .gz, raises where it breaks off.

    Parameters
    ----------
    source : Path, DataFrame, str, Voice, mapping, or iterable of str, mapping and Voice
        A ``str`` is one text, never a path, except that with ``query`` it is a database's
        SQLAlchemy URL. Files: .csv, .tsv, .jsonl, .ndjson, .json (all also .gz), .xlsx, .parquet;
        encoding and delimiter are found.
    text, id, channel, created_at, customer, segment, product, score : str, optional
        Column of that field. Without it, it is guessed from common Chinese and English headers.
        All other columns go to ``Voice.meta``, and so do channels, times and scores that cannot be
        read as such. Without an id column the DataFrame's index is the id, else the number of the
        row, from 1.
    sheet : str, optional
        Name of the sheet of an .xlsx file; by default the first.
    query : str, optional
        ``SELECT`` to run on the database that ``source`` names.

    Returns
    -------
    iterator of Voice

    Raises
    ------
    InputError
        The source is missing, of an unknown kind or has no column for the text; a named column is
        absent.
    MissingExtraError
        A package that reads this kind of source is not installed.

    Examples
    --------
    >>> [voice.text for voice in read("物流太慢了")]
    ['物流太慢了']
    >>> rows = [{"评论内容": "屏幕很亮", "评分": "5星", "门店": "南京"}]
    >>> voice = next(read(rows))
    >>> voice.id, voice.text, voice.score, voice.meta
    ('1', '屏幕很亮', 5.0, {'门店': '南京'})
    """
    columns = {
        "text": text, "id": id, "channel": channel, "created_at": created_at,
        "customer": customer, "segment": segment, "product": product, "score": score,
    }  # fmt: skip
    fields = Fields({field: name for field, name in columns.items() if name is not None})
    rows = source_rows(source, fields, sheet, query)
    voices = (row if isinstance(row, Voice) else voice_of(row, fields) for row in rows)
    first = next(voices, None)  # a source that fails as a whole fails here
    return iter(()) if first is None else chain([first], voices)


def source_rows(
    source: object, fields: Fields, sheet: str | None = None, query: str | None = None
) -> Iterator[Row | Voice]:
    """Rows of a source as ``read`` takes it; a text without anything beside it is a voice at once.

    Raises
    ------
    InputError
        The source is missing, of an unknown kind, or lacks a column that ``fields`` needs.
    MissingExtraError
        A package that reads this kind of source is not installed.
    """
    _refuse_misplaced(source, sheet, query)
    if isinstance(source, Path):
        return _whole(_file_rows(source, fields, sheet), source)
    if isinstance(source, str) and query is not None:
        return database(source, query, fields)
    if isinstance(source, (str, Voice, Mapping)):
        return learned(item_rows([source]), fields, "the mapping")
    if is_frame(source):
        return frame(source, fields)
    if isinstance(source, Iterable) and not isinstance(source, (bytes, bytearray)):
        return learned(item_rows(source), fields, "the iterable")
    raise InputError(
        f"source is a {type(source).__name__}; expected a str, Voice, mapping, DataFrame, "
        "pathlib.Path, or an iterable of str, mapping or Voice"
    )


def _refuse_misplaced(source: object, sheet: str | None, query: str | None) -> None:
    if query is not None and not isinstance(source, str):
        raise InputError("query= goes with a database URL (a str) as source; leave it out")
    if sheet is not None and not (isinstance(source, Path) and source.suffix.lower() == ".xlsx"):
        raise InputError("sheet= goes with a Path to an .xlsx file as source; leave it out")


def _file_rows(path: Path, fields: Fields, sheet: str | None) -> Iterator[Row | Voice]:
    if not path.is_file():
        what = "is a folder" if path.is_dir() else "does not exist"
        raise InputError(f"{path} {what}; give the path of a file: {_SUPPORTED}")
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return workbook(path, fields, sheet)
    if suffix == ".parquet":
        return parquet(path, fields)
    if suffix == ".gz":
        suffix = path.with_suffix("").suffix.lower()
    if suffix not in _TEXT_FILES:
        raise InputError(f"{path} is of no supported kind; expected one of {_SUPPORTED}")
    return _TEXT_FILES[suffix](path, fields)


def _whole(rows: Iterator[Row | Voice], path: Path) -> Iterator[Row | Voice]:
    """The same rows; a file that breaks off or cannot be opened says so."""
    where = "its beginning"
    try:
        for number, row in enumerate(rows, start=1):
            yield row
            where = row.where if isinstance(row, Row) else f"row {number}"
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(
            f"{path} cannot be read beyond {where} ({error}); get a whole copy of it"
        ) from error


def is_frame(source: object) -> bool:
    """Whether it is a pandas DataFrame; pandas is not loaded to find out."""
    pandas = sys.modules.get("pandas")  # who has a DataFrame has imported it
    return pandas is not None and isinstance(source, pandas.DataFrame)
