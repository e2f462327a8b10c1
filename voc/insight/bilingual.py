"""Remarks in both languages, and tables that carry some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from voc._html import printable
from voc.labels import Lang
from voc.table import Table
from voc.taxonomy import Taxonomy

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Both:
    """The same in Chinese and in English.

    Examples
    --------
    >>> Both("评分", "score").text("en")
    'score'
    """

    zh: str
    en: str

    def text(self, lang: Lang) -> str:
        """It in one language."""
        return self.zh if lang == "zh" else self.en


class NotedTable(Table[Row], Generic[Row]):
    """A table with remarks below it: what was left out, how it was counted, why it is empty.

    Parameters
    ----------
    rows : iterable
    taxonomy : Taxonomy, optional
    notes : iterable of Both
    """

    def __init__(
        self,
        rows: Iterable[Row] = (),
        taxonomy: Taxonomy | None = None,
        notes: Iterable[Both] = (),
    ) -> None:
        super().__init__(rows, taxonomy)
        self._notes = tuple(notes)

    def notes(self, lang: Lang = "zh") -> tuple[str, ...]:
        """The remarks, one sentence or two each."""
        return tuple(note.text(lang) for note in self._notes)

    def __str__(self) -> str:
        return "\n".join((super().__str__(), *self.notes()))

    def _repr_html_(self) -> str:
        notes = "".join(f"<p>{printable(note)}</p>" for note in self.notes())
        return f'{super()._repr_html_()}<div class="voc" lang="zh">{notes}</div>'
