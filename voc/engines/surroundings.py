"""What stands around each character, as hashes: n-grams near it, and those of its clause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from voc.text.split import Clauses

_MULTIPLY = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
# First and last character of the n-grams that are looked at, counted from the character itself.
_NEAR = (
    *((o, o) for o in range(-3, 4)),
    *((o, o + 1) for o in range(-2, 2)),
    *((o, o + 2) for o in range(-2, 1)),
    *((o, o + 3) for o in (-2, -1)),
)
_REACH = 3
_FAR = 6  # distances to the edges of a clause that are told apart

Hashes = NDArray[np.uint32]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Layout:
    """Where the clauses of a batch lie, for each of its characters.

    Attributes
    ----------
    owner : ndarray of shape (n_chars,)
        Text of each character.
    clause : ndarray of shape (n_chars,)
        Piece of each character: a clause and what follows it up to the next.
    first, last : ndarray of shape (n_pieces,)
        First character of each piece, and the one after its last word.
    """

    owner: Places
    clause: Places
    first: Places
    last: Places

    @classmethod
    def of(cls, clauses: Clauses) -> Layout:
        """Lay clauses out."""
        bounds, n_chars = clauses.batch.bounds, len(clauses.batch.codes)
        owner = np.repeat(np.arange(clauses.n_voices), np.diff(bounds))
        offset = bounds[clauses.voice]
        mark = np.zeros(n_chars, dtype=np.bool_)
        mark[bounds[:-1][np.diff(bounds) > 0]] = True
        mark[offset + clauses.start] = True
        first = np.flatnonzero(mark)
        last = np.append(first[1:], n_chars)[: len(first)]
        last[np.searchsorted(first, offset + clauses.start)] = offset + clauses.end
        return cls(owner, np.cumsum(mark) - 1, first, last)


def near(clauses: Clauses, layout: Layout) -> Hashes:
    """Hash what stands near each character, of shape (n_chars, n_templates)."""
    codes, n_chars = clauses.batch.codes.astype(np.uint64), len(layout.owner)
    at = {offset: _shifted(codes, layout.owner, offset) for offset in range(-_REACH, _REACH + 1)}
    columns = [
        _hash(salt, *(at[o] for o in range(first, last + 1)))
        for salt, (first, last) in enumerate(_NEAR)
    ]
    place = np.arange(n_chars)
    begin, end = layout.first[layout.clause], layout.last[layout.clause]
    since = np.minimum(place - begin, _FAR)
    left = np.clip(end - place, -1, _FAR)
    closing = codes[np.minimum(end, n_chars - 1)] if n_chars else codes
    columns += [
        _hash(100, since, left),
        _hash(101, since, at[0]),
        _hash(102, left, at[0]),
        _hash(103, codes[begin], closing, since == 0),
    ]
    return np.stack(columns, axis=1)


def of_pieces(clauses: Clauses, layout: Layout) -> tuple[Hashes, Places]:
    """Hash the 1- to 3-grams of each piece; gives the hashes and the piece of each."""
    codes, piece = clauses.batch.codes.astype(np.uint64), layout.clause
    hashes, owners = [np.zeros(0, np.uint32)], [np.zeros(0, np.int64)]
    for n in range(1, min(3, len(codes)) + 1):
        tail = len(codes) - n + 1
        whole = piece[:tail] == piece[n - 1 :]
        hashes.append(_hash(200 + n, *(codes[k : tail + k] for k in range(n)))[whole])
        owners.append(piece[:tail][whole])
    return np.concatenate(hashes), np.concatenate(owners)


def look_up(known: Hashes, hashes: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
    """Tell which hashes are known, and give the places of those; ``known`` is sorted."""
    if not len(known):
        return np.zeros(hashes.shape, dtype=np.bool_), np.zeros(0, dtype=np.int32)
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    there = known[place] == hashes
    return there, place[there].astype(np.int32)


def near_matrix(known: Hashes, hashes: Hashes) -> sparse.csr_array:
    """Turn the hashes of ``near`` into a matrix of shape (n_chars, n_known)."""
    there, column = look_up(known, hashes)
    bounds = np.concatenate(([0], np.cumsum(there.sum(axis=1)))).astype(np.int32)
    ones = np.ones(len(column), dtype=np.float32)
    return sparse.csr_array((ones, column, bounds), shape=(len(hashes), len(known)))


def piece_matrix(known: Hashes, hashes: Hashes, owner: Places, n_pieces: int) -> sparse.csr_array:
    """Turn those of ``of_pieces`` into one of shape (n_pieces, n_known), in rows of length 1."""
    there, column = look_up(known, hashes)
    ones = np.ones(len(column), dtype=np.float32)
    shape = (n_pieces, len(known))
    matrix = sparse.csr_array(sparse.coo_array((ones, (owner[there], column)), shape=shape))
    matrix.data[:] = 1  # however often it occurs
    counts = np.diff(matrix.indptr)
    matrix.data /= np.repeat(np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    return matrix


def _shifted(codes: NDArray[np.uint64], owner: Places, offset: int) -> NDArray[np.uint64]:
    """Characters some places further; 0 outside of the text."""
    place = np.arange(len(codes)) + offset
    inside = np.clip(place, 0, max(0, len(codes) - 1))
    same = (place == inside) & (owner[inside] == owner)
    return np.where(same, codes[inside], np.uint64(0))


def _hash(salt: int, *columns: NDArray[np.generic]) -> Hashes:
    mixed = np.full(len(columns[0]), salt * 7919 + 13, dtype=np.uint64)
    for column in columns:
        mixed = (mixed ^ column.astype(np.uint64)) * _MULTIPLY[0]
        mixed ^= mixed >> np.uint64(29)
    mixed *= _MULTIPLY[1]
    return np.asarray(mixed >> np.uint64(32), dtype=np.uint32)
