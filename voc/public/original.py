"""Rows of a file as its authors published it: CSV or TSV, plain or alone in a zip archive."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from voc.errors import ArtifactError
from voc.public.source import SourceFile

_TABLES = (".csv", ".tsv")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


class Row(NamedTuple):
    """One text of a public corpus, with what its authors say of it."""

    id: str
    text: str
    labels: dict[str, Any]


def read_original(path: Path, file: SourceFile) -> list[Row]:
    """All rows that have a text; labels that are numbers become such.

    Raises
    ------
    ArtifactError
        The file is no such table, or lacks a column.
    """
    try:
        with _table(path) as (name, raw):
            lines = io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
            delimiter = "\t" if name.lower().endswith(".tsv") else ","
            return list(_rows(csv.DictReader(lines, delimiter=delimiter), file))
    except (OSError, ValueError, KeyError, csv.Error, zipfile.BadZipFile) as error:
        raise ArtifactError(
            f"{path} cannot be read ({error!r}); expected a table in UTF-8 with the columns "
            f"{', '.join((file.text, *file.labels))}; remove it and download it again"
        ) from error


@contextmanager
def _table(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """Name and bytes of the table, which may be the only one in an archive."""
    if path.suffix.lower() != ".zip":
        with path.open("rb") as raw:
            yield path.name, raw
        return
    with zipfile.ZipFile(path) as archive:
        (name,) = (name for name in archive.namelist() if _is_table(name))
        with archive.open(name) as member:
            yield name, io.BytesIO(member.read())


def _is_table(name: str) -> bool:
    return name.lower().endswith(_TABLES) and not name.startswith("__MACOSX/")


def _rows(table: csv.DictReader[str], file: SourceFile) -> Iterator[Row]:
    for number, row in enumerate(table):
        if text := row[file.text]:
            id = row[file.id] if file.id else f"{file.split}-{number}"
            yield Row(id, text, {name: _value(row[name]) for name in file.labels})


def _value(cell: str) -> float | str:
    if not _NUMBER.fullmatch(cell):
        return cell
    return float(cell) if "." in cell else int(cell)
