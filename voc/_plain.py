"""Tagged voices as plain data: nested dicts for JSON, flat rows for tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any

from voc.errors import InputError
from voc.types import Record, TaggedVoice, Voice

Plain = dict[str, Any]

_WHO = ("channel", "created_at", "customer", "segment", "product", "score")
_TAGS = (
    "voice_type",
    "sentiment",
    "polarity",
    "emotion",
    "urgency",
    "flags",
    "confidence",
    "model",
)
_RECORD = (
    "kind", "category", "start", "end", "quote", "severity", "stage", "touchpoint", "level",
    "confidence",
)  # fmt: skip
RECORD_COLUMNS = ("id", *_RECORD, *_WHO)
VOICE_COLUMNS = ("id", "text", *_WHO, *_TAGS, "marks", "error")
_DEEPEST = 50  # levels of nesting that are kept of a meta value
_KINDS = {
    "created_at": "time",
    **dict.fromkeys(("start", "end", "severity", "urgency"), "int"),
    **dict.fromkeys(("score", "polarity", "confidence"), "float"),
}


def flat(what: str) -> tuple[tuple[str, ...], Callable[[TaggedVoice], list[Plain]]]:
    """Columns of a table, and the function that gives a voice's rows for it.

    Parameters
    ----------
    what : "records" or "voices"

    Raises
    ------
    InputError
        There is no such table.
    """
    if what == "records":
        return RECORD_COLUMNS, _record_rows
    if what == "voices":
        return VOICE_COLUMNS, _voice_rows
    raise InputError(f"what={what!r} is no table of a result; use 'records' or 'voices'")


def kind_of(column: str) -> str:
    """What a column of the flat rows holds: "str", "int", "float" or "time"."""
    return _KINDS.get(column, "str")


def to_dict(tagged: TaggedVoice) -> Plain:
    """The voice with its tags and records, ready for ``json.dumps``.

    ``polarity`` is ``TaggedVoice.score``, ``score`` is ``Voice.score``. Times are ISO 8601, sets are
    sorted lists, and what JSON does not know is written out.
    """
    voice = tagged.voice
    plain = {
        "id": voice.id,
        "text": voice.text,
        **{name: getattr(voice, name) for name in _WHO},
        "meta": voice.meta,
        "marks": sorted(voice.marks),
        "error": voice.error,
        **_tags(tagged),
        "flags": sorted(tagged.flags),
        "records": [_record(record) for record in tagged.records],
    }
    return {name: plain_value(value) for name, value in plain.items()}


def from_dict(plain: Mapping[str, Any]) -> TaggedVoice:
    """The tagged voice that ``to_dict`` made the dict of.

    Raises
    ------
    InputError
        A key is missing or a time is not ISO 8601.
    """
    try:
        return _tagged(plain)
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(
            f"this is no voice of Result.to_dicts(): {error!r}; see tagged_voice.schema.json"
        ) from error


def plain_value(value: Any, depth: int = 0) -> Any:  # noqa: ANN401
    """The value in what JSON knows: numbers that it lacks become None, other things text.

    Examples
    --------
    >>> plain_value({"时间": date(2026, 1, 2), "评分": float("nan")})
    {'时间': '2026-01-02', '评分': None}
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, (float, Decimal)):
        return float(value) if isfinite(value) else None
    if isinstance(value, (date, time)):
        return value.isoformat() if value == value else None
    if depth == _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {str(key): plain_value(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain_value(item, depth + 1) for item in value]
    return plain_value(value.tolist(), depth + 1) if hasattr(value, "tolist") else str(value)


def _record_rows(tagged: TaggedVoice) -> list[Plain]:
    who = {name: getattr(tagged.voice, name) for name in _WHO}
    return [{"id": tagged.voice.id, **_record(record), **who} for record in tagged.records]


def _voice_rows(tagged: TaggedVoice) -> list[Plain]:
    """One row; sets are joined with a bar."""
    voice = tagged.voice
    row = {
        "id": voice.id,
        "text": voice.text,
        **{name: getattr(voice, name) for name in _WHO},
        **_tags(tagged),
        "flags": "|".join(sorted(tagged.flags)),
        "marks": "|".join(sorted(voice.marks)),
        "error": voice.error,
    }
    return [row]


def _record(record: Record) -> Plain:
    return {name: getattr(record, name) for name in _RECORD}


def _tags(tagged: TaggedVoice) -> Plain:
    return {name: getattr(tagged, "score" if name == "polarity" else name) for name in _TAGS}


def _tagged(plain: Mapping[str, Any]) -> TaggedVoice:
    created_at = plain["created_at"]
    voice = Voice(
        id=plain["id"],
        text=plain["text"],
        **{name: plain[name] for name in _WHO if name != "created_at"},
        created_at=datetime.fromisoformat(created_at) if created_at is not None else None,
        meta=plain["meta"],
        marks=frozenset(plain["marks"]),
        error=plain["error"],
    )
    records = (
        Record(voice_id=voice.id, **{name: record[name] for name in _RECORD})
        for record in plain["records"]
    )
    tags = {name: plain[name] for name in _TAGS if name not in ("polarity", "flags")}
    return TaggedVoice(
        voice=voice,
        records=tuple(records),
        score=plain["polarity"],
        flags=frozenset(plain["flags"]),
        **tags,
    )
