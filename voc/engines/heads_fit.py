"""Fit linear heads over n-grams: one logistic regression a label."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc.engines.base import Clauses, Floats
from voc.engines.linear import (
    HashedHeads,
    LinearEngine,
    mass_by_voice,
    ngram_mass,
    ngram_matrix,
    norm,
)
from voc.engines.ngrams import NgramTable
from voc.engines.targets import Targets
from voc.text.split import split_texts
from voc.types import KINDS

_NEVER = -10.0  # bias of a label without any example


@dataclass(frozen=True)
class AuxiliaryTask:
    """Labels of another corpus whose heads become features: polarity, emotion, topic.

    Attributes
    ----------
    name : str
    texts : sequence of str
    values : ndarray of shape (n_texts, n_labels)
        0 or 1.
    inverse_strength : float
        Of the regularisation, as ``C`` of scikit-learn.
    """

    name: str
    texts: Sequence[str]
    values: Floats
    inverse_strength: float = 1.0


def fit_own_heads(table: NgramTable, targets: Targets, voices: NDArray[np.bool_]) -> HashedHeads:
    """Fit what a clause holds and what a voice is, on some of the voices."""
    clauses = targets.clauses
    matrix = ngram_matrix(table, clauses)
    pairs = targets.pairs.reshape(len(clauses), len(KINDS), -1)
    kinds_and_categories = np.concatenate((pairs.max(axis=2), pairs.max(axis=1)), axis=1)
    of_voice = np.concatenate(list(targets.voices.values()), axis=1)
    inside = voices[clauses.voice]
    graded = inside & targets.severity.any(axis=1)
    staged = inside & targets.stage.any(axis=1)
    units = unit_rows(matrix, ngram_mass(matrix))
    wholes = whole_rows(matrix, clauses)
    return joined(
        [
            fit_heads(table, units[inside], kinds_and_categories[inside], 4.0),
            fit_heads(table, units[graded], targets.severity[graded], 2.0),
            fit_heads(table, units[staged], targets.stage[staged], 2.0),
            fit_heads(table, wholes[voices], of_voice[voices], 6.0),
        ]
    )


def fit_auxiliary_heads(table: NgramTable, task: AuxiliaryTask) -> HashedHeads:
    """Fit the labels of another corpus on its whole texts."""
    clauses = split_texts(task.texts)
    wholes = whole_rows(ngram_matrix(table, clauses), clauses)
    return fit_heads(table, wholes, task.values, task.inverse_strength)


def borrowed_heads(base: LinearEngine, table: NgramTable) -> HashedHeads:
    """Take the heads of an engine over; ``table`` holds its n-grams first, then others."""
    hashed = base.hashed
    weights = np.zeros((len(table.idf), len(hashed.bias)), dtype=np.float32)
    known = np.arange(len(hashed.table.idf))
    weights[known] = hashed.rows(known)
    return HashedHeads(table, weights, hashed.bias)


def fit_heads(
    table: NgramTable, rows: sparse.csr_array, values: Floats, inverse_strength: float
) -> HashedHeads:
    """Fit one head for each column of ``values``."""
    rows.sum_duplicates()
    used = np.flatnonzero(np.bincount(rows.indices, minlength=rows.shape[1]))
    compact = sparse.csr_array(rows[:, used])
    compact.indices = compact.indices.astype(np.int32)  # liblinear takes no 64-bit indices
    compact.indptr = compact.indptr.astype(np.int32)
    weights = np.zeros((rows.shape[1], values.shape[1]), dtype=np.float32)
    bias = np.full(values.shape[1], _NEVER, dtype=np.float32)
    for label in np.flatnonzero(values.any(axis=0) & ~values.all(axis=0)):
        weights[used, label], bias[label] = _fit_one(compact, values[:, label], inverse_strength)
    return HashedHeads(table, weights, bias)


def joined(heads: Sequence[HashedHeads]) -> HashedHeads:
    """Put heads over the same n-grams side by side."""
    weights = np.concatenate([h.weights for h in heads], axis=1)
    return HashedHeads(heads[0].table, weights, np.concatenate([h.bias for h in heads]))


def shared_labels(heads: Sequence[HashedHeads]) -> list[HashedHeads]:
    """Silence a label in all heads if one of them had no example of it.

    A head that was never shown a label is surest of its absence just where the label is: in the
    fold that holds all of its examples. The networks would learn to read that the wrong way round.
    """
    shown = np.all([head.bias != _NEVER for head in heads], axis=0)
    if shown.all():
        return list(heads)
    return [
        HashedHeads(
            head.table,
            head.weights * shown.astype(np.float32),
            np.where(shown, head.bias, np.float32(_NEVER)),
        )
        for head in heads
    ]


def _fit_one(
    rows: sparse.csr_array, values: Floats, inverse_strength: float
) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(
        C=inverse_strength, solver="liblinear", dual=True, tol=0.1, max_iter=50, random_state=0
    )
    model.fit(rows, values > 0)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def sum_by_voice(matrix: sparse.csr_array, clauses: Clauses) -> sparse.csr_array:
    """Add up the rows of the clauses of each voice."""
    ones = np.ones(len(clauses), dtype=np.float32)
    shape = (clauses.n_voices, len(clauses))
    adder = sparse.csr_array((ones, (clauses.voice, np.arange(len(clauses)))), shape=shape)
    return sparse.csr_array(adder @ matrix)


def unit_rows(matrix: sparse.csr_array, mass: Floats) -> sparse.csr_array:
    """Divide each row by the root of its mass, as ``HashedHeads`` does."""
    scale: Any = sparse.diags_array((1 / norm(mass)[:, 0]).astype(np.float32))
    return sparse.csr_array(scale @ matrix)


def whole_rows(matrix: sparse.csr_array, clauses: Clauses) -> sparse.csr_array:
    """Make one unit row of the clauses of each voice."""
    mass = mass_by_voice(ngram_mass(matrix), clauses)
    return unit_rows(sum_by_voice(matrix, clauses), mass)
