"""Triplets of aspect, opinion and polarity: spans by a tagger, pairs by a small network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Floats
from voc.engines.linear import HashedHeads, as_bytes
from voc.engines.mlp import Head, Mlp
from voc.engines.ngrams import NgramTable
from voc.engines.span_tagger import SpanTagger
from voc.engines.surroundings import Layout, Places
from voc.engines.triplet_pairs import Pairs, choose, describe
from voc.text.split import split_texts

Polarity = Literal["negative", "neutral", "positive"]
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
HEADS = (Head("right", 1, "sigmoid"), Head("polarity", len(POLARITIES)))
LEAST = 0.03  # probability from which on a span is looked at
_BATCH = 2048  # texts


@dataclass(frozen=True)
class Reader:
    """What reads spans and the polarity of opinions, before anything is put together.

    Attributes
    ----------
    tagger : SpanTagger
        Of aspects and of opinions.
    polarity : HashedHeads
        Over the n-grams of an opinion.
    """

    tagger: SpanTagger
    polarity: HashedHeads

    def __call__(self, clauses: Clauses) -> tuple[Pairs, Floats]:
        """Give the candidates of some texts and what is known of each."""
        bounds = clauses.batch.bounds
        aspects, opinions = self.tagger.spans(clauses, LEAST)
        pairs = Pairs.of(aspects, opinions, bounds)
        polarity, _ = self.polarity(as_clauses(clauses, pairs.opinions.start, pairs.opinions.end))
        return pairs, describe(pairs, Layout.of(clauses), bounds, polarity)


@dataclass(frozen=True)
class Found:
    """Triplets of a batch.

    Attributes
    ----------
    n_texts : int
    text : ndarray of shape (n_triplets,)
    place : ndarray of shape (n_triplets, 4)
        Start and end of aspect and opinion in the raw text; an aspect that is not named is (0, 0).
    polarity : ndarray of shape (n_triplets,)
        Rows of ``POLARITIES``.
    confidence : ndarray of shape (n_triplets,)
    """

    n_texts: int
    text: Places
    place: Places
    polarity: Places
    confidence: Floats


@dataclass(frozen=True)
class TripletModel:
    """A trained model; safe to share between threads.

    Attributes
    ----------
    reader : Reader
    network : Mlp
        Tells of each candidate whether it is right, and of which polarity.
    mean, deviation : ndarray of shape (n_features,)
        Of what is known of candidates.
    threshold : float
        Probability from which on a candidate is taken.
    """

    reader: Reader
    network: Mlp
    mean: Floats
    deviation: Floats
    threshold: float

    def __call__(self, texts: Sequence[str]) -> list[Found]:
        """Find the triplets of texts, some thousand texts at a time."""
        return [self._batch(texts[i : i + _BATCH]) for i in range(0, len(texts), _BATCH)]

    def _batch(self, texts: Sequence[str]) -> Found:
        clauses = split_texts(texts)
        bounds, origin = clauses.batch.bounds, clauses.batch.origin.astype(np.int64)
        pairs, features = self.reader(clauses)
        told = self.network((features - self.mean) / self.deviation)
        right = told["right"][:, 0]
        rows = choose(pairs, right, self.threshold, bounds)
        place, named = pairs.places(bounds)[rows], pairs.named[rows]
        text = np.searchsorted(bounds, place[:, 2], side="right") - 1
        raw = np.zeros_like(place)
        raw[named, 0], raw[named, 1] = origin[place[named, 0]], origin[place[named, 1] - 1] + 1
        raw[:, 2], raw[:, 3] = origin[place[:, 2]], origin[place[:, 3] - 1] + 1
        order = np.lexsort((raw[:, 0], raw[:, 2], text))
        polarity = told["polarity"][rows].argmax(axis=1)
        return Found(len(texts), text[order], raw[order], polarity[order], right[rows][order])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights."""
        heads = self.reader.polarity
        weights, scale = as_bytes(heads)
        return {
            **self.reader.tagger.arrays(),
            **heads.table.arrays(),
            "polarity.weights": weights,
            "polarity.scale": scale,
            "polarity.bias": heads.bias,
            **self.network.arrays("network"),
            "network.mean": self.mean,
            "network.deviation": self.deviation,
        }

    def config(self) -> dict[str, Any]:
        """Return what is no array."""
        return {"bits": self.reader.polarity.table.bits, "threshold": self.threshold}

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], config: Mapping[str, Any]
    ) -> TripletModel:
        """Rebuild a model from ``arrays()`` and ``config()``."""
        polarity = HashedHeads(
            NgramTable.from_arrays(arrays, config["bits"]),
            arrays["polarity.weights"],
            arrays["polarity.bias"],
            arrays["polarity.scale"],
        )
        return cls(
            Reader(SpanTagger.from_arrays(arrays), polarity),
            Mlp.from_arrays(HEADS, arrays, "network"),
            arrays["network.mean"],
            arrays["network.deviation"],
            float(config["threshold"]),
        )


def as_clauses(clauses: Clauses, start: Places, end: Places) -> Clauses:
    """Look at spans of a batch as if they were its clauses."""
    bounds = clauses.batch.bounds
    text = np.searchsorted(bounds, start, side="right") - 1
    return Clauses(clauses.batch, text, start - bounds[text], end - bounds[text])
