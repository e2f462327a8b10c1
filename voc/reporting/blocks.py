"""What a report is made of: sections of sentences, tables and pictures, each in two languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from voc._html import printable
from voc.insight.bilingual import Both
from voc.labels import Lang
from voc.table import Table


class Block(Protocol):
    """A part of a section."""

    def html(self, lang: Lang) -> str:
        """As HTML; texts of customers are escaped."""

    def markdown(self, lang: Lang) -> str:
        """As Markdown."""


@dataclass(frozen=True)
class Sentences:
    """Findings, one a line.

    Attributes
    ----------
    lines : sequence of Both
    note : bool
        Set small, as what explains and does not find.
    """

    lines: Sequence[Both]
    note: bool = False

    def html(self, lang: Lang) -> str:
        """As a list; a note as paragraphs."""
        lines = [printable(line.text(lang)) for line in self.lines]
        if self.note:
            return "".join(f'<p class="note">{line}</p>' for line in lines)
        return f"<ul>{''.join(f'<li>{line}</li>' for line in lines)}</ul>" if lines else ""

    def markdown(self, lang: Lang) -> str:
        """As a list."""
        mark = "" if self.note else "- "
        return "\n".join(mark + " ".join(line.text(lang).split()) for line in self.lines)


@dataclass(frozen=True)
class Rows:
    """The first rows of a table.

    Attributes
    ----------
    table : Table
    n : int
        How many rows are shown.
    caption : Both
    """

    table: Table[Any]
    n: int
    caption: Both

    def html(self, lang: Lang) -> str:
        """As a table; where the page is narrow, each row becomes a card."""
        name = printable(self.caption.text(lang))
        heads = [
            (printable(c.heading(lang)), " class=number" * c.number) for c in self.table.COLUMNS
        ]
        head = "".join(f'<th scope="col"{number}>{text}</th>' for text, number in heads)
        body = "".join(
            f"<tr>{self._row(self.table.cells(row, lang), heads)}</tr>"
            for row in self.table[: self.n]
        )
        return (
            f'<div class="wide" role="region" aria-label="{name}" tabindex="0"><table>'
            f"<caption>{name}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )

    def markdown(self, lang: Lang) -> str:
        """As a table below its caption."""
        head, rule, *rows = self.table.to_markdown(lang).split("\n")
        return "\n".join((f"**{self.caption.text(lang)}**", "", head, rule, *rows[: self.n]))

    @staticmethod
    def _row(cells: Sequence[str], heads: Sequence[tuple[str, str]]) -> str:
        """Each cell knows its heading, which a card shows beside it."""
        return "".join(
            f'<td{number} data-head="{text}">{printable(cell)}</td>'
            for cell, (text, number) in zip(cells, heads, strict=True)
        )


@dataclass(frozen=True)
class Tiles:
    """A few large numbers.

    Attributes
    ----------
    numbers : sequence of (Both, str)
        What is counted, and the number.
    """

    numbers: Sequence[tuple[Both, str]]

    def html(self, lang: Lang) -> str:
        """Side by side."""
        tiles = (
            f"<div><dt>{printable(name.text(lang))}</dt><dd>{printable(number)}</dd></div>"
            for name, number in self.numbers
        )
        return f'<dl class="tiles">{"".join(tiles)}</dl>'

    def markdown(self, lang: Lang) -> str:
        """On one line."""
        return " · ".join(f"{name.text(lang)} **{number}**" for name, number in self.numbers)


@dataclass(frozen=True)
class Bars:
    """Names with bars, the longest of which fills the width.

    Attributes
    ----------
    bars : sequence of (Both, float, str)
        Name, length from 0 on, and what stands behind the bar.
    kind : str
        "pain", "need" or "praise": the colour.
    """

    bars: Sequence[tuple[Both, float, str]]
    kind: str

    def html(self, lang: Lang) -> str:
        """As a list of bars."""
        most = max((length for _, length, _ in self.bars), default=0) or 1
        items = (
            f"<li><span>{printable(name.text(lang))}</span>"
            f'<i style="width:{50 * length / most:.1f}%"></i><b>{printable(text)}</b></li>'
            for name, length, text in self.bars
        )
        return f'<ol class="bars {self.kind}">{"".join(items)}</ol>'

    def markdown(self, lang: Lang) -> str:
        """Nothing: the table below says it."""
        return ""


@dataclass(frozen=True)
class Picture:
    """A drawing, and what it shows in words.

    Attributes
    ----------
    svg : callable
        From the language to an SVG element.
    text : callable
        From the language to Markdown that says the same.
    """

    svg: Callable[[Lang], str]
    text: Callable[[Lang], str]

    def html(self, lang: Lang) -> str:
        """The drawing, in a box that scrolls where the page is narrow."""
        return f'<div class="wide" tabindex="0">{self.svg(lang)}</div>'

    def markdown(self, lang: Lang) -> str:
        """The words."""
        return self.text(lang)


@dataclass(frozen=True)
class Section:
    """One question that a report answers.

    Attributes
    ----------
    id : str
        Address within the page.
    title : Both
    blocks : sequence of Block
    """

    id: str
    title: Both
    blocks: Sequence[Block]
