"""Choose the records of clauses from the probabilities of (kind, category) pairs, a batch at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.qualify.decode import Decoding
from voc.taxonomy import Taxonomy
from voc.types import KINDS, Kind

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Findings:
    """Records before they get their words: where, what, how sure.

    Attributes
    ----------
    names : tuple of str
        Category ids.
    clause, kind, category : ndarray of shape (n_records,), int64
        Number of the clause, of the kind in ``KINDS`` and of the category in ``names``. By clause,
        most certain first.
    score : ndarray of shape (n_records,), float32
        In [0, 1].
    """

    names: tuple[str, ...]
    clause: Ints
    kind: Ints
    category: Ints
    score: Floats

    def __len__(self) -> int:
        return len(self.clause)


class PairDecoder:
    """Chooses the records of clauses.

    Parameters
    ----------
    pairs : sequence of (kind, category)
        Columns of the scores.
    taxonomy : Taxonomy
    decoding : Decoding
    """

    def __init__(
        self, pairs: Sequence[tuple[Kind, str]], taxonomy: Taxonomy, decoding: Decoding
    ) -> None:
        leaves = list(dict.fromkeys(category for _, category in pairs))
        parent_of = {leaf: taxonomy.parent(leaf) for leaf in leaves}
        self.names = tuple(dict.fromkeys([*leaves, *parent_of.values()]))
        number = {name: i for i, name in enumerate(self.names)}
        parents = np.array([number[parent_of[leaf]] for leaf in leaves], dtype=np.int64)
        self._kinds = []
        for kind in KINDS:
            columns = np.array([i for i, pair in enumerate(pairs) if pair[0] == kind], np.int64)
            if len(columns):
                leaf = np.array([number[pairs[i][1]] for i in columns.tolist()])
                of_kind = _KindDecoder(columns, leaf, parents[leaf], getattr(decoding, kind))
                self._kinds.append((KINDS.index(kind), of_kind))
        self._decoding = decoding

    def __call__(self, pairs: Floats) -> Findings:
        """Decode scores of shape (n_clauses, n_pairs)."""
        parts = [
            (clause, np.full(len(clause), kind), category, score)
            for kind, of_kind in self._kinds
            for clause, category, score in of_kind(pairs, self._decoding)
        ]
        if not parts:
            none = np.zeros(0, dtype=np.int64)
            return Findings(self.names, none, none, none, none.astype(np.float32))
        clause, kind, category, score = map(np.concatenate, zip(*parts, strict=True))
        order = np.lexsort((-score, clause))
        score = np.minimum(score[order], np.float32(1))
        return Findings(self.names, clause[order], kind[order], category[order], score)


class _KindDecoder:
    """The columns of one kind."""

    def __init__(self, columns: Ints, leaf: Ints, parent: Ints, threshold: float) -> None:
        in_order = len(columns) == columns[-1] - columns[0] + 1
        self.columns = slice(columns[0], columns[-1] + 1) if in_order else columns
        self.leaf, self.threshold = leaf, threshold
        first = np.unique(parent, return_index=True)[1]
        self.parents = parent[np.sort(first)]
        self.member = (parent[:, None] == self.parents).astype(np.float32)

    def __call__(self, pairs: Floats, decoding: Decoding) -> list[tuple[Ints, Ints, Floats]]:
        """Give clause, category and score of the best leaves, of the parents, of second leaves."""
        scores = np.ascontiguousarray(pairs[:, self.columns])
        total = scores.sum(axis=1)
        clause = np.flatnonzero(total >= self.threshold)
        scores, total = scores[clause], total[clause]
        rows = np.arange(len(clause))
        best = scores.argmax(axis=1)
        highest = scores[rows, best]
        sure = highest >= decoding.leaf * total
        mass = scores[~sure] @ self.member
        scores[rows, best] = -1
        second = scores.argmax(axis=1)
        next_best = scores[rows, second]
        also = sure & (next_best >= decoding.second)
        return [
            (clause[sure], self.leaf[best[sure]], highest[sure]),
            (clause[~sure], self.parents[mass.argmax(axis=1)], mass.max(axis=1, initial=0)),
            (clause[also], self.leaf[second[also]], next_best[also]),
        ]
