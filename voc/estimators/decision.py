"""From scores to probabilities and labels, set by scores of texts that a model had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.mlp import logistic

Chosen = NDArray[np.bool_]
_USUAL_SCALE = 3.0  # where there is nothing to set it by
_GRID = np.arange(0.05, 0.96, 0.05)


@dataclass(frozen=True)
class Decision:
    """How to read scores.

    Attributes
    ----------
    exclusive : bool
        Each text has exactly one label.
    scale, offset : float
        Scores times scale plus offset are logits of probabilities.
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

    def probabilities(self, scores: Floats) -> Floats:
        """Turn scores into probabilities, of shape (n_texts, n_labels)."""
        logits = scores * self.scale + self.offset
        if not self.exclusive:
            return logistic(logits)
        shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)

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

    def to_config(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    @classmethod
    def from_config(cls, config: Mapping[str, Any]) -> Decision:
        """Rebuild it."""
        return cls(**config)


def fit_decision(scores: Floats, values: Floats, *, exclusive: bool) -> Decision:
    """Choose scale, offset and threshold: the likeliest ones, and the best micro-F1.

    Parameters
    ----------
    scores : ndarray of shape (n_texts, n_labels)
        Of texts that were not learned from.
    values : ndarray of the same shape
        0 or 1.
    exclusive : bool
    """
    if not len(scores):
        return Decision(exclusive)
    always = bool((values.sum(axis=1) >= 1).all())
    if exclusive:
        return Decision(True, _temperature(scores, values))
    scale, offset = _slope(scores, values)
    decision = Decision(False, scale, offset, always=always)
    probabilities = decision.probabilities(scores)
    tried = [replace(decision, threshold=round(float(t), 2)) for t in _GRID]
    return max(tried, key=lambda d: micro_f1(values > 0, d.choose(probabilities)))


def micro_f1(right: Chosen, chosen: Chosen) -> float:
    """F1 over all (text, label) pairs; 1 where there is nothing to find and nothing is found."""
    total = int(right.sum() + chosen.sum())
    return 2 * int((right & chosen).sum()) / total if total else 1.0


def _temperature(scores: Floats, values: Floats) -> float:
    """Scale at which the right labels are likeliest."""
    from scipy.optimize import minimize_scalar

    def surprise(log_scale: float) -> float:
        probabilities = Decision(True, float(np.exp(log_scale))).probabilities(scores)
        right = (probabilities * values).sum(axis=1)
        return float(-np.log(right + 1e-7).mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-2, 4), method="bounded").x))


def _slope(scores: Floats, values: Floats) -> tuple[float, float]:
    """Logistic regression of all labels on their scores, one slope for all."""
    from sklearn.linear_model import LogisticRegression

    right = (values > 0).ravel()
    if right.all() or not right.any():
        return 1.0, 0.0
    model = LogisticRegression(C=1e3).fit(scores.reshape(-1, 1), right)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def without_groups(chosen: Chosen, classes: Sequence[object]) -> Chosen:
    """Drop labels of which a finer one is chosen: 物流 beside 物流.时效.

    Examples
    --------
    >>> without_groups(np.array([[True, True], [True, False]]), ["物流", "物流.时效"]).tolist()
    [[False, True], [True, False]]
    """
    return chosen & ~(chosen @ groups(classes))


def with_groups(values: Floats, classes: Sequence[object]) -> Floats:
    """Give each text the groups of its labels, too, where these are labels themselves."""
    above = groups(classes).astype(np.float32)
    return np.asarray(np.maximum(values, (values @ above > 0).astype(np.float32)))


def groups(classes: Sequence[object]) -> Chosen:
    """Tell which labels stand above which: (n_labels, n_labels), True where a column is above a row."""
    return np.array(
        [[str(one).startswith(f"{other}.") for other in classes] for one in classes], dtype=np.bool_
    ).reshape(len(classes), len(classes))
