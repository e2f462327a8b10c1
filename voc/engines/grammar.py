"""Read one clause with cue phrases and Chinese grammar: what is judged, and which way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from voc.engines.mood import Mood
from voc.engines.vocabulary import Hit, Polarity, Vocabulary
from voc.taxonomy import Taxonomy
from voc.types import Kind

Pair = tuple[Kind, str]

# How sure each kind of evidence is.
_PHRASE, _OPINION, _SHORT, _OWN, _CARRIED = 0.75, 0.65, 0.6, 0.5, 0.5
_NEED, _WISHED_ASPECT, _INQUIRY, _ABSENT = 0.7, 0.4, 0.5, 0.45
# An opinion that stands alone; in a longer clause there may be an aspect we have no word for.
_ALONE = ((5, 0.55), (10, 0.45))
_ALONE_IN_LONG = 0.25

_REACH = 10  # characters between an aspect and the opinion behind it


@dataclass(slots=True)
class Reading:
    """What one clause says.

    Attributes
    ----------
    pairs : dict of (kind, leaf) to float
        Probability in [0, 1] of each.
    unplaced : dict of kind to float
        The same for judgements that no leaf of the taxonomy takes.
    wished : bool
        The clause wishes for something, whether or not we know what.
    aspects : tuple of str
        Leaves named; they stand for the next clause when this one does not judge.
    """

    pairs: dict[Pair, float] = field(default_factory=dict)
    unplaced: dict[Kind, float] = field(default_factory=dict)
    wished: bool = False
    aspects: tuple[str, ...] = ()

    def add(self, kind: Kind, leaf: str | None, probability: float) -> None:
        """Keep the surest evidence of each pair."""
        if leaf is None:
            self.unplaced[kind] = max(self.unplaced.get(kind, 0.0), probability)
        else:
            self.pairs[kind, leaf] = max(self.pairs.get((kind, leaf), 0.0), probability)

    def complete(self, other: Reading) -> None:
        """Take over what the other says of leaves that this one does not speak of."""
        known = {leaf for _, leaf in self.pairs}
        self.pairs.update({p: sure for p, sure in other.pairs.items() if p[1] not in known})
        self.unplaced = other.unplaced | self.unplaced


@dataclass(frozen=True)
class Reader:
    """Reads clauses with the cue phrases of one taxonomy.

    Examples
    --------
    >>> reader = Reader(Taxonomy.load())
    >>> reader.read("味道不是很好").pairs
    {('pain', 'appeal.taste'): 0.52}
    """

    taxonomy: Taxonomy

    def read(self, clause: str, mark: str = "", carried: tuple[str, ...] = ()) -> Reading:
        """Read one clause.

        Parameters
        ----------
        clause : str
            Normalised.
        mark : str
            The character behind the clause; "?" makes it a question.
        carried : tuple of str
            Leaves the clause before named without judging them.
        """
        hits = self.vocabulary.find(clause)
        wish = self.vocabulary.ends_as_wish(clause)
        mood = Mood.of(hits, question=mark == "?", wish=wish)
        alone = next((sure for length, sure in _ALONE if len(clause) <= length), _ALONE_IN_LONG)
        reading = self._judged(hits, mood, carried, alone)
        bare = self.vocabulary.without_degree(clause)
        if bare != clause:
            bare_hits = self.vocabulary.find(bare)
            reading.complete(self._judged(bare_hits, mood.moved(bare_hits), (), alone))
        self._absent(reading, hits, mood)
        self._wish_or_ask(reading, hits, mood)
        if not reading.pairs:
            reading.aspects = tuple(leaf for hit in hits for leaf in hit.aspects())
        return reading

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words it looks for."""
        return Vocabulary(self.taxonomy)

    def _judged(
        self, hits: Sequence[Hit], mood: Mood, carried: tuple[str, ...], alone: float
    ) -> Reading:
        reading = Reading()
        since = 0
        for number, hit in enumerate(hits):
            before, after = hits[:number], hits[number + 1 :]
            if not (before and before[-1].negates()):
                for leaf in hit.needed():
                    reading.add("need", leaf, _NEED)
            polarity = hit.polarity()
            if polarity is None or _only_compares(hit, after):
                continue
            kind, weight = mood.meant(polarity, before, hit)
            targets = self._targets(before[since:], hit, after, carried)
            for target, sure in targets or [(self.vocabulary.general_leaf, alone)]:
                reading.add(kind, target, round(sure * weight, 3))
            since = number + 1
        return reading

    def _targets(
        self, before: Sequence[Hit], hit: Hit, after: Sequence[Hit], carried: tuple[str, ...]
    ) -> list[tuple[str | None, float]]:
        """Leaves that words of judging speak of, and how surely; none when they speak of no aspect."""
        own: list[str | None] = [*hit.judged()]
        if own and not hit.fits_any():
            return [(leaf, _PHRASE) for leaf in own]
        near = self._near(before, hit, after)
        if near:
            return [(leaf, _SHORT if hit.is_short() else _OPINION) for leaf in near]
        if own:
            return [(leaf, _OWN) for leaf in own]
        if hit.is_short():
            return [(None, 0.0)]
        return [(leaf, _CARRIED) for leaf in carried]

    def _near(self, before: Sequence[Hit], hit: Hit, after: Sequence[Hit]) -> list[str]:
        """Leaves named shortly before an opinion, else right behind it; the general one yields."""
        reach = 1 if hit.is_short() else _REACH
        near = [leaf for h in before if hit.start - h.end <= reach for leaf in h.aspects()]
        if not near:
            near = [leaf for h in after[:1] if h.start - hit.end <= 2 for leaf in h.aspects()]
        return [leaf for leaf in dict.fromkeys(near) if leaf != self.vocabulary.general_leaf]

    def _absent(self, reading: Reading, hits: Sequence[Hit], mood: Mood) -> None:
        """没有停车位 is a pain without a judging word, 没有推销 a praise."""
        if any(hit.polarity() for hit in hits):
            return
        for before, hit in pairwise(hits):
            if "absence" in before.classes and hit.start == before.end:
                missed: Polarity = "praise" if "unwanted" in hit.classes else "pain"
                kind, weight = mood.meant(missed, (), hit)
                for leaf in hit.aspects():
                    reading.add(kind, leaf, round(_ABSENT * weight, 3))

    def _wish_or_ask(self, reading: Reading, hits: Iterable[Hit], mood: Mood) -> None:
        needs = any(kind == "need" for kind, _ in reading.pairs)
        reading.wished = mood.wish is not None
        if mood.wish is not None and not needs:
            for hit in hits:
                for leaf in hit.aspects() if hit.start >= mood.wish else ():
                    reading.add("need", leaf, _WISHED_ASPECT)
        elif mood.inquiry and max(reading.pairs.values(), default=0.0) < _INQUIRY:
            reading.add("need", self.vocabulary.inquiry_leaf, _INQUIRY)


def _only_compares(hit: Hit, after: Iterable[Hit]) -> bool:
    """不如 negates an opinion that follows, else it is one."""
    return "worse_than" in hit.classes and any(h.polarity() for h in after)
