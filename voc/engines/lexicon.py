"""The engine that needs no model: the taxonomy's cue phrases and Chinese grammar.

For a new taxonomy before there are labels, for explaining, and as a safety net.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from voc.engines.base import Clauses, Floats, Scores
from voc.engines.grammar import Pair, Reader, Reading
from voc.engines.phrases import word_lists
from voc.engines.verdict import Evidence, verdict
from voc.taxonomy import Taxonomy
from voc.types import EMOTIONS, FLAGS, KINDS, SENTIMENTS, STAGES, VOICE_TYPES

_AFTER_CONTRAST = 1.5  # what follows 但是 weighs more in the sentiment of the voice
_WISH = 0.7  # a wish for nothing we know
_CRITICAL = 4
_MAIN, _REST = 0.7, 0.3  # share of the expected severity or stage; the rest is spread
_WIDTHS = {
    "voice_type": len(VOICE_TYPES),
    "sentiment": len(SENTIMENTS),
    "emotion": len(EMOTIONS),
    "urgency": 4,
    "flags": len(FLAGS),
}


@dataclass(frozen=True)
class LexiconEngine:
    """Scores clauses by words and grammar; implements ``voc.engines.base.Engine``.

    Parameters
    ----------
    taxonomy : Taxonomy

    Examples
    --------
    >>> from voc.text.split import split_texts
    >>> engine = LexiconEngine(Taxonomy.load())
    >>> scores = engine.score(split_texts(["充电时冒烟了，客服电话打不通"]))
    >>> [engine.pairs[column] for column in scores.pairs.argmax(axis=1)]
    [('pain', 'quality.safety'), ('pain', 'service.reach')]
    """

    taxonomy: Taxonomy
    name: ClassVar[str] = "lexicon"

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The (kind, category) of each column: every kind with every leaf."""
        return tuple((kind, leaf) for kind in KINDS for leaf in self.taxonomy.ids)

    def score(self, clauses: Clauses) -> Scores:
        """Score all clauses and voices of a batch.

        Parameters
        ----------
        clauses : Clauses

        Returns
        -------
        Scores
        """
        readings = self._readings(clauses)
        pairs = np.zeros((len(readings), len(self.pairs)), np.float32)
        for row, reading in enumerate(readings):
            for pair, probability in reading.pairs.items():
                pairs[row, self._columns[pair]] = probability
        texts = _clause_texts(clauses)
        return Scores(
            pairs,
            severity=_stack(
                [self._severity(r, t) for r, t in zip(readings, texts, strict=True)], 5
            ),
            stage=_stack([self._stage(reading) for reading in readings], len(STAGES)),
            voices=self._voices(clauses, readings, texts),
        )

    def _readings(self, clauses: Clauses) -> list[Reading]:
        readings: list[Reading] = []
        previous = -1
        for voice, start, end in _spans(clauses):
            text = clauses.texts[voice]
            carried = readings[-1].aspects if voice == previous else ()
            readings.append(self._reader.read(text[start:end], text[end : end + 1], carried))
            previous = voice
        return readings

    def _voices(
        self, clauses: Clauses, readings: list[Reading], texts: list[str]
    ) -> Mapping[str, Floats]:
        evidence = [Evidence() for _ in clauses.texts]
        for voice, reading, text in zip(clauses.voice.tolist(), readings, texts, strict=True):
            weight = _AFTER_CONTRAST if text.startswith(self._contrast) else 1.0
            self._weigh(evidence[voice], reading, weight)
        rows = [verdict(text, e) for text, e in zip(clauses.texts, evidence, strict=True)]
        return {key: _stack([row[key] for row in rows], width) for key, width in _WIDTHS.items()}

    def _weigh(self, evidence: Evidence, reading: Reading, weight: float) -> None:
        evidence.praise += weight * reading.unplaced.get("praise", 0.0)
        evidence.loose_pain += weight * reading.unplaced.get("pain", 0.0)
        evidence.wish = max(evidence.wish, _WISH if reading.wished else 0.0)
        for (kind, id), sure in reading.pairs.items():
            if kind == "praise":
                evidence.praise += sure * weight
            elif kind == "pain":
                self._weigh_pain(evidence, id, sure, weight)
            elif id == self._reader.vocabulary.inquiry_leaf:
                evidence.inquiry = max(evidence.inquiry, sure)
            else:
                evidence.wish = max(evidence.wish, sure)

    def _weigh_pain(self, evidence: Evidence, id: str, sure: float, weight: float) -> None:
        leaf = self.taxonomy.leaf(id)
        if id == self._reader.vocabulary.general_leaf:
            evidence.loose_pain += sure * weight
        elif leaf.owner == "product":
            evidence.product_pain += sure * weight
        else:
            evidence.other_pain += sure * weight
        if leaf.severity == _CRITICAL:
            evidence.danger = max(evidence.danger, sure)

    def _severity(self, reading: Reading, text: str) -> Floats:
        pair = _surest(reading)
        row = np.full(5, _REST / 4, np.float32)
        if pair is None or pair[0] == "praise":
            level = 0
        elif pair[0] == "need":
            level = 1
        else:
            usual = self.taxonomy.leaf(pair[1]).severity
            heavier = any(word in text for word in self._heavier)
            lighter = any(word in text for word in self._lighter)
            level = min(max(usual + heavier - lighter, 1), max(3, usual))
        row[level] = _MAIN
        return row

    def _stage(self, reading: Reading) -> Floats:
        pair = _surest(reading)
        stage = self.taxonomy.leaf(pair[1]).stage if pair else "usage"
        row = np.full(len(STAGES), _REST / (len(STAGES) - 1), np.float32)
        row[STAGES.index(stage)] = _MAIN
        return row

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self.taxonomy)

    @cached_property
    def _columns(self) -> Mapping[Pair, int]:
        return {pair: column for column, pair in enumerate(self.pairs)}

    @cached_property
    def _contrast(self) -> tuple[str, ...]:
        return tuple(word_lists("connectives.toml")["contrast"])

    @cached_property
    def _heavier(self) -> tuple[str, ...]:
        return tuple(word_lists("grammar.toml")["heavier"])

    @cached_property
    def _lighter(self) -> tuple[str, ...]:
        return tuple(word_lists("grammar.toml")["lighter"])


def _spans(clauses: Clauses) -> list[tuple[int, int, int]]:
    columns = (clauses.voice.tolist(), clauses.start.tolist(), clauses.end.tolist())
    return list(zip(*columns, strict=True))


def _clause_texts(clauses: Clauses) -> list[str]:
    return [clauses.texts[voice][start:end] for voice, start, end in _spans(clauses)]


def _surest(reading: Reading) -> Pair | None:
    return max(reading.pairs, key=reading.pairs.__getitem__, default=None)


def _stack(rows: list[Floats], width: int) -> Floats:
    return np.stack(rows) if rows else np.zeros((0, width), np.float32)
