"""What is no error in a taxonomy but will hurt: phrases of two leaves, leaves nobody can find."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from voc.taxonomy import Category, Leaf


@dataclass(frozen=True, slots=True)
class Finding:
    """Something ``Taxonomy.lint`` found: a code, the ids concerned, one sentence."""

    code: Literal["overlap", "no_cues", "no_definition", "no_leaves", "alias_clash"]
    ids: tuple[str, ...]
    message: str


def find_weak_spots(categories: Sequence[Category]) -> tuple[Finding, ...]:
    """Look through all categories of a taxonomy."""
    leaves = [leaf for home in categories for leaf in home.leaves]
    names = {home.id for home in categories}
    return (*_overlaps(leaves), *_gaps(categories), *_alias_clashes(leaves, names))


def _overlaps(leaves: Iterable[Leaf]) -> Iterable[Finding]:
    places: dict[str, list[str]] = defaultdict(list)
    for leaf in leaves:
        for phrase, _ in leaf.cues():
            places[phrase].append(leaf.id)
    for phrase, ids in places.items():
        if len(ids) > 1:
            where = " and ".join(ids)
            yield Finding("overlap", tuple(ids), f"{phrase!r} is a cue of {where}; keep one")


def _gaps(categories: Iterable[Category]) -> Iterable[Finding]:
    for leaf in (leaf for home in categories for leaf in home.leaves):
        if not any(leaf.cues()):
            yield Finding("no_cues", (leaf.id,), f"{leaf.id!r} has no cue phrase; add some")
        if not leaf.definition:
            yield Finding("no_definition", (leaf.id,), f"{leaf.id!r} has no definition")
    for category in categories:
        if not category.leaves:
            yield Finding("no_leaves", (category.id,), f"{category.id!r} has no leaf")


def _alias_clashes(leaves: Iterable[Leaf], categories: set[str]) -> Iterable[Finding]:
    owners: dict[str, list[str]] = defaultdict(list)
    for leaf in leaves:
        for name in (leaf.id, *leaf.aliases):
            owners[name].append(leaf.id)
    for name, ids in owners.items():
        if len(ids) > 1 or name in categories:
            yield Finding("alias_clash", tuple(ids), f"{name!r} names more than one thing")
