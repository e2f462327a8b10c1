"""Read a taxonomy file into checked rows, and write rows back: the only place that knows its form."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NoReturn, get_args

from voc.errors import TaxonomyError
from voc.types import LEVELS, STAGES, TOUCHPOINTS

Owner = Literal["product", "service", "marketing", "channel"]
Element = Literal["physical", "relational"]
OWNERS: tuple[Owner, ...] = get_args(Owner)
ELEMENTS: tuple[Element, ...] = get_args(Element)
SEVERITIES = (1, 2, 3, 4)

Row = dict[str, Any]

LEAF_FORM: Mapping[str, Any] = {
    "id": str,
    "zh": str,
    "en": str,
    "definition": str,
    "definition_en": str,
    "level": LEVELS,
    "stage": STAGES,
    "severity": SEVERITIES,
    "touchpoint": TOUCHPOINTS,
    "owner": OWNERS,
    "element": ELEMENTS,
    "aliases": list,
    "aspect": list,
    "pain": list,
    "praise": list,
    "need": list,
}
_CATEGORY_FORM: Mapping[str, Any] = {"id": str, "zh": str, "en": str, "leaf": dict}
_HEADER = re.compile(r"^[ \t]*\[\[\s*category(?:\s*\.\s*leaf)?\s*\]\]", re.MULTILINE)
_ID = re.compile(r"[\w.-]+")


def read(path: Path, known: Mapping[str, str]) -> tuple[int | None, list[Row]]:
    """Version (None when not given) and checked category rows, each with its rows under "leaf".

    Parameters
    ----------
    path : Path
    known : Mapping of str to str
        Ids that exist already, with the category of each (a category's own id is ""): those rows
        may leave out ``zh``.

    Raises
    ------
    TaxonomyError
        Any mistake, as "file:line: got …, expected …, do …".
    """
    check = _Check(path.name, _text(path), known)
    data = check.parse()
    check.keys(data, {"version": int, "category": dict}, 0)
    rows: list[Row] = data.get("category", [])
    check.rows(rows)
    return data.get("version"), rows


def write(version: int | None, rows: Iterable[Row]) -> str:
    """TOML text of category rows that ``read`` gives back equal; empty values are left out."""
    blocks = [f"version = {version}\n"] if version is not None else []
    for row in rows:
        blocks.append(_block("category", row))
        blocks += [_block("category.leaf", leaf) for leaf in row["leaf"]]
    return "\n".join(blocks)


def _block(name: str, row: Row) -> str:
    lines = [f"[[{name}]]"]
    for key, value in row.items():
        if value and key != "leaf":
            text = json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
            lines.append(f"{key} = {text}")  # JSON is TOML here, but for the DEL character
    return "\n".join(lines) + "\n"


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TaxonomyError(
            f"{path.name}:1: got {type(error).__name__}, expected a TOML file in UTF-8, "
            "check the path and save the file as UTF-8"
        ) from error


@dataclass(frozen=True)
class _Check:
    """The rules of a taxonomy file; every breach names the line."""

    file: str
    text: str
    known: Mapping[str, str]

    def parse(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found.group(1)) if found else self.text.count("\n") + 1
            raise TaxonomyError(
                f"{self.file}:{line}: got {error}, expected valid TOML, "
                "put texts in quotes and lists in [ ]"
            ) from error

    def rows(self, rows: Sequence[Row]) -> None:
        seen: set[str] = set()
        for number, (row, parent) in enumerate(_walk(rows), 1):
            self.keys(row, LEAF_FORM if parent else _CATEGORY_FORM, number)
            self.identity(row, parent, number)
            if row["id"] in seen:
                self.fail(number, "id", f"id {row['id']!r} twice", "each id once", "rename one")
            seen.add(row["id"])

    def keys(self, row: Row, form: Mapping[str, Any], number: int) -> None:
        for key, value in row.items():
            if key not in form:
                self.fail(number, key, f"key {key!r}", f"one of {', '.join(form)}", "rename it")
            expected = _mismatch(value, form[key])
            if expected:
                self.fail(number, key, f"{key} = {value!r}", expected, "correct it")

    def identity(self, row: Row, parent: str, number: int) -> None:
        id = row.get("id")
        if id is None:
            self.fail(number, None, "a row without id", "an id", 'add id = "…"')
        if not _ID.fullmatch(id):
            self.fail(number, "id", f"id {id!r}", "letters, digits, . _ -", "take out the rest")
        home = self.known.get(id)
        if home is None and "zh" not in row:
            self.fail(number, "id", f"{id!r} without zh", "a name for a new id", 'add zh = "…"')
        if home is not None and home != parent:
            place = f"a leaf of {home!r}" if home else "a category"
            self.fail(number, "id", f"{id!r} elsewhere", place, "move it there or take a new id")

    def fail(self, number: int, key: str | None, got: str, expected: str, do: str) -> NoReturn:
        raise TaxonomyError(
            f"{self.file}:{self.line(number, key)}: got {got}, expected {expected}, {do}"
        )

    def line(self, number: int, key: str | None) -> int:
        """Line of a key in the number-th block (0 is the head of the file), else of the block."""
        starts = [0, *(match.start() for match in _HEADER.finditer(self.text)), len(self.text)]
        number = min(number, len(starts) - 2)
        start, end = starts[number], starts[number + 1]
        found = key and re.search(rf"^\s*{re.escape(key)}\s*=", self.text[start:end], re.MULTILINE)
        position = start + (found.end() if found else len(self.text[start:end].split("\n", 1)[0]))
        return self.text.count("\n", 0, position) + 1


def _walk(rows: Sequence[Row]) -> Iterator[tuple[Row, str]]:
    """Every row with the id of its category ("" for a category), in the order of the file."""
    for row in rows:
        yield row, ""
        for leaf in row.get("leaf", []):
            yield leaf, str(row.get("id"))


def _mismatch(value: object, form: object) -> str | None:
    """What was expected of a value, or None when it is right."""
    if form is str:
        return None if isinstance(value, str) and value.strip() else "a text in quotes"
    if form is int:
        return None if type(value) is int else "a whole number"
    if isinstance(form, tuple):
        return None if value in form else f"one of {', '.join(map(str, form))}"
    if form is dict:
        right = isinstance(value, list) and all(isinstance(item, dict) for item in value)
        return None if right else "blocks that start with [[category]] or [[category.leaf]]"
    right = isinstance(value, list) and not any(_mismatch(item, str) for item in value)
    return None if right else 'a list of texts such as ["充电", "快充"]'
