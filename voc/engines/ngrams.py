"""Hashed character n-grams of many clauses at once, straight from their code points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LONGEST = 4
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)


def hash_ngrams(
    codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64], bits: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Hash all 1- to 4-grams of each span into ``2 ** bits`` buckets; repeats are kept.

    Parameters
    ----------
    codes : ndarray of shape (n_chars,)
        Code points.
    start, end : ndarray of shape (n_spans,)
        Half-open spans, ascending and not overlapping; no n-gram crosses their edges.
    bits : int
        Logarithm of the number of buckets.

    Returns
    -------
    buckets : ndarray of shape (n_ngrams,), in [0, 2 ** bits)
    bounds : ndarray of shape (n_spans + 1,)
        The n-grams of span ``i`` are ``buckets[bounds[i]:bounds[i + 1]]``.
    """
    lengths = end - start
    first = np.concatenate(([0], np.cumsum(lengths)))
    positions = np.repeat(start - first[:-1], lengths) + np.arange(first[-1])
    owner = np.repeat(np.arange(len(start), dtype=np.int32), lengths)
    rolling = np.zeros(len(positions), dtype=np.uint64)
    characters = codes[positions].astype(np.uint64)
    owners, buckets = [], []
    for n in range(1, min(LONGEST, len(positions)) + 1):
        tail = len(positions) - n + 1
        rolling = _step(rolling[:tail], characters[n - 1 :])
        whole = owner[:tail] == owner[n - 1 :]
        buckets.append(_bucket(rolling[whole], n, bits))
        owners.append(owner[:tail][whole])
    return _by_owner(owners, buckets, len(start))


def _step(rolling: NDArray[np.uint64], nxt: NDArray[np.uint64]) -> NDArray[np.uint64]:
    mixed = rolling * np.uint64(_MIX[1]) + (nxt + np.uint64(1)) * np.uint64(_MIX[0])
    return mixed ^ (mixed >> np.uint64(29))


def _bucket(rolling: NDArray[np.uint64], n: int, bits: int) -> NDArray[np.int32]:
    mixed = rolling * np.uint64(_MIX[2]) + np.uint64(n)
    mixed ^= mixed >> np.uint64(32)
    return ((mixed * np.uint64(_MIX[3])) >> np.uint64(64 - bits)).astype(np.int32)


def _by_owner(
    owners: list[NDArray[np.int32]], buckets: list[NDArray[np.int32]], n: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    if not owners:
        return np.zeros(0, np.int32), np.zeros(n + 1, np.int32)
    owner = np.concatenate(owners)
    order = np.argsort(owner, kind="stable")
    counts = np.bincount(owner, minlength=n)
    return np.concatenate(buckets)[order], np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
