"""Train a span tagger: gradients of the likelihood, a few hundred texts at a time (Adagrad)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.chain import BEGIN, INSIDE, OUTSIDE, Block, Chain, Doubles, block, read
from voc.engines.span_tagger import Seen, SpanTagger, gather, neighbours, spread
from voc.engines.surroundings import Hashes, Layout, Places, near, of_pieces
from voc.text.split import Clauses

_BATCH = 256  # texts
_EPOCHS = 8
_STEPS = 160  # at least, however few the texts
_RATE = 0.1
_DECAY = (1e-5, 1e-4)  # of weights of characters, of clauses
_FIRST_SQUARES = 1.0  # so that what is rare moves little
_MANY = 2000  # texts from which on n-grams must occur so often, near characters and in clauses
_OFTEN = (3, 4)

States = NDArray[np.int8]


@dataclass
class _Weights:
    """An array that learns."""

    values: NDArray[Any]
    decay: float = 0.0
    squares: NDArray[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.squares = np.full_like(self.values, _FIRST_SQUARES)

    def move(self, gradient: Floats | Doubles, rate: float) -> None:
        gradient = gradient + self.decay * self.values
        self.squares += gradient * gradient
        self.values -= (rate * gradient / np.sqrt(self.squares)).astype(self.values.dtype)


@dataclass
class _Learner:
    """A tagger in the making."""

    near: _Weights
    piece: _Weights
    bias: _Weights
    step: list[_Weights]
    first: list[_Weights]

    @classmethod
    def untrained(cls, n_near: int, n_piece: int, n_kinds: int) -> _Learner:
        chains = [Chain.untrained() for _ in range(n_kinds)]
        return cls(
            _Weights(np.zeros((n_near, 2 * n_kinds), np.float32), _DECAY[0]),
            _Weights(np.zeros((n_piece, 6 * n_kinds), np.float32), _DECAY[1]),
            _Weights(np.zeros(2 * n_kinds, np.float32)),
            [_Weights(chain.step) for chain in chains],
            [_Weights(chain.first) for chain in chains],
        )

    def learn(self, seen: Seen, states: States, here: Block, rate: float) -> None:
        """Take one step by some texts; ``here`` places their characters in ``seen``."""
        same = neighbours(seen.text)
        pieces = spread(seen.pieces @ self.piece.values, same)
        scores = seen.near @ self.near.values + self.bias.values + pieces[seen.piece]
        wrong = np.zeros_like(scores)
        for k in range(states.shape[1]):
            columns = slice(2 * k, 2 * k + 2)
            wrong[:, columns] = self._chain(k, scores[:, columns], states[:, k], here, rate)
        by_piece = np.zeros_like(pieces)
        np.add.at(by_piece, seen.piece, wrong)
        self.near.move(seen.near.T @ wrong, rate)
        self.piece.move(seen.pieces.T @ gather(by_piece, same), rate)
        self.bias.move(wrong.sum(axis=0), rate)

    def _chain(self, k: int, scores: Floats, states: States, here: Block, rate: float) -> Floats:
        """Move one chain; returns by how much its states are too likely, (n_chars, 2)."""
        chain = Chain(self.step[k].values, self.first[k].values)
        passes = read(chain, scores, here)
        right = np.eye(3)[states][here.place] * here.there[:, :, None]
        wrong = passes.before * passes.after * here.there[:, :, None] - right
        on = passes.weight[1:] * passes.after[1:] * here.there[1:, :, None]
        given = _pairs(passes.before[:-1], on) * np.exp(chain.step)
        step = given - _pairs(right[:-1], right[1:])
        first = wrong[0].sum(axis=0)
        step[OUTSIDE, INSIDE] = first[INSIDE] = 0
        self.step[k].move(step, rate)
        self.first[k].move(first, rate)
        out = np.zeros((len(scores), 2), dtype=np.float32)
        out[here.place[here.there]] = wrong[here.there][:, BEGIN:]
        return out

    def tagger(self, known_near: Hashes, known_piece: Hashes) -> SpanTagger:
        chains = zip(self.step, self.first, strict=True)
        return SpanTagger(
            known_near,
            known_piece,
            np.asarray(self.near.values, np.float32),
            np.asarray(self.piece.values, np.float32),
            np.asarray(self.bias.values, np.float32),
            tuple(Chain(step.values, first.values) for step, first in chains),
        )


def fit_span_tagger(clauses: Clauses, states: States, random_state: int) -> SpanTagger:
    """Train a tagger.

    Parameters
    ----------
    clauses : Clauses
        Of texts.
    states : ndarray of shape (n_chars, n_kinds)
        State of each character, see ``voc.engines.chain``.
    random_state : int
    """
    layout = Layout.of(clauses)
    known_near, known_piece = _known(clauses, layout)
    learner = _Learner.untrained(len(known_near), len(known_piece), states.shape[1])
    seen = learner.tagger(known_near, known_piece).see(clauses)
    bounds, rng = clauses.batch.bounds, np.random.default_rng(random_state)
    epochs = max(_EPOCHS, _STEPS // -(-len(bounds) // _BATCH))
    for epoch in range(epochs):
        for rows in _batches(np.diff(bounds), rng):
            place = block(bounds, rows)
            chars = place.place.T[place.there.T]
            here = np.zeros(place.there.shape, dtype=np.int64)
            here.T[place.there.T] = np.arange(len(chars))
            learner.learn(
                _part(seen, chars),
                states[chars],
                Block(here, place.there),
                _RATE * (1 - 0.9 * epoch / epochs),
            )
    return learner.tagger(known_near, known_piece)


def _known(clauses: Clauses, layout: Layout) -> tuple[Hashes, Hashes]:
    at_least = _OFTEN if clauses.n_voices >= _MANY else (1, 1)
    hashes = (near(clauses, layout).ravel(), of_pieces(clauses, layout)[0])
    found = []
    for least, each in zip(at_least, hashes, strict=True):
        unique, counts = np.unique(each, return_counts=True)
        found.append(unique[counts >= least])
    return found[0], found[1]


def _batches(length: Places, rng: np.random.Generator) -> list[Places]:
    """Texts in random order, but each batch of about one length."""
    order = rng.permutation(np.flatnonzero(length))
    pools = np.array_split(order, max(1, len(order) // (16 * _BATCH)))
    order = np.concatenate([pool[np.argsort(length[pool], kind="stable")] for pool in pools])
    batches = [order[i : i + _BATCH] for i in range(0, len(order), _BATCH)]
    return [batches[i] for i in rng.permutation(len(batches))]


def _part(seen: Seen, chars: Places) -> Seen:
    used, piece = np.unique(seen.piece[chars], return_inverse=True)
    return Seen(seen.near[chars], seen.pieces[used], piece, seen.text[used])


def _pairs(one: Doubles, other: Doubles) -> Doubles:
    """Add up the products of the states of two places, (3, 3)."""
    return np.asarray(one.reshape(-1, 3).T @ other.reshape(-1, 3))
