"""A leaf that a taxonomy may lack, for people to read and as a taxonomy file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from voc._aligned import cut
from voc._taxonomy_toml import Row, write
from voc.taxonomy import CueRole

NO_HOME = "new"  # category of a leaf that is near to no other
_NO_HOME_ZH = "待归类"
_QUOTE_COLUMNS = 80


@dataclass(frozen=True, slots=True)
class SuggestedCue:
    """A phrase for the new leaf: in which role, and how many of its voices hold it."""

    phrase: str
    role: CueRole
    voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeafSuggestion:
    """A leaf that a taxonomy may lack.

    Attributes
    ----------
    id, category : str
        Proposed; the category is that of the nearest leaf.
    name : str
        A phrase of the customers' own.
    cues : tuple of SuggestedCue
        Best first, up to 8.
    quotes : tuple of str
        Up to 5 that differ, the most typical first.
    voices : int
    share : float
        Of all voices, in [0, 1].
    nearest : tuple of (str, float)
        The 3 nearest leaves of the taxonomy and how near, as a cosine in [-1, 1].
    overlap : str or None
        The leaf that may be meant, if many of the clauses or of the cue phrases belong to one.
    """

    id: str
    category: str
    name: str
    cues: tuple[SuggestedCue, ...]
    quotes: tuple[str, ...]
    voices: int
    share: float
    nearest: tuple[tuple[str, float], ...]
    overlap: str | None

    def to_toml(self) -> str:
        """The leaf as a taxonomy file that ``Taxonomy.extend`` reads."""
        return suggestions_toml([self])

    def __str__(self) -> str:
        cues = "、".join(f"{cue.phrase} {cue.voices}" for cue in self.cues)
        near = ", ".join(f"{leaf} {cosine:.2f}" for leaf, cosine in self.nearest)
        lines = [
            f"{self.name} ({self.id}): {self.voices} voices, {self.share:.1%}",
            f"  cues: {cues}",
            *(f"  “{cut(quote, _QUOTE_COLUMNS)}”" for quote in self.quotes),
            *([f"  nearest: {near}"] if near else []),
        ]
        if self.overlap:
            lines.append(f"  overlap: may be {self.overlap}; give that leaf more cue phrases")
        return "\n".join(lines)


def suggestions_toml(suggestions: Iterable[LeafSuggestion]) -> str:
    """Several suggestions as one taxonomy file that ``Taxonomy.extend`` reads.

    Quotes stand above each leaf as comments.
    """
    homes: dict[str, list[LeafSuggestion]] = {}
    for one in suggestions:
        homes.setdefault(one.category, []).append(one)
    rows = []
    comments = []
    for home, leaves in homes.items():
        name = {"zh": _NO_HOME_ZH} if home == NO_HOME else {}
        rows.append({"id": home, **name, "leaf": [_row(one) for one in leaves]})
        comments += [line for one in leaves for line in _comments(one)]
    return "\n".join([*comments, "", write(None, rows)])


def _row(one: LeafSuggestion) -> Row:
    roles: Row = {}
    for cue in one.cues:
        roles.setdefault(cue.role, []).append(cue.phrase)
    return {"id": one.id, "zh": one.name, **roles}


def _comments(one: LeafSuggestion) -> Iterator[str]:
    yield f"# {one.id}: {one.voices} voices ({one.share:.1%})"
    if one.overlap:
        yield f"#   may be {one.overlap}"
    for quote in one.quotes:
        yield f"#   {cut(quote, _QUOTE_COLUMNS)}"
