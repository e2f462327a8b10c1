"""What each piece of a text adds to a record, whatever the engine: what is lost when it is blanked out.

Each Han character is a piece, and so is each Latin word and each number. All versions of a text are
scored as one batch. Clauses stay as they were cut: a blank inside one does not cut it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Engine, Floats
from voc.engines.contributions import Contributions, Doubles
from voc.text.normalize import NormalizedBatch

_PIECE = re.compile(r"[^\W\u2e80-\U0003ffff]+(?:[.,]\d+)*|\S")
_BLANK = ord(" ")
_MOST_PIECES = 200
_TOGETHER = 100  # pieces whose records are tried with the same words around them
_MOST_CHARACTERS = 200_000  # of all versions together
_UNSURE = 1e-3  # no probability counts as nearer to 0 or 1, else its log-odds are noise

Ints = NDArray[np.int64]


def occlude(
    engine: Engine, clauses: Clauses, targets: Iterable[tuple[int, Sequence[int]]]
) -> Iterator[Contributions]:
    """Tell what the log-odds of records lose with each piece of their text.

    Parameters
    ----------
    engine : Engine
    clauses : Clauses
        Of one text.
    targets : iterable of (clause, columns)
        In text order. The probabilities of the columns of ``Scores.pairs`` are added up: one for a
        leaf, all its leaves for a category.

    Yields
    ------
    Contributions
        The loss of a piece is shared evenly among its characters. Words that only work together
        are lost with each of them, so the rest, which makes up for that, may be large. In a text of
        more than 200 pieces the clauses around the record are tried, as a text of their own; where
        a clause is longer than that, neighbouring pieces go together.

    Examples
    --------
    >>> from voc.engines.lexicon import LexiconEngine
    >>> from voc.taxonomy import Taxonomy
    >>> from voc.text.split import split_texts
    >>> engine = LexiconEngine(Taxonomy.load())
    >>> column = engine.pairs.index(("pain", "quality.safety"))
    >>> [parts] = occlude(engine, split_texts(["充电时冒烟了"]), [(0, [column])])
    >>> "充电时冒烟了"[parts.weights.argmax()] in "冒烟"
    True
    """
    cut = _Cut.of(clauses)
    for (first, last), group in groupby(targets, lambda target: cut.around(target[0])):
        pieces = cut.pieces(first, last)
        trial = _try_out(engine, clauses, cut.edges[first : last + 1], pieces)
        for clause, columns in group:
            log_odds = trial.log_odds(clause - first, columns)
            weights = np.zeros(cut.edges[-1])
            for piece, loss in zip(pieces, log_odds[0] - log_odds[1:], strict=True):
                weights[piece] = loss / len(piece)
            yield Contributions(weights, float(log_odds[0] - weights.sum()))


@dataclass(frozen=True)
class _Cut:
    """Where the pieces of a text are, and the edges between its clauses.

    A clause reaches from its edge to the next; the first has also what stands before it.
    """

    start: Ints
    end: Ints
    edges: Ints

    @classmethod
    def of(cls, clauses: Clauses) -> _Cut:
        text = clauses.texts[0]
        spans = np.array([m.span() for m in _PIECE.finditer(text)], dtype=np.int64).reshape(-1, 2)
        edges = np.concatenate(([0], clauses.start[1:], [len(text)]))
        return cls(spans[:, 0], spans[:, 1], edges)

    def around(self, clause: int) -> tuple[int, int]:
        """Give as many clauses around one and its like as are not too many pieces."""
        block = self._before[:-1] // _TOGETHER
        first = int(np.searchsorted(block, block[clause]))
        last = int(np.searchsorted(block, block[clause], side="right"))
        while (first, last) != (0, len(self.edges) - 1):
            wider = max(first - 1, 0), min(last + 1, len(self.edges) - 1)
            if self._before[wider[1]] - self._before[wider[0]] > _MOST_PIECES:
                break
            first, last = wider
        return first, last

    def pieces(self, first: int, last: int) -> list[Ints]:
        """Give the characters of each piece of some clauses."""
        inside = np.arange(self._before[first], self._before[last])
        length = self.edges[last] - self.edges[first]
        most = min(len(inside), _MOST_PIECES, max(1, _MOST_CHARACTERS // length))
        return [
            np.concatenate([np.arange(self.start[i], self.end[i]) for i in together])
            for together in np.array_split(inside, most)
        ]

    @cached_property
    def _before(self) -> Ints:
        """How many pieces stand before each edge."""
        return np.searchsorted(self.start, self.edges)


@dataclass(frozen=True)
class _Trial:
    """Scores of all versions, the untouched one first."""

    pairs: Floats
    row: Ints  # of each version and clause; -1 where nothing is left of the clause

    def log_odds(self, clause: int, columns: Sequence[int]) -> Doubles:
        rows = self.row[:, clause]
        scores = self.pairs[:, columns].sum(axis=1, dtype=np.float64)
        chance = np.clip(np.where(rows >= 0, scores[rows], 0), _UNSURE, 1 - _UNSURE)
        return np.asarray(np.log(chance / (1 - chance)))


def _try_out(engine: Engine, clauses: Clauses, edges: Ints, pieces: Sequence[Ints]) -> _Trial:
    """Score the clauses between the edges in all versions."""
    begin, length, n_versions = edges[0], edges[-1] - edges[0], len(pieces) + 1
    codes = np.tile(clauses.batch.codes[begin : edges[-1]], (n_versions, 1))
    for version, piece in zip(codes[1:], pieces, strict=True):
        version[piece - begin] = _BLANK
    here = slice(*np.searchsorted(clauses.start, (begin, edges[-1])))
    start, end = clauses.start[here] - begin, clauses.end[here] - begin
    words = np.zeros((n_versions, length + 1), dtype=np.int64)
    words[:, 1:] = (codes != _BLANK).cumsum(axis=1)
    there = words[:, end] > words[:, start]  # a clause of blanks would be none
    owner, clause = np.nonzero(there)
    row = np.where(there, there.cumsum().reshape(there.shape) - 1, -1)
    origin = np.tile(np.arange(length, dtype=np.int32), n_versions)
    batch = NormalizedBatch(codes.reshape(-1), origin, np.arange(n_versions + 1) * length)
    versions = Clauses(batch, owner, start[clause], end[clause])
    return _Trial(engine.score(versions).pairs, row)
