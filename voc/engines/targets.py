"""Annotated voices as numbers: what each clause and each voice should score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Floats, Scores, all_pairs
from voc.text.normalize import NormalizedBatch
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
_LIKELY = 0.5  # probability from which on a teacher's word is taken for true


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
    column = {pair: i for i, pair in enumerate(all_pairs(categories))}
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


def pair_shares(targets: Targets) -> Floats:
    """Share one unit of probability among the pairs of a clause; "nothing" gets what is left.

    Returns
    -------
    ndarray of shape (n_clauses, n_pairs + 1)
    """
    given = targets.pairs.sum(axis=1, keepdims=True)
    shares = (targets.pairs / np.maximum(given, 1), np.maximum(1 - given, 0))
    return np.concatenate(shares, axis=1, dtype=np.float32)


def soft_targets(clauses: Clauses, scores: Scores) -> Targets:
    """Take what a teacher says of texts as what shall be said of them.

    Severity counts as far as there is a pain or need, stage as far as there is any record.

    Parameters
    ----------
    clauses : Clauses
    scores : Scores
        Of these clauses; columns of ``pairs`` are all kinds times the learner's categories.
    """
    by_kind = scores.pairs.reshape(len(clauses), len(KINDS), scores.pairs.shape[1] // len(KINDS))
    kinds = by_kind.sum(axis=2).clip(max=1)
    graded = kinds[:, : KINDS.index("praise")].sum(axis=1, keepdims=True).clip(max=1)
    staged = kinds.sum(axis=1, keepdims=True).clip(max=1)
    voices = {name: values for name, values in scores.voices.items() if name != "polarity"}
    return Targets(clauses, scores.pairs, scores.severity * graded, scores.stage * staged, voices)


def hard_targets(targets: Targets) -> Targets:
    """Decide: the most likely label where there is one, each pair and flag from one half on."""
    voices = {
        name: values >= _LIKELY if name == "flags" else _most_likely(values)
        for name, values in targets.voices.items()
    }
    return Targets(
        targets.clauses,
        (targets.pairs >= _LIKELY).astype(np.float32),
        _most_likely(targets.severity),
        _most_likely(targets.stage),
        {name: values.astype(np.float32) for name, values in voices.items()},
    )


def concatenated(first: Targets, second: Targets) -> Targets:
    """Put the voices of two corpora behind each other."""
    return Targets(
        _one_behind_the_other(first.clauses, second.clauses),
        np.concatenate((first.pairs, second.pairs)),
        np.concatenate((first.severity, second.severity)),
        np.concatenate((first.stage, second.stage)),
        {name: np.concatenate((v, second.voices[name])) for name, v in first.voices.items()},
    )


def _one_behind_the_other(first: Clauses, second: Clauses) -> Clauses:
    a, b = first.batch, second.batch
    batch = NormalizedBatch(
        np.concatenate((a.codes, b.codes)),
        np.concatenate((a.origin, b.origin)),
        np.concatenate((a.bounds, a.bounds[-1] + b.bounds[1:])),
    )
    return Clauses(
        batch,
        np.concatenate((first.voice, second.voice + first.n_voices)),
        np.concatenate((first.start, second.start)),
        np.concatenate((first.end, second.end)),
    )


def _most_likely(values: Floats) -> Floats:
    """Indicator of the highest value of each row that holds at least one half in all."""
    best = np.where(values.sum(axis=1) >= _LIKELY, values.argmax(axis=1), -1)
    return _one_hot(best, values.shape[1])


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
