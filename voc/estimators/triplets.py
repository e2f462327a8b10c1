"""Aspect, opinion and polarity out of texts, learned from one's own, in scikit-learn's contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from voc.artifact import Artifact, save_artifact
from voc.engines.triplet_model import POLARITIES, TripletModel
from voc.errors import InputError
from voc.estimators.reads_texts import ReadsTexts
from voc.estimators.targets import check_texts
from voc.estimators.texts import load_estimator
from voc.estimators.triplet import Triplet, check_triplets
from voc.estimators.triplet_card import triplet_card


class TripletExtractor(ReadsTexts, BaseEstimator):
    """Learns what texts say of which thing: triplets of aspect, opinion and polarity.

    Linear chains over the characters find aspects and opinions; a small network tells which of
    them belong together, and the polarity. It learns 20,000 texts in about a minute and reads
    thousands a second; numpy, scipy and scikit-learn are all it needs.

    Parameters
    ----------
    random_state : int

    Attributes
    ----------
    model_ : TripletModel

    Examples
    --------
    >>> texts = ["菜很好吃", "鱼很好吃", "服务太慢", "上菜太慢"] * 3
    >>> spans = [((0, 1), (1, 4)), ((0, 1), (1, 4)), ((0, 2), (2, 4)), ((0, 2), (2, 4))] * 3
    >>> named = ["positive", "positive", "negative", "negative"] * 3
    >>> y = [[Triplet.of(t, *s, p)] for t, s, p in zip(texts, spans, named)]
    >>> found = TripletExtractor().fit(texts, y).predict(["服务太慢"])[0][0]
    >>> found.aspect, found.opinion, found.polarity
    ('服务', '太慢', 'negative')
    """

    def __init__(self, *, random_state: int = 0) -> None:
        self.random_state = random_state

    def fit(self, X: Sequence[str], y: Sequence[Sequence[Triplet]]) -> Self:
        """Learn from texts and their triplets.

        Parameters
        ----------
        X : sequence of str
        y : sequence of sequences of Triplet
            Those of each text; none for a text without opinions. Where two spans of one kind
            overlap, the chains learn the first, the pairs both.

        Raises
        ------
        InputError
            Texts and triplets do not fit, or fewer than two texts have any.
        """
        from voc.engines.triplet_fit import Lesson, fit_triplets

        texts = check_texts(X)
        check_triplets(texts, y)
        if sum(map(bool, y)) < 2:
            raise InputError(f"got {sum(map(bool, y))} texts with triplets; expected 2 at least")
        rows = [(row, one) for row, triplets in enumerate(y) for one in triplets]
        lesson = Lesson(
            texts,
            np.array([row for row, _ in rows]),
            np.array([_place(one) for _, one in rows]),
            np.array([POLARITIES.index(one.polarity) for _, one in rows]),
        )
        self.model_ = fit_triplets(lesson, self.random_state)
        return self

    def predict(self, X: Sequence[str]) -> list[tuple[Triplet, ...]]:
        """Find the triplets of each text, in the order of their opinions."""
        check_is_fitted(self)
        texts, done = check_texts(X), 0
        found: list[list[Triplet]] = [[] for _ in texts]
        for batch in self.model_(texts):
            columns = (batch.text, batch.place, batch.polarity, batch.confidence)
            for row, place, kind, sure in zip(*(c.tolist() for c in columns), strict=True):
                text, polarity = texts[done + row], POLARITIES[kind]
                aspect, opinion = (place[0], place[1]), (place[2], place[3])
                found[done + row].append(Triplet.of(text, aspect, opinion, polarity, sure))
            done += batch.n_texts
        return [tuple(triplets) for triplets in found]

    def score(self, X: Sequence[str], y: Sequence[Sequence[Triplet]]) -> float:
        """Micro-F1 of whole triplets: both spans and the polarity must be exactly right."""
        texts = check_texts(X)
        check_triplets(texts, y)
        pairs = [(set(a), set(b)) for a, b in zip(self.predict(texts), y, strict=True)]
        total = sum(len(a) + len(b) for a, b in pairs)
        return 2 * sum(len(a & b) for a, b in pairs) / total if total else 1.0

    def save(self, folder: str | Path, *, overwrite: bool = False) -> None:
        """Write a model folder; it appears whole or not at all.

        Raises
        ------
        ArtifactError
            The folder exists, or holds something else than a model.
        """
        check_is_fitted(self)
        config = {
            "estimator": type(self).__name__,
            "name": Path(folder).name,
            "engine": "triplets",
            "engine_config": self.model_.config(),
            "random_state": self.random_state,
        }
        artifact = Artifact(config, self.model_.arrays(), None)
        card = triplet_card(Path(folder).name)
        save_artifact(Path(folder), artifact, evaluation={}, card=card, overwrite=overwrite)

    @classmethod
    def load(cls, name_or_folder: str | Path) -> Self:
        """Read a model folder that ``save`` wrote, or a built-in model of this kind.

        Raises
        ------
        ModelNotFoundError
            There is none.
        ArtifactError
            It is incomplete, altered, or of another kind.
        """
        return load_estimator(name_or_folder, cls.__name__, cls._restored)

    @classmethod
    def _restored(cls, artifact: Artifact, folder: Path) -> Self:
        config = artifact.config
        extractor = cls(random_state=config["random_state"])
        extractor.model_ = TripletModel.from_arrays(artifact.arrays, config["engine_config"])
        return extractor


def _place(one: Triplet) -> tuple[int, int, int, int]:
    return one.aspect_start, one.aspect_end, one.opinion_start, one.opinion_end
