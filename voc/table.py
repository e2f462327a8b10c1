"""Tables that analyses give: typed rows, shown in Chinese or English, and what else they turn into."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, overload

from voc._aligned import aligned, cut
from voc._html import page_html, table_html
from voc._optional import require
from voc._plain import plain_value
from voc.errors import InputError
from voc.labels import Lang
from voc.taxonomy import Taxonomy

if TYPE_CHECKING:
    import pandas as pd

Row = TypeVar("Row")
_WIDEST = 40
_SHOWN = 50
_FORMULA = frozenset("=+-@\t\r")  # at the start of a text


@dataclass(frozen=True, slots=True)
class Column:
    """A column as people see it.

    Attributes
    ----------
    zh, en : str
        Headings.
    number : bool
        Set to the right.
    """

    zh: str
    en: str
    number: bool = False

    def heading(self, lang: Lang) -> str:
        """The heading in one language."""
        return self.zh if lang == "zh" else self.en


class Table(Sequence[Row], ABC, Generic[Row]):
    """An immutable sequence of rows, each a frozen dataclass.

    ``to_frame`` and ``to_dicts`` hold the rows as they are, with ids; ``to_markdown``, HTML and
    ``print`` show names, in the order of ``COLUMNS``.

    Parameters
    ----------
    rows : iterable
    taxonomy : Taxonomy, optional
        Whose names the categories have, instead of those of the built-in one.
    """

    COLUMNS: ClassVar[tuple[Column, ...]]
    ROW: ClassVar[type]
    TITLE: ClassVar[Column]

    def __init__(self, rows: Iterable[Row] = (), taxonomy: Taxonomy | None = None) -> None:
        self._rows = tuple(rows)
        self.taxonomy = taxonomy or Taxonomy.load()

    @abstractmethod
    def cells(self, row: Row, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict a row, ready for JSON: ids, plain numbers, times in ISO 8601."""
        names = [field.name for field in fields(self.ROW)]
        return [{name: plain_value(getattr(row, name)) for name in names} for row in self]

    def to_frame(self) -> pd.DataFrame:
        """The rows as a pandas table; its columns are the same when there is no row.

        Raises
        ------
        MissingExtraError
            pandas is not installed.
        """
        pandas = require("pandas", extra="frame", caller=f"{type(self).__name__}.to_frame")
        columns = {
            field.name: [getattr(row, field.name) for row in self] for field in fields(self.ROW)
        }
        frame: pd.DataFrame = pandas.DataFrame(columns)
        return frame

    def to_markdown(self, lang: Lang = "zh") -> str:
        """The rows as a Markdown table.

        Parameters
        ----------
        lang : "zh" or "en"
        """
        rule = ["---:" if column.number else "---" for column in self.COLUMNS]
        body = ([_in_markdown(cell) for cell in cells] for cells in self._shown(lang))
        return "\n".join(f"| {' | '.join(line)} |" for line in [self._head(lang), rule, *body])

    def to_html(self, lang: Lang = "zh", n: int | None = None) -> str:
        """The first ``n`` rows as an HTML table; all by default. Texts are escaped."""
        return table_html(self._head(lang), self._shown(lang)[:n], self._numbers())

    def save(self, path: str | Path, lang: Lang = "zh") -> None:
        """Write the rows: as they are to ".csv", as people read them to ".md" or ".html".

        Parameters
        ----------
        path : str or Path
        lang : "zh" or "en"

        Raises
        ------
        InputError
            It ends in something else.
        """
        path = Path(path)
        if path.suffix == ".csv":
            _write_csv(path, [field.name for field in fields(self.ROW)], self.to_dicts())
            return
        if path.suffix not in (".md", ".html"):
            raise InputError(f"path={str(path)!r} ends in {path.suffix!r}; use .csv, .md or .html")
        title = self.TITLE.heading(lang)
        shown = f"# {title}\n\n{self.to_markdown(lang)}\n"
        text = shown if path.suffix == ".md" else page_html(title, self.to_html(lang))
        path.write_text(text, encoding="utf-8", errors="replace")

    def _repr_html_(self) -> str:
        more = f"<p>… {len(self) - _SHOWN} more</p>" if len(self) > _SHOWN else ""
        return f'<div class="voc" lang="zh">{self.to_html("zh", _SHOWN)}{more}</div>'

    def __str__(self) -> str:
        rows = [[cut(cell, _WIDEST) for cell in cells] for cells in self._shown("zh")]
        return aligned([self._head("zh"), *rows], self._numbers())

    def __repr__(self) -> str:
        return f"{type(self).__name__}({len(self)} rows)"

    @overload
    def __getitem__(self, index: int) -> Row: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...

    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        """One row, or a tuple of several."""
        return self._rows[index]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def _head(self, lang: Lang) -> list[str]:
        return [column.heading(lang) for column in self.COLUMNS]

    def _shown(self, lang: Lang) -> list[Sequence[str]]:
        return [self.cells(row, lang) for row in self]

    def _numbers(self) -> frozenset[int]:
        return frozenset(place for place, column in enumerate(self.COLUMNS) if column.number)


def percent(share: float, digits: int = 1) -> str:
    """A share for people; a dash for what is undefined.

    Examples
    --------
    >>> percent(0.125), percent(float("nan"))
    ('12.5%', '—')
    """
    return "—" if share != share else f"{share:.{digits}%}"


def number(value: float, digits: int = 2) -> str:
    """A number for people; a dash for what is undefined.

    Examples
    --------
    >>> number(3.14159), number(float("nan"))
    ('3.14', '—')
    """
    return "—" if value != value else f"{value:.{digits}f}"


def p_value(p: float) -> str:
    """A p for people; a dash for what is undefined.

    Examples
    --------
    >>> p_value(0.0123), p_value(1e-9), p_value(float("nan"))
    ('p=0.012', 'p<0.001', '—')
    """
    if p != p:
        return "—"
    return "p<0.001" if p < 0.001 else f"p={p:.3f}"


def _write_csv(path: Path, names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        sheet = csv.writer(file)
        sheet.writerow(names)
        sheet.writerows([_in_a_cell(row[name]) for name in names] for row in rows)


def _in_a_cell(value: Any) -> object:  # noqa: ANN401
    """Lists as JSON; a text that a spreadsheet would run as a formula gets an apostrophe."""
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value[:1] in _FORMULA else value


def _in_markdown(cell: str) -> str:
    return " ".join(cell.replace("|", "\\|").split())
