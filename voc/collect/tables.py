"""Rows of workbooks, Parquet files, data frames and databases, a piece at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from voc._optional import require
from voc.collect.columns import Fields
from voc.collect.rows import Row, named
from voc.collect.values import is_missing
from voc.errors import InputError

_CHUNK = 1000  # rows held at a time


def workbook(path: Path, fields: Fields, sheet: str | None) -> Iterator[Row]:
    """Rows of one sheet of an .xlsx file, by default the first.

    The header is the first row that is not blank; a title above it, alone in its row, is skipped.

    Raises
    ------
    InputError
        The file is no workbook, has no such sheet, or no column holds the text.
    """
    openpyxl = require("openpyxl", extra="frame", caller=f"reading {path.name}")
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError) as error:
        raise InputError(
            f"{path} is no workbook that can be read ({error}); "
            "take off its password or save it again as .xlsx"
        ) from None
    try:
        yield from _sheet_rows(_sheet(book, sheet, path), fields, path)
    finally:
        book.close()


def parquet(path: Path, fields: Fields) -> Iterator[Row]:
    """Rows of a Parquet file.

    Raises
    ------
    InputError
        The file is no Parquet file, or no column holds the text.
    """
    arrow = require("pyarrow", extra="frame", caller=f"reading {path.name}")
    reader = require("pyarrow.parquet", extra="frame", caller=f"reading {path.name}")
    try:
        file = reader.ParquetFile(path)
    except arrow.ArrowInvalid as error:
        raise InputError(f"{path} is no Parquet file: {error}") from None
    with file:
        batches = (batch.columns for batch in file.iter_batches(batch_size=_CHUNK))
        cells = (
            row
            for columns in batches
            for row in zip(*(column.to_pylist() for column in columns), strict=True)
        )
        yield from _table(file.schema_arrow.names, cells, fields, str(path))


def frame(table: Any, fields: Fields) -> Iterator[Row]:  # noqa: ANN401
    """Rows of a pandas DataFrame; its index gives the ids where it is unique.

    Raises
    ------
    InputError
        No column holds the text.
    """
    keys: Iterable[object] = table.index if table.index.is_unique else repeat(None)
    cells = (
        [None if is_missing(cell) else cell for cell in row]
        for row in table.itertuples(index=False, name=None)
    )
    return _table(table.columns, cells, fields, "the DataFrame", keys)


def database(url: str, query: str, fields: Fields) -> Iterator[Row]:
    """Rows of a query, fetched in chunks with the database's own cursor.

    Raises
    ------
    InputError
        The database or the query fails, or no column holds the text.
    """
    sql = require("sqlalchemy", extra="sql", caller="reading a database")
    try:
        engine = sql.create_engine(url)
    except (sql.exc.SQLAlchemyError, ImportError) as error:
        raise InputError(f"cannot open the database: {error}; expected dialect://…") from None
    try:
        with engine.connect() as connection:
            result = connection.execution_options(yield_per=_CHUNK).execute(sql.text(query))
            yield from _table(result.keys(), result, fields, "the query")
    except (sql.exc.SQLAlchemyError, ImportError) as error:
        reason = str(getattr(error, "orig", None) or error)  # without the values of the query
        raise InputError(f"the query failed: {reason}") from None
    finally:
        engine.dispose()


def _table(
    columns: Iterable[object],
    cells: Iterable[Iterable[Any]],
    fields: Fields,
    source: str,
    keys: Iterable[object] | None = None,
) -> Iterator[Row]:
    names = named(columns)
    fields.learn(names)
    fields.check(source)
    pairs = zip(repeat(None) if keys is None else keys, cells, strict=False)
    for number, (key, row) in enumerate(pairs, start=1):
        values = dict(zip(names, row, strict=True))
        yield Row(number=number, where=f"row {number}", values=values, key=key)


def _sheet(book: Any, name: str | None, path: Path) -> Any:  # noqa: ANN401
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    if name is None and sheets:
        return book.worksheets[0]
    if name not in sheets:
        there = ", ".join(map(repr, sheets)) or "none"
        raise InputError(f"{path} has no sheet={name!r}; its sheets: {there}")
    return sheets[name]


def _sheet_rows(sheet: Any, fields: Fields, path: Path) -> Iterator[Row]:  # noqa: ANN401
    sheet.reset_dimensions()  # many exporters write a wrong size
    filled = (
        (place, cells)
        for place, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
        if _filled(cells)
    )
    header, rows = _below_title(filled)
    if not header:
        raise InputError(f"{path}, sheet {sheet.title!r} is empty; its first row must name columns")
    fields.learn(header)
    fields.check(f"{path}, sheet {sheet.title!r}")
    for number, (place, cells) in enumerate(rows, start=1):
        values = dict(zip(header, cells, strict=False))
        for column, cell in enumerate(cells[len(header) :], start=len(header) + 1):
            if cell is not None:
                values[f"column_{column}"] = cell
        yield Row(number=number, where=f"row {place}", values=values)


def _below_title(
    rows: Iterator[tuple[int, tuple[Any, ...]]],
) -> tuple[list[str], Iterator[tuple[int, tuple[Any, ...]]]]:
    """Header names and the rows under them; a row of one cell above a wider one is a title."""
    header: tuple[Any, ...] = ()
    for place, cells in rows:
        if _filled(header) != 1 or _filled(cells) <= 1:
            if header:
                return named(header), chain([(place, cells)], rows)
        header = cells[: 1 + max(i for i, cell in enumerate(cells) if cell not in (None, ""))]
    return named(header), iter(())


def _filled(cells: tuple[Any, ...]) -> int:
    return sum(cell not in (None, "") for cell in cells)
