"""From texts to topics: draw, place, group, refine, number."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.vectors import unit_length
from voc.errors import InputError
from voc.topic_model.encoder_vectors import Vectors
from voc.topic_model.fitted import Fitted, Reader
from voc.topic_model.grams import Grams
from voc.topic_model.judging import judgements
from voc.topic_model.lexical import lexical_points
from voc.topic_model.mixture import Mixture, Seen, fit_mixture
from voc.topic_model.number import number_of_topics
from voc.topic_model.outliers import OUTLIER
from voc.topic_model.placing import Placing
from voc.topic_model.sample import Sample
from voc.topic_model.seeds import Seeds
from voc.topic_model.starts import first_groups

_PULL = 10.0  # of an encoder's cosine; of evidence, too, by its weight
_BESIDE = 0.5  # how far evidence moves a point in the first guess


@dataclass(frozen=True)
class Wanted:
    """What a user asks for.

    Attributes
    ----------
    n_topics : int or None
        Those of the seeds included.
    seeds : Seeds
    evidence_weight : float
    """

    n_topics: int | None
    seeds: Seeds
    evidence_weight: float

    def n_free(self, n_texts: int) -> int:
        """How many topics to find beside those of the seeds.

        Raises
        ------
        InputError
            There are as many seeds as topics, or more.
        """
        n_seeds = len(self.seeds.names)
        if self.n_topics is None:
            return max(number_of_topics(n_texts) - n_seeds, 1)
        if self.n_topics <= n_seeds:
            raise InputError(
                f"got n_topics={self.n_topics} and {n_seeds} seeds; expected more topics than seeds, "
                "as there is something else in most texts"
            )
        return self.n_topics - n_seeds


def learn(sample: Sample, vectors: Vectors | None, wanted: Wanted) -> Fitted:
    """Find topics.

    Parameters
    ----------
    sample : Sample
        With at least one text.
    vectors : callable or None
    wanted : Wanted
    """
    seeds = wanted.seeds
    reader = _reader(sample, vectors, seeds)
    groups = _first_groups(sample, vectors, reader, wanted)
    n_columns = int(max(groups.max() + 1, len(seeds.words)))
    seen = reader.seen(
        sample.texts,
        vectors,
        sample.evidence,
        seeds.said(sample.texts, np.arange(len(seeds.words)), n_columns),
    )
    mixture = fit_mixture(seen, groups, n_columns, sample.weights, pulls_of(seen, wanted))
    return _numbered(reader, mixture, seen, sample.weights)


def pulls_of(seen: Seen, wanted: Wanted) -> Mapping[str, float]:
    """How narrow topics are in each kind of features."""
    pulls = {"encoder": _PULL, "evidence": _PULL * wanted.evidence_weight}
    return {name: pulls[name] for name in seen.points}


def parts(fitted: Fitted, sample: Sample, vectors: Vectors | None, n_parts: int) -> Mixture:
    """Find topics within the texts of one, the largest first."""
    seen = fitted.reader.seen(
        sample.texts, vectors, sample.evidence, np.zeros((len(sample.texts), 1), np.float32)
    )
    points = _points(sample, seen, 1.0)
    dense = "encoder" in seen.points
    groups = first_groups(points, sample.weights, n_parts, dense=dense)
    n_found = int(groups.max() + 1)
    mixture = fit_mixture(seen, groups, n_found, sample.weights, fitted.mixture.pulls)
    return mixture.ordered(np.argsort(-mixture.share, kind="stable"))


def _reader(sample: Sample, vectors: Vectors | None, seeds: Seeds) -> Reader:
    placing = None
    if vectors is not None:
        placing = Placing.of(vectors(sample.texts), judgements(sample.texts))
    return Reader(Grams.of(sample.texts), placing, seeds)


def _first_groups(
    sample: Sample, vectors: Vectors | None, reader: Reader, wanted: Wanted
) -> NDArray[np.int64]:
    """Groups of seeds draw the texts with their words; the others gather by themselves."""
    hits = wanted.seeds.hits(sample.texts)
    drawn = hits.any(axis=1)
    groups = hits.argmax(axis=1) if hits.shape[1] else np.zeros(len(hits), dtype=np.int64)
    free = np.flatnonzero(~drawn)
    if not len(free):
        return groups
    n_free = _possible(wanted.n_free(sample.n_distinct), len(free), wanted.n_topics)
    others = sample.take(free)
    seen = reader.seen(others.texts, vectors, others.evidence, np.zeros((len(free), 1), np.float32))
    points = _points(others, seen, wanted.evidence_weight)
    found = first_groups(points, others.weights, n_free, dense="encoder" in seen.points)
    groups[free] = found + hits.shape[1]
    return groups


def _possible(n_wanted: int, n_texts: int, n_topics: int | None) -> int:
    if n_wanted > n_texts and n_topics is not None:
        warnings.warn(
            f"got n_topics={n_topics} and only {n_texts} different texts; there will be fewer topics",
            UserWarning,
            stacklevel=5,
        )
    return min(n_wanted, n_texts)


def _points(sample: Sample, seen: Seen, evidence_weight: float) -> Floats:
    points = seen.points.get("encoder")
    if points is None:
        points = lexical_points(sample.texts)
    if "evidence" not in seen.points:
        return points
    beside = _BESIDE * evidence_weight * seen.points["evidence"]
    return unit_length(np.concatenate((points, beside), axis=1))


def _numbered(reader: Reader, mixture: Mixture, seen: Seen, weights: Floats) -> Fitted:
    """Number topics from the largest to the smallest; drop those that nothing is nearest to."""
    seeds = reader.seeds
    n_columns, n_seeds = len(mixture.share), len(seeds.names)
    sizes = np.bincount(mixture.scores(seen).argmax(axis=1), weights, n_columns)
    order = np.argsort(-sizes, kind="stable")
    stop = n_seeds if seeds.stop else -1
    kept = [c for c in order.tolist() if c != stop and (sizes[c] > 0 or c < n_seeds)]
    columns = np.array(kept + [stop] * seeds.stop, dtype=np.int64)
    topics = np.append(np.arange(len(kept)), np.full(int(seeds.stop), OUTLIER))
    seeded = [kept.index(group) for group in range(n_seeds)] + [OUTLIER] * seeds.stop
    return Fitted(reader, mixture.ordered(columns), topics, np.array(seeded, dtype=np.int64))
