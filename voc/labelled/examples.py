"""From rows to a corpus: every row is looked at, and all that is wrong is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voc.collect.rows import Row
from voc.collect.values import is_blank
from voc.errors import InputError
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.known import known_label
from voc.labelled.problems import Problems
from voc.taxonomy import Taxonomy
from voc.types import Voice


@dataclass(frozen=True, slots=True)
class Example:
    """One row: its id if it has one, its text, its labels, and everything else."""

    id: str | None
    text: str
    labels: tuple[str, ...]
    meta: Mapping[str, Any]


class Examples:
    """What was read so far, and what was wrong with the rest.

    Parameters
    ----------
    source : str
        For messages.
    taxonomy : Taxonomy, optional
        Which labels there are.
    """

    def __init__(self, source: str, taxonomy: Taxonomy | None) -> None:
        self._source = source
        self._taxonomy = taxonomy
        self._read: list[Example] = []
        self._where: dict[str, str] = {}
        self._problems = Problems(source)

    def add(self, rows: Iterable[Row | Voice], parse: Callable[[Row], Example]) -> None:
        """Read each row, or note what is wrong with it."""
        for number, row in enumerate(rows, start=1):
            where = f"item {number}" if isinstance(row, Voice) else row.where
            try:
                example = parse(_sound(row))
                if example.labels or not is_blank(example.text):
                    self._keep(example, number, where)
            except InputError as error:
                self._problems.add(where, error)

    def corpus(self) -> LabelledCorpus:
        """The corpus of all rows.

        Raises
        ------
        InputError
            Names the source, and the line of each of the first rows that cannot be used.
        """
        self._problems.refuse()
        if not self._read:
            raise InputError(f"{self._source} holds no text; expected texts with labels")
        return LabelledCorpus(
            ids=tuple(self._where),
            texts=tuple(example.text for example in self._read),
            labels=tuple(example.labels for example in self._read),
            meta=tuple(example.meta for example in self._read),
        )

    def _keep(self, example: Example, number: int, where: str) -> None:
        if is_blank(example.text):
            raise InputError("got labels but no text, expected the text that they belong to")
        id = example.id or str(number)
        if id in self._where:
            raise InputError(
                f"got the id {id!r} again, which {self._where[id]} has; expected another one, or "
                'another column of ids: id="…"'
            )
        labels = tuple(dict.fromkeys(known_label(name, self._taxonomy) for name in example.labels))
        self._where[id] = where
        self._read.append(Example(id, example.text, labels, example.meta))


def _sound(row: Row | Voice) -> Row:
    if isinstance(row, Voice) or row.voice is not None or not (row.values or row.problem):
        raise InputError("got a text alone, expected a mapping that also holds its labels")
    if row.problem:
        raise InputError(row.problem)
    return row
