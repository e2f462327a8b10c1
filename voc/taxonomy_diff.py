"""What changes from one version of a taxonomy to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from voc.taxonomy import Category, Leaf, Taxonomy

What = Literal["added", "removed", "renamed", "merged", "moved", "changed"]

_NOT_COMPARED = ("id", "leaves")  # told by "renamed", "added" and "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change of a category or leaf.

    Attributes
    ----------
    what : str
        "added", "removed", "renamed" (the new leaf has the old id among its aliases), "merged" (the
        same, but the new leaf stands for others too), "moved" (to another category) or "changed".
    of : "category" or "leaf"
    id : str
        In the old version, if it was there.
    field : str
        What was changed: an attribute of ``Leaf`` or ``Category``; else "".
    before, after : str
        Names for "added" and "removed", ids for "renamed", "merged" and "moved", values for
        "changed"; of phrases and aliases only those that went and those that came.

    Examples
    --------
    >>> print(Change(what="moved", of="leaf", id="quality.size", before="quality", after="fit"))
    moved leaf quality.size: quality → fit
    """

    what: What
    of: Literal["category", "leaf"]
    id: str
    field: str = ""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        where = f"{self.what} {self.of} {self.id}{' ' * bool(self.field)}{self.field}"
        if self.what in ("added", "removed"):
            return f"{where}: {self.before or self.after}"
        return f"{where}: {self.before or 'nothing'} → {self.after or 'nothing'}"


@dataclass(frozen=True, slots=True)
class TaxonomyDiff:
    """The changes from an old version of a taxonomy to a new one; false if there are none.

    Attributes
    ----------
    old, new : int
        The two versions.
    changes : tuple of Change
        Categories before leaves, in the order of the old version, then what was added.

    Examples
    --------
    >>> from voc.taxonomy import Category, Leaf, Taxonomy
    >>> old = Taxonomy(1, (Category(id="wait", zh="等待", leaves=(Leaf(id="wait.queue", zh="排队"),)),))
    >>> leaf = Leaf(id="wait.time", zh="排队时间", aliases=("wait.queue",), pain=("排长队",))
    >>> new = Taxonomy(2, (Category(id="wait", zh="等待", leaves=(leaf,)),))
    >>> print(old.diff(new))
    4 changes from version 1 to version 2
    renamed leaf wait.queue: wait.queue → wait.time
    changed leaf wait.queue zh: 排队 → 排队时间
    changed leaf wait.queue aliases: nothing → wait.queue
    changed leaf wait.queue pain: nothing → 排长队
    >>> bool(old.diff(old))
    False
    """

    old: int
    new: int
    changes: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __str__(self) -> str:
        number = len(self.changes)
        head = f"{number or 'no'} change{'s' * (number != 1)} from version {self.old} to"
        return "\n".join((f"{head} version {self.new}", *map(str, self.changes)))

    def to_markdown(self) -> str:
        """The changes as a table."""
        head = ("change", "of", "id", "field", f"version {self.old}", f"version {self.new}")
        rows = ((c.what, c.of, c.id, c.field, c.before, c.after) for c in self.changes)
        return "\n".join(map(_line, (head, ("---",) * len(head), *rows))) + "\n"


def compare(old: Taxonomy, new: Taxonomy) -> TaxonomyDiff:
    """List all changes from one taxonomy to another; what ``Taxonomy.diff`` gives."""
    return TaxonomyDiff(
        old.version, new.version, (*_of_categories(old, new), *_of_leaves(old, new))
    )


def successor(leaf: Leaf, new: Taxonomy) -> Leaf | None:
    """The leaf of the new version that has the id of an old one, or has it as alias."""
    known = leaf.id in new and not is_category(leaf.id, new)
    return new.leaf(leaf.id) if known else None


def is_category(id: str, taxonomy: Taxonomy) -> bool:
    """Whether it is the id of a category, not of a leaf."""
    return any(id == category.id for category in taxonomy.categories)


def _of_categories(old: Taxonomy, new: Taxonomy) -> Iterator[Change]:
    there = {category.id: category for category in new.categories}
    for category in old.categories:
        if category.id in there:
            yield from _fields("category", category, there.pop(category.id))
        else:
            yield Change(what="removed", of="category", id=category.id, before=category.zh)
    for category in there.values():
        yield Change(what="added", of="category", id=category.id, after=category.zh)


def _of_leaves(old: Taxonomy, new: Taxonomy) -> Iterator[Change]:
    pairs = [(leaf, successor(leaf, new)) for leaf in old.leaves]
    taken = Counter(later.id for _, later in pairs if later)
    for leaf, later in pairs:
        if later is None:
            yield Change(what="removed", of="leaf", id=leaf.id, before=leaf.zh)
            continue
        merged = taken[later.id] > 1 and later.id != leaf.id
        if later.id != leaf.id:
            what: What = "merged" if merged else "renamed"
            yield Change(what=what, of="leaf", id=leaf.id, before=leaf.id, after=later.id)
        homes = old.parent(leaf.id), new.parent(later.id)
        if homes[0] != homes[1]:
            yield Change(what="moved", of="leaf", id=leaf.id, before=homes[0], after=homes[1])
        if not merged:  # else the old leaf is no earlier form of the new one
            yield from _fields("leaf", leaf, later)
    for leaf in new.leaves:
        if leaf.id not in taken:
            yield Change(what="added", of="leaf", id=leaf.id, after=leaf.zh)


def _fields(
    of: Literal["category", "leaf"], old: Category | Leaf, new: Category | Leaf
) -> Iterator[Change]:
    for name in (field.name for field in fields(old) if field.name not in _NOT_COMPARED):
        before, after = getattr(old, name), getattr(new, name)
        if isinstance(before, tuple):
            gone, come = _without(before, after), _without(after, before)
        else:
            gone, come = str(before or ""), str(after or "")
        if gone != come:  # an order that changed is no change
            yield Change(what="changed", of=of, id=old.id, field=name, before=gone, after=come)


def _without(phrases: tuple[str, ...], others: tuple[str, ...]) -> str:
    return "、".join(phrase for phrase in dict.fromkeys(phrases) if phrase not in others)


def _line(cells: tuple[str, ...]) -> str:
    safe = (" ".join(cell.split()).replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(safe)} |"
