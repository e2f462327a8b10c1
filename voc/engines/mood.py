"""How a clause is meant: stated, negated, wished, supposed or asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voc.engines.vocabulary import Hit, Polarity
from voc.types import Kind

_OPPOSITE: dict[Polarity, Polarity] = {"pain": "praise", "praise": "pain"}
_NEGATED, _WISHED, _OPEN, _SUPPOSED = 0.8, 0.8, 0.35, 0.4  # what is left of a judgement's weight
_REACH = 4  # characters between a negation and what it negates


@dataclass(frozen=True, slots=True)
class Mood:
    """How a clause is meant.

    Attributes
    ----------
    wish, supposed : int or None
        Position from which the clause is wished for, or supposed.
    open : bool
        A question that leaves the fact open: 会不会掉色.
    inquiry : bool
        A question that wants information.
    rhetorical : bool
        A question that asserts the opposite: 这也叫好吃.

    Examples
    --------
    >>> from voc.engines.vocabulary import Vocabulary
    >>> from voc.taxonomy import Taxonomy
    >>> hits = Vocabulary(Taxonomy.load()).find("会不会掉色")
    >>> Mood.of(hits, question=True, wish=False).open
    True
    """

    wish: int | None
    supposed: int | None
    open: bool
    inquiry: bool
    rhetorical: bool

    @classmethod
    def of(cls, hits: Sequence[Hit], *, question: bool, wish: bool) -> Mood:
        """Mood of a clause by its words.

        Parameters
        ----------
        hits : sequence of Hit
        question : bool
            A question mark follows.
        wish : bool
            It ends in words of wishing, such as 就好了.
        """
        names = {name for hit in hits for name in hit.classes}
        rhetorical = "rhetorical" in names
        asks = question and not rhetorical and "why" not in names
        return cls(
            wish=0 if wish else _first(hits, "wish"),
            supposed=_first(hits, "hypothetical"),
            open="polar" in names and not rhetorical,
            inquiry=asks and not names.isdisjoint(("ask", "polar")),
            rhetorical=rhetorical and question,
        )

    def moved(self, hits: Sequence[Hit]) -> Mood:
        """The same mood where words have been taken out of the clause."""
        wish = _first(hits, "wish") if self.wish else self.wish
        return replace(self, wish=wish, supposed=_first(hits, "hypothetical"))

    def meant(self, polarity: Polarity, before: Sequence[Hit], hit: Hit) -> tuple[Kind, float]:
        """Kind of record a judgement makes, and its weight in [0, 1].

        Parameters
        ----------
        polarity : "pain" or "praise"
            What the words say by themselves.
        before : sequence of Hit
            Everything found before them.
        hit : Hit
        """
        weight = 1.0
        for earlier in reversed(before):
            if hit.start - earlier.end > _REACH or (earlier.polarity() and not earlier.negates()):
                break
            if earlier.negates():
                polarity, weight = _OPPOSITE[polarity], weight * _NEGATED
        if self.wish is not None and self.wish <= hit.start:
            return "need", _WISHED
        if self.rhetorical:
            return "pain", _NEGATED
        weight *= _OPEN if self.open else 1.0
        weight *= _SUPPOSED if self.supposed is not None and self.supposed < hit.start else 1.0
        return polarity, weight


def _first(hits: Sequence[Hit], name: str) -> int | None:
    return next((hit.start for hit in hits if name in hit.classes), None)
