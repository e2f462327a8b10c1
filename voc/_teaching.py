"""Which texts a model learns most from: doubtful ones that say what many others say, each something else.

Each pair and triple of characters is worth the more, the more texts hold it, and counts for the
first text chosen that has it. So copies, and rare noise, are worth nothing. Length counts against a
text, though by less than in proportion: long texts teach more, but take longer to read. What that
is worth is measured in docs/experiments.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_SIZES = (2, 3)
_BITS = 22  # of the hash of an n-gram
_LONGEST = 500  # characters of a text that count
_COST = 0.75  # power of the length that a text's worth is divided by
_MIX = np.uint64(0x9E3779B97F4A7C15)
_CHOSEN = 1000  # nobody reads more at a time
_NOTHING = 1e-9  # what is left by rounding

Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]


def most_teaching(texts: Sequence[str], doubt: Sequence[float], n: int) -> list[int]:
    """Choose texts for a person to annotate.

    Parameters
    ----------
    texts : sequence of str
    doubt : sequence of float
        How unsure the model is of each, in [0, 1].
    n : int
        How many at most. Beyond 1,000, and where texts add nothing new, doubt alone decides.

    Returns
    -------
    list of int
        Indices, the best first; a larger ``n`` begins with the same ones.

    Examples
    --------
    >>> texts = ["送货很慢", "送货很慢啊", "客服很凶", "客服很凶", "嗯"]
    >>> most_teaching(texts, [0.5, 0.6, 0.5, 0.4, 0.9], 3)
    [1, 2, 4]
    """
    unsure = np.asarray(doubt, dtype=np.float64)
    lengths = np.fromiter(map(len, texts), np.float64, len(texts))
    factor = unsure / np.maximum(lengths, 1) ** _COST
    chosen = _greedily(_ngrams(texts), factor, min(n, _CHOSEN))
    taken = set(chosen)
    rest = [i for i in np.argsort(-unsure, kind="stable").tolist() if i not in taken]
    return (chosen + rest)[:n]


def _greedily(keys: Ints, factor: Doubles, n: int) -> list[int]:
    """Take the text that adds most, again and again, until none adds anything.

    Each n-gram is struck once from all texts that hold it, however many texts are taken.
    """
    owner, bucket = keys >> _BITS, keys & ((1 << _BITS) - 1)
    of_text = np.searchsorted(owner, np.arange(len(factor) + 1))
    order = np.argsort(bucket, kind="stable")
    holders, edges = owner[order], np.flatnonzero(np.diff(bucket[order], prepend=-1, append=-1))
    counts = np.diff(edges)
    number = np.empty(len(keys), dtype=np.int64)
    number[order] = np.repeat(np.arange(len(counts)), counts)
    worth = np.log(counts)
    value = np.bincount(owner, weights=worth[number], minlength=len(factor))
    chosen: list[int] = []
    while len(chosen) < n and len(value):
        best = int((value * factor).argmax())
        if value[best] * factor[best] < _NOTHING:
            break
        chosen.append(best)
        for i in number[of_text[best] : of_text[best + 1]].tolist():
            value[holders[edges[i] : edges[i + 1]]] -= worth[i]
            worth[i] = 0
        value[best] = 0
    return chosen


def _ngrams(texts: Sequence[str]) -> Ints:
    """The n-grams of each text, each once: its number and their hash as one, rising."""
    short = [text[:_LONGEST].lower() for text in texts]
    lengths = np.fromiter(map(len, short), np.int64, len(short))
    raw = "".join(short).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(raw, dtype="<u4").astype(np.uint64)
    owner = np.repeat(np.arange(len(short)), lengths)
    keys = np.sort(np.concatenate([_hashed(codes, owner, size) for size in _SIZES]))
    once: Ints = keys[np.diff(keys, prepend=-1) > 0]  # np.unique takes ten times as long
    return once


def _hashed(codes: NDArray[np.uint64], owner: Ints, size: int) -> Ints:
    """Owner and hash of each n-gram as one number; none reaches into the next text."""
    count = max(len(codes) - size + 1, 0)
    hashes = np.full(count, size, dtype=np.uint64)
    for i in range(size):
        hashes = (hashes ^ codes[i : i + count]) * _MIX
        hashes ^= hashes >> np.uint64(29)
    inside = owner[:count] == owner[size - 1 : size - 1 + count]
    buckets = (hashes >> np.uint64(64 - _BITS)).astype(np.int64)
    keys: Ints = (owner[:count][inside] << _BITS) + buckets[inside]
    return keys
