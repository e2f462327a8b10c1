"""Find spans of several kinds in texts, each kind by a chain over linear scores of characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc.engines.base import Floats
from voc.engines.chain import Chain, Spans, likely_spans
from voc.engines.surroundings import (
    Hashes,
    Layout,
    Places,
    near,
    near_matrix,
    of_pieces,
    piece_matrix,
)
from voc.text.split import Clauses

_TINY = 3  # of 127


@dataclass(frozen=True)
class Seen:
    """What a tagger sees of a batch.

    Attributes
    ----------
    near : csr_array of shape (n_chars, n_near)
    pieces : csr_array of shape (n_pieces, n_piece)
        N-grams of each clause.
    piece : ndarray of shape (n_chars,)
        Piece of each character.
    text : ndarray of shape (n_pieces,)
        Text of each piece.
    """

    near: sparse.csr_array
    pieces: sparse.csr_array
    piece: Places
    text: Places


@dataclass(frozen=True)
class SpanTagger:
    """A trained tagger; each kind of span has two columns: "begin" and "inside".

    Attributes
    ----------
    known_near, known_piece : ndarray of uint32
        Hashes, sorted.
    of_near : ndarray of shape (n_near, n_columns)
    of_piece : ndarray of shape (n_piece, 3 * n_columns)
        For the characters of a clause itself, of the next one, and of the one before.
    bias : ndarray of shape (n_columns,)
    chains : tuple of Chain
        One for each kind.
    """

    known_near: Hashes
    known_piece: Hashes
    of_near: Floats
    of_piece: Floats
    bias: Floats
    chains: tuple[Chain, ...]

    def spans(self, clauses: Clauses, least: float) -> tuple[Spans, ...]:
        """Find the spans of each kind that have some probability."""
        scores = self.scores(self.see(clauses))
        bounds = clauses.batch.bounds
        return tuple(
            likely_spans(chain, scores[:, 2 * k : 2 * k + 2], bounds, least)
            for k, chain in enumerate(self.chains)
        )

    def see(self, clauses: Clauses) -> Seen:
        """Look the surroundings of all characters up."""
        layout = Layout.of(clauses)
        hashes, owner = of_pieces(clauses, layout)
        return Seen(
            near_matrix(self.known_near, near(clauses, layout)),
            piece_matrix(self.known_piece, hashes, owner, len(layout.first)),
            layout.clause,
            layout.owner[layout.first],
        )

    def scores(self, seen: Seen) -> Floats:
        """Score the states of each character, of shape (n_chars, n_columns)."""
        wide = seen.pieces @ self.of_piece
        pieces = spread(wide, neighbours(seen.text))
        return np.asarray(seen.near @ self.of_near + self.bias + pieces[seen.piece], np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights, as bytes with one scale a column, without rows of tiny ones."""
        found: dict[str, NDArray[Any]] = {
            "tagger.bias": self.bias,
            "tagger.step": np.stack([c.step for c in self.chains]),
            "tagger.first": np.stack([c.first for c in self.chains]),
        }
        for name, known, weights in (
            ("near", self.known_near, self.of_near),
            ("piece", self.known_piece, self.of_piece),
        ):
            scale = (np.maximum(np.abs(weights).max(axis=0, initial=0), 1e-12) / 127).astype("f4")
            small = np.rint(weights / scale).astype(np.int8)
            used = (np.abs(small) > _TINY).any(axis=1)
            found[f"tagger.{name}.known"] = known[used]
            found[f"tagger.{name}.weights"] = small[used]
            found[f"tagger.{name}.scale"] = scale
        return found

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> SpanTagger:
        """Rebuild a tagger."""
        weights = [
            arrays[f"tagger.{name}.weights"] * arrays[f"tagger.{name}.scale"].astype(np.float32)
            for name in ("near", "piece")
        ]
        chains = zip(arrays["tagger.step"], arrays["tagger.first"], strict=True)
        return cls(
            arrays["tagger.near.known"],
            arrays["tagger.piece.known"],
            weights[0],
            weights[1],
            arrays["tagger.bias"],
            tuple(Chain(step, first) for step, first in chains),
        )


def neighbours(text: Places) -> NDArray[np.bool_]:
    """Tell which pieces are followed by one of the same text, of shape (n_pieces - 1, 1)."""
    return np.asarray((text[1:] == text[:-1])[:, None])


def spread(wide: Floats, same: NDArray[np.bool_]) -> Floats:
    """Add what each piece says of itself, of the next one and of the one before."""
    own, following, preceding = np.split(wide, 3, axis=1)
    total = own.copy()
    total[1:] += following[:-1] * same
    total[:-1] += preceding[1:] * same
    return total


def gather(narrow: Floats, same: NDArray[np.bool_]) -> Floats:
    """Lead gradients back through ``spread``."""
    wide = np.zeros((len(narrow), 3 * narrow.shape[1]), dtype=np.float32)
    own, following, preceding = np.split(wide, 3, axis=1)
    own[:] = narrow
    following[:-1] = narrow[1:] * same
    preceding[1:] = narrow[:-1] * same
    return wide
