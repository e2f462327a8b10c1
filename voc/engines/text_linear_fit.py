"""Fit linear heads over texts: support vectors, one label against all others."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc.engines.base import Clauses, Floats
from voc.engines.heads_fit import whole_rows
from voc.engines.lesson import Learned, Lesson, Rows, folds_of
from voc.engines.linear import HashedHeads, LinearEngine, as_bytes, ngram_matrix, spans
from voc.engines.model_view import model_view
from voc.engines.ngrams import LONGEST, NgramTable, document_frequency
from voc.engines.text_linear import TextHeads, batches
from voc.errors import InputError
from voc.text.split import split_texts

# Weight of an n-gram by its length. Long ones are so many and so rare that they would outweigh the
# words; characters alone say little.
_BY_LENGTH = np.array([0.0, 0.5, 1.0, 0.5, 0.2], dtype=np.float32)
_FLAT = 1e-3
_MANY = 2000  # texts from which n-grams that occur once or twice are left out
_SMALL, _LARGE = 18, 21  # logarithm of the number of buckets
_NEVER = -1.0  # margin of a label without any example


@dataclass(frozen=True)
class _Manner:
    """How to learn, by how much there is to learn from.

    Attributes
    ----------
    strength : float
        ``C`` of LinearSVC.
    view_share : float
        Length of the view of a trained engine beside n-grams of length 1.
    balanced : bool
        Whether each label counts as much as all others together.
    """

    strength: float
    view_share: float
    balanced: bool


_FEW = 1000  # texts
# Few texts say little of how frequent labels are, and most of their words are new.
_FROM_FEW = _Manner(strength=2.0, view_share=0.7, balanced=True)
_FROM_PHRASES = _Manner(strength=2.0, view_share=0.3, balanced=True)  # which no customer wrote
_FROM_MANY = _Manner(strength=0.3, view_share=0.3, balanced=False)


@dataclass(frozen=True)
class _Rows:
    """N-grams and view of all texts of a lesson."""

    ngrams: sparse.csr_array
    view: Floats
    mean: Floats
    deviation: Floats

    def matrix(self) -> sparse.csr_array:
        if not self.view.shape[1]:
            return self.ngrams
        scaled = (self.view - self.mean) / self.deviation
        return sparse.csr_array(sparse.hstack([self.ngrams, scaled], format="csr"))


def fit_text_heads(
    lesson: Lesson,
    base: LinearEngine | None,
    *,
    strength: float | None,
    n_folds: int,
    random_state: int,
) -> Learned:
    """Train on a lesson, and on all of it but a fold, fold by fold, to look at what is unseen.

    Parameters
    ----------
    lesson : Lesson
    base : LinearEngine or None
        A trained engine whose view of each text is read as well.
    strength : float or None
        ``C`` of scikit-learn's LinearSVC: the higher, the closer to the lesson. None: by its size.
    n_folds : int
        With fewer than 2, nothing is looked at.
    random_state : int

    Returns
    -------
    Learned

    Raises
    ------
    InputError
        No text has a word.
    """
    clauses = split_texts(list(lesson.texts))
    if not len(clauses):
        raise InputError(
            f"got {len(lesson.texts)} texts without a word; expected some to learn from"
        )
    table = _table(clauses)
    manner = _manner(lesson.n_examples)
    manner = manner if strength is None else replace(manner, strength=strength)
    rows = _rows(table, clauses, lesson, base, manner.view_share)
    matrix = rows.matrix()
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    examples = np.arange(lesson.n_examples if n_folds > 1 else 0)
    logits = np.zeros((len(examples), lesson.values.shape[1]), dtype=np.float32)
    fold = folds_of(lesson, max(1, n_folds), random_state)
    for f in range(n_folds if len(examples) else 0):
        here = np.flatnonzero(fold == f)
        weights, bias = _fit_all(matrix, lesson, np.flatnonzero(fold != f), manner)
        logits[here] = matrix[here] @ weights + bias
    weights, bias = _fit_all(matrix, lesson, np.arange(len(lesson.texts)), manner)
    return Learned(_model(table, base, rows, weights, bias), examples, logits)


def _manner(n_examples: int) -> _Manner:
    if not n_examples:
        return _FROM_PHRASES
    return _FROM_FEW if n_examples < _FEW else _FROM_MANY


def _table(clauses: Clauses) -> NgramTable:
    many = clauses.n_voices >= _MANY
    counted = document_frequency(*spans(clauses), at_least=3 if many else 1)
    table = NgramTable.fit(counted, _LARGE if many else _SMALL)
    found = table.occurrences(*spans(clauses))
    length = np.zeros(len(table.idf), dtype=np.int64)
    length[found.row] = found.length
    assert len(_BY_LENGTH) == LONGEST + 1
    return replace(table, idf=table.idf * _BY_LENGTH[length])


def _rows(
    table: NgramTable,
    clauses: Clauses,
    lesson: Lesson,
    base: LinearEngine | None,
    view_share: float,
) -> _Rows:
    ngrams = whole_rows(ngram_matrix(table, clauses), clauses)
    ngrams.sum_duplicates()
    if base is None:
        nothing = np.zeros((len(lesson.texts), 0), dtype=np.float32)
        return _Rows(ngrams, nothing, nothing[0], nothing[0])
    view = np.concatenate([model_view(base, split_texts(b)) for b in batches(lesson.texts)])
    width = np.sqrt(view.shape[1]) / view_share
    return _Rows(ngrams, view, view.mean(axis=0), (view.std(axis=0) + _FLAT) * np.float32(width))


def _fit_all(
    matrix: sparse.csr_array, lesson: Lesson, rows: Rows, manner: _Manner
) -> tuple[Floats, Floats]:
    """Weights of shape (n_features, n_labels), and biases."""
    part = sparse.csr_array(matrix[rows])
    values, sample = lesson.values[rows] > 0, lesson.weights[rows]
    weights = np.zeros((matrix.shape[1], values.shape[1]), dtype=np.float32)
    bias = np.full(values.shape[1], _NEVER, dtype=np.float32)
    for label in range(values.shape[1]):
        positive = values[:, label]
        if positive.all():
            bias[label] = -_NEVER
        elif positive.any():
            weights[:, label], bias[label] = _fit_one(part, positive, sample, manner)
    return weights, bias


def _fit_one(
    matrix: sparse.csr_array, positive: NDArray[np.bool_], sample: Floats, manner: _Manner
) -> tuple[Floats, float]:
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.svm import LinearSVC

    if manner.balanced:  # by numbers of texts: weights shall still weigh
        share = positive.mean()
        sample = sample * np.where(positive, 0.5 / share, 0.5 / (1 - share))
    model = LinearSVC(C=manner.strength, dual=True, tol=0.01, max_iter=2000, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a last digit more changes nothing
        model.fit(matrix, positive, sample_weight=sample)
    return model.coef_[0].astype(np.float32), float(model.intercept_[0])


def _model(
    table: NgramTable, base: LinearEngine | None, rows: _Rows, weights: Floats, bias: Floats
) -> TextHeads:
    """Fold the scaling of the view into its weights, and round those of n-grams as they are stored.

    So a model says the same before and after it was saved.
    """
    n_ngrams = rows.ngrams.shape[1]
    of_view = weights[n_ngrams:]
    if base is not None:
        of_view = of_view / rows.deviation[:, None]
        bias = bias - rows.mean @ of_view
    rounded, scale = as_bytes(HashedHeads(table, weights[:n_ngrams], bias))
    return TextHeads(HashedHeads(table, rounded, bias, scale), base, of_view)
