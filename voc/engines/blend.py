"""Two engines that read in different ways, averaged: where one errs, the other often does not."""

from __future__ import annotations

from dataclasses import dataclass

from voc.engines.base import Clauses, Engine, Floats, Scores
from voc.types import Kind


@dataclass(frozen=True)
class BlendEngine:
    """The weighted mean of the scores of two engines over the same pairs.

    Attributes
    ----------
    first, second : Engine
    share : float
        Weight of the second engine, in [0, 1].
    """

    first: Engine
    second: Engine
    share: float
    name: str = "blend"

    @property
    def pairs(self) -> tuple[tuple[Kind, str], ...]:
        """The pairs of both."""
        return self.first.pairs

    def score(self, clauses: Clauses) -> Scores:
        """Score a batch of clauses by both engines."""
        a, b = self.first.score(clauses), self.second.score(clauses)
        return Scores(
            self._mean(a.pairs, b.pairs),
            self._mean(a.severity, b.severity),
            self._mean(a.stage, b.stage),
            {name: self._mean(values, b.voices[name]) for name, values in a.voices.items()},
        )

    def _mean(self, a: Floats, b: Floats) -> Floats:
        return (1 - self.share) * a + self.share * b
