"""Write results as workbooks, Parquet files and database tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, TypeVar

from voc._optional import require
from voc._plain import Plain, flat, kind_of
from voc.errors import InputError
from voc.types import TaggedVoice

_Item = TypeVar("_Item")

_CHUNK = 2000
_MOST_ROWS = 1_048_576  # of a sheet
_TABLES = ("records", "voices")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def write_workbook(tagged: Iterable[TaggedVoice], path: Path, what: str) -> None:
    """Write sheets "records" and "voices" of an .xlsx file.

    Excel knows no time zones: times are the wall clock's. Texts are never formulas.

    Raises
    ------
    InputError
        More rows than a sheet holds.
    """
    openpyxl = require("openpyxl", extra="frame", caller=f"writing {path.name}")
    book = openpyxl.Workbook(write_only=True)
    sheets = {name: book.create_sheet(name) for name in _TABLES}
    rows = dict.fromkeys(_TABLES, 1)
    for name, sheet in sheets.items():
        sheet.freeze_panes = "A2"
        sheet.append(flat(name)[0])
    try:
        for voice in tagged:
            for name, sheet in sheets.items():
                columns, rows_of = flat(name)
                for row in rows_of(voice):
                    rows[name] += 1
                    _refuse_too_many(rows[name])
                    sheet.append([_cell(openpyxl, sheet, row[column]) for column in columns])
        book.save(path)
    finally:
        for sheet in sheets.values():
            if not sheet.closed:
                sheet.close()


def write_parquet(tagged: Iterable[TaggedVoice], path: Path, what: str) -> None:
    """Write one table as Parquet. Times are UTC if the first ones have a zone, else have none."""
    arrow = require("pyarrow", extra="frame", caller=f"writing {path.name}")
    parquet = require("pyarrow.parquet", extra="frame", caller=f"writing {path.name}")
    columns, rows_of = flat(what)
    chunks = _chunks(_storable(row) for voice in tagged for row in rows_of(voice))
    first = next(chunks, [])
    zoned = any(row["created_at"] and row["created_at"].tzinfo for row in first)
    types = {
        "str": arrow.string(),
        "int": arrow.int64(),
        "float": arrow.float64(),
        "time": arrow.timestamp("us", tz="UTC" if zoned else None),
    }
    schema = arrow.schema([(name, types[kind_of(name)]) for name in columns])
    with parquet.ParquetWriter(path, schema) as file:
        for chunk in chain([first], chunks):
            file.write_table(arrow.Table.from_pylist(chunk, schema=schema))


def write_database(
    tagged: Iterable[TaggedVoice], url: str, *, overwrite: bool, append: bool
) -> None:
    """Write tables voc_records and voc_voices in one transaction.

    Raises
    ------
    InputError
        The tables exist, or the database refuses.
    """
    sql = require("sqlalchemy", extra="sql", caller="writing to a database")
    engine = _engine(sql, url)
    tables = {name: _table(sql, name) for name in _TABLES}
    try:
        with engine.begin() as connection:
            _prepare(sql, connection, tables, overwrite=overwrite, append=append)
            for chunk in _chunks(tagged):
                for name, table in tables.items():
                    rows = [_storable(row) for voice in chunk for row in flat(name)[1](voice)]
                    if rows:
                        connection.execute(sql.insert(table), rows)
    except sql.exc.SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error)  # without the values of the rows
        raise InputError(f"the database refused: {reason}") from None
    finally:
        engine.dispose()


def _engine(sql: Any, url: str) -> Any:  # noqa: ANN401
    try:
        engine = sql.create_engine(url)
    except (sql.exc.SQLAlchemyError, ImportError) as error:
        raise InputError(f"cannot open the database: {error}; expected dialect://…") from None
    if engine.dialect.name == "sqlite":
        # Python's driver commits before CREATE TABLE unless we begin the transaction ourselves.
        sql.event.listen(engine, "connect", lambda raw, _: setattr(raw, "isolation_level", None))
        sql.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _refuse_too_many(rows: int) -> None:
    if rows > _MOST_ROWS:
        raise InputError(f"a sheet holds {_MOST_ROWS} rows and there are more; write .parquet")


def _cell(openpyxl: Any, sheet: Any, value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, datetime):
        return value.replace(tzinfo=None) if value.year >= 1900 else value.isoformat()
    if not isinstance(value, str):
        return value if value == value else None
    cell = openpyxl.cell.WriteOnlyCell(sheet, _UNPRINTABLE.sub("\ufffd", value))
    cell.data_type = "s"
    return cell


def _table(sql: Any, name: str) -> Any:  # noqa: ANN401
    types = {"str": sql.Text, "int": sql.Integer, "float": sql.Float}
    time = sql.DateTime(timezone=True)
    columns = (sql.Column(column, types.get(kind_of(column), time)) for column in flat(name)[0])
    return sql.Table(f"voc_{name}", sql.MetaData(), *columns)


def _prepare(
    sql: Any,  # noqa: ANN401
    connection: Any,  # noqa: ANN401
    tables: dict[str, Any],
    *,
    overwrite: bool,
    append: bool,
) -> None:
    for table in tables.values():
        exists = sql.inspect(connection).has_table(table.name)
        if exists and not (overwrite or append):
            raise InputError(
                f"the database has a table {table.name}; pass append=True to add to it or "
                "overwrite=True to replace it"
            )
        if overwrite:
            table.drop(connection, checkfirst=True)
        table.create(connection, checkfirst=True)


def _storable(row: Plain) -> Plain:
    """Texts without NUL and lone surrogates, which neither Arrow nor most databases take."""
    return {
        name: _NOT_STORABLE.sub("\ufffd", value) if isinstance(value, str) else value
        for name, value in row.items()
    }


def _chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
