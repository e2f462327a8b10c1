"""The analyzer: voices in, tagged voices out, whatever the engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import starmap

from voc.collect.dedupe import Deduplicator
from voc.collect.mask import Masker, mask_voice
from voc.collect.read import Source, read
from voc.engines.base import Engine
from voc.qualify.decode import Decoding, decode_voices
from voc.qualify.pairs import PairDecoder
from voc.qualify.records import RecordBuilder
from voc.qualify.repeats import Repeats
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.text.normalize import NormalizedBatch, normalize_batch
from voc.text.split import Clauses, split_batch
from voc.types import Mark, TaggedVoice, Voice

_BATCH_VOICES = 1024
_BATCH_CHARACTERS = 100_000


@dataclass(frozen=True)
class Analyzer:
    """Tags voices. Safe to share between threads: nothing in it changes.

    Attributes
    ----------
    name : str
        ``name@version``, noted in every tagged voice.
    engine : Engine
    decoding : Decoding
    taxonomy : Taxonomy

    Examples
    --------
    >>> import voc
    >>> analyzer = voc.load("default")
    >>> for tagged in analyzer.stream(["充电时冒烟了", "师傅很热情"]):
    ...     print(tagged.sentiment, tagged.records[0].kind, tagged.records[0].quote)
    negative pain 充电时冒烟了
    positive praise 师傅很热情
    """

    name: str
    engine: Engine
    decoding: Decoding
    taxonomy: Taxonomy

    def classify(
        self,
        source: Source,
        *,
        mask: bool = False,
        near_duplicates: bool = False,
        progress: bool = False,
        workers: int = 1,
        **columns: str | None,
    ) -> Result:
        """Tag all voices of a source.

        Parameters
        ----------
        source : str, Voice, mapping, DataFrame, iterable of these, or Path
            See ``voc.read``. A ``str`` is one text, never a path.
        mask : bool
            Replace personal data by pseudonyms before anything else; offsets then lead into the
            masked text.
        near_duplicates : bool
            Mark near duplicates too, not only texts that are the same but for form; takes about
            0.3 ms and 4 kB a voice.
        progress : bool
            Show a progress bar on standard error.
        workers : int
            Processes that share the work, and one copy of the model; a script must then keep its
            calls under ``if __name__ == "__main__":``. See ``tag_in_processes`` for when it pays.
        **columns : str
            Column names and the like, as in ``voc.read``.

        Returns
        -------
        Result
            One tagged voice for each voice, in the same order.
        """
        stream = self.stream(
            source,
            mask=mask,
            near_duplicates=near_duplicates,
            progress=progress,
            workers=workers,
            **columns,
        )
        return Result(stream, self.taxonomy)

    def stream(
        self,
        source: Source,
        *,
        mask: bool = False,
        near_duplicates: bool = False,
        progress: bool = False,
        workers: int = 1,
        **columns: str | None,
    ) -> Iterator[TaggedVoice]:
        """Tag voices one batch after another; takes the arguments of ``classify``.

        Memory does not grow with the source, but for 16 bytes a text to know duplicates by.
        """
        voices = _masked(read(source, **columns), mask)
        # Smaller batches for several workers, so that all have something to do.
        batches = _batches(voices, _BATCH_VOICES // (1 if workers == 1 else 4))
        marked = _marked(batches, Deduplicator(near=near_duplicates))
        tagged = (one for batch in self._tag_batches(marked, workers) for one in batch)
        return _with_progress(tagged) if progress else tagged

    def _tag_batches(
        self, batches: Iterable[tuple[list[Voice], NormalizedBatch]], workers: int
    ) -> Iterator[list[TaggedVoice]]:
        if workers == 1:
            return starmap(Repeats(self.tag), batches)
        from voc.qualify.workers import tag_in_processes  # multiprocessing takes a while to import

        return tag_in_processes(self, (voices for voices, _ in batches), workers)

    def tag(
        self, voices: Sequence[Voice], views: NormalizedBatch | None = None
    ) -> list[TaggedVoice]:
        """Tag voices that have been read already, as one batch.

        If an engine fails on a batch, the batch is halved until the odd voice stands alone; it
        comes back as type "other", marked "failed".

        Parameters
        ----------
        voices : sequence of Voice
        views : NormalizedBatch, optional
            Model views of their texts, if they are known already.
        """
        # Outside of the try: a wrong taxonomy is no odd text, it raises.
        decoder, builder = self._decoder, self._builder
        try:
            views = views or normalize_batch([voice.text for voice in voices])
            return self._tag(voices, split_batch(views), decoder, builder)
        except Exception as error:
            # A service must not go down because of one text, whatever is wrong with it.
            if len(voices) <= 1:
                return [_failed(voice, error, self.name) for voice in voices]
            middle = len(voices) // 2
            return self.tag(voices[:middle]) + self.tag(voices[middle:])

    @property
    def model(self) -> Analyzer:
        """The analyzer without what people corrected: this one."""
        return self

    def tagged_by(self, tagged: TaggedVoice) -> Analyzer:
        """Give the analyzer that tagged a voice: this one."""
        return self

    def _tag(
        self,
        voices: Sequence[Voice],
        clauses: Clauses,
        decoder: PairDecoder,
        builder: RecordBuilder,
    ) -> list[TaggedVoice]:
        scores = self.engine.score(clauses)
        records = builder(voices, clauses, scores, decoder(scores.pairs))
        tags = decode_voices(scores, self.decoding)
        spoken = set(clauses.voice.tolist())
        return [
            TaggedVoice(
                voice=voice,
                records=of_voice,
                voice_type=voice_type,
                sentiment=sentiment,
                score=score,
                emotion=emotion,
                urgency=urgency,
                flags=flags,
                confidence=confidence,
                model=self.name,
            )
            if i in spoken
            else _silent(voice, self.name)
            for i, (
                voice, of_voice, voice_type, sentiment, score, emotion, urgency, flags, confidence,
            ) in enumerate(zip(voices, records, *tags, strict=True))
        ]  # fmt: skip

    @cached_property
    def _decoder(self) -> PairDecoder:
        return PairDecoder(self.engine.pairs, self.taxonomy, self.decoding)

    @cached_property
    def _builder(self) -> RecordBuilder:
        return RecordBuilder(self.taxonomy, self.decoding)


def _masked(voices: Iterator[Voice], mask: bool) -> Iterator[Voice]:
    if not mask:
        return voices
    masker = Masker()
    return (mask_voice(voice, masker) for voice in voices)


def _batches(voices: Iterable[Voice], size: int) -> Iterator[list[Voice]]:
    batch: list[Voice] = []
    characters = 0
    for voice in voices:
        batch.append(voice)
        characters += len(voice.text)
        if len(batch) >= size or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _marked(
    batches: Iterable[list[Voice]], deduplicator: Deduplicator
) -> Iterator[tuple[list[Voice], NormalizedBatch]]:
    """Mark each batch; the model views that this takes are those that tagging needs."""
    for batch in batches:
        views = normalize_batch([voice.text for voice in batch])
        yield deduplicator.mark_batch(batch, views.texts()), views


def _with_progress(tagged: Iterator[TaggedVoice]) -> Iterator[TaggedVoice]:
    from tqdm.auto import tqdm

    yield from tqdm(tagged, unit=" voices", desc="voc")


def _silent(voice: Voice, model: str) -> TaggedVoice:
    """Tag a voice in which nothing is said."""
    return TaggedVoice(
        voice=voice,
        records=(),
        voice_type="other",
        sentiment="neutral",
        score=0.0,
        emotion="neutral",
        urgency=0,
        flags=frozenset(),
        confidence=1.0,
        model=model,
    )


def _failed(voice: Voice, error: Exception, model: str) -> TaggedVoice:
    """Tag a voice that broke the engine; the message must not repeat the customer's words."""
    marks: frozenset[Mark] = voice.marks | {"failed"}
    message = f"voice {voice.id}: tagging failed with {type(error).__name__}; please report it"
    return replace(_silent(replace(voice, marks=marks, error=message), model), confidence=0.0)
