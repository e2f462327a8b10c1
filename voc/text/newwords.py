"""Find words that no dictionary holds yet: product names, slogans, slang (新词发现).

A string is a word when its characters hold together (凝固度: the smallest pointwise mutual
information over all ways to cut it in two) and when its neighbours vary (左右熵: the smaller of the
entropies of what stands to its left and to its right). Judging every string of an unsegmented
corpus by these two is Sora Tongyo's idea, made popular by Matrix67 in 2012; this is a writing of
its own, on ranks of n-grams in numpy.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.text.tokenize import DEFAULT

_SYMBOL = re.compile(r"([a-zA-Z0-9]+|[㐀-鿿])|[^a-zA-Z0-9㐀-鿿]+")
_HAN = re.compile("[㐀-鿿]")
_BREAK = 0  # id of whatever separates
_LEAST_COHESION = 4.0  # bits, but for words so frequent that parts that never part reach less:
_SHARE_OF_BEST = 0.6
_LEAST_ENTROPY = 1.0  # bits
_SHARE_OF_LONGER = 0.5

_DESCRIBING = "adz"  # tags of adjectives and adverbs

_Ints = NDArray[np.int64]
_Floats = NDArray[np.float64]
_Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NewWord:
    """A string that behaves like a word.

    Attributes
    ----------
    text : str
    count : int
        Number of places where it stands, in distinct texts.
    cohesion : float
        凝固度 in bits: how much more often its two parts meet than by chance, at the worst cut.
    entropy : float
        左右熵 in bits: the smaller of the entropies of its left and its right neighbours.
    score : float
        What the list is ordered by: ``(cohesion + entropy) * log2(count)``.
    """

    text: str
    count: int
    cohesion: float
    entropy: float
    score: float


@dataclass(frozen=True, slots=True)
class _Symbols:
    """A corpus as one array: each Han character, Latin word or number is one symbol."""

    ids: _Ints
    names: list[str]  # by id

    def flags(self, test: Callable[[str], object]) -> _Bools:
        """Test each name; the result is indexed by id."""
        return np.fromiter((bool(test(name)) for name in self.names), np.bool_, len(self.names))


@dataclass(frozen=True, slots=True)
class _Grams:
    """All frequent n-grams of one length."""

    length: int
    rank: NDArray[np.int32]  # of the n-gram that begins at each position; -1: a rare one
    counts: _Ints  # by rank
    first: _Ints  # a position of each, by rank


def find_new_words(
    texts: Iterable[str], *, min_count: int = 5, max_length: int = 6, top: int = 100
) -> list[NewWord]:
    """Find strings that behave like words but stand in no dictionary of voc's tokenizer.

    Parameters
    ----------
    texts : iterable of str
        A corpus, from some hundred texts on. Equal texts count once.
    min_count : int
        Least number of places, at least 2.
    max_length : int
        Longest word in characters, at least 2; a Latin word or a number counts as one.
    top : int
        Length of the list, at least 1.

    Returns
    -------
    list of NewWord
        Best first. ``Tokenizer(words=[word.text for word in found])`` keeps them whole.

    Raises
    ------
    InputError
        A number below its least.

    Notes
    -----
    100,000 synthetic reviews of 40 characters take 4 seconds on one core and 300 MB, the
    tokenizer's dictionary included. Remove duplicated and templated texts before (see
    ``voc.collect.dedupe``): a phrase that is repeated word by word looks like a word.

    Examples
    --------
    >>> before, after = "买换用爱求问聊选", "贵坏旧亮灵慢薄红"
    >>> texts = [f"{a}蓝莓霓虹屏{b}" for a in before for b in after]
    >>> [word.text for word in find_new_words(texts)]
    ['蓝莓霓虹屏']
    """
    _check("min_count", min_count, 2)
    _check("max_length", max_length, 2)
    _check("top", top, 1)
    symbols = _symbols(texts)
    grams = _frequent(symbols, min_count, max_length)
    found = {
        word.text: word
        for length in range(2, len(grams) + 1)
        for word in _words(symbols, grams, length)
    }
    covered = _covered(found)
    whole = [word for word in found.values() if covered[word.text] < _SHARE_OF_LONGER * word.count]
    whole.sort(key=lambda word: (-word.score, word.text))
    return list(islice((word for word in whole if _is_new(word.text)), top))


def _check(name: str, value: int, least: int) -> None:
    if value < least:
        raise InputError(f"{name}={value} is too small: expected {least} or more")


def _symbols(texts: Iterable[str]) -> _Symbols:
    numbers: defaultdict[str, int] = defaultdict(count(_BREAK).__next__)
    ids, seen = array("q", [numbers[""]]), set[int]()
    for text in texts:
        if hash(text) not in seen:
            seen.add(hash(text))
            ids.extend(map(numbers.__getitem__, _SYMBOL.findall(text)))
            ids.append(_BREAK)
    return _Symbols(np.asarray(ids, dtype=np.int64), list(numbers))


def _frequent(symbols: _Symbols, min_count: int, max_length: int) -> list[_Grams]:
    """Rank n-grams of growing length; only those with two frequent parts can be frequent."""
    ids = symbols.ids
    grams = [_ranked(1, np.flatnonzero(ids != _BREAK), ids, min_count)]
    while len(grams) < max_length and len(grams[-1].counts):
        shorter = grams[-1]
        both = np.flatnonzero((shorter.rank[:-1] >= 0) & (shorter.rank[1:] >= 0))
        keys = shorter.rank[both].astype(np.int64) * len(shorter.counts) + shorter.rank[both + 1]
        per_position = np.zeros(len(ids), dtype=np.int64)
        per_position[both] = keys
        grams.append(_ranked(len(grams) + 1, both, per_position, min_count))
    return grams


def _ranked(length: int, positions: _Ints, keys: _Ints, min_count: int) -> _Grams:
    _, first, inverse, counts = np.unique(
        keys[positions], return_index=True, return_inverse=True, return_counts=True
    )
    frequent = counts >= min_count
    new = np.where(frequent, np.cumsum(frequent) - 1, -1)
    rank = np.full(len(keys), -1, dtype=np.int32)
    rank[positions] = new[inverse]
    return _Grams(length, rank, counts[frequent], positions[first[frequent]])


def _words(symbols: _Symbols, grams: list[_Grams], length: int) -> Iterator[NewWord]:
    """Yield the strings of one length that pass all tests."""
    these = grams[length - 1]
    cohesion = _cohesion(grams, length)
    best = np.log2(grams[0].counts.sum() / these.counts)
    least = np.minimum(_LEAST_COHESION, _SHARE_OF_BEST * best)
    fit = (cohesion >= least) & _wordlike(symbols, these)
    entropy = np.zeros(len(fit))
    for neighbour in (-1, length):
        one_side = _entropy(symbols, these, fit, neighbour)
        entropy = one_side if neighbour < 0 else np.minimum(entropy, one_side)
    score = (cohesion + entropy) * np.log2(these.counts)
    for i in np.flatnonzero(fit & (entropy >= _LEAST_ENTROPY)).tolist():
        start = these.first[i]
        text = "".join(symbols.names[k] for k in symbols.ids[start : start + length])
        yield NewWord(
            text, int(these.counts[i]), float(cohesion[i]), float(entropy[i]), float(score[i])
        )


def _cohesion(grams: list[_Grams], length: int) -> _Floats:
    """Smallest pointwise mutual information over all cuts, in bits."""
    these = grams[length - 1]
    total = int(grams[0].counts.sum())
    worst = np.full(len(these.counts), np.inf)
    for cut in range(1, length):
        left, right = grams[cut - 1], grams[length - cut - 1]
        n_left = left.counts[left.rank[these.first]].astype(np.float64)
        n_right = right.counts[right.rank[these.first + cut]]
        worst = np.minimum(worst, np.log2(these.counts * total / (n_left * n_right)))
    return worst


def _wordlike(symbols: _Symbols, grams: _Grams) -> _Bools:
    """Keep what holds Han, no inner particle, no function word at an edge, no number in front."""
    edge, inside = _function_words()
    members = symbols.ids[grams.first[:, None] + np.arange(grams.length)]
    loose, particle = symbols.flags(edge.__contains__), symbols.flags(inside.__contains__)
    ends = loose[members[:, 0]] | loose[members[:, -1]]
    number = symbols.flags(str.isdecimal)[members[:, 0]]
    han = symbols.flags(_HAN.match)[members].any(axis=1)
    wordlike: _Bools = han & ~ends & ~number & ~particle[members].any(axis=1)
    return wordlike


def _entropy(symbols: _Symbols, grams: _Grams, fit: _Bools, offset: int) -> _Floats:
    """Entropy of the symbols at ``offset`` from each fit n-gram; each break is one of its own."""
    size = len(fit)
    fit_at = np.append(fit, False)  # rank -1 finds the last
    positions = np.flatnonzero(fit_at[grams.rank])
    ranks, neighbours = grams.rank[positions].astype(np.int64), symbols.ids[positions + offset]
    inner = neighbours != _BREAK
    keys, meetings = np.unique(
        ranks[inner] * len(symbols.names) + neighbours[inner], return_counts=True
    )
    owner = keys // len(symbols.names)
    share = meetings / grams.counts[owner]
    entropy = np.bincount(owner, -share * np.log2(share), size)
    breaks = np.bincount(ranks[~inner], minlength=size)
    result: _Floats = entropy + breaks / grams.counts * np.log2(grams.counts)
    return result


def _is_new(text: str) -> bool:
    """Whether it is no known word and no plain phrase such as 味道不错 or 非常满意."""
    tokens = DEFAULT.tokenize(text)
    phrase = len(tokens[0].text) > 1 and any(token.pos[0] in _DESCRIBING for token in tokens)
    return not DEFAULT.knows(text) and not (
        phrase and all(DEFAULT.knows(token.text) for token in tokens)
    )


def _covered(found: Mapping[str, NewWord]) -> dict[str, int]:
    """Give for each word the count of the most frequent longer word that holds it."""
    covered = dict.fromkeys(found, 0)
    for text, word in found.items():
        for start in range(len(text)):
            for end in range(start + 1, len(text) + 1):
                part = text[start:end]
                if part in covered and part != text:
                    covered[part] = max(covered[part], word.count)
    return covered


@cache
def _function_words() -> tuple[frozenset[str], frozenset[str]]:
    """Characters no word begins or ends with; characters no word holds."""
    source = files("voc.data").joinpath("function_words.txt").read_text(encoding="utf-8")
    lines = (line.split() for line in source.splitlines() if not line.startswith("#"))
    lists = {name: frozenset(characters) for name, characters in lines}
    return lists["edge"] | lists["inside"], lists["inside"]
