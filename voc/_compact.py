"""One line of the label guide's compact format, and back.

``{"id", "text", "d": [voice_type, sentiment, urgency, emotion, [flags]],
"u": [[quote, kind, category, severity, stage], …]}``
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from voc.errors import InputError
from voc.taxonomy import Taxonomy
from voc.types import KINDS, SENTIMENTS, STAGES, Record, TaggedVoice, Voice

_KINDS = dict(zip("PNG", KINDS, strict=True))
_SENTIMENTS = dict(zip(("neg", "neu", "pos", "mix"), SENTIMENTS, strict=True))
_STAGES = dict(zip(("aw", "ev", "pu", "de", "on", "us", "su", "lo"), STAGES, strict=True))
_POLARITIES = {"negative": -1.0, "positive": 1.0}
_TAGS = ("voice type", "sentiment", "urgency", "emotion", "flags")
_UNIT = ("quote", "kind", "category", "severity", "stage")


def from_compact(voice: Voice, tags: object, units: object) -> TaggedVoice:
    """The voice with what ``d`` and ``u`` say of it; quotes are looked up from left to right.

    Raises
    ------
    InputError
        A value is missing or has no long form, a category is not in the taxonomy, a quote not in
        the text.
    """
    voice_type, short, urgency, emotion, flags = _values("d", tags, _TAGS)
    sentiment = _long("sentiment", short, _SENTIMENTS)
    if not all(isinstance(flag, str) for flag in _listed("flags", flags)):
        raise InputError(f"got flags={flags!r}, expected texts")
    return TaggedVoice(
        voice=voice,
        records=tuple(_records(voice, _listed("u", units))),
        voice_type=voice_type,
        sentiment=sentiment,
        score=_POLARITIES.get(sentiment, 0.0),
        emotion=emotion,
        urgency=urgency,
        flags=frozenset(flags),
        confidence=1.0,
        model="annotation",
    )


def to_line(tagged: TaggedVoice) -> str:
    """One line of the compact format, without the text.

    A record that backed off to a top category is written, but cannot be read again.

    Examples
    --------
    >>> import voc
    >>> to_line(voc.classify("充电时冒烟了，吓死人")[0])[:28]
    '{"id": "1", "d": ["product_i'
    """
    units = [
        [r.quote, _short(_KINDS, r.kind), r.category, r.severity, _short(_STAGES, r.stage)]
        for r in tagged.records
    ]
    sentiment = _short(_SENTIMENTS, tagged.sentiment)
    tags = [tagged.voice_type, sentiment, tagged.urgency, tagged.emotion, sorted(tagged.flags)]
    return json.dumps({"id": tagged.voice.id, "d": tags, "u": units}, ensure_ascii=False)


@cache
def _taxonomy() -> Taxonomy:
    return Taxonomy.load()


def _records(voice: Voice, units: Iterable[object]) -> Iterator[Record]:
    position = 0
    for number, unit in enumerate(units, start=1):
        quote, kind, category, severity, stage = _values(f"unit {number}", unit, _UNIT)
        if not isinstance(quote, str) or not isinstance(category, str):
            raise InputError(f"got no words in unit {number}, expected {', '.join(_UNIT)}")
        position = _found(quote, voice, position)
        leaf = _taxonomy().leaf(category)
        yield Record(
            voice_id=voice.id,
            kind=_long("kind", kind, _KINDS),
            category=leaf.id,
            start=position,
            end=position + len(quote),
            quote=quote,
            severity=severity,
            stage=_long("stage", stage, _STAGES),
            touchpoint=leaf.touchpoint,
            level=leaf.level,
            confidence=1.0,
        )


def _found(quote: str, voice: Voice, position: int) -> int:
    """Where the quote stands at or after ``position``, else anywhere."""
    start = voice.text.find(quote, position)
    start = voice.text.find(quote) if start < 0 else start
    if start < 0 or not quote:
        raise InputError(
            f"got a quote of {len(quote)} characters that is not in the text of voice {voice.id!r}, "
            "expected one copied letter for letter"
        )
    return start


def _listed(what: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise InputError(f"got a {type(value).__name__} as {what}, expected a list")
    return value


def _values(what: str, value: object, names: tuple[str, ...]) -> list[Any]:
    values = _listed(what, value)
    if len(values) != len(names):
        raise InputError(f"got {len(values)} values in {what}, expected {', '.join(names)}")
    return values


def _long(what: str, short: object, names: Mapping[str, Any]) -> Any:  # noqa: ANN401
    if not isinstance(short, str) or short not in names:
        raise InputError(f"got {what}={short!r}, expected one of {', '.join(names)}")
    return names[short]


def _short(names: Mapping[str, str], value: str) -> str:
    return next(short for short, long in names.items() if long == value)
