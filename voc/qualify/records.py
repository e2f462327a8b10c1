"""Give what was found its words, severity, stage, touchpoint and level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Scores
from voc.engines.touchpoint import touchpoints
from voc.qualify.decode import Decoding, grades, rounded
from voc.qualify.pairs import Findings
from voc.taxonomy import Taxonomy
from voc.types import KINDS, STAGES, Level, Record, Touchpoint, Voice

LEAST = {"pain": 1, "need": 1, "praise": 0}
MOST = {"pain": 4, "need": 3, "praise": 0}
_NEAR = 30  # characters: how far before a clause a touchpoint may be named

Ints = NDArray[np.int64]


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
        self, voices: Sequence[Voice], clauses: Clauses, scores: Scores, found: Findings
    ) -> list[tuple[Record, ...]]:
        """Give the records of each voice, in text order."""
        of_voice: list[list[Record]] = [[] for _ in voices]
        start, end = clauses.raw_spans()
        stage = scores.stage.argmax(axis=1)
        columns = zip(
            clauses.voice[found.clause].tolist(),
            found.kind.tolist(),
            found.category.tolist(),
            start[found.clause].tolist(),
            end[found.clause].tolist(),
            self._severity(scores, found),
            stage[found.clause].tolist(),
            _named_touchpoints(clauses, found.clause),
            rounded(self.decoding.record(found.score)),
            strict=True,
        )
        for number, kind, category, a, b, severity, at, place, confidence in columns:
            voice, name = voices[number], found.names[category]
            of_voice[number].append(
                Record(
                    voice_id=voice.id,
                    kind=KINDS[kind],
                    category=name,
                    start=a,
                    end=b,
                    quote=voice.text[a:b],
                    severity=severity,
                    stage=STAGES[at],
                    touchpoint=place or self.touchpoints.get(name),
                    level=self.levels[name],
                    confidence=confidence,
                )
            )
        return [tuple(records) for records in of_voice]

    def _severity(self, scores: Scores, found: Findings) -> list[int]:
        least = np.array([LEAST[kind] for kind in KINDS])[found.kind]
        most = np.array([MOST[kind] for kind in KINDS])[found.kind]
        grade = grades(scores.severity[found.clause], self.decoding.severity)
        severity: list[int] = grade.clip(least, most).tolist()
        return severity


def _named_touchpoints(clauses: Clauses, chosen: Ints) -> list[Touchpoint | None]:
    """Give the last touchpoint named in each clause or, failing that, just before it."""
    cues = touchpoints("\n".join(clauses.texts))
    places = np.array([place for place, _ in cues], dtype=np.int64)
    voice = clauses.voice[chosen]
    begin = clauses.batch.bounds[voice] + voice  # each text before has a line break behind it
    start, end = begin + clauses.start[chosen], begin + clauses.end[chosen]
    last = np.searchsorted(places, end) - 1
    near = (last >= 0) & (places[last] >= np.maximum(start - _NEAR, begin)) if cues else last >= 0
    return [
        cues[i][1] if here else None for i, here in zip(last.tolist(), near.tolist(), strict=True)
    ]
