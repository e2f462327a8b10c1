"""Decide: scores in, records and tags out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats, Scores
from voc.qualify.calibrate import IDENTITY, Calibration
from voc.types import (
    EMOTIONS,
    FLAGS,
    SENTIMENTS,
    VOICE_TYPES,
    Emotion,
    Flag,
    Sentiment,
    VoiceType,
)

Label = TypeVar("Label")


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


class VoiceTags(NamedTuple):
    """The tags of whole voices, one list each."""

    voice_type: list[VoiceType]
    sentiment: list[Sentiment]
    score: list[float]
    emotion: list[Emotion]
    urgency: list[int]
    flags: list[frozenset[Flag]]
    confidence: list[float]


def decode_voices(scores: Scores, decoding: Decoding) -> VoiceTags:
    """Choose the tags of all voices."""
    voices = scores.voices
    confidence = decoding.voice_type(voices["voice_type"].max(axis=1))
    return VoiceTags(
        voice_type=_likeliest(voices["voice_type"], VOICE_TYPES),
        sentiment=_likeliest(voices["sentiment"], SENTIMENTS),
        score=rounded(polarity_scores(voices)),
        emotion=_likeliest(voices["emotion"], EMOTIONS),
        urgency=grades(voices["urgency"], decoding.urgency).tolist(),
        flags=_flags(voices["flags"] >= decoding.flag),
        confidence=rounded(confidence),
    )


def rounded(values: Floats) -> list[float]:
    """Give plain numbers of four digits."""
    exact: list[float] = values.astype(np.float64).round(4).tolist()
    return exact


def _likeliest(probabilities: Floats, labels: Sequence[Label]) -> list[Label]:
    return [labels[i] for i in probabilities.argmax(axis=1).tolist()]


def _flags(raised: NDArray[np.bool_]) -> list[frozenset[Flag]]:
    """Give the set of each row; equal rows share theirs."""
    codes: list[int] = (raised @ (1 << np.arange(len(FLAGS)))).tolist()
    sets = {
        code: frozenset(flag for i, flag in enumerate(FLAGS) if code >> i & 1)
        for code in set(codes)
    }
    return [sets[code] for code in codes]


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
