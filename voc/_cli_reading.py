"""Commands that read voices and tag them: their options, and the stream that comes of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from voc._summary import Tally
from voc._terminal import say
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice, Voice

_COLUMNS = (
    "text", "id", "channel", "created_at", "customer", "segment", "product", "score", "sheet", "query",
)  # fmt: skip
_SHOWN_ERRORS = 5


class AnalyzerLike(Protocol):
    """What a command needs of an analyzer."""

    @property
    def name(self) -> str: ...

    @property
    def taxonomy(self) -> Taxonomy | None: ...

    def stream(
        self,
        source: Path | str | Sequence[Voice],
        *,
        mask: bool = False,
        near_duplicates: bool = False,
        progress: bool = False,
        workers: int = 1,
        **columns: str | None,
    ) -> Iterator[TaggedVoice]: ...


class Load(Protocol):
    """Gives the analyzer of a model name."""

    def __call__(
        self, name: str, *, taxonomy: Path | None = None, corrections: Path | None = None
    ) -> AnalyzerLike: ...


def add_reading(parser: argparse.ArgumentParser) -> None:
    """Add what says which voices to read, and how."""
    parser.add_argument("source", metavar="IN", help="file, or with --query a database URL")
    parser.add_argument("--model", default="default", help="name or folder (default: %(default)s)")
    parser.add_argument("--taxonomy", type=Path, metavar="TOML", help="your own taxonomy")
    parser.add_argument(
        "--corrections", type=Path, metavar="F", help="what people corrected, .jsonl"
    )
    parser.add_argument("--mask", action="store_true", help="mask personal data in the texts")
    parser.add_argument("--near-duplicates", action="store_true", help="mark near duplicates too")
    parser.add_argument(
        "--workers",
        type=int,
        default=1,
        metavar="N",
        help="processes that share the work; for many voices (default: %(default)s)",
    )
    columns = parser.add_argument_group("columns", "guessed from the header where not given")
    for name in _COLUMNS[:-2]:
        columns.add_argument(f"--{name.replace('_', '-')}", metavar="COLUMN")
    parser.add_argument("--sheet", help="sheet of an .xlsx file")
    parser.add_argument("--query", help="SELECT to run on the database IN")


class Reading:
    """The voices that a command was given, tagged.

    Parameters
    ----------
    arguments : argparse.Namespace
        With what ``add_reading`` added, and ``quiet``.
    load : Load
    """

    def __init__(self, arguments: argparse.Namespace, load: Load) -> None:
        self._arguments = arguments
        self._analyzer = load(
            arguments.model, taxonomy=arguments.taxonomy, corrections=arguments.corrections
        )
        self.watch = Watch()

    @property
    def taxonomy(self) -> Taxonomy | None:
        """Whose names the categories have."""
        return self._analyzer.taxonomy

    def stream(self) -> Iterator[TaggedVoice]:
        """Tag the voices one by one."""
        given = {name: getattr(self._arguments, name) for name in _COLUMNS}
        source = self._arguments.source
        return self.watch.over(
            self._analyzer.stream(
                source if self._arguments.query else Path(source),
                mask=self._arguments.mask,
                near_duplicates=self._arguments.near_duplicates,
                progress=not self._arguments.quiet,
                workers=self._arguments.workers,
                **{name: value for name, value in given.items() if value is not None},
            )
        )


class Watch:
    """Counts the voices of a stream that goes elsewhere, and keeps the first errors."""

    def __init__(self) -> None:
        self.tally = Tally()
        self._errors: list[str] = []
        self._more = 0

    def over(self, stream: Iterator[TaggedVoice]) -> Iterator[TaggedVoice]:
        """Give the stream on."""
        for tagged in stream:
            self.tally.add(tagged)
            if tagged.voice.error is not None:
                self._keep(tagged.voice.error)
            yield tagged

    def report_errors(self) -> None:
        """Print the first errors, and how many more there are."""
        for error in self._errors:
            say(f"voc: {error}", sys.stderr)
        if self._more:
            say(f"voc: … and {self._more} more rows of this kind", sys.stderr)

    def _keep(self, error: str) -> None:
        if len(self._errors) < _SHOWN_ERRORS:
            self._errors.append(error)
        else:
            self._more += 1
