"""From scores to probabilities and labels, set by scores of texts that a model had not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.lesson import Learned, Lesson
from voc.engines.mlp import logistic
from voc.estimators.groups import Chosen

Counts = NDArray[np.int64]
_MANY, _OFTEN = 1000, 20  # texts, and texts of each label, from which labels are weighed together
_USUAL_SCALE = 3.0  # where there is nothing to set it by
_GRID = [step / 40 for step in range(2, 39)]


@dataclass(frozen=True)
class Decision:
    """How to read scores.

    Attributes
    ----------
    exclusive : bool
        Each text has exactly one label.
    scale, offset : float
        Scores times scale plus offset are logits of probabilities.
    mix : sequence of shape (n_labels, n_labels), optional
        Then their product with it is, with ``offsets`` added: labels that are often taken for one
        another are weighed against each other.
    offsets : sequence of shape (n_labels,), optional
    threshold : float
        Least probability of a label, where a text may have several.
    always : bool
        Each text has one label at least: the likeliest, if none reaches the threshold.
    """

    exclusive: bool
    scale: float = _USUAL_SCALE
    offset: float = 0.0
    threshold: float = 0.5
    always: bool = True
    mix: Sequence[Sequence[float]] = ()
    offsets: Sequence[float] = ()

    def probabilities(self, scores: Floats) -> Floats:
        """Turn scores into probabilities, of shape (n_texts, n_labels)."""
        logits = self._logits(scores)
        if not self.exclusive:
            return logistic(logits)
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)

    def _logits(self, scores: Floats) -> Floats:
        if not len(self.mix):
            return np.asarray(scores * self.scale + self.offset, dtype=np.float32)
        # Not by BLAS, which adds up one row in another order than many.
        mixed = np.einsum("tl,lm->tm", scores, np.asarray(self.mix, dtype=np.float32))
        return np.asarray(mixed + np.asarray(self.offsets, dtype=np.float32))

    def choose(self, probabilities: Floats) -> Chosen:
        """Choose labels, of shape (n_texts, n_labels)."""
        best = np.zeros(probabilities.shape, dtype=np.bool_)
        best[np.arange(len(best)), probabilities.argmax(axis=1)] = True
        if self.exclusive:
            return best
        enough = probabilities >= self.threshold
        return enough | (best & ~enough.any(axis=1, keepdims=True)) if self.always else enough

    def at(self, threshold: float) -> Decision:
        """The same with another threshold."""
        return replace(self, threshold=threshold)


def fit_decision(lesson: Lesson, learned: Learned) -> Decision:
    """Choose scale, offset and threshold: the likeliest ones, and the best micro-F1.

    Parameters
    ----------
    lesson : Lesson
    learned : Learned
        What was said of texts of that lesson by models that had not learned from them.
    """
    unseen = lesson.take(learned.rows)
    always = bool((lesson.values[: lesson.n_examples].sum(axis=1) >= 1).all())
    if not len(unseen.texts):
        return Decision(lesson.exclusive, always=always)
    if lesson.exclusive:
        if unseen.values.sum(axis=0).min() < _OFTEN or len(unseen.texts) < _MANY:
            return Decision(True, _temperature(learned.logits, unseen))
        mix, offsets = _mixed(learned.logits, unseen)
        return Decision(True, mix=mix, offsets=offsets)
    scale, offset = _slope(learned.logits, unseen)
    if scale <= 0:  # a handful of texts, guessed worse than by chance: they tell nothing
        return Decision(False, always=always)
    decision = Decision(False, scale, offset, always=always)
    return decision.at(_best_threshold(decision, learned.logits, unseen))


def micro_f1(hits: Counts, total: Counts, weights: Floats) -> float:
    """F1 over all (text, label) pairs; 1 where there is nothing to find and nothing is found.

    Of one label a text it is the accuracy.

    Parameters
    ----------
    hits : ndarray of shape (n_texts,)
        Labels of each text that are right and were chosen.
    total : ndarray of shape (n_texts,)
        Those that are right, plus those that were chosen.
    weights : ndarray of shape (n_texts,)
    """
    all_of_them = float(total @ weights)
    return 2 * float(hits @ weights) / all_of_them if all_of_them else 1.0


def _best_threshold(decision: Decision, scores: Floats, unseen: Lesson) -> float:
    """Give the threshold of the best micro-F1; of equal ones, the nearest to a half."""
    probabilities, right = decision.probabilities(scores), unseen.values > 0

    def merit(threshold: float) -> tuple[float, float]:
        chosen = decision.at(threshold).choose(probabilities)
        hits = (right & chosen).sum(axis=1)
        total = right.sum(axis=1) + chosen.sum(axis=1)
        return micro_f1(hits, total, unseen.weights), -abs(threshold - 0.5)

    return max(_GRID, key=merit)


def _temperature(scores: Floats, unseen: Lesson) -> float:
    """Scale at which the right labels are likeliest."""
    from scipy.optimize import minimize_scalar

    def surprise(log_scale: float) -> float:
        probabilities = Decision(True, float(np.exp(log_scale))).probabilities(scores)
        right = (probabilities * unseen.values).sum(axis=1)
        return float(np.average(-np.log(right + 1e-7), weights=unseen.weights))

    return float(np.exp(minimize_scalar(surprise, bounds=(-2, 4), method="bounded").x))


def _mixed(scores: Floats, unseen: Lesson) -> tuple[list[list[float]], list[float]]:
    """Multinomial regression of the labels on all scores."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=0.3, max_iter=500)
    model.fit(scores, unseen.values.argmax(axis=1), sample_weight=unseen.weights)
    weights, bias = model.coef_, model.intercept_
    if len(weights) == 1:  # of two labels, scikit-learn gives the second one's alone
        weights, bias = np.vstack((-weights, weights)) / 2, np.array([-bias[0], bias[0]]) / 2
    return weights.T.round(5).tolist(), bias.round(5).tolist()


def _slope(scores: Floats, unseen: Lesson) -> tuple[float, float]:
    """Logistic regression of all labels on their scores, one slope for all."""
    from sklearn.linear_model import LogisticRegression

    right = (unseen.values > 0).ravel()
    if right.all() or not right.any():
        return 1.0, 0.0
    weights = np.repeat(unseen.weights, unseen.values.shape[1])
    model = LogisticRegression(C=1e3).fit(scores.reshape(-1, 1), right, weights)
    return float(model.coef_[0, 0]), float(model.intercept_[0])
