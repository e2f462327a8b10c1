"""From rows to a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from voc.collect.rows import Row
from voc.collect.values import is_blank
from voc.errors import InputError
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.known import known_label
from voc.labelled.rows import parse_rows
from voc.taxonomy import Taxonomy
from voc.types import Voice


@dataclass(frozen=True, slots=True)
class Example:
    """One row: its id if it has one, its text, its labels, and everything else."""

    id: str | None
    text: str
    labels: tuple[str, ...]
    meta: Mapping[str, Any]


def corpus_of(
    rows: Iterable[Row | Voice],
    parse: Callable[[Row], Example],
    source: str,
    taxonomy: Taxonomy | None,
) -> LabelledCorpus:
    """The corpus of all rows; those with neither text nor labels are left out.

    Parameters
    ----------
    rows : iterable of Row or Voice
    parse : callable
    source : str
        For messages.
    taxonomy : Taxonomy, optional
        Which labels there are.

    Raises
    ------
    InputError
        Names the source, and the line of each of the first rows that cannot be used.
    """
    where: dict[str, str] = {}

    def example(row: Row) -> Example | None:
        found = parse(row)
        if is_blank(found.text):
            if found.labels:
                raise InputError("got labels but no text, expected the text that they belong to")
            return None
        id = found.id or str(row.number)
        if id in where:
            raise InputError(
                f"got the id {id!r} again, which {where[id]} has; expected another one, or "
                'another column of ids: id="…"'
            )
        labels = dict.fromkeys(known_label(name, taxonomy) for name in found.labels)
        where[id] = row.where
        return Example(id, found.text, tuple(labels), found.meta)

    examples = [one for one in parse_rows(rows, example, source) if one is not None]
    if not examples:
        raise InputError(f"{source} holds no text; expected texts with labels")
    return LabelledCorpus(
        ids=tuple(where),
        texts=tuple(one.text for one in examples),
        labels=tuple(one.labels for one in examples),
        meta=tuple(one.meta for one in examples),
    )
