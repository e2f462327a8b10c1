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
        """As a table in a box that scrolls where the page is narrow."""
        name = printable(self.caption.text(lang))
        shown = self.table.to_html(lang, self.n).replace("<th>", '<th scope="col">')
        shown = shown.replace("<table>", f"<table><caption>{name}</caption>", 1)
        return f'<div class="wide" role="region" aria-label="{name}" tabindex="0">{shown}</div>'

    def markdown(self, lang: Lang) -> str:
        """As a table below its caption."""
        head, rule, *rows = self.table.to_markdown(lang).split("\n")
        return "\n".join((f"**{self.caption.text(lang)}**", "", head, rule, *rows[: self.n]))


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
