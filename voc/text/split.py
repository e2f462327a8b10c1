"""Cut a text into clauses: the units that carry one opinion each.

Cuts are made at punctuation, at line breaks, at blanks in chat style, before words of contrast, and,
where a clause has grown long without any mark, before words of sequence. A clause never holds less
than one letter, digit, Han character or emoji, and together they hold them all.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from voc.text.normalize import NormalizedBatch, normalize_batch

_ALWAYS = "\n。!?;…~!,|，；！？～｡"
_UNLESS_INSIDE_LATIN = " .:"
_LONG = 22  # characters; half of the underlined quotes are shorter than 10
_SHORT = 4  # no cut that leaves less than this before a connective


@dataclass(frozen=True, slots=True)
class Clause:
    """One opinion unit.

    Attributes
    ----------
    text : str
        The raw characters ``[start, end)`` of the voice.
    start, end : int
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Clauses:
    """All clauses of a batch of texts, voice by voice, in text order.

    Attributes
    ----------
    batch : NormalizedBatch
        The model views that the clauses point into.
    voice : ndarray of shape (n_clauses,), int64
        Index of the text of each clause.
    start, end : ndarray of shape (n_clauses,), int64
        Half-open span of each clause in its model view.
    """

    batch: NormalizedBatch
    voice: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.voice)

    @property
    def n_voices(self) -> int:
        """Number of texts, those without any clause included."""
        return len(self.batch.bounds) - 1

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Model views of the texts."""
        return tuple(self.batch.texts())

    def raw_spans(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Half-open spans of all clauses in their raw texts."""
        offset = self.batch.bounds[self.voice]
        origin = self.batch.origin.astype(np.int64)
        return origin[offset + self.start], origin[offset + self.end - 1] + 1


def split(text: str) -> list[Clause]:
    """Cut one text into clauses with raw offsets.

    Examples
    --------
    >>> [clause.text for clause in split("房间挺干净，就是隔音太差 早餐一般")]
    ['房间挺干净', '就是隔音太差', '早餐一般']
    """
    start, end = split_texts([text]).raw_spans()
    return [Clause(text[a:b], a, b) for a, b in zip(start.tolist(), end.tolist(), strict=True)]


def split_texts(texts: Sequence[str]) -> Clauses:
    """Cut many texts at once."""
    return split_batch(normalize_batch(texts))


def split_batch(batch: NormalizedBatch) -> Clauses:
    """Cut a normalised batch: find separators, then cuts before connectives, then trim."""
    codes, bounds = batch.codes, batch.bounds
    separator = _separators(codes, bounds)
    cut = np.zeros(len(codes) + 1, dtype=np.bool_)
    cut[bounds] = True
    cut[1:] |= separator
    _cut_before(cut, batch.joined, _pattern("contrast"), longer_than=0)
    _cut_before(cut, batch.joined, _pattern("sequence"), longer_than=_LONG)
    return _trimmed(batch, np.flatnonzero(cut))


def _separators(codes: NDArray[np.uint32], bounds: NDArray[np.int64]) -> NDArray[np.bool_]:
    plain = np.minimum(codes, 0xFFFF)  # which is no character
    always = _table_of(_ALWAYS)[plain]
    soft = np.flatnonzero(_table_of(_UNLESS_INSIDE_LATIN + ",")[plain])
    latin = np.zeros(len(codes) + 2, dtype=np.bool_)
    latin[1:-1] = (codes < 0x250) & _is_word(codes)
    digit = np.zeros(len(codes) + 2, dtype=np.bool_)
    digit[1:-1] = (codes >= ord("0")) & (codes <= ord("9"))
    comma = codes[soft] == ord(",")
    inside = np.where(comma, digit[soft] & digit[soft + 2], latin[soft] & latin[soft + 2])
    first = np.zeros(len(codes) + 1, dtype=np.bool_)
    first[bounds] = True
    always[soft] = ~inside | first[soft]  # before the first character stands nothing
    return always


def _cut_before(
    cut: NDArray[np.bool_], joined: str, pattern: re.Pattern[str], longer_than: int
) -> None:
    """Cut before each match unless that leaves a stub on either side."""
    edges = np.flatnonzero(cut)
    found = np.fromiter((m.start() for m in pattern.finditer(joined)), dtype=np.int64)
    before = edges[np.searchsorted(edges, found, side="right") - 1]
    after = edges[np.minimum(np.searchsorted(edges, found, side="right"), len(edges) - 1)]
    good = (after - before > longer_than) & (found - before >= _SHORT) & (after - found >= _SHORT)
    apart = _LONG // 2 if longer_than else _SHORT
    last = -1
    for position, begin in zip(found[good].tolist(), before[good].tolist(), strict=True):
        if last <= begin or position - last >= apart:
            cut[position] = True
            last = position


def _trimmed(batch: NormalizedBatch, edges: NDArray[np.int64]) -> Clauses:
    """Drop punctuation and blanks from both ends; drop clauses that hold nothing else."""
    words = np.flatnonzero(_is_word(batch.codes))
    first = np.searchsorted(words, edges[:-1])
    last = np.searchsorted(words, edges[1:])
    full = np.flatnonzero(last > first)
    start, end = words[first[full]], words[last[full] - 1] + 1
    voice = np.searchsorted(batch.bounds, start, side="right") - 1
    origin = batch.bounds[voice]
    return Clauses(batch, voice, start - origin, end - origin)


def _is_word(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    table = _word_table()
    return np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], True)


@cache
def _word_table() -> NDArray[np.bool_]:
    """Letters, digits, Han and pictographs of the basic plane; the planes above are all words."""
    word = np.fromiter((chr(c).isalnum() for c in range(0x10000)), np.bool_, 0x10000)
    for first, last in ((0x231A, 0x2400), (0x2600, 0x27C0), (0x2B00, 0x2C00)):  # ⏰ ☹ ⭐
        word[first:last] = True
    word[ord("%")] = True
    word.setflags(write=False)
    return word


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    source = files("voc.data").joinpath("connectives.toml").read_text(encoding="utf-8")
    words = sorted(tomllib.loads(source)[kind], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))


@cache
def _table_of(characters: str) -> NDArray[np.bool_]:
    table = np.zeros(0x10000, dtype=np.bool_)
    table[[ord(character) for character in characters]] = True
    table.setflags(write=False)
    return table
