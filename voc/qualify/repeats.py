"""Read a text once: what was said of it holds for each voice that repeats it word for word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from voc._copier import copier
from voc.collect.recent import Recent
from voc.text.normalize import NormalizedBatch
from voc.types import Mark, Record, TaggedVoice, Voice

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
        self._recent: Recent[TaggedVoice] = Recent()

    def __len__(self) -> int:
        return len(self._recent)

    def __call__(self, voices: Sequence[Voice], views: NormalizedBatch) -> list[TaggedVoice]:
        """Tag a batch, each text that is not remembered once."""
        said: dict[str, TaggedVoice] = {}
        fresh: dict[str, int] = {}
        for row, voice in enumerate(voices):
            known = self._recent.get(voice.text)
            if known is None:
                fresh.setdefault(voice.text, row)
            else:
                said[voice.text] = known
        if fresh:
            said |= self._read(list(fresh.values()), voices, views)
        for text in fresh:
            if "failed" not in said[text].voice.marks:
                self._recent.remember(text, said[text])
        return [_said_of(voice, said[voice.text]) for voice in voices]

    def _read(
        self, rows: list[int], voices: Sequence[Voice], views: NormalizedBatch
    ) -> dict[str, TaggedVoice]:
        if len(rows) < len(voices):
            voices, views = [voices[row] for row in rows], views.take(rows)
        return {one.voice.text: one for one in self._tag(voices, views)}


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
