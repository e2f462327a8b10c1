"""The words of a taxonomy as examples of its leaves: something to begin with before there are labels."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from voc.errors import InputError
from voc.taxonomy import Taxonomy


def own_taxonomy(taxonomy: str | Path | Taxonomy) -> Taxonomy:
    """Give the taxonomy, or the one that a file holds.

    Raises
    ------
    InputError
        It has fewer than two leaves.
    """
    own = taxonomy if isinstance(taxonomy, Taxonomy) else Taxonomy.load(taxonomy)
    if len(own.ids) < 2:
        raise InputError(
            f"got a taxonomy of {len(own.ids)} leaves, expected two or more to tell apart"
        )
    return own


def phrases_of(taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """Name, definition and cue phrases of each leaf, with its id.

    Examples
    --------
    >>> phrases = phrases_of(Taxonomy.load())
    >>> phrases[2]
    ('故障', 'quality.defect')
    """
    return [
        (text, leaf.id)
        for leaf in taxonomy.leaves
        for text in (leaf.zh, leaf.definition, *(phrase for phrase, _ in leaf.cues()))
        if text
    ]


def resolved(y: Iterable[Any], taxonomy: Taxonomy) -> list[Any]:
    """Labels with their aliases resolved; lists of labels stay lists.

    Raises
    ------
    InputError
        A label is neither leaf nor category; tells which entry, and what is near.
    """
    return [_resolved(one, taxonomy, place) for place, one in enumerate(y)]


def _resolved(label: Any, taxonomy: Taxonomy, place: int) -> Any:  # noqa: ANN401
    if isinstance(label, (list, tuple, set, frozenset)):
        return [_resolved(one, taxonomy, place) for one in label]
    if isinstance(label, str) and label in taxonomy:
        return label if label in taxonomy.ids else _named(label, taxonomy)
    try:
        taxonomy.leaf(label)
    except InputError as error:
        raise InputError(f"y[{place}]: {error}") from error
    return label


def _named(label: str, taxonomy: Taxonomy) -> str:
    """A category stays as it is; a former id becomes that of today."""
    return label if taxonomy.parent(label) == label else taxonomy.leaf(label).id
