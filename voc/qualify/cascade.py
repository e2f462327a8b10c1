"""The model "auto": a fast analyzer reads everything, an accurate one again what is in doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voc.qualify.analyzer import Analyzer
from voc.result import certainty
from voc.text.normalize import NormalizedBatch
from voc.types import TaggedVoice, Voice


@dataclass(frozen=True)
class CascadeAnalyzer(Analyzer):
    """An analyzer with a second one for what it is not sure of.

    Attributes
    ----------
    first : Analyzer
        Reads everything; engine, decoding and taxonomy are its own.
    second : Analyzer
        Slower and better.
    threshold : float
        Voices whose certainty (see ``voc.result.certainty``) lies below are tagged again, in
        [0, 1]: 0 for none, above 1 for all. ``dataclasses.replace`` changes it; models/accurate's
        evaluation.json holds the curve of quality over share that the default was read from.

    Examples
    --------
    >>> from voc.qualify.loading import load
    >>> cascade = CascadeAnalyzer.of("both", load("lexicon"), load("default"), threshold=1.1)
    >>> cascade.classify("充电时冒烟了")[0].model == load("default").name
    True
    """

    first: Analyzer
    second: Analyzer
    threshold: float

    @classmethod
    def of(cls, name: str, first: Analyzer, second: Analyzer, threshold: float) -> CascadeAnalyzer:
        """Put one analyzer behind another."""
        return cls(name, first.engine, first.decoding, first.taxonomy, first, second, threshold)

    def tag(
        self, voices: Sequence[Voice], views: NormalizedBatch | None = None
    ) -> list[TaggedVoice]:
        """Tag voices; each tells in ``model`` who tagged it.

        One that the second cannot tag keeps what the first said of it; one that the first could
        not tag keeps its mark.
        """
        tagged = self.first.tag(voices, views)
        doubtful = [
            i
            for i, one in enumerate(tagged)
            if certainty(one) < self.threshold and "failed" not in one.voice.marks
        ]
        again = self.second.tag([voices[i] for i in doubtful])
        for i, better in zip(doubtful, again, strict=True):
            if "failed" not in better.voice.marks:
                tagged[i] = better
        return tagged

    def tagged_by(self, tagged: TaggedVoice) -> Analyzer:
        """Give the analyzer that tagged a voice."""
        return self.second if tagged.model == self.second.name else self.first
