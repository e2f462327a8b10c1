"""Decide: scores in, records and tags out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats, Scores
from voc.qualify.calibrate import IDENTITY, Calibration
from voc.taxonomy import Taxonomy
from voc.types import (
    EMOTIONS,
    FLAGS,
    KINDS,
    SENTIMENTS,
    VOICE_TYPES,
    Emotion,
    Flag,
    Kind,
    Sentiment,
    VoiceType,
)


@dataclass(frozen=True)
class Decoding:
    """Thresholds between a score and a decision, chosen on voices the model has not seen.

    Attributes
    ----------
    pain, need, praise : float
        A clause holds a record of that kind from this probability on.
    second : float
        A clause holds a second category of a kind from this probability on.
    leaf : float
        Below this share of the kind's probability a leaf backs off to its parent category.
    flag : float
    severity, urgency : tuple of float
        Rising; the expected grade at which each next grade begins. Expectations shrink towards the
        middle, so that these differ from one half, three halves …
    record, voice_type : Calibration
        From score to confidence.
    """

    pain: float = 0.4
    need: float = 0.4
    praise: float = 0.4
    second: float = 0.35
    leaf: float = 0.2
    flag: float = 0.5
    severity: tuple[float, ...] = (0.5, 1.5, 2.5, 3.5)
    urgency: tuple[float, ...] = (0.5, 1.5, 2.5)
    record: Calibration = IDENTITY
    voice_type: Calibration = IDENTITY

    def to_config(self) -> dict[str, Any]:
        """Return plain values for config.json."""
        return asdict(self)

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Decoding:
        """Rebuild from plain values."""
        curves = {
            name: Calibration(tuple(config[name]["scores"]), tuple(config[name]["shares"]))
            for name in ("record", "voice_type")
        }
        cuts = {name: tuple(config[name]) for name in ("severity", "urgency") if name in config}
        return cls(**{**config, **cuts, **curves})


@dataclass(frozen=True, slots=True)
class Found:
    """A record before it gets its words: where, what, how sure."""

    clause: int
    kind: Kind
    category: str
    score: float


@dataclass(frozen=True, slots=True)
class VoiceTags:
    """The tags of one whole voice."""

    voice_type: VoiceType
    sentiment: Sentiment
    score: float
    emotion: Emotion
    urgency: int
    flags: frozenset[Flag]
    confidence: float


class PairDecoder:
    """Chooses the records of clauses.

    Parameters
    ----------
    pairs : sequence of (kind, category)
        Columns of the scores.
    taxonomy : Taxonomy
    decoding : Decoding
    """

    def __init__(
        self, pairs: Sequence[tuple[Kind, str]], taxonomy: Taxonomy, decoding: Decoding
    ) -> None:
        self.decoding = decoding
        self.parents = {category: taxonomy.parent(category) for _, category in pairs}
        self.columns = {kind: [i for i, p in enumerate(pairs) if p[0] == kind] for kind in KINDS}
        self.categories = {kind: [c for k, c in pairs if k == kind] for kind in KINDS}

    def __call__(self, pairs: Floats) -> list[Found]:
        """Give the records of all clauses, by clause, most certain first."""
        found = [record for kind in KINDS for record in self._of_kind(kind, pairs)]
        return sorted(found, key=lambda record: (record.clause, -record.score))

    def _of_kind(self, kind: Kind, pairs: Floats) -> Iterator[Found]:
        scores = pairs[:, self.columns[kind]]
        if not scores.shape[1]:
            return
        total = scores.sum(axis=1)
        for clause in np.flatnonzero(total >= getattr(self.decoding, kind)).tolist():
            yield from self._of_clause(clause, kind, scores[clause], float(total[clause]))

    def _of_clause(self, clause: int, kind: Kind, scores: Floats, total: float) -> Iterator[Found]:
        names = self.categories[kind]
        ranked = np.argsort(-scores, kind="stable")
        best = int(ranked[0])
        if scores[best] < self.decoding.leaf * total:
            yield self._parent(clause, kind, scores)
            return
        yield Found(clause, kind, names[best], min(float(scores[best]), 1.0))
        second = int(ranked[1]) if len(ranked) > 1 else best
        if second != best and scores[second] >= self.decoding.second:
            yield Found(clause, kind, names[second], float(scores[second]))

    def _parent(self, clause: int, kind: Kind, scores: Floats) -> Found:
        mass: dict[str, float] = {}
        for name, score in zip(self.categories[kind], scores.tolist(), strict=True):
            mass[self.parents[name]] = mass.get(self.parents[name], 0.0) + score
        parent = max(mass, key=lambda name: mass[name])
        return Found(clause, kind, parent, min(mass[parent], 1.0))


def decode_voices(scores: Scores, decoding: Decoding) -> list[VoiceTags]:
    """Choose the tags of all voices."""
    voices = scores.voices
    best = {name: voices[name].argmax(axis=1) for name in ("voice_type", "sentiment", "emotion")}
    urgency = grades(voices["urgency"], decoding.urgency)
    confidence = decoding.voice_type(voices["voice_type"].max(axis=1))
    polarity = polarity_scores(voices)
    return [
        VoiceTags(
            voice_type=VOICE_TYPES[best["voice_type"][i]],
            sentiment=SENTIMENTS[best["sentiment"][i]],
            score=round(float(polarity[i]), 4),
            emotion=EMOTIONS[best["emotion"][i]],
            urgency=int(urgency[i]),
            flags=frozenset(
                flag
                for flag, p in zip(FLAGS, voices["flags"][i], strict=True)
                if p >= decoding.flag
            ),
            confidence=round(float(confidence[i]), 4),
        )
        for i in range(len(urgency))
    ]


def grades(probabilities: Floats, cuts: Sequence[float]) -> NDArray[np.int64]:
    """Choose a grade for each row by where its expectation falls between the cuts.

    Examples
    --------
    >>> grades(np.array([[0.9, 0.1, 0.0], [0.2, 0.4, 0.4]]), (0.5, 1.1)).tolist()
    [0, 2]
    """
    expected = probabilities @ np.arange(probabilities.shape[1])
    return np.searchsorted(cuts, expected, side="right")


def polarity_scores(voices: Mapping[str, Floats]) -> NDArray[np.float32]:
    """Polarity in [-1, 1]: which way, times how sure that there is an attitude at all."""
    negative, neutral, positive, mixed = voices["sentiment"].T
    towards = (positive + mixed / 2) / np.maximum(positive + mixed + negative, 1e-6)
    if "polarity" in voices:
        towards = (towards + voices["polarity"][:, 0]) / 2
    return np.asarray((1 - neutral) * (2 * towards - 1), dtype=np.float32)
