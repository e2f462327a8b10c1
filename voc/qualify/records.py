"""Give what was found its words, severity, stage, touchpoint and level."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from voc.engines.base import Clauses, Scores
from voc.engines.touchpoint import touchpoints
from voc.qualify.decode import Decoding, Found, grades
from voc.taxonomy import Taxonomy
from voc.types import STAGES, Level, Record, Touchpoint, Voice

_LEAST = {"pain": 1, "need": 1, "praise": 0}
_NEAR = 30  # characters: how far before a clause a touchpoint may be named
_MOST = {"pain": 4, "need": 3, "praise": 0}


class RecordBuilder:
    """Makes records out of findings.

    Parameters
    ----------
    taxonomy : Taxonomy
        Says the usual touchpoint and the level of each category.
    decoding : Decoding
        Says how sure a score is.
    """

    def __init__(self, taxonomy: Taxonomy, decoding: Decoding) -> None:
        self.decoding = decoding
        self.levels: dict[str, Level] = {leaf.id: leaf.level for leaf in taxonomy.leaves}
        self.touchpoints: dict[str, Touchpoint | None] = {
            leaf.id: leaf.touchpoint for leaf in taxonomy.leaves
        }
        for category in taxonomy.categories:
            common = Counter(leaf.level for leaf in category.leaves)
            self.levels[category.id] = common.most_common(1)[0][0] if common else "need_met"

    def __call__(
        self, voices: Sequence[Voice], clauses: Clauses, scores: Scores, found: Sequence[Found]
    ) -> list[tuple[Record, ...]]:
        """Give the records of each voice, in text order."""
        start, end = clauses.raw_spans()
        severity = grades(scores.severity, self.decoding.severity)
        stage = scores.stage.argmax(axis=1)
        sure = self.decoding.record([f.score for f in found])
        places = _Touchpoints(clauses)
        records: list[list[Record]] = [[] for _ in voices]
        for one, confidence in zip(found, sure, strict=True):
            clause = one.clause
            voice = voices[clauses.voice[clause]]
            a, b = int(start[clause]), int(end[clause])
            records[clauses.voice[clause]].append(
                Record(
                    voice_id=voice.id,
                    kind=one.kind,
                    category=one.category,
                    start=a,
                    end=b,
                    quote=voice.text[a:b],
                    severity=min(max(int(severity[clause]), _LEAST[one.kind]), _MOST[one.kind]),
                    stage=STAGES[stage[clause]],
                    touchpoint=places.of(clause) or self.touchpoints.get(one.category),
                    level=self.levels[one.category],
                    confidence=round(float(confidence), 4),
                )
            )
        return [tuple(of_voice) for of_voice in records]


class _Touchpoints:
    """Looks touchpoint words up, once a voice and only where there is a record."""

    def __init__(self, clauses: Clauses) -> None:
        self.clauses = clauses
        self.known: dict[int, tuple[list[int], list[Touchpoint]]] = {}

    def of(self, clause: int) -> Touchpoint | None:
        """Return the last touchpoint named in the clause or, failing that, just before it."""
        voice = int(self.clauses.voice[clause])
        if voice not in self.known:
            cues = touchpoints(self.clauses.texts[voice])
            self.known[voice] = [at for at, _ in cues], [name for _, name in cues]
        positions, names = self.known[voice]
        before = bisect_right(positions, int(self.clauses.end[clause]) - 1)
        if not before or positions[before - 1] < self.clauses.start[clause] - _NEAR:
            return None
        return names[before - 1]
