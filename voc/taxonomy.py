"""What customers talk about: 14 categories, 63 leaves, and the words that point to them.

A leaf names an aspect neutrally; the same leaf carries pains, needs and praises.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal, get_args

from voc._taxonomy_lint import Finding, find_weak_spots
from voc._taxonomy_toml import Element, Owner, Row, read, write
from voc.errors import InputError
from voc.taxonomy_diff import TaxonomyDiff, compare
from voc.types import Level, Stage, Touchpoint

CueRole = Literal["aspect", "pain", "praise", "need"]
CUE_ROLES: tuple[CueRole, ...] = get_args(CueRole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One aspect.

    Attributes
    ----------
    id : str
        Stable; an old name stays in ``aliases``.
    zh, en : str
        Names.
    definition, definition_en : str
    level, stage : str
        Experience level it decides and journey stage it is met in, unless the text says otherwise.
    severity : int
        How much a pain of this aspect usually hurts, 1 (minor) to 4 (critical).
    touchpoint : str or None
        Where it is usually met; None when that is open.
    owner : "product", "service", "marketing" or "channel"
        Who in a company usually answers for it.
    element : "physical" or "relational"
    aliases : tuple of str
        Former ids that still resolve.
    aspect : tuple of str
        Words that name the aspect without judging it.
    pain, praise, need : tuple of str
        Phrases that by themselves say a pain, a praise or a need of this aspect.
    """

    id: str
    zh: str
    en: str = ""
    definition: str = ""
    definition_en: str = ""
    level: Level = "need_met"
    stage: Stage = "usage"
    severity: int = 2
    touchpoint: Touchpoint | None = None
    owner: Owner = "product"
    element: Element = "physical"
    aliases: tuple[str, ...] = ()
    aspect: tuple[str, ...] = ()
    pain: tuple[str, ...] = ()
    praise: tuple[str, ...] = ()
    need: tuple[str, ...] = ()

    def cues(self) -> Iterable[tuple[str, CueRole]]:
        """Every cue phrase with its role."""
        return ((phrase, role) for role in CUE_ROLES for phrase in getattr(self, role))


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A group of leaves: id, names and ``leaves`` in order."""

    id: str
    zh: str
    en: str = ""
    leaves: tuple[Leaf, ...] = ()


@dataclass(frozen=True, repr=False)
class Taxonomy:
    """The categories and leaves that records are sorted into.

    Attributes
    ----------
    version : int
    categories : tuple of Category

    Examples
    --------
    >>> taxonomy = Taxonomy.load()
    >>> taxonomy
    Taxonomy(version=1, 14 categories, 63 leaves)
    >>> taxonomy.name("delivery.speed"), taxonomy.parent("delivery.speed")
    ('配送时效', 'delivery')
    """

    version: int
    categories: tuple[Category, ...]

    @classmethod
    def load(cls, path: str | Path | None = None) -> Taxonomy:
        """Read a taxonomy file, of which each leaf needs only ``id`` and ``zh``; None is built in.

        Raises
        ------
        TaxonomyError
            A mistake in the file, with its line.
        """
        if path is not None:
            return cls(1, ()).extend(path)
        with as_file(files("voc.data") / "taxonomy.toml") as built_in:
            return cls(1, ()).extend(built_in)

    def extend(self, path: str | Path) -> Taxonomy:
        """A new taxonomy with the file's categories, leaves and cue phrases added to this one.

        For an id that exists, what the file gives replaces the old value; cue phrases and aliases
        are added to the old ones.

        Raises
        ------
        TaxonomyError
            A mistake in the file, with its line.
        """
        known = {**self._parents, **dict.fromkeys(self._categories, "")}
        version, rows = read(Path(path), known)
        categories = dict(self._categories)
        for row in rows:
            categories[row["id"]] = _category(row, categories.get(row["id"]))
        return Taxonomy(version or self.version, tuple(categories.values()))

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """All leaves, in order."""
        return tuple(leaf for home in self.categories for leaf in home.leaves)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of all leaves, in order."""
        return tuple(leaf.id for leaf in self.leaves)

    def leaf(self, id: str) -> Leaf:
        """The leaf of that id or alias.

        Raises
        ------
        InputError
            No such leaf.

        Examples
        --------
        >>> Taxonomy.load().leaf("service.reach").definition
        '电话打不通、没人理、转不了人工、机器人客服'
        """
        if id not in self._leaves:
            raise _unknown(id, "leaf", self._leaves)
        return self._leaves[id]

    def category(self, id: str) -> Category:
        """The category of that id.

        Raises
        ------
        InputError
            No such category.
        """
        if id not in self._categories:
            raise _unknown(id, "category", self._categories)
        return self._categories[id]

    def parent(self, id: str) -> str:
        """Id of the category that holds a leaf; a category is its own parent.

        Raises
        ------
        InputError
            No such leaf or category.
        """
        return id if id in self._categories else self._parents[self.leaf(id).id]

    def name(self, id: str, lang: Literal["zh", "en"] = "zh") -> str:
        """Name of a leaf or category; the Chinese one where there is no English one.

        Raises
        ------
        InputError
            No such leaf or category.
        """
        item = self._categories[id] if id in self._categories else self.leaf(id)
        return item.en or item.zh if lang == "en" else item.zh

    def __contains__(self, id: object) -> bool:
        """Whether it is the id of a leaf or category, or an alias."""
        return id in self._leaves or id in self._categories

    def __repr__(self) -> str:
        counts = f"{len(self.categories)} categories, {len(self.leaves)} leaves"
        return f"Taxonomy(version={self.version}, {counts})"

    def lint(self) -> tuple[Finding, ...]:
        """What is no error but will hurt: phrases that point to two leaves, leaves nobody can find.

        Examples
        --------
        >>> Taxonomy.load().lint()
        ()
        """
        return find_weak_spots(self.categories)

    def diff(self, other: Taxonomy) -> TaxonomyDiff:
        """What changes from this version to the other; ``voc.migration.migrate`` carries records over.

        Examples
        --------
        >>> taxonomy = Taxonomy.load()
        >>> print(taxonomy.diff(Taxonomy(2, taxonomy.categories[1:])).changes[0])
        removed category quality: 产品质量
        """
        return compare(self, other)

    def to_toml(self) -> str:
        """The taxonomy as text that ``load`` reads back equal, for model folders."""
        return write(self.version, (_row(category) for category in self.categories))

    @cached_property
    def _leaves(self) -> Mapping[str, Leaf]:
        aliases = {alias: leaf for leaf in reversed(self.leaves) for alias in leaf.aliases}
        return aliases | {leaf.id: leaf for leaf in self.leaves}

    @cached_property
    def _categories(self) -> Mapping[str, Category]:
        return {category.id: category for category in self.categories}

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        return {leaf.id: home.id for home in self.categories for leaf in home.leaves}


