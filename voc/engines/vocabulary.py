"""The words of the lexicon engine: a taxonomy's cue phrases and the words of grammar, in one look-up.

The words of grammar stand in ``voc/data/grammar.toml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from voc.engines.phrases import Phrases, word_lists
from voc.taxonomy import CueRole, Taxonomy
from voc.text.normalize import normalize

Polarity = Literal["pain", "praise"]
Cue = tuple[str, CueRole]

_JUDGING: dict[str, Polarity] = {
    "positive": "praise",
    "positive_short": "praise",
    "better_than": "praise",
    "negative": "pain",
    "negative_short": "pain",
    "worse_than": "pain",
}
_CLASSES = (
    *_JUDGING, "negation", "plain", "wish", "polar", "ask", "why", "rhetorical", "hypothetical", "absence", "unwanted",
)  # fmt: skip


class Hit(NamedTuple):
    """Words found in a clause.

    Attributes
    ----------
    start, end : int
        Their span in the clause.
    classes : frozenset of str
        The lists of ``grammar.toml`` that hold them.
    cues : tuple of (str, str)
        The leaves they point to, and in which role.
    """

    start: int
    end: int
    classes: frozenset[str]
    cues: tuple[Cue, ...]

    def aspects(self) -> list[str]:
        """Leaves that these words name without judging."""
        return [leaf for leaf, role in self.cues if role == "aspect"]

    def judged(self) -> list[str]:
        """Leaves that these words judge by themselves."""
        return [leaf for leaf, role in self.cues if role in ("pain", "praise")]

    def needed(self) -> list[str]:
        """Leaves of which these words say a need by themselves."""
        return [leaf for leaf, role in self.cues if role == "need"]

    def polarity(self) -> Polarity | None:
        """Which way these words judge, whatever they judge."""
        for name in self.classes:
            if name in _JUDGING:
                return _JUDGING[name]
        return next((role for _, role in self.cues if role == "pain" or role == "praise"), None)

    def fits_any(self) -> bool:
        """Whether these words can judge any aspect they stand beside."""
        return not self.classes.isdisjoint(_JUDGING)

    def is_short(self) -> bool:
        """Whether these words judge only right beside an aspect."""
        return self.classes <= {"positive_short", "negative_short"} and not self.judged()

    def negates(self) -> bool:
        """Whether these words turn the next judgement round."""
        return not self.classes.isdisjoint(("negation", "worse_than"))


@dataclass(frozen=True)
class Vocabulary:
    """Finds the words of one taxonomy and of grammar in clauses.

    Examples
    --------
    >>> vocabulary = Vocabulary(Taxonomy.load())
    >>> [hit.polarity() for hit in vocabulary.find("味道真的不错")]
    [None, 'praise']
    """

    taxonomy: Taxonomy

    def find(self, clause: str) -> list[Hit]:
        """Words in a normalised clause, from left to right, the longest at each place."""
        return [Hit(start, end, *meaning) for start, end, meaning in self._phrases.longest(clause)]

    def without_degree(self, clause: str) -> str:
        """The clause without 很, 非常, 有点 …, so that 房间也很小 reads 房间小."""
        return self._degree.sub("", clause)

    def ends_as_wish(self, clause: str) -> bool:
        """Whether the clause ends in 就好了 and the like."""
        return clause.endswith(self._wish_ends)

    @cached_property
    def general_leaf(self) -> str | None:
        """Leaf of an opinion about nothing in particular, if the taxonomy has it."""
        return self._special("general_leaf")

    @cached_property
    def inquiry_leaf(self) -> str | None:
        """Leaf of a plain question for information, if the taxonomy has it."""
        return self._special("inquiry_leaf")

    @cached_property
    def _phrases(self) -> Phrases[tuple[frozenset[str], tuple[Cue, ...]]]:
        cues: dict[str, list[Cue]] = {}
        for leaf in self.taxonomy.leaves:
            for phrase, role in leaf.cues():
                cues.setdefault(normalize(phrase).text, []).append((leaf.id, role))
        classes: dict[str, set[str]] = {}
        for name in _CLASSES:
            for word in self._words[name]:
                classes.setdefault(word, set()).add(name)
        words = filter(None, dict.fromkeys((*cues, *classes)))
        return Phrases({w: (frozenset(classes.get(w, ())), tuple(cues.get(w, ()))) for w in words})

    @cached_property
    def _words(self) -> dict[str, Any]:
        return word_lists("grammar.toml")

    @cached_property
    def _degree(self) -> re.Pattern[str]:
        words = sorted((*self._words["strong"], *self._words["soft"]), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)))

    @cached_property
    def _wish_ends(self) -> tuple[str, ...]:
        return tuple(self._words["wish_end"])

    def _special(self, key: str) -> str | None:
        leaf = str(self._words[key])
        return leaf if leaf in self.taxonomy else None
