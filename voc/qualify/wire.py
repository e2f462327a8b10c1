"""What travels between processes: plain tuples, a sixth of what pickled dataclasses cost.

Texts go out, tags come back. Whatever else is known of a voice stays where it was read, and so do
the quotes: they are cut from the text again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from typing import Any

from voc.types import Record, TaggedVoice, Voice

PlainVoice = tuple[Any, ...]
PlainTags = tuple[Any, ...]

_asked = attrgetter("id", "text", "marks", "error")
_tags = attrgetter(
    "voice_type", "sentiment", "score", "emotion", "urgency", "flags", "confidence", "model"
)
_found = attrgetter(
    "kind", "category", "start", "end", "severity", "stage", "touchpoint", "level", "confidence"
)


def plain_voices(voices: Sequence[Voice]) -> list[PlainVoice]:
    """Keep what tagging reads of each voice: id, text, marks and error.

    Examples
    --------
    >>> plain = plain_voices([Voice(id="1", text="充电时冒烟了", product="X9")])
    >>> from_plain(plain)
    [Voice(id='1', text='充电时冒烟了', channel='unknown', ..., product=None, ...)]
    """
    return [_asked(voice) for voice in voices]


def from_plain(plain: Sequence[PlainVoice]) -> list[Voice]:
    """Make voices of what ``plain_voices`` kept."""
    return [Voice(id=id, text=text, marks=marks, error=error) for id, text, marks, error in plain]


def plain_tags(tagged: Sequence[TaggedVoice], voices: Sequence[Voice]) -> list[PlainTags]:
    """Keep what tagging said of each voice, and which it marked as failed."""
    return [
        (
            *_tags(one),
            None if one.voice is voice else (one.voice.marks, one.voice.error),
            [_found(record) for record in one.records],
        )
        for one, voice in zip(tagged, voices, strict=True)
    ]


def with_tags(voices: Sequence[Voice], plain: Sequence[PlainTags]) -> list[TaggedVoice]:
    """Make tagged voices of what ``plain_tags`` kept and the voices it was said of."""
    return [_tagged(voice, of_voice) for voice, of_voice in zip(voices, plain, strict=True)]


def _tagged(voice: Voice, plain: PlainTags) -> TaggedVoice:
    *tags, changed, records = plain
    voice_type, sentiment, score, emotion, urgency, flags, confidence, model = tags
    return TaggedVoice(
        voice=voice if changed is None else replace(voice, marks=changed[0], error=changed[1]),
        records=tuple([_record(voice, found) for found in records]),
        voice_type=voice_type,
        sentiment=sentiment,
        score=score,
        emotion=emotion,
        urgency=urgency,
        flags=flags,
        confidence=confidence,
        model=model,
    )


def _record(voice: Voice, plain: tuple[Any, ...]) -> Record:
    kind, category, start, end, severity, stage, touchpoint, level, confidence = plain
    return Record(
        voice_id=voice.id,
        kind=kind,
        category=category,
        start=start,
        end=end,
        quote=voice.text[start:end],
        severity=severity,
        stage=stage,
        touchpoint=touchpoint,
        level=level,
        confidence=confidence,
    )
