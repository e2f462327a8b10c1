"""The default engine: hashed character n-grams, many linear heads on one pass, a small context layer.

All clauses of a batch become one sparse matrix; one product with the weights gives the logits of all
heads on all clauses; sums over the clauses give those of whole voices. A network of one hidden layer
then reads them in their context. numpy and scipy.sparse are all it needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc.engines.base import Clauses, Floats, Scores, all_pairs
from voc.engines.context import clause_features, sums_by_voice, voice_features
from voc.engines.mlp import Head, Mlp, logistic
from voc.engines.ngrams import NgramTable
from voc.engines.sections import Sections
from voc.types import EMOTIONS, FLAGS, KINDS, SENTIMENTS, STAGES, VOICE_TYPES, Kind

_NORM_FLOOR = 1e-6

VOICE_HEADS = (
    Head("voice_type", len(VOICE_TYPES)),
    Head("sentiment", len(SENTIMENTS)),
    Head("emotion", len(EMOTIONS)),
    Head("urgency", 4),
    Head("flags", len(FLAGS), "sigmoid"),
)


def clause_heads(n_pairs: int) -> tuple[Head, ...]:
    """Heads of the clause network; the last label of "pair" means: nothing said here."""
    return Head("pair", n_pairs + 1), Head("severity", 5), Head("stage", len(STAGES))


@dataclass(frozen=True)
class HashedHeads:
    """Linear heads over n-grams, applied to clauses and to whole voices alike.

    Attributes
    ----------
    table : NgramTable
    weights : ndarray of shape (n_known, n_heads), float32 or int8
        Those of a stored model are bytes and may lie on disk: only the rows of n-grams that occur
        are looked at.
    bias : ndarray of shape (n_heads,)
    scale : ndarray of shape (n_heads,), optional
        What one unit of a byte means.
    """

    table: NgramTable
    weights: Floats | NDArray[np.int8]
    bias: Floats
    scale: Floats | None = None

    def __call__(self, clauses: Clauses) -> tuple[Floats, Floats]:
        """Give logits of shapes (n_clauses, n_heads) and (n_voices, n_heads)."""
        raw, mass = self.unscaled(clauses)
        return self.of_clauses(raw, mass), self.of_voices(raw, mass, clauses)

    def unscaled(self, clauses: Clauses) -> tuple[Floats, Floats]:
        """Sum the weights of the n-grams of each clause, (n_clauses, n_heads), and their mass."""
        weight, column, bounds = self.table.entries(*spans(clauses))
        return self._product(weight, column, bounds), _mass(weight, bounds)

    def of_clauses(self, raw: Floats, mass: Floats) -> Floats:
        """Make logits of such sums, of shape (n_clauses, n_heads)."""
        return np.asarray(raw / norm(mass) + self.bias)

    def of_voices(self, raw: Floats, mass: Floats, clauses: Clauses) -> Floats:
        """Make logits of the voices that the clauses are parts of, of shape (n_voices, n_heads)."""
        whole_norm = norm(mass_by_voice(mass, clauses))
        return np.asarray(sums_by_voice(raw, clauses) / whole_norm + self.bias)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return n-grams and weights, these as bytes with one scale a head."""
        weights, scale = as_bytes(self)
        return {
            **self.table.arrays(),
            "heads.weights": weights,
            "heads.scale": scale,
            "heads.bias": self.bias,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], bits: int) -> HashedHeads:
        """Rebuild heads from ``arrays()``; ``bits`` is the logarithm of the number of buckets."""
        bias, scale = (arrays[f"heads.{name}"].astype(np.float32) for name in ("bias", "scale"))
        return cls(NgramTable.from_arrays(arrays, bits), arrays["heads.weights"], bias, scale)

    def rows(self, ngrams: NDArray[np.integer[Any]]) -> Floats:
        """Weights of some n-grams, of shape (len(ngrams), n_heads)."""
        chosen = self.weights[ngrams].astype(np.float32)
        return chosen if self.scale is None else np.asarray(chosen * self.scale)

    def _product(
        self, weight: Floats, column: NDArray[np.int32], bounds: NDArray[np.int32]
    ) -> Floats:
        used, place = _compact(column, len(self.table.idf))
        compact = sparse.csr_array((weight, place, bounds), shape=(len(bounds) - 1, len(used)))
        return np.asarray(compact @ self.rows(used), dtype=np.float32)


