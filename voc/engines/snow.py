"""SnowNLP's polarity behind the interface of voc: for comparison, and for who comes from it.

Its probability p becomes 2p - 1; it finds no records and knows neither types nor urgency.
"""

from __future__ import annotations

import warnings
from functools import cache
from types import ModuleType

import numpy as np

from voc._optional import require
from voc.engines.base import Clauses, Floats, Scores
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, STAGES, VOICE_TYPES, Kind

_CLEAR = 0.6  # from here on, and from 1 - _CLEAR down, a polarity counts as one


class SnowEngine:
    """Polarity by SnowNLP.

    Raises
    ------
    MissingExtraError
        snownlp is not installed.
    """

    name = "snownlp"
    pairs: tuple[tuple[Kind, str], ...] = ()

    def __init__(self) -> None:
        _sentiment()

    def score(self, clauses: Clauses) -> Scores:
        """Score voices; no clause holds a record."""
        n = clauses.n_voices
        positive = np.array([_probability(text) for text in clauses.texts], dtype=np.float32)
        return Scores(
            pairs=np.zeros((len(clauses), 0), dtype=np.float32),
            severity=_always(len(clauses), 5, 0),
            stage=_always(len(clauses), len(STAGES), STAGES.index("usage")),
            voices={
                "voice_type": _always(n, len(VOICE_TYPES), VOICE_TYPES.index("other")),
                "sentiment": _sentiments(positive),
                "emotion": _always(n, len(EMOTIONS), EMOTIONS.index("neutral")),
                "urgency": _always(n, 4, 0),
                "flags": np.zeros((n, len(FLAGS)), dtype=np.float32),
                "polarity": positive[:, None],
            },
        )


def _sentiments(positive: Floats) -> Floats:
    """Share the probability out: neutral takes what is on neither clear side."""
    rows = np.zeros((len(positive), len(SENTIMENTS)), dtype=np.float32)
    clear = np.abs(positive - 0.5) > _CLEAR - 0.5
    rows[:, SENTIMENTS.index("positive")] = np.where(clear, positive, 0)
    rows[:, SENTIMENTS.index("negative")] = np.where(clear, 1 - positive, 0)
    rows[:, SENTIMENTS.index("neutral")] = ~clear
    return rows


def _always(n: int, size: int, label: int) -> Floats:
    rows = np.zeros((n, size), dtype=np.float32)
    rows[:, label] = 1
    return rows


def _probability(text: str) -> float:
    if not text.strip():
        return 0.5  # SnowNLP itself would say 0.526 of nothing
    return float(_sentiment().classify(text))


@cache
def _sentiment() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return require("snownlp.sentiment", extra="snownlp", caller="model='snownlp'")
