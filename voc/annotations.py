"""Annotated voices in JSON Lines: the compact format of the label guide, or voc's own.

A line with ``d`` and ``u`` is compact (``voc/_compact.py``), and its text may stand in a file of its
own; a line with ``records`` is one of ``Result.to_dicts()``. Both may stand in one file.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from voc._compact import from_compact
from voc._compact import to_line as to_line
from voc._plain import Plain, from_dict
from voc.corpus import read_lines
from voc.errors import InputError
from voc.types import (
    CHANNELS,
    FLAGS,
    VALUES,
    Channel,
    Record,
    TaggedVoice,
    Voice,
    may_be,
)

T = TypeVar("T")

_OF_VOICE = ("voice_type", "sentiment", "emotion", "urgency")
_OF_RECORD = ("kind", "severity", "stage", "touchpoint", "level")


def read_annotations(path: str | Path, texts: str | Path | None = None) -> list[TaggedVoice]:
    """Read a file of annotated voices.

    Parameters
    ----------
    path : str or Path
        JSON Lines, compact or as ``Result.to_dicts()`` gives them.
    texts : str or Path, optional
        JSON Lines with the ``text`` of each ``id``, for lines that hold none.

    Raises
    ------
    InputError
        A file is missing, or a line of it is broken; names the line, never shows the text.

    Examples
    --------
    >>> import tempfile
    >>> line = '{"id": "1", "text": "发货太慢", "d": ["complaint", "neg", 1, "anger", []], "u": []}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "标注.jsonl")
    ...     size = path.write_text(line, encoding="utf-8")
    ...     read_annotations(path)[0].sentiment
    'negative'
    """
    extra = dict(_lines(texts, lambda row: (_id(row), row))) if texts is not None else {}
    seen: set[str] = set()

    def parse(row: Plain) -> TaggedVoice:
        id = _id(row)
        if id in seen:
            raise InputError(f"got id {id!r} again, expected another one on each line")
        seen.add(id)
        return to_tagged({**extra.get(id, {}), **row})

    return _lines(path, parse)


def to_tagged(row: Mapping[str, Any]) -> TaggedVoice:
    """The tagged voice of one line, in either format.

    ``channel``, else ``source``, becomes the channel of the voice if it is one of ``CHANNELS``; what
    is none of them is kept as ``meta["source"]``.

    Parameters
    ----------
    row : mapping

    Raises
    ------
    InputError
        A key is missing, a label unknown, a category not in the taxonomy, or a quote not in the
        text.

    Examples
    --------
    >>> tagged = to_tagged({
    ...     "id": "1", "text": "客服挺好，发货太慢", "channel": "review",
    ...     "d": ["service_issue", "mix", 1, "disappointment", []],
    ...     "u": [["发货太慢", "P", "delivery.speed", 2, "de"]],
    ... })
    >>> tagged.voice.channel, tagged.records[0].kind, tagged.records[0].start
    ('review', 'pain', 5)
    """
    id, text = _id(row), row.get("text")
    if not isinstance(text, str):
        raise InputError(f"got no text of voice {id!r}, expected one here or in the file of texts")
    channel, source = _origin(row)
    if "d" in row and "u" in row:
        voice = Voice(id=id, text=text, channel=channel, meta=source)
        tagged = from_compact(voice, row["d"], row["u"])
    elif "records" in row:
        meta = row.get("meta")
        meta = source | dict(meta if isinstance(meta, Mapping) else {})
        tagged = from_dict({**row, "id": id, "channel": channel, "meta": meta})
    else:
        raise InputError(f'got the keys {", ".join(row)}; expected "d" and "u", or "records"')
    _check(tagged)
    return tagged


def _lines(path: str | Path, parse: Callable[[Plain], T]) -> list[T]:
    try:
        return read_lines(Path(path), parse)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check the path") from error


def _id(row: object) -> str:
    if not isinstance(row, Mapping):
        raise InputError(f"got a {type(row).__name__}, expected an object with the keys of a voice")
    id = row.get("id")
    if not isinstance(id, (str, int)):
        raise InputError(f"got id={id!r}, expected a text")
    return str(id)


def _origin(row: Mapping[str, Any]) -> tuple[Channel, dict[str, str]]:
    """Channel of the voice, and what else is said of where it comes from, for ``meta``."""
    given = [row.get("channel"), row.get("source")]
    unknown: Channel = "unknown"
    channel = next((c for value in given for c in CHANNELS[:-1] if value == c), unknown)
    others = [str(value) for value in reversed(given) if value and value not in (channel, unknown)]
    return channel, {"source": others[0]} if others else {}


def _check(tagged: TaggedVoice) -> None:
    for name in _OF_VOICE:
        _expect(name, getattr(tagged, name))
    for flag in tagged.flags:
        if flag not in FLAGS:
            raise InputError(f"got flag={flag!r}, expected one of {', '.join(FLAGS)}")
    for record in tagged.records:
        _check_record(tagged.voice, record)


def _check_record(voice: Voice, record: Record) -> None:
    for name in _OF_RECORD:
        _expect(name, getattr(record, name))
    if not isinstance(record.category, str):
        raise InputError(f"got category={record.category!r}, expected a text")
    start, end = record.start, record.end
    if not 0 <= start < end or voice.text[start:end] != record.quote:
        raise InputError(
            f"got a quote that is not text[{start}:{end}] of voice {voice.id!r}, expected it to be"
        )


def _expect(name: str, value: object) -> None:
    if not may_be(name, value):
        allowed = ", ".join(map(str, VALUES[name]))
        raise InputError(f"got {name}={value!r}, expected one of {allowed}")
