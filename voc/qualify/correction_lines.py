"""Corrections as lines of JSON, one each.

{"quote": …, "kind": …, "category": …, "change": {…}, "drop": false, "text": …}    of a record
{"text": …, "tags": {…}, "records": [{"kind": …, "start": …, "end": …, …}]}        of a voice
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from voc._plain import Plain
from voc.corpus import read_lines
from voc.errors import InputError
from voc.qualify.correction import Correction, RecordCorrection, VoiceCorrection
from voc.types import Record

_RECORD = ("kind", "category", "start", "end", "severity", "stage", "touchpoint", "level")


def to_line(correction: Correction) -> str:
    r"""Write a correction as one line.

    Examples
    --------
    >>> fix = VoiceCorrection(text="还行吧", tags={"voice_type": "praise"})
    >>> to_line(fix)
    '{"text": "还行吧", "tags": {"voice_type": "praise"}, "records": null}\n'
    >>> from_plain(json.loads(to_line(fix))) == fix
    True
    """
    if isinstance(correction, RecordCorrection):
        plain = {name: getattr(correction, name) for name in RecordCorrection.__slots__}
    else:
        tags = correction.tags
        plain = {
            "text": correction.text,
            "tags": {**tags, "flags": sorted(tags["flags"])} if "flags" in tags else tags,
            "records": None
            if correction.records is None
            else [{name: getattr(r, name) for name in _RECORD} for r in correction.records],
        }
    return json.dumps(plain, ensure_ascii=False) + "\n"


def from_plain(plain: Plain) -> Correction:
    """Read what ``to_line`` wrote, once parsed.

    Raises
    ------
    InputError
        A label is unknown, or a record lies outside of the text.
    KeyError
        Something is missing.
    """
    if "tags" not in plain:
        return RecordCorrection(**{name: plain[name] for name in RecordCorrection.__slots__})
    text, tags, records = plain["text"], dict(plain["tags"]), plain["records"]
    if "flags" in tags:
        tags["flags"] = frozenset(tags["flags"])
    found = None if records is None else tuple(_record(text, record) for record in records)
    return VoiceCorrection(text=text, tags=tags, records=found)


def read_corrections(path: Path) -> list[Correction]:
    """Read a file of lines.

    Raises
    ------
    InputError
        The file cannot be read, or a line is broken; names the line, never shows its text.
    """
    try:
        return read_lines(path, from_plain)
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); check the path") from error


def write_corrections(corrections: Iterable[Correction], path: Path) -> None:
    """Write a file as a whole or not at all, in the place of any old one."""
    part = path.with_name(f".voc-{token_hex(8)}.part")
    try:
        part.write_bytes(_bytes(corrections))
        part.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def append_corrections(corrections: Iterable[Correction], path: Path) -> None:
    """Add lines to a file in one write, so that those of several processes never mix."""
    lines = _bytes(corrections)
    try:
        with path.open("ab+", buffering=0) as file:
            file.write((b"" if _ends_well(file.fileno()) else b"\n") + lines)
    except OSError as error:
        raise _unwritable(path, error) from error


def _ends_well(file: int) -> bool:
    """Whether the last line is complete: a broken one must not spoil the next."""
    size = os.lseek(file, 0, os.SEEK_END)
    if size == 0:
        return True
    os.lseek(file, -1, os.SEEK_END)
    return os.read(file, 1) == b"\n"


def _bytes(corrections: Iterable[Correction]) -> bytes:
    # A lone surrogate, which UTF-8 cannot hold, becomes the escape that JSON has for it.
    return "".join(map(to_line, corrections)).encode("utf-8", "backslashreplace")


def _record(text: str, plain: Plain) -> Record:
    start, end = plain["start"], plain["end"]
    return Record(
        voice_id="",
        quote=text[start:end],
        confidence=1.0,
        **{name: plain[name] for name in _RECORD},
    )


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path} cannot be written ({error.strerror}); check the path")
