"""From what the clauses of a voice say to labels of the whole voice.

The words stand in ``voc/data/voice_cues.toml``; here is how they and the clauses are weighed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.phrases import Phrases, word_lists
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, VOICE_TYPES

Floats = NDArray[np.float32]

_ENOUGH = 0.5  # a clause of that probability settles whether a voice judges at all
_CUE = 0.3  # one emotion word against the prior of the sentiment


@dataclass(slots=True)
class Evidence:
    """What the clauses of one voice add up to.

    Attributes
    ----------
    product_pain, other_pain, loose_pain, praise : float
        Sums of probabilities; a loose pain is of no aspect in particular.
    wish, inquiry, danger : float
        The highest probability, in [0, 1].
    """

    product_pain: float = 0.0
    other_pain: float = 0.0
    loose_pain: float = 0.0
    praise: float = 0.0
    wish: float = 0.0
    inquiry: float = 0.0
    danger: float = 0.0

    @property
    def pain(self) -> float:
        """All pains."""
        return self.product_pain + self.other_pain + self.loose_pain


def verdict(text: str, evidence: Evidence) -> dict[str, Floats]:
    """Probabilities of voice type, sentiment, emotion, urgency and flags of one voice.

    Parameters
    ----------
    text : str
        Model view of the whole voice.
    evidence : Evidence

    Returns
    -------
    dict
        One row of each array of ``Scores.voices``.

    Examples
    --------
    >>> row = verdict("要求退款", Evidence(other_pain=0.7, wish=0.7))
    >>> VOICE_TYPES[row["voice_type"].argmax()]
    'complaint'
    """
    cues = Counter({label: len(words) for label, words in _found(text).items()})
    flags = _flags(cues, evidence)
    sentiment = _sentiment(evidence, cues)
    types = _voice_type(evidence, cues, sentiment, flags)
    return {
        "voice_type": _row(types, VOICE_TYPES),
        "sentiment": _row(sentiment, SENTIMENTS),
        "emotion": _row(_emotion(sentiment, cues), EMOTIONS),
        "urgency": _urgency(types, cues),
        "flags": np.array([flags[name] for name in FLAGS], np.float32),
    }


def _sentiment(evidence: Evidence, cues: Counter[tuple[str, str]]) -> dict[str, float]:
    pain, praise = evidence.pain, evidence.praise
    pain += 0.2 * cues["emotion", "anger"] + 0.1 * cues["emotion", "helplessness"]
    total = pain + praise
    if total == 0:
        return {"neutral": 1.0}
    judged = min(1.0, max(pain, praise) / _ENOUGH) ** 2 * 0.9
    both = min(pain, praise) / max(pain, praise)
    sides = pain**2 + praise**2
    return {
        "neutral": 1 - judged,
        "mixed": judged * both**2 * 0.6,
        "negative": judged * (1 - both**2 * 0.6) * pain**2 / sides,
        "positive": judged * (1 - both**2 * 0.6) * praise**2 / sides,
    }


def _flags(cues: Counter[tuple[str, str]], evidence: Evidence) -> dict[str, float]:
    flags: dict[str, float] = {}
    for name in FLAGS:
        count = cues["flags", name]
        flags[name] = 0.0 if cues["flags_not", name] else 1 - 0.4 ** min(count, 3)
    happy = evidence.praise > evidence.pain
    flags["recommend"] *= 1.0 if happy else 0.4
    for name in ("refund", "churn", "repeat", "safety"):
        flags[name] *= 0.4 if happy else 1.0
    flags["safety"] = max(flags["safety"] * 0.9, evidence.danger)
    return flags


def _voice_type(
    evidence: Evidence,
    cues: Counter[tuple[str, str]],
    sentiment: Mapping[str, float],
    flags: Mapping[str, float],
) -> dict[str, float]:
    mixed = sentiment.get("mixed", 0.0)
    negative = sentiment.get("negative", 0.0) + mixed / 2
    positive = sentiment.get("positive", 0.0) + mixed / 2
    calm = max(0.0, 1 - negative - positive)
    asked = 1 - 0.5 ** cues["voice_type", "complaint"]
    demand = min(0.95, max(asked, flags["refund"] * 0.8, flags["escalate"]))
    product = (evidence.product_pain + evidence.loose_pain / 2) / (evidence.pain or 1.0)
    proposed = 0.8 * (1 - calm) if cues["voice_type", "suggestion"] else 0.0
    concrete = 0.8 if cues["voice_type", "suggestion"] else 0.3
    inquiry = min(1.0, evidence.inquiry) * (1.0 if cues["voice_type", "inquiry"] else 0.6)
    wish = max(0.0, evidence.wish - inquiry / 2)
    return {
        "complaint": negative * demand + calm * evidence.wish * demand,
        "product_issue": negative * (1 - demand) * product,
        "service_issue": negative * (1 - demand) * (1 - product),
        "suggestion": (calm + proposed) * wish * concrete,
        "need": calm * wish * (1 - concrete),
        "inquiry": calm * inquiry,
        "praise": positive,
        "other": calm * (1 - max(wish, inquiry)) + 0.2 * min(2, cues["voice_type", "other"]),
    }


def _emotion(sentiment: Mapping[str, float], cues: Counter[tuple[str, str]]) -> dict[str, float]:
    emotion: dict[str, float] = dict.fromkeys(EMOTIONS, 0.0)
    for polarity, share in sentiment.items():
        for name, prior in _words()["emotion_prior"][polarity].items():
            emotion[name] += share * (prior + _CUE * cues["emotion", name])
    return emotion


def _urgency(types: Mapping[str, float], cues: Counter[tuple[str, str]]) -> Floats:
    priors = np.array([_words()["urgency_prior"][name] for name in types])
    row = np.array(list(types.values())) @ priors
    calm = types["praise"] + types["other"]
    row = row / row.sum()
    if calm < 0.5:
        row = row * [1, 1, 1 + cues["urgency", "2"], 1 + 8 * cues["urgency", "3"]]
    return np.asarray(row / row.sum(), np.float32)


def _row(weights: Mapping[str, float], order: tuple[str, ...]) -> Floats:
    row = np.array([weights.get(name, 0.0) for name in order]) + 1e-3
    return np.asarray(row / row.sum(), np.float32)


def _found(text: str) -> dict[tuple[str, str], set[str]]:
    """Different words of each label in the text."""
    found: dict[tuple[str, str], set[str]] = {}
    for start, end, meanings in _cues().every(text):
        for label in meanings:
            found.setdefault(label, set()).add(text[start:end])
    return found


@cache
def _words() -> dict[str, Any]:
    return word_lists("voice_cues.toml")


@cache
def _cues() -> Phrases[tuple[tuple[str, str], ...]]:
    lists = word_lists("voice_cues.toml")
    meanings: dict[str, tuple[tuple[str, str], ...]] = {}
    for head in ("emotion", "urgency", "flags", "flags_not", "voice_type"):
        for name, words in lists[head].items():
            for word in words:
                meanings[word] = (*meanings.get(word, ()), (head, name))
    return Phrases(meanings)
