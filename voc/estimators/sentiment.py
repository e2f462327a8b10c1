"""Polarity of one's own texts, in scikit-learn's contract."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils.validation import check_is_fitted

from voc.artifact import Artifact
from voc.engines.base import Floats
from voc.engines.lesson import Lesson
from voc.errors import InputError
from voc.estimators.cards import scorer_card
from voc.estimators.engines import TextEngine
from voc.estimators.reads_texts import ReadsTexts
from voc.estimators.targets import check_texts
from voc.estimators.texts import Trained, load_trained, sample_weights

_CLASSES = ("negative", "neutral", "positive")
_SIGNS = np.array([-1.0, 0.0, 1.0], dtype=np.float32)


class SentimentScorer(ReadsTexts, RegressorMixin, BaseEstimator):
    """Learns how satisfied texts are: polarity in [-1, 1].

    Parameters
    ----------
    engine : "linear", "encoder" or an object
        As of ``PainClassifier``.
    random_state : int

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
        Those of "negative", "neutral" and "positive" that occurred in ``y``.
    trained_ : Trained

    Examples
    --------
    >>> texts = ["太差了", "很满意", "退钱", "推荐购买"]
    >>> scorer = SentimentScorer().fit(texts, ["negative", "positive", "negative", "positive"])
    >>> bool(scorer.predict(["非常满意"])[0] > 0)
    True
    """

    def __init__(self, engine: str | TextEngine = "linear", *, random_state: int = 0) -> None:
        self.engine = engine
        self.random_state = random_state

    def fit(
        self,
        X: Sequence[str],
        y: Sequence[str] | Sequence[float] | NDArray[Any],
        sample_weight: Sequence[float] | None = None,
    ) -> Self:
        """Learn from texts and their polarity.

        Parameters
        ----------
        X : sequence of str
        y : sequence of "negative", "neutral" and "positive", or of numbers in [-1, 1]
            The farther a number is from 0, the more its text counts.
        sample_weight : sequence of float, optional

        Raises
        ------
        InputError
            The numbers of texts and polarities differ, or only one of the three occurs.
        """
        texts = check_texts(X)
        polarity = _polarity(y)
        if len(polarity) != len(texts):
            raise InputError(
                f"got {len(texts)} texts and {len(polarity)} polarities; give one for each"
            )
        values = (np.sign(polarity)[:, None] == _SIGNS).astype(np.float32)
        there = values.any(axis=0)
        if there.sum() < 2:
            raise InputError(
                f"got only {' '.join(np.array(_CLASSES)[there]) or 'no'} texts; expected two or all "
                f"of {', '.join(_CLASSES)}; nothing can be told apart"
            )
        strength = np.where(polarity == 0, 1.0, np.abs(polarity)).astype(np.float32)
        weights = sample_weights(sample_weight, len(texts)) * strength
        lesson = Lesson(tuple(texts), values[:, there], True, weights)
        self.trained_ = Trained.on(lesson, self.engine, self.random_state)
        self.classes_ = np.array(_CLASSES)[there]
        return self

    def predict_proba(self, X: Sequence[str]) -> Floats:
        """Probabilities of shape (n_texts, n_classes)."""
        check_is_fitted(self)
        return self.trained_.probabilities(check_texts(X))

    def predict(self, X: Sequence[str]) -> Floats:
        """Polarity in [-1, 1], of shape (n_texts,): how much likelier positive is than negative."""
        probabilities = self.predict_proba(X)
        signs = _SIGNS[np.isin(_CLASSES, self.classes_)]
        return np.asarray(probabilities @ signs, dtype=np.float32)

    def score(
        self,
        X: Sequence[str],
        y: Sequence[str] | Sequence[float] | NDArray[Any],
        sample_weight: Sequence[float] | None = None,
    ) -> float:
        """Share of texts with an attitude whose sign is right.

        Raises
        ------
        InputError
            The numbers of texts and polarities differ, or no text has an attitude.
        """
        predicted, right = self.predict(X), np.sign(_polarity(y))
        if len(right) != len(predicted):
            raise InputError(
                f"got {len(predicted)} texts and {len(right)} polarities; give one for each"
            )
        weights = sample_weights(sample_weight, len(right)) * np.abs(right)
        if not weights.any():
            raise InputError("got only neutral texts; expected some that are negative or positive")
        return float(np.average(np.sign(predicted) == right, weights=weights))

    def save(self, folder: str | Path, *, overwrite: bool = False) -> None:
        """Write a model folder; see ``PainClassifier.save``."""
        check_is_fitted(self)
        config = {
            "estimator": type(self).__name__,
            "classes": self.classes_.tolist(),
            "random_state": int(self.random_state),
            "name": Path(folder).name,
        }
        card = scorer_card(Path(folder).name)
        self.trained_.save(folder, config, card, overwrite=overwrite)

    @classmethod
    def load(cls, name_or_folder: str | Path) -> Self:
        """Read a model folder; see ``PainClassifier.load``."""
        return load_trained(name_or_folder, cls.__name__, cls._restored)

    @classmethod
    def _restored(cls, trained: Trained, artifact: Artifact) -> Self:
        config = artifact.config
        scorer = cls(trained.engine, random_state=config["random_state"])
        scorer.trained_, scorer.classes_ = trained, np.array(config["classes"])
        return scorer


def _polarity(y: Sequence[str] | Sequence[float] | NDArray[Any]) -> Floats:
    """Numbers in [-1, 1] from numbers or names."""
    if isinstance(y, str) or not hasattr(y, "__len__"):
        raise InputError(f"got y of type {type(y).__name__}, expected a list with one entry a text")
    signs = dict(zip(_CLASSES, _SIGNS.tolist(), strict=True))
    numbers = []
    for place, one in enumerate(y):
        value = signs.get(one) if isinstance(one, str) else one
        if not isinstance(value, Real) or not -1 <= float(value) <= 1:
            raise InputError(
                f"got y[{place}]={one!r}, expected {', '.join(_CLASSES)} or a number in [-1, 1]"
            )
        numbers.append(float(value))
    return np.array(numbers, dtype=np.float32)
