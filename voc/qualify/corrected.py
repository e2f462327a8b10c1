"""An analyzer with corrections over it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from voc.qualify.analyzer import Analyzer
from voc.qualify.applied import Rules
from voc.qualify.correction import Correction
from voc.qualify.corrections import Corrections
from voc.text.normalize import NormalizedBatch
from voc.types import TaggedVoice, Voice


@dataclass(frozen=True)
class CorrectedAnalyzer(Analyzer):
    """What a model says, but for what people corrected.

    Attributes
    ----------
    base : Analyzer
        Tags the voices; name, engine, decoding and taxonomy are its own.
    corrections : Corrections

    Examples
    --------
    >>> import voc
    >>> fix = voc.correct_voice(voc.classify("约好的师傅没有来")[0], sentiment="negative")
    >>> analyzer = voc.load("default", corrections=[fix])
    >>> [(one.sentiment, one.model) for one in analyzer.stream(["約好的師傅沒有來！", "不错"])]
    [('negative', 'default@0.1.0+corrections'), ('positive', 'default@0.1.0')]
    """

    base: Analyzer
    corrections: Corrections

    @classmethod
    def of(
        cls, base: Analyzer, corrections: str | Path | Corrections | Iterable[Correction]
    ) -> CorrectedAnalyzer:
        """Put corrections, or a file of them, over an analyzer.

        Raises
        ------
        InputError
            The file is broken, or a category is not in the analyzer's taxonomy.
        """
        if isinstance(corrections, (str, Path)):
            corrections = Corrections.load(corrections)
        own = Corrections(corrections)
        own.check(base.taxonomy)
        return cls(base.name, base.engine, base.decoding, base.taxonomy, base, own)

    @property
    def model(self) -> Analyzer:
        """The analyzer without the corrections."""
        return self.base

    def tag(
        self, voices: Sequence[Voice], views: NormalizedBatch | None = None
    ) -> list[TaggedVoice]:
        """Tag voices; ``model`` ends in "+corrections" where a correction speaks of one."""
        return self._rules(self.base.tag(voices, views))

    def tagged_by(self, tagged: TaggedVoice) -> Analyzer:
        """Give the analyzer that tagged a voice before it was corrected."""
        return self.base.tagged_by(tagged)

    def _tag_batches(
        self, batches: Iterable[tuple[list[Voice], NormalizedBatch]], workers: int
    ) -> Iterator[list[TaggedVoice]]:
        # Workers need not know the corrections: they are put over what comes back.
        return map(self._rules, self.base._tag_batches(batches, workers))

    @cached_property
    def _rules(self) -> Rules:
        return Rules(self.corrections, self.taxonomy)
