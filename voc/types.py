"""The records that move through voc, from left to right: Voice → TaggedVoice with Records.

All are frozen. Spans are half-open ``[start, end)`` offsets in characters into ``Voice.text`` as the
customer wrote it; nothing ever rewrites that text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, get_args

Channel = Literal["complaint", "ticket", "review", "survey", "social", "chat", "call", "unknown"]
Kind = Literal["pain", "need", "praise"]
Stage = Literal[
    "awareness", "evaluation", "purchase", "delivery", "onboarding", "usage", "support", "loyalty"
]
Touchpoint = Literal[
    "app", "website", "mini_program", "ecommerce", "store", "sales", "hotline", "online_chat",
    "delivery_person", "onsite", "notification", "document", "self_service", "social",
]  # fmt: skip
Level = Literal["need_met", "ease", "delight"]
VoiceType = Literal[
    "complaint",
    "product_issue",
    "service_issue",
    "suggestion",
    "need",
    "inquiry",
    "praise",
    "other",
]
Sentiment = Literal["negative", "neutral", "positive", "mixed"]
Emotion = Literal[
    "anger", "disappointment", "anxiety", "helplessness", "confusion", "sarcasm", "joy",
    "gratitude", "neutral",
]  # fmt: skip
Flag = Literal["refund", "escalate", "churn", "recommend", "safety", "repeat"]
Mark = Literal["bad_row", "empty", "filler", "duplicate", "near_duplicate", "failed"]

CHANNELS: tuple[Channel, ...] = get_args(Channel)
KINDS: tuple[Kind, ...] = get_args(Kind)
STAGES: tuple[Stage, ...] = get_args(Stage)
TOUCHPOINTS: tuple[Touchpoint, ...] = get_args(Touchpoint)
LEVELS: tuple[Level, ...] = get_args(Level)
VOICE_TYPES: tuple[VoiceType, ...] = get_args(VoiceType)
SENTIMENTS: tuple[Sentiment, ...] = get_args(Sentiment)
EMOTIONS: tuple[Emotion, ...] = get_args(Emotion)
FLAGS: tuple[Flag, ...] = get_args(Flag)
MARKS: tuple[Mark, ...] = get_args(Mark)

# What a field may be; not of categories, which a taxonomy names, nor of flags, which are a set.
VALUES: Mapping[str, tuple[object, ...]] = {
    "kind": KINDS, "severity": tuple(range(5)), "stage": STAGES, "level": LEVELS,
    "touchpoint": (None, *TOUCHPOINTS),
    "voice_type": VOICE_TYPES, "sentiment": SENTIMENTS, "emotion": EMOTIONS,
    "urgency": tuple(range(4)),
}  # fmt: skip
TAGS_OF_VOICE = ("voice_type", "sentiment", "emotion", "urgency", "flags")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One thing a customer said, and what is known about it.

    Attributes
    ----------
    id : str
        Unique within one source.
    text : str
        As the customer wrote it, never changed.
    channel : str
        One of ``CHANNELS``.
    created_at : datetime or None
    customer, segment, product : str or None
    score : float or None
        NPS 0-10, stars …, as the source has it.
    meta : Mapping
        Every other column of the source: the operational data to join.
    marks : frozenset of str
        What collecting found odd, out of ``MARKS``; empty for a sound voice.
    error : str or None
        For a voice marked "bad_row" or "failed": what was wrong, with the line.

    Examples
    --------
    >>> Voice(id="1", text="充电时冒烟了", channel="review").text
    '充电时冒烟了'
    """

    id: str
    text: str
    channel: Channel = "unknown"
    created_at: datetime | None = None
    customer: str | None = None
    segment: str | None = None
    product: str | None = None
    score: float | None = None
    meta: Mapping[str, Any] = field(default_factory=dict, hash=False)
    marks: frozenset[Mark] = frozenset()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One pain, need or praise, with the words that say it.

    Attributes
    ----------
    voice_id : str
    kind : "pain", "need" or "praise"
    category : str
        A taxonomy leaf id, or a top id when the leaf is uncertain.
    start, end : int
        Half-open character offsets into the voice's text.
    quote : str
        ``voice.text[start:end]``.
    severity : int
        0 (none) to 4 (critical); 0 for praise.
    stage : str
        One of ``STAGES``.
    touchpoint : str or None
        One of ``TOUCHPOINTS``; None when neither the words nor the aspect tell.
    level : str
        One of ``LEVELS``.
    confidence : float
        Calibrated probability in [0, 1] that kind and category are right.
    """

    voice_id: str
    kind: Kind
    category: str
    start: int
    end: int
    quote: str
    severity: int
    stage: Stage
    touchpoint: Touchpoint | None
    level: Level
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedVoice:
    """A voice and what voc understood of it.

    Attributes
    ----------
    voice : Voice
    records : tuple of Record
        In text order.
    voice_type : str
        One of ``VOICE_TYPES``.
    sentiment : str
        One of ``SENTIMENTS``.
    score : float
        Polarity in [-1, 1].
    emotion : str
        One of ``EMOTIONS``.
    urgency : int
        0 (nothing to do) to 3 (now).
    flags : frozenset of str
        Out of ``FLAGS``.
    confidence : float
        Calibrated probability in [0, 1] that the voice type is right.
    model : str
        ``name@version`` of the model that tagged it.
    """

    voice: Voice
    records: tuple[Record, ...]
    voice_type: VoiceType
    sentiment: Sentiment
    score: float
    emotion: Emotion
    urgency: int
    flags: frozenset[Flag]
    confidence: float
    model: str


def may_be(field: str, value: object) -> bool:
    """Whether a field of ``VALUES`` may have this value.

    Examples
    --------
    >>> may_be("severity", 1), may_be("severity", 1.0), may_be("severity", True)
    (True, False, False)
    """
    # 1.0 and True equal 1, but are no grade.
    return any(type(value) is type(one) and value == one for one in VALUES[field])
