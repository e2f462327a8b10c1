"""Topics of texts in scikit-learn's contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClusterMixin, clone

from voc.engines.base import Floats
from voc.errors import InputError
from voc.topic_model.encoder_vectors import Vectors
from voc.topic_model.folder import read_folder, write_folder
from voc.topic_model.given import check_settings, given_rows, given_texts, given_weights
from voc.topic_model.learned import Learned
from voc.topic_model.learning import Wanted, learn
from voc.topic_model.matching import Changes, renumbering
from voc.topic_model.outliers import OUTLIER, Assignment, Least, least_score
from voc.topic_model.sample import draw, views
from voc.topic_model.seeds import Seeds


class TopicModel(Learned, ClusterMixin, BaseEstimator):
    """Finds what texts are about, without being told.

    Parameters
    ----------
    n_topics : int, optional
        How many, those of ``seeds`` included; there are fewer if some stay empty. By default a number
        that a person can look through, between 2 and 60, which grows slowly with the texts.
    encoder : str, Path or callable, optional
        What knows that two words mean the same: a model of voc with an encoder, such as "accurate";
        a folder in Hugging Face format; or a function from a list of texts to an array of shape
        (n_texts, width). By default the characters of the texts decide alone, which needs nothing.
    outliers : float
        Share of the texts, in [0, 0.9], that may belong to no topic: those that fit worst.
    seeds : mapping of str to list of str, optional
        Topics that must be there: their names, and words or phrases of each. A text that holds one
        of them belongs there, unless all the rest of it tells otherwise.
    stop : list of str, optional
        Words or phrases of texts that are to be put aside: they, and texts like them, become -1.
    random_state : int
        Of the draw from more than 20,000 distinct texts; fewer are all read, and nothing else depends
        on chance.

    Attributes
    ----------
    labels_ : ndarray of shape (n_texts,)
        Topic of each text of ``fit``; -1 for an outlier, for what ``stop`` takes, and for a text
        without any letter.
    scores_ : ndarray of shape (n_texts,)
        How well it fits, in [0, 1].
    topics_ : ndarray of shape (n_topics_,)
        Ids of the topics, rising. After ``fit`` from 0 on, the largest first.
    n_topics_ : int
    hierarchy_ : Hierarchy
        Which topics are near each other.
    names_ : dict of int to str
        Names of the topics that ``seeds`` asked for.

    Notes
    -----
    A first guess (k-means over directions of character n-grams; with an encoder, over the spectral
    embedding of the graph of nearest neighbours) is refined by expectation and maximisation of a
    mixture: multinomial over pairs of characters and, with an encoder, von Mises-Fisher over its
    vectors, from which the direction of praise and blame is taken away if there is one. The same
    texts give the same topics, in whatever order they come. Up to 20,000 distinct texts are learned
    from, all others are assigned in batches.

    Examples
    --------
    >>> texts = ["快递太慢了", "快递三天没到", "快递还不发货", "屏幕很清晰", "屏幕有划痕", "屏幕碎了"]
    >>> model = TopicModel(n_topics=2, outliers=0)
    >>> model.fit_predict(texts).tolist()
    [0, 0, 0, 1, 1, 1]
    >>> model.assign(["快递什么时候到", "。。。"]).topics.tolist()
    [0, -1]
    """

    def __init__(
        self,
        n_topics: int | None = None,
        *,
        encoder: str | Path | Vectors | None = None,
        outliers: float = 0.05,
        seeds: Mapping[str, Sequence[str]] | None = None,
        stop: Sequence[str] | None = None,
        random_state: int = 0,
    ) -> None:
        self.n_topics = n_topics
        self.encoder = encoder
        self.outliers = outliers
        self.seeds = seeds
        self.stop = stop
        self.random_state = random_state

    def fit(
        self,
        X: Sequence[str],
        y: object = None,
        sample_weight: Sequence[float] | None = None,
        *,
        evidence: Floats | None = None,
        evidence_weight: float = 1.0,
    ) -> Self:
        """Find the topics of texts.

        Parameters
        ----------
        X : sequence of str
        y : ignored
        sample_weight : sequence of float, optional
            How many texts each stands for.
        evidence : array of shape (n_texts, n_features), optional
            What else is known of the texts, such as one column for each category and one for each
            polarity. Only the direction of a row counts; a row of zeros says nothing.
        evidence_weight : float
            How much that counts, from 0 on; 1 is as much as an encoder.

        Raises
        ------
        InputError
            No text has a letter, or a parameter is out of range.
        """
        texts = given_texts(X)
        check_settings(self.n_topics, self.outliers, self.random_state)
        if not evidence_weight >= 0:
            raise InputError(f"got evidence_weight={evidence_weight!r}, expected a number from 0")
        weights = given_weights(sample_weight, len(texts))
        rows = None if evidence is None else given_rows("evidence", evidence, len(texts))
        seeds = Seeds.of(self.seeds, self.stop)
        sample = draw(views(texts), weights, rows, int(self.random_state))
        if not sample.texts:
            raise InputError(
                f"got {len(texts)} texts, none with a letter and a weight; expected words"
            )
        vectors = self._remembered()
        wanted = Wanted(self.n_topics, seeds, evidence_weight)
        found = learn(sample.beside(seeds.examples), vectors, wanted)
        every = found.assign(texts, vectors, rows)
        alone = every if rows is None else found.assign(texts, vectors, None)
        least = Least(*(self._least(of) for of in (every, alone)))
        every = Assignment(
            np.where(every.scores < least.given, OUTLIER, every.topics), every.scores
        )
        self._fitted, self._read = replace(found, least=least), (texts, rows, weights)
        self._unused = len(found.ids)
        self._label(every)
        return self

    def _least(self, found: Assignment) -> float:
        return least_score(found.scores[found.topics != OUTLIER], float(self.outliers))

    def fit_predict(
        self,
        X: Sequence[str],
        y: object = None,
        sample_weight: Sequence[float] | None = None,
        **further: Any,  # noqa: ANN401
    ) -> NDArray[np.int64]:
        """Find topics, and give that of each text; takes what ``fit`` takes."""
        return self.fit(X, y, sample_weight, **further).labels_

    def update(self, X: Sequence[str], **further: Any) -> Changes:  # noqa: ANN401
        """Find topics anew, such as a month later, and keep the ids of those that are still there.

        Old and new topics are matched by the texts of ``X`` on which they agree; a topic of a seed
        stays the same. Takes what ``fit`` takes.

        Returns
        -------
        Changes
            Which topics were kept, which are new, and which vanished; ids are never used again.
        """
        self._check_fitted()
        texts = given_texts(X)
        old = self.assign(texts, evidence=further.get("evidence")).topics
        fresh = clone(self, safe=False).fit(texts, **further)
        then = {name: topic for topic, name in self.names_.items()}
        fixed = {topic: then[name] for topic, name in fresh.names_.items() if name in then}
        known, unused = set(self.topics_.tolist()), self._unused
        into = renumbering(old, fresh.labels_, fresh.topics_, fixed, unused)
        self.__dict__.update(fresh.__dict__)
        self._unused = max(unused, *(topic + 1 for topic in into.values()))
        self._rename(into)
        now = set(self.topics_.tolist())
        return Changes(*(tuple(sorted(of)) for of in (known & now, now - known, known - now)))

    def save(self, folder: str | Path, *, overwrite: bool = False) -> None:
        """Write a folder: arrays, JSON and prose; no texts, no code.

        Words of ``seeds`` and pairs of characters of the texts are in it. An encoder is not: its
        name is, if it has one.

        Raises
        ------
        ArtifactError
            The folder exists, or holds something else than a model.
        """
        self._check_fitted()
        config = {
            "n_topics": None if self.n_topics is None else int(self.n_topics),
            "encoder": str(self.encoder) if isinstance(self.encoder, (str, Path)) else None,
            "outliers": float(self.outliers),
            "seeds": None if self.seeds is None else {k: list(v) for k, v in self.seeds.items()},
            "stop": None if self.stop is None else list(self.stop),
            "random_state": int(self.random_state),
            "unused": self._unused,
        }
        labels = Assignment(self.labels_, self.scores_)
        write_folder(Path(folder), self._fitted, labels, config, overwrite=overwrite)

    @classmethod
    def load(
        cls, name_or_folder: str | Path, *, encoder: str | Path | Vectors | None = None
    ) -> Self:
        """Read a folder that ``save`` wrote.

        Parameters
        ----------
        name_or_folder : str or Path
        encoder : str, Path or callable, optional
            The one of ``fit``, where that was a function or lies elsewhere now.

        Raises
        ------
        ModelNotFoundError
            There is none.
        ArtifactError
            It is incomplete, altered, or no topic model.
        """
        fitted, labels, config = read_folder(name_or_folder)
        settings = {name: config[name] for name in cls._get_param_names()}
        model = cls(**{**settings, **({} if encoder is None else {"encoder": encoder})})
        model._fitted, model._unused = fitted, config["unused"]
        model._label(labels)
        return model
