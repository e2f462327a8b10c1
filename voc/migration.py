"""Carry records to a new version of their taxonomy: nothing lost, everything counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from voc.errors import InputError
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.taxonomy_diff import is_category, successor
from voc.types import Record, TaggedVoice, Voice

How = Literal["same", "renamed", "mapped", "backed_off", "unresolved"]
Target = str | Callable[[Record, Voice], str]

_WORDS: Mapping[How, str] = {
    "same": "kept",
    "renamed": "renamed",
    "mapped": "mapped",
    "backed_off": "backed off to a category",
    "unresolved": "unresolved",
}


@dataclass(frozen=True, slots=True)
class Move:
    """What became of the records of one category.

    Attributes
    ----------
    before, after : str
        Ids; the same if there was nothing to do or nowhere to go.
    how : str
        "same"; "renamed": by an alias, or with their category; "mapped"; "backed_off": the leaf is
        gone, its category is not; "unresolved": the new version knows neither.
    records : int
    """

    before: str
    after: str
    how: How
    records: int


@dataclass(frozen=True, slots=True)
class Migration:
    """A result under its new taxonomy, and what was done to get there.

    Attributes
    ----------
    result : Result
    moves : tuple of Move
        Most records first; together they count every record.
    merged : int
        Records left out because another one of the same kind and words came to the same category.
    """

    result: Result
    moves: tuple[Move, ...]
    merged: int

    @property
    def unresolved(self) -> int:
        """Records that kept a category that the new version does not know."""
        return sum(move.records for move in self.moves if move.how == "unresolved")

    def __str__(self) -> str:
        counts: Counter[How] = Counter()
        for move in self.moves:
            counts[move.how] += move.records
        parts = [f"{counts[how]} {word}" for how, word in _WORDS.items() if counts[how]]
        merged = [f"{self.merged} of them merged"] if self.merged else []
        lines = (
            f"{move.before} → {move.after}: {move.records} {_WORDS[move.how]}"
            for move in self.moves
            if move.how != "same"
        )
        number = sum(counts.values())
        what = ", ".join([*parts, *merged]) or "none"
        head = f"{number} record{'s' * (number != 1)}: {what}"
        return "\n".join((head, *lines))


def migrate(
    result: Iterable[TaggedVoice],
    old: Taxonomy,
    new: Taxonomy,
    *,
    mapping: Mapping[str, Target] | None = None,
) -> Migration:
    """Carry the records of a result, or of an annotated corpus, to a new version of the taxonomy.

    Each category goes where ``mapping`` says; else it stays if the new version has it; else to the
    leaf that has it as alias; else to the category of the old leaf, or to the one that all leaves
    of that category went to. What has nowhere to go is kept as it is and counted as unresolved.

    Parameters
    ----------
    result : Result or iterable of TaggedVoice
    old, new : Taxonomy
    mapping : mapping of str to str or callable, optional
        From ids of the old version to ids of the new one. A leaf that was split takes a callable
        that is given the record and its voice and returns the id.

    Returns
    -------
    Migration
        Its ``result`` has the same voices in the same order. Words, spans, severity and confidence
        of a record never change; its level does where it was the level of the old leaf.

    Raises
    ------
    InputError
        ``mapping`` names an id that the old version does not have, or leads to one that the new
        version does not have.

    Examples
    --------
    >>> import voc
    >>> old = voc.Taxonomy.load()
    >>> new = voc.Taxonomy(2, old.categories[:-1])
    >>> def by_words(record, voice):
    ...     return "delivery.damage" if "破" in record.quote else "delivery"
    >>> moved = migrate(
    ...     voc.classify("等了两小时还没送到"), old, new, mapping={"delivery.speed": by_words}
    ... )
    >>> print(moved)
    1 record: 1 mapped
    delivery.speed → delivery: 1 mapped
    """
    way = _Way(old, new, mapping or {})
    moves: Counter[tuple[str, str, How]] = Counter()
    migrated = []
    merged = 0
    for tagged in result:
        carried = [way.carried(record, tagged.voice) for record in tagged.records]
        records = tuple(record for record, _ in carried)
        for before, (after, how) in zip(tagged.records, carried, strict=True):
            moves[before.category, after.category, how] += 1
        kept = _without_merged(tagged.records, records)
        merged += len(records) - len(kept)
        migrated.append(replace(tagged, records=kept))
    ordered = sorted(moves.items(), key=lambda item: (-item[1], item[0]))
    return Migration(Result(migrated), tuple(Move(*key, n) for key, n in ordered), merged)


class _Way:
    """Where each category of the old version leads to."""

    def __init__(self, old: Taxonomy, new: Taxonomy, mapping: Mapping[str, Target]) -> None:
        self._old, self._new = old, new
        self._old_levels = {leaf.id: leaf.level for leaf in old.leaves}
        self._new_levels = {leaf.id: leaf.level for leaf in new.leaves}
        self._known: dict[str, tuple[str, How]] = {}
        self._mapping: dict[str, Target] = {}
        for id, target in mapping.items():
            if id not in old:
                old.leaf(id)  # raises, and says which ids are near
            if isinstance(target, str):
                self._checked(target, id)
            self._mapping[_canonical(id, old)] = target

    def carried(self, record: Record, voice: Voice) -> tuple[Record, How]:
        """The record under the new version, and how it got there."""
        before = record.category
        id = _canonical(before, self._old)
        target = self._mapping.get(id)
        if target is None:
            after, how = self._found(before)
        else:
            chosen = target if isinstance(target, str) else target(record, voice)
            after, how = self._checked(chosen, before), "mapped"
        level = record.level
        if level == self._old_levels.get(id):
            level = self._new_levels.get(after, level)
        return replace(record, category=after, level=level), how

    def _found(self, before: str) -> tuple[str, How]:
        if before not in self._known:
            self._known[before] = self._find(before)
        return self._known[before]

    def _find(self, before: str) -> tuple[str, How]:
        id = _canonical(before, self._old)
        for name in dict.fromkeys((id, before)):
            if name in self._new:
                after = _canonical(name, self._new)
                return after, "same" if after == before else "renamed"
        if id not in self._old:
            return before, "unresolved"
        parent = self._old.parent(id)
        home = self._home(parent)
        if home is None:
            return before, "unresolved"
        return home, "renamed" if id == parent else "backed_off"

    def _home(self, category: str) -> str | None:
        """The category that takes the place of an old one, if there is just one."""
        target = self._mapping.get(category)
        if isinstance(target, str):
            return _canonical(target, self._new)
        if is_category(category, self._new):
            return category
        later = (successor(leaf, self._new) for leaf in self._old.category(category).leaves)
        homes = {self._new.parent(leaf.id) for leaf in later if leaf}
        return homes.pop() if len(homes) == 1 else None

    def _checked(self, target: object, source: str) -> str:
        if isinstance(target, str) and target in self._new:
            return _canonical(target, self._new)
        raise InputError(
            f"mapping leads from {source!r} to {target!r}, expected an id of the new taxonomy; "
            "take one of its leaves or categories"
        )


def _canonical(id: str, taxonomy: Taxonomy) -> str:
    """The id that an alias stands for; any other id as it is."""
    known = id in taxonomy and not is_category(id, taxonomy)
    return taxonomy.leaf(id).id if known else id


def _without_merged(before: tuple[Record, ...], after: tuple[Record, ...]) -> tuple[Record, ...]:
    """Leave out records that differed in nothing but a category that is now the same."""
    first: dict[tuple[str, str, int, int], str] = {}
    kept = []
    for old, new in zip(before, after, strict=True):
        key = new.kind, new.category, new.start, new.end
        if first.setdefault(key, old.category) == old.category:
            kept.append(new)
    return tuple(kept)