def _compact(
    columns: NDArray[np.int32], n_columns: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Give the columns that occur, each once, and the place of each entry among them."""
    place = np.empty(n_columns, dtype=np.int32)  # no sorting, which takes as long as the product
    entry = np.arange(len(columns), dtype=np.int32)
    place[columns] = entry
    speaker = place[columns]  # one entry of each column speaks for all
    first = speaker == entry
    return columns[first], (np.cumsum(first, dtype=np.int32) - 1)[speaker]


def ngram_matrix(table: NgramTable, clauses: Clauses) -> sparse.csr_array:
    """Give the known n-grams of each clause."""
    return table.matrix(*spans(clauses))


def ngram_mass(matrix: sparse.csr_array) -> Floats:
    """Sum of squared weights of each row, each occurrence of an n-gram counted by itself."""
    return _mass(matrix.data, matrix.indptr)


def spans(clauses: Clauses) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Give all code points of a batch, and where each clause begins and ends among them."""
    offset = clauses.batch.bounds[clauses.voice]
    return clauses.batch.codes, offset + clauses.start, offset + clauses.end


def _mass(weight: Floats, bounds: NDArray[np.int32]) -> Floats:
    n_rows = len(bounds) - 1
    row = np.repeat(np.arange(n_rows), np.diff(bounds))
    return np.bincount(row, weight**2, n_rows).astype(np.float32)


def mass_by_voice(mass: Floats, clauses: Clauses) -> Floats:
    """Add up the mass of the clauses of each voice."""
    return np.bincount(clauses.voice, mass, clauses.n_voices).astype(np.float32)


def norm(mass: Floats) -> Floats:
    """Length to divide rows by, of shape (n_rows, 1)."""
    return np.asarray(np.sqrt(np.maximum(mass, _NORM_FLOOR))[:, None])


@dataclass(frozen=True)
class LinearEngine:
    """Hashed heads and the two context networks over them.

    Attributes
    ----------
    categories : tuple of str
        Leaf ids that it can give.
    hashed : HashedHeads
    clause_net, voice_net : Mlp
    polarity : int or None
        Number of the hashed head that tells positive from negative texts, if there is one.
    """

    categories: tuple[str, ...]
    hashed: HashedHeads
    clause_net: Mlp
    voice_net: Mlp
    polarity: int | None = None
    name: str = "linear"

    @property
    def pairs(self) -> tuple[tuple[Kind, str], ...]:
        """All kinds times all categories."""
        return all_pairs(self.categories)

    def score(self, clauses: Clauses) -> Scores:
        """Score a batch of clauses."""
        return self.read(clauses)[0]

    def read(self, clauses: Clauses) -> tuple[Scores, Floats]:
        """Score a batch, and give what the hashed heads say of whole voices, (n_voices, n_heads)."""
        sections = Sections.of(clauses)
        parts = sections.clauses
        raw, mass = self.hashed.unscaled(parts)
        of_clause = self.hashed.of_clauses(raw, mass)
        of_part = self.hashed.of_voices(raw, mass, parts)
        unit = self.clause_net(clause_features(parts, of_clause, of_part))
        said = self.voice_net(voice_features(parts, of_clause, of_part))
        if self.polarity is not None:
            said["polarity"] = logistic(of_part[:, self.polarity, None])
        voices = sections.joined(said)
        whole = of_part if parts is clauses else self.hashed.of_voices(raw, mass, clauses)
        return Scores(unit["pair"][:, :-1], unit["severity"], unit["stage"], voices), whole

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights, hashed ones as bytes with one scale a head."""
        return {
            **self.hashed.arrays(),
            **self.clause_net.arrays("clause"),
            **self.voice_net.arrays("voice"),
        }

    def config(self) -> dict[str, Any]:
        """Return what is no array."""
        return {
            "bits": self.hashed.table.bits,
            "polarity": self.polarity,
            "categories": list(self.categories),
        }

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], config: Mapping[str, Any]
    ) -> LinearEngine:
        """Rebuild an engine from ``arrays()`` and ``config()``."""
        hashed = HashedHeads.from_arrays(arrays, config["bits"])
        categories = tuple(config["categories"])
        heads = clause_heads(len(KINDS) * len(categories))
        return cls(
            categories,
            hashed,
            Mlp.from_arrays(heads, arrays, "clause"),
            Mlp.from_arrays(VOICE_HEADS, arrays, "voice"),
            config["polarity"],
        )


def as_bytes(hashed: HashedHeads) -> tuple[NDArray[np.int8], Floats]:
    """Weights of heads as bytes, and what one unit of each head means."""
    if hashed.scale is not None:
        return hashed.weights.astype(np.int8), hashed.scale
    scale = (np.maximum(np.abs(hashed.weights).max(axis=0), 1e-12) / 127).astype(np.float32)
    return np.rint(hashed.weights / scale).astype(np.int8), scale
