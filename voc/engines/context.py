"""What the context layer sees: the hashed heads of a clause, of its neighbours and of the voice."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc.engines.base import Clauses, Floats

_NOTHING = -8.0  # the logit of "surely not", for voices without any clause


def clause_features(clauses: Clauses, of_clause: Floats, of_voice: Floats) -> Floats:
    """Lay out the features of each clause.

    Parameters
    ----------
    clauses : Clauses
    of_clause : ndarray of shape (n_clauses, n_heads)
        Logits of the heads on each clause.
    of_voice : ndarray of shape (n_voices, n_heads)
        Logits of the same heads on whole voices.

    Returns
    -------
    ndarray of shape (n_clauses, 4 * n_heads + 7)
    """
    n, width = of_clause.shape
    places = _places(clauses)
    laid = np.zeros((n, 4 * width + places.shape[1]), dtype=np.float32)
    own, before, after, whole, where = np.split(laid, width * np.arange(1, 5), axis=1)
    neighbours = (clauses.voice[1:] == clauses.voice[:-1])[:, None]
    own[:] = of_clause
    np.multiply(of_clause[:-1], neighbours, out=before[1:])
    np.multiply(of_clause[1:], neighbours, out=after[:-1])
    whole[:] = of_voice[clauses.voice]
    where[:] = places
    return laid


def voice_features(clauses: Clauses, of_clause: Floats, of_voice: Floats) -> Floats:
    """Lay out the features of each voice, in the same way: whole, mean and maximum of its clauses.

    Returns
    -------
    ndarray of shape (n_voices, 3 * n_heads + 3)
    """
    counts = np.bincount(clauses.voice, minlength=clauses.n_voices)
    mean = sums_by_voice(of_clause, clauses) / np.maximum(counts, 1)[:, None]
    highest = np.full_like(of_voice, _NOTHING)
    spoken = np.flatnonzero(counts)
    if len(spoken):
        first = np.searchsorted(clauses.voice, spoken)
        highest[spoken] = np.maximum.reduceat(of_clause, first)
    length = np.diff(clauses.batch.bounds)
    size = np.stack((np.log1p(counts), 1 / (1 + counts), np.log1p(length)), axis=1)
    return np.concatenate((of_voice, mean, highest, size), axis=1, dtype=np.float32)


def sums_by_voice(values: Floats, clauses: Clauses) -> Floats:
    """Add up the rows of the clauses of each voice: (n_clauses, n) to (n_voices, n)."""
    bounds = np.searchsorted(clauses.voice, np.arange(clauses.n_voices + 1))
    members = (np.ones(len(clauses), np.float32), np.arange(len(clauses)), bounds)
    # Many times faster than numpy.add.reduceat.
    which = sparse.csr_array(members, shape=(clauses.n_voices, len(clauses)))
    return np.asarray(which @ values, dtype=np.float32)


def _places(clauses: Clauses) -> Floats:
    """Length of each clause, where in its voice it stands, and whether ? or ! follows it."""
    counts = np.bincount(clauses.voice, minlength=clauses.n_voices)
    first = np.searchsorted(clauses.voice, np.arange(clauses.n_voices))
    place: NDArray[np.int64] = np.arange(len(clauses)) - first[clauses.voice]
    count = counts[clauses.voice]
    columns = (
        np.log1p(clauses.end - clauses.start),
        np.log1p(count),
        place / np.maximum(count, 1),
        place == 0,
        place == count - 1,
        *_marks(clauses),
    )
    return np.stack(columns, axis=1).astype(np.float32)


def _marks(clauses: Clauses) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell which clauses end in a question mark, and which in an exclamation mark."""
    codes, bounds = clauses.batch.codes, clauses.batch.bounds
    behind = bounds[clauses.voice] + clauses.end
    inside = behind < bounds[clauses.voice + 1]
    code = np.where(inside, codes[np.minimum(behind, max(len(codes) - 1, 0))], 0)
    return code == ord("?"), code == ord("!")
