"""What alerts remember of a voice: when, whose, and its pains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from voc.insight.alert import hidden
from voc.insight.codes import Ints
from voc.insight.facts import Facts
from voc.types import KINDS

PAIN = KINDS.index("pain")
_QUOTES = 3


@dataclass(frozen=True, slots=True)
class Pain:
    """A pain that a voice tells; the quote is without personal data."""

    category: str
    severity: int
    quote: str


@dataclass(frozen=True, slots=True)
class Said:
    """A voice, in as much as later alerts need it."""

    voice: str
    when: datetime | None
    customer: str | None
    pains: tuple[Pain, ...]


class Voices:
    """The voices of facts, each with its records, the most severe first."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._order = np.lexsort((np.arange(facts.n_records), -facts.severity, facts.voice))
        places = np.arange(facts.n_voices + 1)
        self._bounds = np.searchsorted(facts.voice[self._order], places)

    def records(self, voice: int) -> Ints:
        """Rows of the records of a voice."""
        rows: Ints = self._order[self._bounds[voice] : self._bounds[voice + 1]]
        return rows

    def when(self, voice: int) -> datetime | None:
        """When a voice was sent."""
        when: datetime | None = self.facts.time[voice].item()
        return when

    def quotes(self, voice: int) -> tuple[str, ...]:
        """At most three; where no record was found, how the text begins."""
        rows = self.records(voice)[:_QUOTES].tolist()
        texts = [self.facts.quote[row] for row in rows]
        if not rows and self.facts.tagged is not None:
            texts = [self.facts.tagged[voice].voice.text]
        return tuple(hidden(text) for text in texts if text.strip())

    def said(self, voice: int) -> Said:
        """What is remembered of a voice."""
        facts = self.facts
        pains = (
            Pain(facts.category.text(row) or "", int(facts.severity[row]), hidden(facts.quote[row]))
            for row in self.records(voice).tolist()
            if facts.kind[row] == PAIN
        )
        customer = facts.customer.text(voice)
        return Said(str(facts.id[voice]), self.when(voice), customer, tuple(pains))


def worst_quotes(said: Iterable[Said], category: str | None = None) -> tuple[str, ...]:
    """Quote the most severe pains, one a voice, none twice, at most three."""
    worst = []
    for one in said:
        pains = [pain for pain in one.pains if category in (None, pain.category)]
        if pains:
            worst.append(max(pains, key=lambda pain: pain.severity))
    worst.sort(key=lambda pain: -pain.severity)
    return tuple(dict.fromkeys(pain.quote for pain in worst))[:_QUOTES]
