"""Character n-grams of many clauses at once, straight from their code points, by hashing.

Each bucket of the hash table is owned by one n-gram, known by a fingerprint: an n-gram that nobody
knows hits no weight, instead of a stranger's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

LONGEST = 4
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)

Hashes = NDArray[np.uint64]


@dataclass(frozen=True)
class Frequencies:
    """How often n-grams occur.

    Attributes
    ----------
    hashes : ndarray of shape (n_ngrams,), uint64
        Each once.
    counts : ndarray of shape (n_ngrams,), float64
        Number of spans that hold it.
    total : int
        Number of spans.
    """

    hashes: Hashes
    counts: NDArray[np.float64]
    total: int


@dataclass(frozen=True)
class Occurrences:
    """Where known n-grams stand; one entry for each time that one occurs.

    Attributes
    ----------
    row : ndarray of shape (n_occurrences,), int32
        Number of the n-gram among the known ones.
    first, length : ndarray of shape (n_occurrences,), int64
        Place of its first character, and how many it has.
    owner : ndarray of shape (n_occurrences,), int32
        The span that it stands in.
    """

    row: NDArray[np.int32]
    first: NDArray[np.int64]
    length: NDArray[np.int64]
    owner: NDArray[np.int32]


@dataclass(frozen=True)
class NgramTable:
    """The n-grams a model knows.

    Attributes
    ----------
    fingerprint : ndarray of shape (n_buckets,), uint16
        Of the n-gram that owns each bucket; 0 where it is free. ``n_buckets`` is a power of two.
    row : ndarray of shape (n_buckets,), int32
        Number of that n-gram among the known ones.
    idf : ndarray of shape (n_known,), float32
        Weight of each known n-gram: rarer is heavier.
    """

    fingerprint: NDArray[np.uint16]
    row: NDArray[np.int32]
    idf: NDArray[np.float32]

    @property
    def bits(self) -> int:
        """Logarithm of the number of buckets."""
        return len(self.fingerprint).bit_length() - 1

    def matrix(
        self, codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> sparse.csr_array:
        """Weights of the known n-grams of each span.

        Parameters
        ----------
        codes : ndarray of shape (n_chars,)
            Code points.
        start, end : ndarray of shape (n_spans,)
            Half-open spans, ascending and not overlapping; no n-gram crosses their edges.

        Returns
        -------
        csr_array of shape (n_spans, n_known)
            A repeated n-gram has an entry for each time.
        """
        shape = (len(start), len(self.idf))
        return sparse.csr_array(self.entries(codes, start, end), shape=shape)

    def entries(
        self, codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]]:
        """Give the three arrays of ``matrix``: weights, columns, and where each row begins."""
        hashes, owner = hash_ngrams(codes, start, end)
        known, column = self._look_up(hashes)
        counts = np.bincount(owner[known], minlength=len(start))
        order = np.argsort(owner[known], kind="stable")
        bounds = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        return self.idf[column[order]], column[order], bounds

    def occurrences(
        self, codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
    ) -> Occurrences:
        """Find the entries of ``matrix`` in the text; takes the same arguments."""
        hashes, owner = hash_ngrams(codes, start, end)
        known, row = self._look_up(hashes)
        first, length = _places(start, end)
        return Occurrences(row, first[known], length[known], owner[known])

    def _look_up(self, hashes: Hashes) -> tuple[NDArray[np.bool_], NDArray[np.int32]]:
        """Tell which n-grams are known, and give the rows of those."""
        bucket = (hashes >> np.uint64(64 - self.bits)).astype(np.int64)
        known = self.fingerprint[bucket] == fingerprints(hashes)
        return known, self.row[bucket[known]]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what ``from_arrays`` needs: bucket and fingerprint of each known n-gram."""
        bucket = np.flatnonzero(self.fingerprint)
        bucket = bucket[np.argsort(self.row[bucket])]
        return {
            "ngrams.bucket": bucket.astype(np.uint32),
            "ngrams.fingerprint": self.fingerprint[bucket],
            "ngrams.idf": self.idf,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], bits: int) -> NgramTable:
        """Rebuild a table."""
        bucket = arrays["ngrams.bucket"]
        fingerprint = np.zeros(1 << bits, dtype=np.uint16)
        row = np.zeros(1 << bits, dtype=np.int32)
        fingerprint[bucket] = arrays["ngrams.fingerprint"]
        row[bucket] = np.arange(len(bucket))
        return cls(fingerprint, row, arrays["ngrams.idf"].astype(np.float32))

    @classmethod
    def fit(cls, frequencies: Frequencies, bits: int) -> NgramTable:
        """Give each bucket to the most frequent n-gram that falls into it."""
        hashes, counts = frequencies.hashes, frequencies.counts
        order = np.lexsort((hashes, -counts))
        bucket = (hashes[order] >> np.uint64(64 - bits)).astype(np.int64)
        _, winner = np.unique(bucket, return_index=True)
        chosen = order[np.sort(winner)]
        arrays: dict[str, NDArray[Any]] = {
            "ngrams.bucket": (hashes[chosen] >> np.uint64(64 - bits)).astype(np.uint32),
            "ngrams.fingerprint": fingerprints(hashes[chosen]),
            "ngrams.idf": (np.log(frequencies.total / counts[chosen]) + 1).astype(np.float32),
        }
        return cls.from_arrays(arrays, bits)

    def extended(self, frequencies: Frequencies) -> NgramTable:
        """A table that knows more n-grams, behind its own: those that fall into free buckets."""
        hashes, counts = frequencies.hashes, frequencies.counts
        free = self.fingerprint[(hashes >> np.uint64(64 - self.bits)).astype(np.int64)] == 0
        new = NgramTable.fit(Frequencies(hashes[free], counts[free], frequencies.total), self.bits)
        row = np.where(new.fingerprint > 0, new.row + len(self.idf), self.row)
        return NgramTable(
            self.fingerprint | new.fingerprint,
            row.astype(np.int32),
            np.concatenate((self.idf, new.idf)),
        )