def category_name(id: str | None, taxonomy: Taxonomy, lang: Literal["zh", "en"] = "zh") -> str:
    """What people call a leaf or category: its id where the taxonomy lacks it, a dash for none.

    Examples
    --------
    >>> taxonomy = Taxonomy.load()
    >>> category_name("delivery.speed", taxonomy), category_name("mine", taxonomy, "en")
    ('配送时效', 'mine')
    """
    if id is None:
        return "—"
    return taxonomy.name(id, lang) if id in taxonomy else id


def _category(row: Row, old: Category | None) -> Category:
    leaves = {leaf.id: leaf for leaf in (old.leaves if old else ())}
    for leaf_row in row.get("leaf", []):
        leaves[leaf_row["id"]] = _leaf(leaf_row, leaves.get(leaf_row["id"]))
    given: dict[str, Any] = row | {"leaves": tuple(leaves.values())}
    given.pop("leaf", None)
    return replace(old, **given) if old else Category(**given)


def _leaf(row: Row, old: Leaf | None) -> Leaf:
    given: Row = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    if old is None:
        return Leaf(**given)
    for key, value in given.items():
        if isinstance(value, tuple):
            given[key] = tuple(dict.fromkeys((*getattr(old, key), *value)))
    return replace(old, **given)


def _row(category: Category) -> Row:
    row = asdict(category)
    row["leaf"] = row.pop("leaves")
    return row


def _unknown(id: str, what: str, known: Iterable[str]) -> InputError:
    near = get_close_matches(str(id), list(known), n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "see Taxonomy.load().ids"
    return InputError(f"id={id!r} is no {what} of this taxonomy; {hint}")
