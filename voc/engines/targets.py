"""Annotated voices as numbers: what each clause and each voice should score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Floats
from voc.text.split import split_texts
from voc.types import (
    EMOTIONS,
    FLAGS,
    KINDS,
    SENTIMENTS,
    STAGES,
    VOICE_TYPES,
    Record,
    TaggedVoice,
)

_ENOUGH = 0.5  # share of the shorter one that clause and quote must have in common


@dataclass(frozen=True)
class Targets:
    """What an engine learns from.

    Attributes
    ----------
    clauses : Clauses
    pairs : ndarray of shape (n_clauses, n_pairs)
        1 where the clause holds a record of that (kind, category).
    severity : ndarray of shape (n_clauses, 5)
        One-hot, the worst of its pains and needs; all 0 where there is none.
    stage : ndarray of shape (n_clauses, 8)
        One-hot; all 0 where there is no record.
    voices : dict
        One-hot (flags: indicator) targets of each voice head, each of shape (n_voices, size).
    """

    clauses: Clauses
    pairs: Floats
    severity: Floats
    stage: Floats
    voices: dict[str, Floats]


def build_targets(voices: Sequence[TaggedVoice], categories: Sequence[str]) -> Targets:
    """Cut annotated voices into clauses and give each clause the records whose quotes it shares.

    Parameters
    ----------
    voices : sequence of TaggedVoice
        Annotations.
    categories : sequence of str
        Leaf ids in the order of the columns; records of others teach nothing.
    """
    clauses = split_texts([v.voice.text for v in voices])
    column = {(k, c): i for i, (k, c) in enumerate((k, c) for k in KINDS for c in categories)}
    pairs = np.zeros((len(clauses), len(column)), dtype=np.float32)
    severity = np.full(len(clauses), -1)
    stage = np.full(len(clauses), -1)
    for clause, record in _shared(clauses, voices):
        if (record.kind, record.category) in column:
            pairs[clause, column[record.kind, record.category]] = 1
            stage[clause] = STAGES.index(record.stage)
            if record.kind != "praise":
                severity[clause] = max(severity[clause], record.severity)
    return Targets(
        clauses, pairs, _one_hot(severity, 5), _one_hot(stage, len(STAGES)), _voice_targets(voices)
    )


def _shared(clauses: Clauses, voices: Sequence[TaggedVoice]) -> list[tuple[int, Record]]:
    """Pair each record with the clauses it shares enough with, or with the best one."""
    start, end = clauses.raw_spans()
    first = np.searchsorted(clauses.voice, np.arange(len(voices) + 1))
    found = []
    for i, voice in enumerate(voices):
        a, b = start[first[i] : first[i + 1]], end[first[i] : first[i + 1]]
        for record in voice.records if len(a) else ():
            common = np.minimum(b, record.end) - np.maximum(a, record.start)
            shorter = np.minimum(b - a, record.end - record.start)
            enough = np.flatnonzero((common > 0) & (common >= _ENOUGH * shorter))
            best = enough if len(enough) else [int(common.argmax())]
            found += [(int(first[i] + j), record) for j in best]
    return found


def _voice_targets(voices: Sequence[TaggedVoice]) -> dict[str, Floats]:
    def index(labels: Sequence[str], values: Sequence[str]) -> Floats:
        return _one_hot(np.array([labels.index(v) for v in values], dtype=np.int64), len(labels))

    return {
        "voice_type": index(VOICE_TYPES, [v.voice_type for v in voices]),
        "sentiment": index(SENTIMENTS, [v.sentiment for v in voices]),
        "emotion": index(EMOTIONS, [v.emotion for v in voices]),
        "urgency": _one_hot(np.array([v.urgency for v in voices], dtype=np.int64), 4),
        "flags": np.array([[f in v.flags for f in FLAGS] for v in voices], dtype=np.float32),
    }


def _one_hot(values: NDArray[np.int64], size: int) -> Floats:
    """Indicator rows; a negative value gives a row of zeros."""
    rows = np.zeros((len(values), size), dtype=np.float32)
    known = np.flatnonzero(values >= 0)
    rows[known, values[known]] = 1
    return rows
