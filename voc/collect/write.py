"""Write results to files and databases, whole or not at all."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Literal

from voc._html import page_html, voices_html
from voc._plain import flat, to_dict
from voc._summary import summary
from voc.collect.write_tables import write_database, write_parquet, write_workbook
from voc.errors import InputError
from voc.result import Result
from voc.types import TaggedVoice

What = Literal["records", "voices"]

_FORMULA = frozenset("=+-@\t\r")
_MOST_ON_A_PAGE = 1000


def write(
    tagged: Iterable[TaggedVoice],
    target: Path | str,
    *,
    what: What = "records",
    overwrite: bool = False,
    append: bool = False,
) -> None:
    """Write a result to a file or a database.

    A file appears under its name when it is complete; a failure leaves nothing behind. .jsonl,
    .csv, .parquet and databases are written in constant memory.

    Parameters
    ----------
    tagged : Result or iterable of TaggedVoice
    target : Path or str
        The ending says what to write: .jsonl (one voice a line, as ``Result.to_dicts``), .csv (opens
        in Excel; a text that a spreadsheet would run as a formula gets an apostrophe in front),
        .xlsx (sheets "records" and "voices"), .parquet, or .html (a page with the summary and the
        first 1000 voices). Or a SQLAlchemy URL: tables voc_records and voc_voices.
    what : "records" or "voices"
        Rows of a .csv or .parquet.
    overwrite : bool
        Replace the file, or the two tables.
    append : bool
        Add to the tables of a database that exist already.

    Raises
    ------
    InputError
        The target exists, its folder does not, its ending is unknown, or the database refuses.
    MissingExtraError
        A package that writes this kind of file is not installed.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write(Result(), Path(folder, "客户声音.csv"))
    ...     Path(folder, "客户声音.csv").read_text(encoding="utf-8-sig").split(",")[:3]
    ['id', 'kind', 'category']
    """
    flat(what)  # refuses an unknown table before anything is written
    if isinstance(target, str) and "://" in target:
        write_database(tagged, target, overwrite=overwrite, append=append)
        return
    if append:
        raise InputError("append=True goes with a database URL; a file is written as a whole")
    check_target(target, overwrite=overwrite)
    path = Path(target)
    with whole_file(path) as part:
        _writers()[path.suffix.lower()](tagged, part, what)


def check_target(target: Path | str, *, overwrite: bool) -> None:
    """Refuse a file that ``write`` would refuse; a database shows only when it is written to.

    Raises
    ------
    InputError
        The file exists, its folder does not, or its ending is unknown.
    """
    if isinstance(target, str) and "://" in target:
        return
    path = Path(target)
    if path.suffix.lower() not in _writers():
        raise InputError(
            f"{path} is of no kind that can be written; expected one of {' '.join(_writers())} "
            "or a database URL"
        )
    if not path.parent.is_dir():
        raise InputError(f"the folder of {path} does not exist; make it first")
    if path.is_dir() or (path.exists() and not overwrite):
        raise InputError(f"{path} exists; choose another name or pass overwrite=True")


def _writers() -> Mapping[str, Callable[[Iterable[TaggedVoice], Path, str], None]]:
    return {
        ".jsonl": _write_jsonl,
        ".csv": _write_csv,
        ".xlsx": write_workbook,
        ".parquet": write_parquet,
        ".html": _write_html,
    }


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A new file beside ``path`` that takes its place at the end, if all goes well."""
    part = path.with_name(f".voc-{token_hex(8)}.part")
    try:
        part.touch()
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror})") from error
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _write_jsonl(tagged: Iterable[TaggedVoice], path: Path, what: str) -> None:
    # A lone surrogate, which UTF-8 cannot hold, becomes the escape that JSON has for it.
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for voice in tagged:
            file.write(json.dumps(to_dict(voice), ensure_ascii=False, allow_nan=False) + "\n")


def _write_csv(tagged: Iterable[TaggedVoice], path: Path, what: str) -> None:
    columns, rows_of = flat(what)
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(columns)
        for voice in tagged:
            sheet.writerows([_cell(row[name]) for name in columns] for row in rows_of(voice))


def _cell(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, str) and unicodedata.normalize("NFKC", value[:1]) in _FORMULA:
        return "'" + value
    return "" if value != value else value


def _write_html(tagged: Iterable[TaggedVoice], path: Path, what: str) -> None:
    result = tagged if isinstance(tagged, Result) else Result(tagged)
    shown = voices_html(
        result[:_MOST_ON_A_PAGE], max(0, len(result) - _MOST_ON_A_PAGE), result.taxonomy
    )
    page = page_html("客户声音", summary(result).to_html(), shown)
    path.write_text(page, encoding="utf-8")
