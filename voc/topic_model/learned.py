"""What a fitted topic model does: assign texts, merge and split topics."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.errors import InputError
from voc.topic_model.encoder_vectors import Vectors, vectors_of
from voc.topic_model.fitted import Fitted
from voc.topic_model.given import check_groups, given_rows, given_texts
from voc.topic_model.hierarchy import Hierarchy, hierarchy_of
from voc.topic_model.learning import parts
from voc.topic_model.outliers import Assignment
from voc.topic_model.remembered import Remembered
from voc.topic_model.sample import draw, views


class Learned:
    """The part of ``TopicModel`` that works on what was learned."""

    encoder: str | Path | Vectors | None
    random_state: int
    labels_: NDArray[np.int64]
    scores_: Floats
    topics_: NDArray[np.int64]
    n_topics_: int
    hierarchy_: Hierarchy
    names_: dict[int, str]
    _fitted: Fitted
    _unused: int
    _read: tuple[list[str], Floats | None, Floats]

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        tags = super().__sklearn_tags__()  # type: ignore[misc]
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        return tags

    def transform(self, X: Sequence[str], *, evidence: Floats | None = None) -> Floats:
        """How well each text fits each topic, of shape (n_texts, n_topics_); rows sum to 1."""
        self._check_fitted()
        texts = given_texts(X)
        rows = self._evidence(evidence, len(texts))
        return self._fitted.of_topics(
            self._fitted.probabilities(views(texts), self._vectors_of_fit(), rows)
        )

    def predict(self, X: Sequence[str], *, evidence: Floats | None = None) -> NDArray[np.int64]:
        """Topic of each text; -1 for none."""
        return self.assign(X, evidence=evidence).topics

    def assign(self, X: Sequence[str], *, evidence: Floats | None = None) -> Assignment:
        """Topic of each text and how well it fits; of texts of ``fit``, what ``fit`` said.

        Parameters
        ----------
        X : sequence of str
        evidence : array of shape (n_texts, n_features), optional
            As for ``fit``; it may be missing here.
        """
        self._check_fitted()
        texts = given_texts(X)
        return self._fitted.assign(
            texts, self._vectors_of_fit(), self._evidence(evidence, len(texts))
        )

    def merge(self, groups: Sequence[Sequence[int]]) -> Self:
        """Make one topic of each group; it keeps the smallest id.

        Parameters
        ----------
        groups : sequence of sequences of int
            Such as ``[[1, 2], [0, 5, 7]]`` or ``model.hierarchy_.cut(8)``.

        Raises
        ------
        InputError
            There is no such topic, or it is named twice.
        """
        self._check_fitted()
        check_groups(groups, self.topics_.tolist())
        self._rename({topic: min(group) for group in groups for topic in group})
        return self

    def split(self, topic: int, n: int = 2) -> Self:
        """Cut a topic in parts: the largest keeps the id, the others get new ones.

        Parameters
        ----------
        topic : int
        n : int
            At least 2; fewer parts come of it if the texts are too much alike.

        Raises
        ------
        InputError
            There is no such topic, it has fewer different texts, or the model was loaded from a
            folder, which holds no texts.
        """
        self._check_fitted()
        check_groups([[topic]], self.topics_.tolist())
        if not hasattr(self, "_read"):
            raise InputError("got a loaded model, which holds no texts to split; fit it anew")
        texts, rows, weights = self._read
        own = np.where(self.labels_ == topic, weights, 0).astype(np.float32)
        sample = draw(views(texts), own, rows, int(self.random_state))
        if not 2 <= n <= len(sample.texts):
            raise InputError(
                f"got n={n} and a topic of {len(sample.texts)} different texts; expected 2 or more "
                "parts, and as many texts"
            )
        vectors = self._remembered()
        found = parts(self._fitted, sample, vectors, n)
        self._fitted = self._fitted.divided(topic, found, self._unused)
        self._unused += len(found.share) - 1
        self._label(self._fitted.assign(texts, vectors, rows))
        return self

    def _label(self, found: Assignment) -> None:
        self.labels_, self.scores_ = found.topics, found.scores
        self.topics_ = self._fitted.ids
        self.n_topics_ = len(self.topics_)
        self.hierarchy_ = hierarchy_of(self._fitted.profiles(), self.topics_)
        seeded = self._fitted.seeded.tolist()
        names = self._fitted.reader.seeds.names
        self.names_ = {t: name for t, name in zip(seeded, names, strict=False) if t >= 0}

    def _rename(self, into: Mapping[int, int]) -> None:
        self._fitted = self._fitted.renamed(into)
        labels = np.array([into.get(topic, topic) for topic in self.labels_.tolist()], dtype=int)
        self._label(Assignment(labels, self.scores_))

    def _vectors(self) -> Vectors | None:
        return None if self.encoder is None else vectors_of(self.encoder)

    def _vectors_of_fit(self) -> Vectors | None:
        if self.encoder is None and self._fitted.reader.placing is not None:
            raise InputError(
                "got a model of vectors without its encoder=; pass it to TopicModel.load"
            )
        return self._vectors()

    def _remembered(self) -> Vectors | None:
        vectors = self._vectors()
        return None if vectors is None else Remembered(vectors)

    def _evidence(self, evidence: Floats | None, n_texts: int) -> Floats | None:
        if evidence is None:
            return None
        centres = self._fitted.mixture.centres.get("evidence")
        if centres is None:
            raise InputError("got evidence, but the model was fitted without; leave it out")
        return given_rows("evidence", evidence, n_texts, centres.shape[1])

    def _check_fitted(self) -> None:
        from sklearn.utils.validation import check_is_fitted

        check_is_fitted(self, "topics_")
