"""What an engine is: clauses in, scores out. Deciding is somebody else's work (voc.qualify)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voc.text.split import Clauses
from voc.types import KINDS, Kind

__all__ = ["Clauses", "Engine", "Scores", "all_pairs"]

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Scores:
    """Probabilities in [0, 1], one row a clause or a voice; labels in the order of ``voc.types``.

    Attributes
    ----------
    pairs : ndarray of shape (n_clauses, n_pairs)
        Probability that the clause holds a record of that (kind, category), columns in the order
        of ``Engine.pairs``; independent of each other.
    severity : ndarray of shape (n_clauses, 5)
        Rows sum to 1.
    stage : ndarray of shape (n_clauses, 8)
        Rows sum to 1.
    voices : mapping
        ``voice_type`` (n_voices, 8), ``sentiment`` (n_voices, 4), ``emotion`` (n_voices, 9),
        ``urgency`` (n_voices, 4): rows sum to 1; ``flags`` (n_voices, 6): independent; and, if the
        engine has one, ``polarity`` (n_voices, 1): probability that the voice is positive.
    """

    pairs: Floats
    severity: Floats
    stage: Floats
    voices: Mapping[str, Floats]


def all_pairs(categories: Sequence[str]) -> tuple[tuple[Kind, str], ...]:
    """All kinds times all categories, kind by kind: the columns of the trained engines."""
    return tuple((kind, category) for kind in KINDS for category in categories)


class Engine(Protocol):
    """One method between policy and mechanism."""

    @property
    def name(self) -> str:
        """Name of the engine, e.g. "linear"."""

    @property
    def pairs(self) -> tuple[tuple[Kind, str], ...]:
        """The (kind, category) of each column of ``Scores.pairs``."""

    def score(self, clauses: Clauses) -> Scores:
        """Score all clauses and voices of a batch; never raises on account of one odd text."""
