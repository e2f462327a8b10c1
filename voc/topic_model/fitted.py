"""A mixture with what it takes to read texts: what a fitted model is, and what is stored of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.vectors import unit_length
from voc.topic_model.encoder_vectors import Vectors
from voc.topic_model.grams import Grams
from voc.topic_model.mixture import Mixture, Seen
from voc.topic_model.outliers import Assignment, Least, assigned
from voc.topic_model.placing import Placing
from voc.topic_model.sample import views
from voc.topic_model.seeds import Seeds

DIVIDED = -2  # instead of the topic of a group of seeds
_BATCH = 8192  # texts


@dataclass(frozen=True)
class Reader:
    """Makes of texts what a mixture reads.

    Attributes
    ----------
    grams : Grams
    placing : Placing or None
        With an encoder.
    seeds : Seeds
    """

    grams: Grams
    placing: Placing | None
    seeds: Seeds

    def seen(
        self,
        texts: Sequence[str],
        vectors: Vectors | None,
        evidence: Floats | None,
        said: Floats,
    ) -> Seen:
        """Read texts; each different one goes through the encoder once."""
        points: dict[str, Floats] = {}
        if self.placing is not None and vectors is not None:
            points["encoder"] = self._placed(self.placing, texts, vectors)
        if evidence is not None:
            points["evidence"] = unit_length(evidence)
        return Seen(self.grams.matrix(texts), points, said)

    @staticmethod
    def _placed(placing: Placing, texts: Sequence[str], vectors: Vectors) -> Floats:
        place = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        return placing(vectors(list(place)))[[place[text] for text in texts]]


@dataclass(frozen=True)
class Fitted:
    """Topics as they were learned.

    Attributes
    ----------
    reader : Reader
    mixture : Mixture
    topics : ndarray of shape (n_columns,), int64
        The topic of each column of the mixture; merged ones have several, that of ``stop`` is -1.
    seeded : ndarray of shape (n_groups,), int64
        The topic of each group of seeds; -1 for that of ``stop``, -2 for one that was divided.
    least : Least
        Texts that fit worse are outliers.
    """

    reader: Reader
    mixture: Mixture
    topics: NDArray[np.int64]
    seeded: NDArray[np.int64]
    least: Least = field(default_factory=Least)

    @property
    def ids(self) -> NDArray[np.int64]:
        """Ids of the topics, rising."""
        return np.unique(self.topics[self.topics >= 0])

    def of_topics(self, probabilities: Floats) -> Floats:
        """Sum up the columns of each topic: from (n_texts, n_columns) to (n_texts, n_topics)."""
        belongs = (self.topics[:, None] == self.ids).astype(np.float32)
        found = probabilities @ belongs
        return np.asarray(found / found.sum(axis=1, keepdims=True), dtype=np.float32)

    def profiles(self) -> Mixture:
        """Give the mixture with a column for each topic, in the order of ``ids``."""
        columns = np.flatnonzero(self.topics >= 0)
        owner = np.searchsorted(self.ids, self.topics[columns])
        return self.mixture.ordered(columns).merged(owner)

    def renamed(self, into: Mapping[int, int]) -> Fitted:
        """Give other ids to topics; those that get the same are one from then on."""
        topics, seeded = (
            np.array([into.get(topic, topic) for topic in of.tolist()], dtype=np.int64)
            for of in (self.topics, self.seeded)
        )
        return replace(self, topics=topics, seeded=seeded)

    def divided(self, topic: int, parts: Mixture, unused: int) -> Fitted:
        """Put parts in the place of a topic; the first keeps its id. Its seeds draw no longer."""
        gone = self.topics == topic
        others = np.arange(unused, unused + len(parts.share) - 1)
        return replace(
            self,
            mixture=self.mixture.replaced(gone, parts),
            topics=np.concatenate((self.topics[~gone], [topic], others)),
            seeded=np.where(self.seeded == topic, DIVIDED, self.seeded),
        )

    def probabilities(
        self, shown: Sequence[str], vectors: Vectors | None, evidence: Floats | None
    ) -> Floats:
        """Fit of model views, of shape (n_texts, n_columns); without letters, the shares."""
        found = np.tile(self.mixture.share, (len(shown), 1))
        for rows in _batches(shown):
            texts = [shown[row] for row in rows.tolist()]
            said = self.reader.seeds.said(texts, self._columns, len(self.topics))
            of = None if evidence is None else evidence[rows]
            found[rows] = self.mixture.probabilities(self.reader.seen(texts, vectors, of, said))
        return found

    def assign(
        self, texts: Sequence[str], vectors: Vectors | None, evidence: Floats | None
    ) -> Assignment:
        """Choose the topic of each text."""
        shown = views(texts)
        has_letters = np.array([bool(text) for text in shown], dtype=np.bool_)
        probabilities = self.probabilities(shown, vectors, evidence)
        least = self.least.alone if evidence is None else self.least.given
        return assigned(probabilities, self.topics, has_letters, least)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what ``from_arrays`` needs."""
        placing = self.reader.placing
        placed = {} if placing is None else {"mean": placing.mean, "judgement": placing.judgement}
        return {
            **self.mixture.arrays(),
            **placed,
            "grams": self.reader.grams.known,
            "topics": self.topics,
            "seeded": self.seeded,
        }

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        pulls: Mapping[str, float],
        least: Least,
        seeds: Seeds,
    ) -> Self:
        """Rebuild it."""
        placing = Placing(arrays["mean"], arrays["judgement"]) if "judgement" in arrays else None
        reader = Reader(Grams(arrays["grams"]), placing, seeds)
        mixture = Mixture.from_arrays(arrays, pulls)
        return cls(reader, mixture, arrays["topics"], arrays["seeded"], least)

    @property
    def _columns(self) -> NDArray[np.int64]:
        """The column of each group of seeds; -1 where its topic was split."""
        topics = self.topics.tolist()
        return np.array([topics.index(t) if t in topics else -1 for t in self.seeded.tolist()], int)


def _batches(shown: Sequence[str]) -> Iterator[NDArray[np.int64]]:
    rows = np.array([row for row, text in enumerate(shown) if text], dtype=np.int64)
    return (rows[first : first + _BATCH] for first in range(0, len(rows), _BATCH))
