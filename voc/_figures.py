"""Every figure as a function of counts that each voice adds to.

The counts are taken once; the figure of a group of voices, or of a thousand samples of them, is
then one weighted sum away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.types import SENTIMENTS, Record, TaggedVoice

Floats = NDArray[np.float64]
Pairs = Sequence[tuple[TaggedVoice, TaggedVoice]]

_FREQUENT = 5  # voices of the reference that an emotion needs to be counted
_SEVERITIES, _URGENCIES = 5, 4


@dataclass(frozen=True)
class Figure:
    """Counts of each voice, and what their sum comes to.

    Attributes
    ----------
    counts : ndarray of shape (n_voices, ...)
    value : callable
        Takes summed counts of shape (..., of one voice) and gives figures of shape (...).
    """

    counts: Floats
    value: Callable[[Floats], Floats]

    def over(self, weights: Floats) -> Floats:
        """The figure where voice ``i`` counts ``weights[..., i]`` times.

        Parameters
        ----------
        weights : ndarray of shape (..., n_voices)

        Returns
        -------
        ndarray of shape (...)
        """
        return self.value(np.tensordot(weights, self.counts, axes=1))


def figures(pairs: Pairs) -> dict[str, Figure]:
    """All figures of ``voc.evaluation``, from pairs of an annotation and a prediction."""
    common = [_common(r, p) for r, p in pairs]
    graded = [[(a.severity, b.severity) for a, b in c if a.kind != "praise"] for c in common]
    staged = [(sum(a.stage == b.stage for a, b in c), len(c)) for c in common]
    sentiments = [(r.sentiment, p.sentiment) for r, p in pairs]
    urgencies = [[(r.urgency, p.urgency)] for r, p in pairs]
    sets: dict[str, Callable[[TaggedVoice], Set[Any]]] = {
        "record_leaf": lambda tagged: set(by_pair(tagged)),
        "record_top": tops,
        "pain_leaf": _pains,
        "need": _needs,
        "span": _characters,
    }
    return {
        **{name: Figure(_set_counts(pairs, of), f1) for name, of in sets.items()},
        "severity": Figure(grade_counts(graded, _SEVERITIES), kappa),
        "stage": Figure(np.array(staged, float).reshape(-1, 2), _accuracy),
        "voice_type": _of_labels([(r.voice_type, p.voice_type) for r, p in pairs], often=1),
        "sentiment": Figure(label_counts(sentiments, SENTIMENTS), lambda sums: macro(sums, 0)),
        "urgency": Figure(grade_counts(urgencies, _URGENCIES), kappa),
        "emotion": _of_labels([(r.emotion, p.emotion) for r, p in pairs], often=_FREQUENT),
        "flags": Figure(_set_counts(pairs, lambda tagged: tagged.flags), f1),
    }


def by_pair(tagged: TaggedVoice) -> dict[tuple[str, str], Record]:
    """Records by kind and category."""
    return {(record.kind, record.category): record for record in tagged.records}


def tops(tagged: TaggedVoice) -> set[tuple[str, str]]:
    """Kind and top category of each record."""
    return {(record.kind, record.category.split(".")[0]) for record in tagged.records}


def grade_counts(pairs: Sequence[Sequence[tuple[int, int]]], n_grades: int) -> Floats:
    """Tables of (reference, predicted) grades, of shape (n_voices, n_grades, n_grades)."""
    counts = np.zeros((len(pairs), n_grades, n_grades))
    for table, of_voice in zip(counts, pairs, strict=True):
        for reference, predicted in of_voice:
            table[reference, predicted] += 1
    return counts


def label_counts(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> Floats:
    """Right, extra and missed of each label, of shape (n_voices, n_labels, 3)."""
    names = np.array(labels, dtype=object)
    reference, predicted = np.array(pairs, dtype=object).reshape(-1, 2, 1).swapaxes(0, 1)
    wanted, given = reference == names, predicted == names
    return np.stack([wanted & given, given & ~wanted, wanted & ~given], axis=-1).astype(float)


def f1(counts: Floats) -> Floats:
    """F1 from right, extra and missed on the last axis; 1 where there is nothing."""
    right = 2 * counts[..., 0]
    everything = right + counts[..., 1] + counts[..., 2]
    return _share(right, everything, if_none=1.0)


def macro(counts: Floats, least: int) -> Floats:
    """Mean F1, over the labels on the last axis but one that the reference has ``least`` times."""
    counted = counts[..., 0] + counts[..., 2] >= least
    return _share((f1(counts) * counted).sum(-1), counted.sum(-1), if_none=0.0)


def kappa(tables: Floats) -> Floats:
    """Cohen's kappa with quadratic weights, from tables on the last two axes."""
    grades = np.arange(tables.shape[-1])
    cost = (grades[:, None] - grades) ** 2.0
    total = tables.sum((-1, -2))
    observed = (cost * tables).sum((-1, -2)) * total
    chance = np.einsum("...i,ij,...j->...", tables.sum(-1), cost, tables.sum(-2))
    return np.where(total > 0, 1 - _share(observed, chance, if_none=0.0), 0.0)


def _accuracy(counts: Floats) -> Floats:
    return _share(counts[..., 0], counts[..., 1], if_none=0.0)


def _share(part: Floats, whole: Floats, if_none: float) -> Floats:
    shares: Floats = np.divide(part, whole, out=np.full(np.shape(whole), if_none), where=whole > 0)
    return shares


def _of_labels(pairs: Sequence[tuple[str, str]], often: int) -> Figure:
    """Macro-F1 over the labels that the reference has ``often``, whatever a sample then has."""
    found = Counter(reference for reference, _ in pairs)
    labels = sorted(label for label, n in found.items() if n >= often)
    return Figure(label_counts(pairs, labels), lambda sums: macro(sums, 1))


def _set_counts(pairs: Pairs, of: Callable[[TaggedVoice], Set[Any]]) -> Floats:
    """Right, extra and missed members, of shape (n_voices, 3)."""
    sets = ((of(r), of(p)) for r, p in pairs)
    counts = [(len(r & p), len(p - r), len(r - p)) for r, p in sets]
    return np.array(counts, float).reshape(-1, 3)


def _common(reference: TaggedVoice, predicted: TaggedVoice) -> list[tuple[Record, Record]]:
    a, b = by_pair(reference), by_pair(predicted)
    return [(a[key], b[key]) for key in a.keys() & b.keys()]


def _pains(tagged: TaggedVoice) -> set[str]:
    return {record.category for record in tagged.records if record.kind == "pain"}


def _needs(tagged: TaggedVoice) -> set[str]:
    return {"need" for record in tagged.records if record.kind == "need"}


def _characters(tagged: TaggedVoice) -> set[tuple[str, int]]:
    return {(r.kind, i) for r in tagged.records for i in range(r.start, r.end)}
