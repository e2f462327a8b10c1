"""Read annotations in the compact format of the label guide, and write predictions in it.

A line is ``{"id", "text", "d": [voice_type, sentiment, urgency, emotion, [flags]],
"u": [[quote, kind, category, severity, stage], …]}``; the text may stand in a file of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from voc.errors import InputError
from voc.taxonomy import Taxonomy
from voc.types import KINDS, SENTIMENTS, STAGES, Record, TaggedVoice, Voice

_KINDS = dict(zip("PNG", KINDS, strict=True))
_SENTIMENTS = dict(zip(("neg", "neu", "pos", "mix"), SENTIMENTS, strict=True))
_STAGES = dict(zip(("aw", "ev", "pu", "de", "on", "us", "su", "lo"), STAGES, strict=True))


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def read_annotations(path: Path, texts: Path | None = None) -> list[TaggedVoice]:
    """Read a file of annotations; ``texts`` is a second file that holds the texts by id."""
    extra = {row["id"]: row for row in read_lines(texts)} if texts else {}
    return [to_tagged({**extra.get(row["id"], {}), **row}) for row in read_lines(path)]


def to_tagged(row: Mapping[str, Any]) -> TaggedVoice:
    """Turn one line into a tagged voice; quotes are looked up from left to right.

    Raises
    ------
    InputError
        A quote is not in the text, or a category not in the taxonomy.
    """
    voice_type, sentiment, urgency, emotion, flags = row["d"]
    voice = Voice(id=row["id"], text=row["text"], meta={"source": row.get("source", "")})
    return TaggedVoice(
        voice=voice,
        records=tuple(_records(voice, row["u"])),
        voice_type=voice_type,
        sentiment=_SENTIMENTS[sentiment],
        score={"neg": -1.0, "pos": 1.0}.get(sentiment, 0.0),
        emotion=emotion,
        urgency=urgency,
        flags=frozenset(flags),
        confidence=1.0,
        model="annotation",
    )


@cache
def _taxonomy() -> Taxonomy:
    return Taxonomy.load()


def _records(voice: Voice, units: Iterable[list[Any]]) -> Iterator[Record]:
    taxonomy = _taxonomy()
    position = 0
    for quote, kind, category, severity, stage in units:
        start = voice.text.find(quote, position)
        start = voice.text.find(quote) if start < 0 else start
        if start < 0:
            raise InputError(
                f"voice {voice.id}: its text does not hold {quote!r}; correct the quote"
            )
        position = start
        leaf = taxonomy.leaf(category)
        yield Record(
            voice_id=voice.id,
            kind=_KINDS[kind],
            category=category,
            start=start,
            end=start + len(quote),
            quote=quote,
            severity=severity,
            stage=_STAGES[stage],
            touchpoint=leaf.touchpoint,
            level=leaf.level,
            confidence=1.0,
        )


def to_line(tagged: TaggedVoice) -> str:
    """Turn a tagged voice into one line of the compact format."""
    short_kind = {v: k for k, v in _KINDS.items()}
    short_stage = {v: k for k, v in _STAGES.items()}
    short_sentiment = {v: k for k, v in _SENTIMENTS.items()}
    units = [
        [r.quote, short_kind[r.kind], r.category, r.severity, short_stage[r.stage]]
        for r in tagged.records
    ]
    sentiment = short_sentiment[tagged.sentiment]
    document = [
        tagged.voice_type, sentiment, tagged.urgency, tagged.emotion, sorted(tagged.flags),
    ]  # fmt: skip
    row = {"id": tagged.voice.id, "d": document, "u": units}
    return json.dumps(row, ensure_ascii=False)
