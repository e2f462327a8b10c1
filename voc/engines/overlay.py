"""Somebody else's taxonomy over a trained model: records by its cue phrases, all else by the model."""

from __future__ import annotations

from dataclasses import dataclass

from voc.engines.base import Clauses, Engine, Scores
from voc.types import Kind


@dataclass(frozen=True)
class OverlayEngine:
    """Two engines as one.

    Attributes
    ----------
    base : Engine
        Gives severity, stage and the tags of voices.
    records : Engine
        Gives kinds and categories.
    """

    base: Engine
    records: Engine
    name: str = "overlay"

    @property
    def pairs(self) -> tuple[tuple[Kind, str], ...]:
        """Those of ``records``."""
        return self.records.pairs

    def score(self, clauses: Clauses) -> Scores:
        """Score a batch of clauses by both."""
        rest = self.base.score(clauses)
        return Scores(self.records.score(clauses).pairs, rest.severity, rest.stage, rest.voices)
