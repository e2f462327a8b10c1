"""What each character adds to a record of the linear engine: exact, to the last decimal.

The heads are linear in the n-grams once the length to divide by is known, and the network is linear
once it is known which hidden units are on. Both are known for the text at hand, so the log-odds of a
record are a plain sum over n-grams, and what remains belongs to no character.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Floats
from voc.engines.context import clause_features
from voc.engines.linear import LinearEngine, mass_by_voice, ngram_mass, ngram_matrix, norm
from voc.engines.ngrams import LONGEST, Occurrences
from voc.engines.sections import Sections

Doubles = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Contributions:
    """The log-odds of one record, shared out.

    Attributes
    ----------
    weights : ndarray of shape (n_chars,), float64
        What each character of the model view speaks for the record; below 0 it speaks against it.
    rest : float
        What no character has a part in; all weights and the rest add up to the log-odds.
    """

    weights: Doubles
    rest: float


@dataclass(frozen=True)
class LinearContributions:
    """Takes apart what a linear engine says of one text.

    Attributes
    ----------
    engine : LinearEngine
    clauses : Clauses
        Of one text.

    Examples
    --------
    >>> import voc
    >>> from voc.text.split import split_texts
    >>> engine, clauses = voc.load("default").engine, split_texts(["充电时冒烟了"])
    >>> column = engine.pairs.index(("pain", "quality.safety"))
    >>> parts = LinearContributions(engine, clauses)(0, [column])
    >>> "充电时冒烟了"[parts.weights.argmax()] in "冒烟"
    True
    """

    engine: LinearEngine
    clauses: Clauses

    def __call__(self, clause: int, columns: Sequence[int]) -> Contributions:
        """Share out the log-odds of "one of these" against "nothing said here".

        Parameters
        ----------
        clause : int
        columns : sequence of int
            Columns of ``Scores.pairs``: one for a leaf, those of all its leaves for a category. A
            category's log-odds are the leaves' mean, weighted by their probability, and the entropy
            of that choice, which goes to the rest; this too is exact.

        Returns
        -------
        Contributions
            Biases, the places of the clauses and the marks between them are the rest.
        """
        sections = self._sections
        if sections.clauses.n_voices > 1:  # a long voice: the engine reads it section by section
            part, first, start = sections.alone(clause)
            inner = LinearContributions(self.engine, part)(clause - first, columns)
            of_text = np.zeros(len(self.clauses.batch.codes))
            of_text[start : start + len(inner.weights)] = inner.weights
            return Contributions(of_text, inner.rest)
        slopes, constant = self._slopes(clause, columns)
        n_heads = len(self.engine.hashed.bias)
        own, before, after, whole, places = np.split(slopes, n_heads * np.arange(1, 5))
        (weights, which), (norms, norm_of_voice) = self._ngrams, self._norms
        of_each = (weights @ (whole / norm_of_voice))[which]
        heads = whole
        for slope, neighbour in ((before, clause - 1), (own, clause), (after, clause + 1)):
            if 0 <= neighbour < len(self.clauses):
                here = self._found.owner == neighbour
                of_each[here] += weights[which[here]] @ (slope / norms[neighbour])
                heads = heads + slope
        biases = heads @ self.engine.hashed.bias
        where = places @ self._features[clause, 4 * n_heads :]
        return Contributions(self._by_character(of_each), float(constant + biases + where))

    def _slopes(self, clause: int, columns: Sequence[int]) -> tuple[Doubles, float]:
        """Give what one unit of each feature adds to the log-odds, and what needs no feature."""
        net = self.engine.clause_net
        nothing = len(self.engine.pairs)
        before = self._features[clause].astype(np.float64) @ net.hidden + net.hidden_bias
        on = before > 0
        logits = before[on] @ net.output[on][:, columns] + net.output_bias[columns]
        either = np.logaddexp.reduce(logits)
        shares = np.exp(logits - either)
        gain = net.output[on][:, columns] @ shares - net.output[on, nothing]
        bias = net.output_bias[columns] @ shares - net.output_bias[nothing]
        entropy = either - logits @ shares
        return net.hidden[:, on] @ gain, float(net.hidden_bias[on] @ gain + bias + entropy)

    def _by_character(self, of_each: Doubles) -> Doubles:
        """Share what each n-gram adds evenly among its characters."""
        found, weights = self._found, np.zeros(len(self.clauses.batch.codes))
        for place in range(LONGEST):
            long = found.length > place
            share = of_each[long] / found.length[long]
            weights += np.bincount(found.first[long] + place, share, len(weights))
        return weights

    @cached_property
    def _sections(self) -> Sections:
        return Sections.of(self.clauses)

    @cached_property
    def _features(self) -> Floats:
        return clause_features(self.clauses, *self.engine.hashed(self.clauses))

    @cached_property
    def _found(self) -> Occurrences:
        clauses = self.clauses
        table = self.engine.hashed.table
        return table.occurrences(clauses.batch.codes, clauses.start, clauses.end)

    @cached_property
    def _ngrams(self) -> tuple[Floats, NDArray[np.int64]]:
        """Weights of the n-grams of this text, each once, and which of them each occurrence is."""
        hashed = self.engine.hashed
        rows, which = np.unique(self._found.row, return_inverse=True)
        return hashed.rows(rows) * hashed.table.idf[rows, None], which

    @cached_property
    def _norms(self) -> tuple[Floats, float]:
        """What the engine divides the logits of each clause by, and those of the voice."""
        mass = ngram_mass(ngram_matrix(self.engine.hashed.table, self.clauses))
        return norm(mass)[:, 0], float(norm(mass_by_voice(mass, self.clauses))[0, 0])
