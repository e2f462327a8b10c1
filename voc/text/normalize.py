"""The model's view of a text: folded, cleaned, with offsets that lead back to the raw text.

Width, case and 繁→简 are folded character by character; HTML, URLs, @user and # marks become blanks;
invisible characters and all but three of a run of repeats are dropped. Everything is done for a
whole batch at once over its code points.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from voc.text.noise import blank_noise

_BMP = 0x10000
_BLANK = ord(" ")
_NEWLINE = ord("\n")
_MAX_REPEATS = 3


@dataclass(frozen=True)
class NormalizedBatch:
    """Many texts in one array of code points.

    Attributes
    ----------
    codes : ndarray of shape (n_chars,), uint32
        Code points of all model views, one after another.
    origin : ndarray of shape (n_chars,), int32
        Position of each character in its own raw text.
    bounds : ndarray of shape (n_texts + 1,), int64
        Text ``i`` is ``codes[bounds[i]:bounds[i + 1]]``.
    """

    codes: NDArray[np.uint32]
    origin: NDArray[np.int32]
    bounds: NDArray[np.int64]

    @cached_property
    def joined(self) -> str:
        """All model views as one string."""
        return self.codes.astype("<u4").tobytes().decode("utf-32-le")

    def texts(self) -> list[str]:
        """Return the model views as strings."""
        joined = self.joined
        edges = self.bounds.tolist()
        return [joined[a:b] for a, b in pairwise(edges)]

    def take(self, rows: Sequence[int]) -> NormalizedBatch:
        """Return some of the texts, in the order of ``rows``."""
        chosen = np.asarray(rows, dtype=np.int64)
        lengths = np.diff(self.bounds)[chosen]
        bounds = np.concatenate(([0], np.cumsum(lengths)))
        place = np.repeat(self.bounds[chosen] - bounds[:-1], lengths) + np.arange(bounds[-1])
        return NormalizedBatch(self.codes[place], self.origin[place], bounds)


@dataclass(frozen=True, slots=True, eq=False)
class Normalized:
    """One text in both views.

    Attributes
    ----------
    raw : str
        As the customer wrote it.
    text : str
        The model's view.
    offsets : ndarray of shape (len(text) + 1,), int32
        ``offsets[i]`` is the position of ``text[i]`` in ``raw``; the last entry is ``len(raw)``.
    """

    raw: str
    text: str
    offsets: NDArray[np.int32]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Lead a half-open span of ``text`` back to the raw text.

        Raises
        ------
        IndexError
            The span lies outside the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"span [{start}, {end}) is outside [0, {len(self.text)}]")
        first = int(self.offsets[start])
        return first, int(self.offsets[end - 1]) + 1 if end > start else first


def normalize(text: str) -> Normalized:
    """Give the model's view of one text.

    Examples
    --------
    >>> view = normalize("ＡＰＰ太太太太太卡了！！！！")
    >>> view.text
    'app太太太卡了!!!'
    >>> start = view.text.index("卡了")
    >>> view.raw[slice(*view.span(start, start + 2))]
    '卡了'
    """
    batch = normalize_batch([text])
    offsets = np.append(batch.origin, np.int32(len(text))).astype(np.int32)
    return Normalized(text, batch.texts()[0], offsets)


def normalize_batch(texts: Sequence[str]) -> NormalizedBatch:
    """Give the model's view of many texts in one pass."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    raw_bounds = np.concatenate(([0], np.cumsum(lengths)))
    codes = _fold(_code_points("".join(blank_noise(texts))))
    owner = np.repeat(np.arange(len(texts)), lengths)
    keep = (codes != 0) & ~_needless_repeats(codes, owner)
    bounds = np.concatenate(([0], np.cumsum(keep)))[raw_bounds]
    origin = (np.arange(len(codes)) - raw_bounds[owner])[keep] if len(codes) else codes
    return NormalizedBatch(codes[keep], origin.astype(np.int32), bounds)


def _code_points(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _fold(codes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Map each character of the basic plane by the table; keep the rest (emoji) as they are."""
    table = folding_table()
    # Tags and supplementary variation selectors are invisible parts of emoji.
    return np.where(
        codes < _BMP, table[np.minimum(codes, _BMP - 1)], np.where(codes < 0xE0000, codes, 0)
    ).astype(np.uint32)


def _needless_repeats(codes: NDArray[np.uint32], owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark blanks after a blank, and what follows three equal characters; digits stay."""
    visible = np.flatnonzero(codes)
    seen, who = codes[visible], owner[visible]
    same = np.concatenate(([False], (seen[1:] == seen[:-1]) & (who[1:] == who[:-1])))[: len(seen)]
    position = np.arange(len(seen))
    run_start = np.maximum.accumulate(np.where(same, 0, position))
    limit = np.where(seen == _BLANK, 1, _MAX_REPEATS)
    digit = (seen >= ord("0")) & (seen <= ord("9"))
    needless = np.zeros(len(codes), dtype=np.bool_)
    needless[visible] = (position - run_start >= limit) & ~digit
    return needless


@cache
def folding_table() -> NDArray[np.uint32]:
    """Return the model view of each character of the basic plane; 0 means: drop it."""
    folded = np.fromiter(map(_fold_character, range(_BMP)), dtype=np.uint32, count=_BMP)
    first, last = 0x3400, 0xA000
    folded[first:last] = _simplified(first, last)
    folded.setflags(write=False)
    return folded


def _fold_character(code: int) -> int:
    character = chr(code)
    if character in "\n\r\u2028\u2029":
        return _NEWLINE
    if character.isspace():
        return _BLANK
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Mn", "Me"):
        return 0
    folded = unicodedata.normalize("NFKC", character).lower()
    if folded.startswith(" "):  # a lone diacritic
        return _BLANK
    return ord(folded) if len(folded) == 1 else code


def _simplified(first: int, last: int) -> NDArray[np.uint32]:
    import opencc  # only here: a C++ library that loads its dictionaries

    han = "\n".join(map(chr, range(first, last)))
    simple = opencc.OpenCC("t2s").convert(han).split("\n")
    return np.array([ord(s) if len(s) == 1 else first + i for i, s in enumerate(simple)], np.uint32)
