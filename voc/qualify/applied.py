"""Corrections at work: which voices and records they mean, and what becomes of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import is_not
from typing import Any

from voc.qualify.correction import Correction, RecordCorrection, VoiceCorrection
from voc.qualify.decode import Decoding
from voc.qualify.records import LEAST, MOST, RecordBuilder
from voc.qualify.words import letters_of, words
from voc.taxonomy import Taxonomy
from voc.types import Record, TaggedVoice

Tags = Mapping[str, Any]

_MARK = "+corrections"
_UNREADABLE = frozenset({"bad_row", "failed"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A record of the model, and what has become of it."""

    letters: str
    first: Record
    now: Record | None

    def meant(self, correction: RecordCorrection) -> bool:
        """Whether it speaks of what the model said, or of what an older correction made of it."""
        said = (correction.kind, correction.category)
        return any(one and (one.kind, one.category) == said for one in (self.first, self.now))


class Rules:
    """Corrections, found by the words that they speak of.

    First those that hold wherever words stand, then those of the voice as a whole; among these, an
    older one before a newer one, so that the newest wins.

    Parameters
    ----------
    corrections : iterable of RecordCorrection or VoiceCorrection
    taxonomy : Taxonomy
        Says which level and touchpoint a category brings with it.
    """

    def __init__(self, corrections: Iterable[Correction], taxonomy: Taxonomy) -> None:
        corrections = list(corrections)
        self._usual = RecordBuilder(taxonomy, Decoding())
        self._everywhere: dict[str, list[RecordCorrection]] = {}
        self._within: dict[str, list[tuple[str, Correction]]] = {}
        quotes = letters_of([getattr(one, "quote", "") for one in corrections])
        texts = letters_of([one.text or "" for one in corrections])
        for correction, quote, text in zip(corrections, quotes, texts, strict=True):
            if isinstance(correction, RecordCorrection) and correction.text is None:
                self._everywhere.setdefault(quote, []).append(correction)
            else:
                self._within.setdefault(text, []).append((quote, correction))
        self._said = {(c.kind, c.category) for of in self._everywhere.values() for c in of}

    def __call__(self, tagged: Sequence[TaggedVoice]) -> list[TaggedVoice]:
        """Correct voices; those that no correction speaks of come back as the same objects."""
        corrected = list(tagged)
        texts = letters_of([one.voice.text for one in tagged]) if self._within else []
        texts = texts or [""] * len(tagged)
        chosen = [i for i, text in enumerate(texts) if self._may_change(tagged[i], text)]
        letters = iter(letters_of([r.quote for i in chosen for r in tagged[i].records]))
        for i in chosen:
            found = [_Found(next(letters), record, record) for record in tagged[i].records]
            corrected[i] = self._corrected(tagged[i], found, texts[i])
        return corrected

    def _may_change(self, tagged: TaggedVoice, text: str) -> bool:
        if tagged.voice.marks & _UNREADABLE:
            return False
        return text in self._within or any(
            (r.kind, r.category) in self._said for r in tagged.records
        )

    def _corrected(self, tagged: TaggedVoice, found: list[_Found], text: str) -> TaggedVoice:
        quotes = dict.fromkeys(one.letters for one in found)
        rules: list[tuple[str, Correction]] = [
            (quote, rule) for quote in quotes for rule in self._everywhere.get(quote, ())
        ]
        touched = False
        for quote, rule in rules + self._within.get(text, []):
            before = found
            if isinstance(rule, RecordCorrection):
                found = [self._changed(one, quote, rule) for one in found]
            else:
                tagged = _retagged(tagged, rule.tags)
                found = found if rule.records is None else _as_read(tagged, rule.text, rule.records)
            touched |= isinstance(rule, VoiceCorrection) or any(map(is_not, found, before))
        if not touched:
            return tagged
        records = tuple(one.now for one in found if one.now is not None)
        return replace(tagged, records=records, model=tagged.model.removesuffix(_MARK) + _MARK)

    def _changed(self, found: _Found, quote: str, rule: RecordCorrection) -> _Found:
        if found.letters != quote or not found.meant(rule):
            return found
        if rule.drop:
            return replace(found, now=None)
        old = found.now or found.first
        values = {**_consequences(old, rule.change, self._usual), **rule.change, "confidence": 1.0}
        return replace(found, now=replace(old, **values))


def is_corrected(tagged: TaggedVoice) -> bool:
    """Whether a correction speaks of this voice: ``model`` tells."""
    return tagged.model.endswith(_MARK)


def _consequences(old: Record, change: Tags, usual: RecordBuilder) -> Tags:
    """What follows from another kind or category, unless a person says otherwise."""
    kind, category = change.get("kind", old.kind), change.get("category", old.category)
    also: dict[str, Any] = {"severity": min(max(old.severity, LEAST[kind]), MOST[kind])}
    if category != old.category and category in usual.levels:
        also["level"] = usual.levels[category]
        if old.touchpoint == usual.touchpoints.get(old.category):  # not one named in the words
            also["touchpoint"] = usual.touchpoints.get(category)
    return also


def _retagged(tagged: TaggedVoice, tags: Tags) -> TaggedVoice:
    more: dict[str, Any] = {"confidence": 1.0} if "voice_type" in tags else {}
    if "sentiment" in tags:
        towards = {"positive": abs(tagged.score), "negative": -abs(tagged.score), "neutral": 0.0}
        more["score"] = towards.get(tags["sentiment"], tagged.score)
    return replace(tagged, **tags, **more)


def _as_read(tagged: TaggedVoice, text: str, records: Sequence[Record]) -> list[_Found]:
    """Records that a person found in a text, in a voice that says the same."""
    voice = tagged.voice
    spans: list[tuple[int, int] | None] = [(record.start, record.end) for record in records]
    if text != voice.text:
        there, here = words(text), words(voice.text)
        spans = [there.span_in(here, record.start, record.end) for record in records]
    moved = [
        replace(
            record, voice_id=voice.id, start=span[0], end=span[1], quote=voice.text[slice(*span)],
            confidence=1.0,
        )
        for record, span in zip(records, spans, strict=True)
        if span is not None
    ]  # fmt: skip
    letters = letters_of([record.quote for record in moved])
    return [_Found(key, record, record) for key, record in zip(letters, moved, strict=True)]
