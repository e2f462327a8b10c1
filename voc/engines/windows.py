"""Texts as windows of tokens: what an encoder reads, and where in it each clause stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses

Ints = NDArray[np.int64]
Lengths = NDArray[np.int64] | NDArray[np.float64]


class Encoding(Protocol):
    """Tokens of one text, as the tokenizers library gives them."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Tokenizer(Protocol):
    """The part of ``tokenizers.Tokenizer`` that is used here."""

    def encode(self, sequence: str) -> Encoding:
        """Cut one text into tokens, special ones around them."""

    def encode_batch(self, input: list[str], *, add_special_tokens: bool) -> list[Encoding]:
        """Cut many texts into tokens."""

    def token_to_id(self, token: str) -> int | None:
        """Give the number of a token, if there is such a one."""


@dataclass(frozen=True)
class Windows:
    """Token windows of a batch of voices. Each voice has at least one, long ones overlap.

    Attributes
    ----------
    ids : list of ndarray of shape (n_tokens,)
        Tokens of each window, with the special ones at both ends.
    voice : ndarray of shape (n_windows,)
        Voice of each window, rising.
    clause_window : ndarray of shape (n_clauses,)
        The window in which each clause has most context.
    clause_start, clause_end : ndarray of shape (n_clauses,)
        Half-open token range of each clause in its window; never empty.
    """

    ids: list[Ints]
    voice: Ints
    clause_window: Ints
    clause_start: Ints
    clause_end: Ints

    @property
    def lengths(self) -> Ints:
        """Number of tokens of each window."""
        return np.array([len(ids) for ids in self.ids], dtype=np.int64)


def cut_windows(clauses: Clauses, tokenizer: Tokenizer, size: int) -> Windows:
    """Tokenize all voices and place their clauses.

    Parameters
    ----------
    clauses : Clauses
    tokenizer : Tokenizer
    size : int
        Most tokens of a window, the two special ones included; windows overlap by half.

    Returns
    -------
    Windows
    """
    first, last = _special(tokenizer)
    ids: list[Ints] = []
    owner: list[int] = []
    places = np.zeros((3, len(clauses)), dtype=np.int64)
    bounds = np.searchsorted(clauses.voice, np.arange(clauses.n_voices + 1))
    encodings = tokenizer.encode_batch(list(clauses.texts), add_special_tokens=False)
    for i, encoding in enumerate(encodings):
        tokens = np.array(encoding.ids, dtype=np.int64)
        here = slice(int(bounds[i]), int(bounds[i + 1]))
        spans = _token_spans(encoding.offsets, clauses.start[here], clauses.end[here])
        starts = _window_starts(len(tokens), size - 2)
        places[:, here] = _placed(spans, starts, size - 2, len(ids))
        ids += [np.concatenate((first, tokens[s : s + size - 2], last)) for s in starts.tolist()]
        owner += [i] * len(starts)
    return Windows(ids, np.array(owner, dtype=np.int64), *places)


def length_buckets(lengths: Lengths, max_tokens: int) -> Iterator[Ints]:
    """Give batches of windows of about equal length, of at most so many tokens with padding.

    A window that is longer than that is a batch of its own.

    Examples
    --------
    >>> [batch.tolist() for batch in length_buckets(np.array([3, 9, 4, 8]), 18)]
    [[0, 2], [3, 1]]
    """
    order = np.argsort(lengths, kind="stable")
    start = 0
    for stop in range(1, len(order) + 1):
        if stop == len(order) or lengths[order[stop]] * (stop + 1 - start) > max_tokens:
            yield order[start:stop]
            start = stop


def shuffled_buckets(lengths: Lengths, max_tokens: int, rng: np.random.Generator) -> list[Ints]:
    """Give such batches in a random order, with other neighbours each time."""
    buckets = list(length_buckets(lengths * rng.uniform(0.9, 1.1, len(lengths)), max_tokens))
    return [buckets[i] for i in rng.permutation(len(buckets)).tolist()]


def padded(ids: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Stack token windows, zeros behind the short ones, and the mask that tells what is real."""
    width = max(map(len, ids))
    stacked = np.zeros((len(ids), width), dtype=np.int64)
    mask = np.zeros_like(stacked)
    for row, tokens in enumerate(ids):
        stacked[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return stacked, mask


def _special(tokenizer: Tokenizer) -> tuple[Ints, Ints]:
    """Tokens that the tokenizer puts before and behind a text."""
    bare = tokenizer.encode("").ids
    return np.array(bare[:1], dtype=np.int64), np.array(bare[1:], dtype=np.int64)


def _token_spans(offsets: Sequence[tuple[int, int]], start: Ints, end: Ints) -> Ints:
    """Half-open token range of each clause and of the mark behind it; shape (2, n_clauses).

    A clause whose characters the tokenizer drops gets the token that stands in its place.
    """
    edges = np.array(offsets, dtype=np.int64).reshape(-1, 2)
    a = np.searchsorted(edges[:, 1], start, side="right")
    b = np.searchsorted(edges[:, 0], end + 1, side="left")
    return np.stack((a, np.maximum(b, a + 1)))


def _window_starts(n_tokens: int, width: int) -> Ints:
    if n_tokens <= width:
        return np.zeros(1, dtype=np.int64)
    return np.append(np.arange(0, n_tokens - width, width // 2), n_tokens - width)


def _placed(spans: Ints, starts: Ints, width: int, n_before: int) -> Ints:
    """Choose the window whose middle is nearest to each clause: number, start and end in it."""
    middle = spans.mean(axis=0)
    chosen = np.abs(middle[:, None] - (starts + width / 2)).argmin(axis=1)
    inside = np.clip(spans - starts[chosen], 0, width)
    inside[0] = np.minimum(inside[0], width - 1)
    return np.stack((chosen + n_before, inside[0] + 1, np.maximum(inside[1], inside[0] + 1) + 1))
