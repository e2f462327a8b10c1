"""Read a text once: what was said of it holds for each voice that repeats it word for word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from voc._copier import copier
from voc.text.normalize import NormalizedBatch
from voc.types import Mark, Record, TaggedVoice, Voice

_KEPT = 4096  # texts
_LONGEST = 200  # characters: long texts are seldom repeated, and would fill the memory

_spoken_in = copier(Record, "voice_id")
_about = copier(TaggedVoice, "voice", "records")

Tag = Callable[[Sequence[Voice], NormalizedBatch], list[TaggedVoice]]


class Repeats:
    """Remembers what was said of the newest short texts of one stream.

    Parameters
    ----------
    tag : callable
        Tags voices, given their model views.

    Examples
    --------
    >>> import voc
    >>> from voc.text.normalize import normalize_batch
    >>> repeats = Repeats(voc.load("lexicon").tag)
    >>> voices = [Voice(id=str(i), text="发货太慢") for i in range(3)]
    >>> views = normalize_batch([voice.text for voice in voices])
    >>> [tagged.records[0].voice_id for tagged in repeats(voices, views)]
    ['0', '1', '2']
    >>> len(repeats)
    1
    """

    def __init__(self, tag: Tag) -> None:
        self._tag = tag
        self._known: dict[str, TaggedVoice] = {}

    def __len__(self) -> int:
        return len(self._known)

    def __call__(self, voices: Sequence[Voice], views: NormalizedBatch) -> list[TaggedVoice]:
        """Tag a batch, each text that is not remembered once."""
        fresh: dict[str, int] = {}
        for row, voice in enumerate(voices):
            if voice.text not in self._known:
                fresh.setdefault(voice.text, row)
        found = self._read(list(fresh.values()), voices, views) if fresh else {}
        tagged = [
            _said_of(voice, found.get(voice.text) or self._known[voice.text]) for voice in voices
        ]
        self._remember(found)
        return tagged

    def _read(
        self, rows: list[int], voices: Sequence[Voice], views: NormalizedBatch
    ) -> dict[str, TaggedVoice]:
        if len(rows) < len(voices):
            voices, views = [voices[row] for row in rows], views.take(rows)
        return {one.voice.text: one for one in self._tag(voices, views)}

    def _remember(self, found: dict[str, TaggedVoice]) -> None:
        for text, tagged in found.items():
            if len(text) <= _LONGEST and "failed" not in tagged.voice.marks:
                self._known[text] = tagged
        for text in list(islice(self._known, max(0, len(self._known) - _KEPT))):
            del self._known[text]


def _said_of(voice: Voice, known: TaggedVoice) -> TaggedVoice:
    """Say of a voice what is known of one with the same text."""
    if known.voice is voice:
        return known
    if "failed" in known.voice.marks:
        error = (known.voice.error or "").replace(known.voice.id, voice.id, 1)
        marks: frozenset[Mark] = voice.marks | {"failed"}
        return replace(known, voice=replace(voice, marks=marks, error=error))
    records = tuple([_spoken_in(record, voice.id) for record in known.records])
    return _about(known, voice, records)