def hash_ngrams(
    codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[Hashes, NDArray[np.int32]]:
    """Hash all 1- to 4-grams of each span; returns the hashes and the span of each."""
    lengths = end - start
    first = np.concatenate(([0], np.cumsum(lengths)))
    positions = np.repeat(start - first[:-1], lengths) + np.arange(first[-1])
    owner = np.repeat(np.arange(len(start), dtype=np.int32), lengths)
    rolling = np.zeros(len(positions), dtype=np.uint64)
    characters = codes[positions].astype(np.uint64)
    hashes, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for n in range(1, min(LONGEST, len(positions)) + 1):
        tail = len(positions) - n + 1
        rolling = _step(rolling[:tail], characters[n - 1 :])
        whole = owner[:tail] == owner[n - 1 :]
        hashes.append(_finish(rolling[whole], n))
        owners.append(owner[:tail][whole])
    return np.concatenate(hashes), np.concatenate(owners)


def _places(
    start: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give first character and length of all n-grams, in the order of ``hash_ngrams``."""
    firsts, lengths = [], []
    for n in range(1, LONGEST + 1):
        counts = np.maximum(end - start - n + 1, 0)
        before = np.cumsum(counts) - counts
        firsts.append(np.repeat(start - before, counts) + np.arange(counts.sum()))
        lengths.append(np.full(len(firsts[-1]), n))
    return np.concatenate(firsts), np.concatenate(lengths)


def fingerprints(hashes: Hashes) -> NDArray[np.uint16]:
    """Take the low bits of a hash, never 0, to tell n-grams of one bucket apart."""
    low = np.maximum(hashes & np.uint64(0xFFFF), np.uint64(1))
    return np.asarray(low, dtype=np.uint16)


def document_frequency(
    codes: NDArray[np.uint32], start: NDArray[np.int64], end: NDArray[np.int64], at_least: int
) -> Frequencies:
    """Count in how many spans each n-gram occurs; those rarer than ``at_least`` are left out."""
    hashes, owner = hash_ngrams(codes, start, end)
    order = np.lexsort((owner, hashes))
    hashes, owner = hashes[order], owner[order]
    fresh = np.ones(len(hashes), dtype=np.bool_)
    fresh[1:] = (hashes[1:] != hashes[:-1]) | (owner[1:] != owner[:-1])
    unique, counts = np.unique(hashes[fresh], return_counts=True)
    keep = counts >= at_least
    return Frequencies(unique[keep], counts[keep].astype(np.float64), len(start))


def _step(rolling: Hashes, following: Hashes) -> Hashes:
    mixed = rolling * np.uint64(_MIX[1]) + (following + np.uint64(1)) * np.uint64(_MIX[0])
    return np.asarray(mixed ^ (mixed >> np.uint64(29)))


def _finish(rolling: Hashes, n: int) -> Hashes:
    mixed = rolling * np.uint64(_MIX[2]) + np.uint64(n)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(_MIX[3])
    return np.asarray(mixed ^ (mixed >> np.uint64(31)))
