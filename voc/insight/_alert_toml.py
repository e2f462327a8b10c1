"""Read a file of alert rules into checked rows: the only place that knows its form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, NoReturn

from voc.errors import InputError
from voc.labels import labels
from voc.types import FLAGS

Row = dict[str, Any]
Check = Callable[[object], str | None]  # what was expected, or None when it is right


def read(path: Path | Traversable) -> tuple[list[Row], list[Row]]:
    """Rows of rules and of owners, each with known keys and values of the right kind.

    Raises
    ------
    InputError
        Any mistake, as "file:line: got …, expected …; do …".
    """
    reader = _Reader(path.name, _text(path))
    data = reader.parse()
    for key in data:
        if key not in ("rule", "owner"):
            reader.fail("", 0, key, f"unknown key {key!r}", "[[rule]] or [[owner]]", "take it out")
    return reader.rows(data, "rule"), reader.rows(data, "owner")


def _one_of(*values: object) -> Check:
    def check(value: object) -> str | None:
        right = any(type(value) is type(one) and value == one for one in values)
        return None if right else f"one of {', '.join(map(str, values))}"

    return check


def _whole(least: int) -> Check:
    def check(value: object) -> str | None:
        right = isinstance(value, int) and not isinstance(value, bool) and value >= least
        return None if right else f"a whole number from {least} on"

    return check


def _text_in_quotes(value: object) -> str | None:
    return None if isinstance(value, str) and value.strip() else "a text in quotes"


def _share(value: object) -> str | None:
    return None if isinstance(value, float) and 0 < value < 1 else "a share in (0, 1) such as 0.05"


def _texts(value: object) -> str | None:
    right = isinstance(value, list) and value and not any(map(_text_in_quotes, value))
    return None if right else 'a list of texts such as ["大客户"]'


def _flags(value: object) -> str | None:
    right = isinstance(value, list) and value and all(one in FLAGS for one in value)
    return None if right else f"a list of some of {', '.join(FLAGS)}"


_OWNERS = tuple(label.id for label in labels("owner"))
_COMMON: Mapping[str, Check] = {
    "id": _text_in_quotes,
    "kind": _one_of("voice", "repeat", "spike"),
    "zh": _text_in_quotes,
    "en": _text_in_quotes,
    "alarm": _one_of("red", "orange", "yellow"),
}
_CONDITIONS: Mapping[str, Check] = {
    "severity": _one_of(1, 2, 3, 4),
    "urgency": _one_of(1, 2, 3),
    "flags": _flags,
    "segments": _texts,
    "categories": _texts,
}
_REPEAT: Mapping[str, Check] = {"contacts": _whole(2), "days": _whole(1)}
_SPIKE: Mapping[str, Check] = {
    "period": _one_of("day", "week", "month"),
    "history": _whole(4),
    "false_alarms": _share,
    "at_least": _whole(1),
}
_OWNER: Mapping[str, Check] = {"id": _one_of(*_OWNERS), "tell": _texts}
_FORMS = {"voice": _CONDITIONS, "repeat": _REPEAT, "spike": _SPIKE}


def _text(path: Path | Traversable) -> str:
    try:
        return path.read_text(encoding="utf-8").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"{path.name}:1: got {type(error).__name__}, expected a TOML file in UTF-8; "
            "check the path and save the file as UTF-8"
        ) from error


@dataclass(frozen=True)
class _Reader:
    """The form of the file; every breach names the line."""

    file: str
    text: str

    def parse(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found.group(1)) if found else self.text.count("\n") + 1
            raise InputError(
                f"{self.file}:{line}: got {error}, expected valid TOML; "
                "put texts in quotes and lists in [ ]"
            ) from error

    def rows(self, data: Mapping[str, Any], block: str) -> list[Row]:
        rows = data.get(block, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            self.fail("", 0, block, f"{block} = {rows!r}", f"blocks [[{block}]]", "write them so")
        seen: set[object] = set()
        for number, row in enumerate(rows):
            self.row(block, number, row)
            if row["id"] in seen:
                self.fail(block, number, "id", f"id {row['id']!r} twice", "each once", "rename one")
            seen.add(row["id"])
        return list(rows)

    def row(self, block: str, number: int, row: Row) -> None:
        form, needed = _OWNER, tuple(_OWNER)
        if block == "rule":
            self.values(block, number, {"kind": row.get("kind")}, _COMMON)
            more = _FORMS[row["kind"]]
            form = {**_COMMON, **more}
            needed = (*_COMMON, *(() if more is _CONDITIONS else more))
        self.values(block, number, row, form)
        for key in needed:
            if key not in row:
                self.fail(block, number, None, f"no {key}", f"{', '.join(needed)}", "add it")
        if form.keys() >= _CONDITIONS.keys() and not row.keys() & _CONDITIONS.keys():
            conditions = ", ".join(_CONDITIONS)
            self.fail(block, number, None, "no condition", f"some of {conditions}", "add one")

    def values(self, block: str, number: int, row: Row, form: Mapping[str, Check]) -> None:
        for key, value in row.items():
            if key not in form:
                near = get_close_matches(key, form, n=1)
                do = f"did you mean {near[0]!r}?" if near else "take it out"
                self.fail(block, number, key, f"unknown key {key!r}", _names(form), do)
            expected = form[key](value)
            if expected:
                self.fail(block, number, key, f"{key} = {value!r}", expected, "correct it")

    def fail(
        self, block: str, number: int, key: str | None, got: str, expected: str, do: str
    ) -> NoReturn:
        line = self.line(block, number, key)
        raise InputError(f"{self.file}:{line}: got {got}, expected {expected}; {do}")

    def line(self, block: str, number: int, key: str | None) -> int:
        """Line of a key in the number-th block of that name ("" is the head), else of the block."""
        heads = list(re.finditer(r"^[ \t]*\[\[\s*(\w+)\s*\]\]", self.text, re.MULTILINE))
        mine = [place for place, head in enumerate(heads) if head.group(1) == block]
        place = mine[number] if number < len(mine) else -1
        start = heads[place].start() if place >= 0 else 0
        end = heads[place + 1].start() if place + 1 < len(heads) else len(self.text)
        found = key and re.search(
            rf"^[ \t]*\[*\"?{re.escape(key)}\b", self.text[start:end], re.MULTILINE
        )
        return self.text.count("\n", 0, start + (found.start() if found else 0)) + 1


def _names(names: Sequence[str] | Mapping[str, Check]) -> str:
    return f"some of {', '.join(names)}"
