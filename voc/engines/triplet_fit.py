"""Train a triplet model: the pairs learn from what readers say of texts they have not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Floats
from voc.engines.chain import BEGIN, INSIDE
from voc.engines.heads_fit import fit_heads, unit_rows
from voc.engines.linear import ngram_mass, ngram_matrix, spans
from voc.engines.mlp import Target, fit_mlp
from voc.engines.ngrams import NgramTable, document_frequency
from voc.engines.span_tagger_fit import States, fit_span_tagger
from voc.engines.surroundings import Places
from voc.engines.triplet_model import HEADS, POLARITIES, Reader, TripletModel, as_clauses
from voc.engines.triplet_pairs import Pairs, choose
from voc.text.split import split_texts

_FOLDS = 3
_GRID = np.arange(0.05, 0.525, 0.025)
_BITS = 18
_STRENGTH = 2.0  # of the heads of polarity, as C of scikit-learn
_MANY = 2000  # opinions from which on rare n-grams are left out
_FLAT = 0.1  # what hardly differs among few candidates may differ elsewhere
_EPOCHS, _STEPS, _ROWS = 12, 300, 512  # of the network; so many steps however few the texts


@dataclass(frozen=True)
class Lesson:
    """Texts with their triplets.

    Attributes
    ----------
    texts : sequence of str
    text : ndarray of shape (n_triplets,)
        Ascending.
    place : ndarray of shape (n_triplets, 4)
        Start and end of aspect and opinion in the raw text; (0, 0) for an aspect not named.
    polarity : ndarray of shape (n_triplets,)
        Rows of ``POLARITIES``.
    """

    texts: Sequence[str]
    text: Places
    place: Places
    polarity: Places

    def take(self, rows: Places) -> Lesson:
        """Some of the texts; ``rows`` ascend."""
        inside = np.isin(self.text, rows)
        text = np.searchsorted(rows, self.text[inside])
        texts = [self.texts[row] for row in rows.tolist()]
        return Lesson(texts, text, self.place[inside], self.polarity[inside])


@dataclass(frozen=True)
class _Marked:
    """A lesson in characters of a batch; triplets that it has no characters for are left out."""

    clauses: Clauses
    place: Places
    polarity: Places

    @classmethod
    def of(cls, lesson: Lesson) -> _Marked:
        clauses = split_texts(lesson.texts)
        bounds, origin = clauses.batch.bounds, clauses.batch.origin
        owner = np.repeat(np.arange(clauses.n_voices, dtype=np.int64), np.diff(bounds))
        wide = int(origin.max(initial=0)) + 1 + int(lesson.place.max(initial=0))
        key = owner * wide + origin
        place = np.searchsorted(key, (lesson.text * wide)[:, None] + lesson.place)
        empty = lesson.place[:, 0] == lesson.place[:, 1]
        place[empty, :2] = bounds[lesson.text[empty], None]
        sound = (place[:, 3] > place[:, 2]) & (empty | (place[:, 1] > place[:, 0]))
        return cls(clauses, place[sound], lesson.polarity[sound])

    def states(self) -> States:
        """State of each character for aspects and for opinions, of shape (n_chars, 2)."""
        states = np.zeros((len(self.clauses.batch.codes), 2), dtype=np.int8)
        for kind in range(2):
            spans = np.unique(self.place[:, 2 * kind : 2 * kind + 2], axis=0)
            for start, end in spans.tolist():
                if end > start and not states[start:end, kind].any():
                    states[start, kind], states[start + 1 : end, kind] = BEGIN, INSIDE
        return states

    def of_pairs(self, pairs: Pairs) -> NDArray[np.int64]:
        """Polarity of each candidate; -1 of those that are wrong."""
        known = {
            tuple(p): v for p, v in zip(self.place.tolist(), self.polarity.tolist(), strict=True)
        }
        places = pairs.places(self.clauses.batch.bounds).tolist()
        return np.array([known.get(tuple(p), -1) for p in places], dtype=np.int64)


@dataclass(frozen=True)
class _Unseen:
    """Candidates of texts that their reader has not learned from."""

    pairs: Pairs
    bounds: Places
    features: Floats
    polarity: Places


def fit_triplets(lesson: Lesson, random_state: int) -> TripletModel:
    """Train a model on texts with triplets; at least two texts."""
    n_texts = len(lesson.texts)
    fold = np.random.default_rng(random_state).permutation(n_texts) % min(_FOLDS, n_texts)
    unseen = [
        _unseen(lesson, np.flatnonzero(fold != f), np.flatnonzero(fold == f), random_state)
        for f in range(int(fold.max()) + 1)
    ]
    features = np.concatenate([u.features for u in unseen])
    mean, deviation = features.mean(axis=0), features.std(axis=0) + np.float32(_FLAT)
    polarity = np.concatenate([u.polarity for u in unseen])
    right = (polarity >= 0).astype(np.float32)[:, None]
    kinds = (polarity[:, None] == np.arange(len(POLARITIES))).astype(np.float32)
    network = fit_mlp(
        (features - mean) / deviation,
        HEADS,
        {"right": Target(right), "polarity": Target(kinds, 0.5)},
        n_hidden=48,
        epochs=max(_EPOCHS, _STEPS // -(-len(features) // _ROWS)),
        learning_rate=3e-3,
        batch_size=_ROWS,
        dropout=0.1,
        random_state=random_state,
    )
    reader = _fit_reader(_Marked.of(lesson), random_state)
    model = TripletModel(reader, network, mean, deviation, 0.5)
    return TripletModel(
        reader, network, mean, deviation, _threshold(model, unseen, len(lesson.text))
    )


def _unseen(lesson: Lesson, learned: Places, rest: Places, random_state: int) -> _Unseen:
    reader = _fit_reader(_Marked.of(lesson.take(learned)), random_state)
    held = _Marked.of(lesson.take(rest))
    pairs, features = reader(held.clauses)
    return _Unseen(pairs, held.clauses.batch.bounds, features, held.of_pairs(pairs))


def _fit_reader(marked: _Marked, random_state: int) -> Reader:
    tagger = fit_span_tagger(marked.clauses, marked.states(), random_state)
    opinions = as_clauses(marked.clauses, marked.place[:, 2], marked.place[:, 3])
    at_least = 2 if len(opinions) >= _MANY else 1
    table = NgramTable.fit(document_frequency(*spans(opinions), at_least=at_least), _BITS)
    matrix = ngram_matrix(table, opinions)
    values = (marked.polarity[:, None] == np.arange(len(POLARITIES))).astype(np.float32)
    rows = unit_rows(matrix, ngram_mass(matrix))
    return Reader(tagger, fit_heads(table, rows, values, _STRENGTH))


def _threshold(model: TripletModel, unseen: Sequence[_Unseen], n_right: int) -> float:
    """Find the threshold of the best F1."""
    counts = np.zeros((len(_GRID), 2))
    for u in unseen:
        told = model.network((u.features - model.mean) / model.deviation)
        hit = told["polarity"].argmax(axis=1) == u.polarity
        for row, threshold in enumerate(_GRID):
            chosen = choose(u.pairs, told["right"][:, 0], float(threshold), u.bounds)
            counts[row] += hit[chosen].sum(), len(chosen)
    scores = 2 * counts[:, 0] / np.maximum(counts[:, 1] + n_right, 1)
    return round(float(_GRID[scores.argmax()]), 3)
