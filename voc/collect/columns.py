"""Which column of a table holds which field of a voice: told by name, else guessed from headers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import ClassVar
from unicodedata import normalize

from voc.collect.values import folded
from voc.errors import InputError

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")
_PROSE = re.compile(r"[，。！；…]|,\s|.{41}", re.DOTALL)
_HOLDS = {"text": "what customers wrote", "labels": "what each text was labelled as"}
_MOST_COLUMNS = 1000  # mappings with ever new keys must not fill the memory


@dataclass(frozen=True, slots=True)
class _Field:
    names: tuple[str, ...]
    within: tuple[str, ...]
    never: tuple[str, ...]


class Fields:
    """The columns of one source and the fields they were found to hold.

    A field once found stays; columns that turn up later (keys of later mappings) can only fill
    fields that are still open.

    Parameters
    ----------
    named : mapping of str to str
        Field to column, as the user told them.

    Attributes
    ----------
    of : dict of str to str
        Field to column.
    columns : dict of str to None
        Every column seen, in order.

    Examples
    --------
    >>> fields = Fields({"product": "型号"})
    >>> fields.learn(["评论编号", "评论内容", "评论时间", "NPS", "型号", "门店"])
    >>> fields.of
    {'product': '型号', 'text': '评论内容', 'score': 'NPS', 'created_at': '评论时间', 'id': '评论编号'}
    """

    needed: ClassVar[tuple[str, ...]] = ("text",)

    def __init__(self, named: Mapping[str, str]) -> None:
        self.named = named
        self.of: dict[str, str] = {}
        self.columns: dict[str, None] = {}

    @property
    def complete(self) -> bool:
        """Whether every needed and every named column has been seen."""
        return {*self.needed, *self.named} <= self.of.keys()

    def learn(self, columns: Iterable[str]) -> None:
        """Take notice of columns and fill the open fields from them."""
        new = [column for column in columns if column not in self.columns]
        if not new or len(self.columns) > _MOST_COLUMNS:
            return
        self.columns.update(dict.fromkeys(new))
        self.of.update({field: name for field, name in self.named.items() if name in new})
        for pick in (_by_name, _by_part):
            for field, words in self._words().items():
                if field not in self.of and field not in self.named:
                    self._fill(field, pick(words, self._free(new)))

    def check(self, source: str) -> None:
        """Raise unless every needed and every named column is there.

        Raises
        ------
        InputError
            Naming the columns there are.
        """
        seen = ", ".join(repr(column) for column in list(self.columns)[:30]) or "none"
        for field, name in self.named.items():
            if field not in self.of:
                raise InputError(f"{source} has no column {field}={name!r}; its columns: {seen}")
        for field in self.needed:
            if field not in self.of:
                raise InputError(
                    f"no column of {source} looks like the {field}; its columns: {seen}. "
                    f'Name the one that holds {_HOLDS[field]}: pass {field}="…"'
                )

    def _words(self) -> Mapping[str, _Field]:
        """The fields that are looked for, and the words that point to each."""
        return {field: words for field, words in _load().items() if field != "labels"}

    def _free(self, columns: Iterable[str]) -> list[str]:
        taken = {*self.of.values(), *self.named.values()}
        return [column for column in columns if column not in taken]

    def _fill(self, field: str, column: str | None) -> None:
        if column is not None:
            self.of[field] = column


class LabelledFields(Fields):
    """The columns of a source of labelled texts: text, labels and id; all others are left alone.

    Examples
    --------
    >>> fields = LabelledFields({})
    >>> fields.learn(["评论编号", "评论内容", "标签", "NPS"])
    >>> fields.of
    {'text': '评论内容', 'labels': '标签', 'id': '评论编号'}
    """

    needed = ("text", "labels")

    def _words(self) -> Mapping[str, _Field]:
        return {field: _load()[field] for field in ("text", "labels", "id")}


class AnyFields(Fields):
    """Columns of which none is needed, for a source that is to be looked at first."""

    needed = ()


@cache
def _load() -> Mapping[str, _Field]:
    text = (files("voc.data") / "columns.toml").read_text(encoding="utf-8")
    return {
        field: _Field(**{key: tuple(words) for key, words in row.items()})
        for field, row in tomllib.loads(text)["fields"].items()
    }


def _plain(column: str) -> str:
    return "".join(character for character in folded(column) if character.isalnum())


def _by_name(field: _Field, columns: list[str]) -> str | None:
    plain = {_plain(column): column for column in reversed(columns)}
    return next((plain[name] for name in field.names if name in plain), None)


def _by_part(field: _Field, columns: list[str]) -> str | None:
    open_ = [
        (column, f" {' '.join(_WORD.findall(normalize('NFKC', column)))} ".casefold())
        for column in columns
        if not _PROSE.search(column) and not _plain(column).endswith(field.never)
    ]
    for part in field.within:
        for column, words in open_:
            found = f" {part} " in words if part.isascii() else part in _plain(column)
            if found:
                return column
    return None
