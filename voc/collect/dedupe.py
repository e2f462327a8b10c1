"""Mark filler and duplicates in a stream of voices; drop nothing.

Exact duplicates cost 16 bytes for each different text (a digest and its place in the stream, in
sorted arrays) besides about 30 MB for the newest; with 64-bit digests, the chance that any two of a
hundred million different texts are taken for one is below 0.1 %. Marking takes 65 microseconds a
review on one core; with near-duplicates 0.25 milliseconds, and about 4 kB for each different text.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from voc._copier import copier
from voc.collect.recent import Recent
from voc.errors import InputError
from voc.text.normalize import normalize
from voc.types import Mark, Voice

_NEWEST = 200_000  # digests kept in a dict before they are merged into the arrays
_PERMUTATIONS = 128
_SOUND: frozenset[Mark] = frozenset()
_EMPTY: frozenset[Mark] = frozenset({"empty"})
_FILLER: frozenset[Mark] = frozenset({"filler"})
_DUPLICATE: frozenset[Mark] = frozenset({"duplicate"})
_NEAR_DUPLICATE: frozenset[Mark] = frozenset({"near_duplicate"})
_with_marks = copier(Voice, "marks")
_NOT_WORD = re.compile(r"[\W_]+")
_EMOTE = re.compile(r"\[\w{1,4}\]")  # how platforms write their own emoji: [微笑]


def is_filler(text: str) -> bool:
    """Whether a text says nothing: platform defaults, padding, keyboard noise, bare punctuation.

    A text counts as filler only when nothing else is in it. "好评" alone is filler, as it only
    repeats the star; "太好了", "垃圾" and "差评" are not, nor is anything with an emoji or [微笑] in
    it. A general word of praise said three times over (不错不错不错) is filler, one of anger
    (退钱退钱退钱) is not. A blank text is empty, not filler.

    Examples
    --------
    >>> [is_filler(text) for text in ("此用户没有填写评价。", "好评！好评！好评！", "啊啊啊啊", "1111")]
    [True, True, True, True]
    >>> [is_filler(text) for text in ("太好了", "垃圾", "好评，物流快", "666", "👍")]
    [False, False, False, False, False]
    """
    if "\u4e00" <= text[:1] <= "\u9fff" and text[0] not in _beginnings():
        return False  # so are most texts: nothing else is looked at
    folded = _EMOTE.sub("☺", unicodedata.normalize("NFKC", text).lower())
    core = _NOT_WORD.sub("", folded)
    return _says_nothing(core, text) and not any(map(_is_pictograph, folded))


def _says_nothing(core: str, text: str) -> bool:
    if not core:
        return bool(text.strip())
    piece, telling, bland = _patterns()
    if bland.match(core) and not bland.sub("", core):
        return True
    return bool(piece.match(core) and telling.search(core) and not piece.sub("", core))


def _is_pictograph(character: str) -> bool:
    return unicodedata.category(character) == "So"


class Deduplicator:
    """Mark voices as "empty", "filler", "duplicate" or "near_duplicate" while they stream by.

    Parameters
    ----------
    near : bool
        Whether to look for near-duplicates as well.
    threshold : float
        Least Jaccard similarity of two texts' character 3-grams, in (0, 1], for near-duplicates;
        estimated by MinHash with an error of about 0.03.

    Attributes
    ----------
    counts : Counter of str
        How many voices got each mark.

    Raises
    ------
    InputError
        ``threshold`` is outside (0, 1].

    Notes
    -----
    Two texts are duplicates when their model views (``normalize``) are equal: width, case, 繁/简,
    URLs, @user and long repeats make no difference. The first of a group keeps no mark. A near
    duplicate is compared with the first of each group only. A voice marked "bad_row" passes as it is.

    Examples
    --------
    >>> voices = [Voice(id=str(i), text=t) for i, t in enumerate(["太慢了", "好评", "太慢了", " "])]
    >>> deduplicator = Deduplicator()
    >>> [sorted(voice.marks) for voice in deduplicator.mark(voices)]
    [[], ['filler'], ['duplicate'], ['empty']]
    >>> deduplicator.groups
    [[0, 2]]
    """

    def __init__(self, near: bool = False, threshold: float = 0.85) -> None:
        if not 0 < threshold <= 1:
            raise InputError(f"threshold={threshold} is outside (0, 1]; 0.85 is a good start")
        self.near = near
        self.threshold = threshold
        self.counts: Counter[Mark] = Counter()
        self._position = 0
        self._places = _Places()
        self._sketches = _Sketches(threshold) if near else None
        self._members: dict[int, list[int]] = {}
        self._leader: dict[int, int] = {}
        self._recent: Recent[tuple[frozenset[Mark], int]] = Recent()

    @property
    def groups(self) -> list[list[int]]:
        """Places in the stream of equal (or nearly equal) texts, two or more, the first leading."""
        return [[first, *self._members[first]] for first in sorted(self._members)]

    def mark(self, voices: Iterable[Voice]) -> Iterator[Voice]:
        """Yield each voice with its marks; further calls continue the same stream."""
        for voice in voices:
            yield from self.mark_batch([voice], [normalize(voice.text).text])

    def mark_batch(self, voices: Sequence[Voice], views: Sequence[str]) -> list[Voice]:
        """Mark the next voices of the stream, given their model views."""
        return [self._marked(voice, view) for voice, view in zip(voices, views, strict=True)]

    def _marked(self, voice: Voice, view: str) -> Voice:
        found = _SOUND
        if "bad_row" not in voice.marks:
            found = self._copied(voice.text) or self._marks(voice.text, view)
        self._position += 1
        for mark in found:
            self.counts[mark] += 1
        return voice if found <= voice.marks else _with_marks(voice, voice.marks | found)

    def _copied(self, text: str) -> frozenset[Mark] | None:
        """Mark a text that was seen a short while ago, word for word."""
        known = self._recent.get(text)
        if known is None:
            return None
        marks, leader = known
        self._join(leader)
        return marks

    def _marks(self, text: str, view: str) -> frozenset[Mark]:
        if not text.strip():
            return _EMPTY
        marks = _FILLER if is_filler(text) else _SOUND
        key = view.strip() or text
        same = self._places.first(_digest(key), self._position)
        leader = self._position if same is None else self._leader.get(same, same)
        again = marks | _DUPLICATE
        if same is not None:
            self._join(leader)
            marks = again
        elif self._sketches and not marks:
            alike = self._sketches.most_alike(key, self._position)
            if alike is not None:
                self._leader[self._position] = leader = alike
                self._join(alike)
                marks = _NEAR_DUPLICATE
        self._recent.remember(text, (again, leader))
        return marks

    def _join(self, leader: int) -> None:
        self._members.setdefault(leader, []).append(self._position)


def duplicate_groups(
    texts: Sequence[str], near: bool = True, threshold: float = 0.85
) -> list[list[int]]:
    """Give the indices of equal and, if asked for, nearly equal texts, two or more a group.

    Examples
    --------
    >>> duplicate_groups(["充电慢", "屏幕碎了", "充电慢"])
    [[0, 2]]
    """
    deduplicator = Deduplicator(near=near, threshold=threshold)
    voices = (Voice(id=str(index), text=text) for index, text in enumerate(texts))
    for _ in deduplicator.mark(voices):
        pass
    return deduplicator.groups


class _Places:
    """Digest → first place in the stream."""

    def __init__(self) -> None:
        self._newest: dict[int, int] = {}
        self._digests: NDArray[np.uint64] = np.empty(0, dtype=np.uint64)
        self._positions: NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def first(self, digest: int, position: int) -> int | None:
        """Give the first place of the digest, or remember it and give None."""
        found = self._newest.get(digest)
        if found is None:
            found = self._settled(digest)
        if found is None:
            self._newest[digest] = position
            if len(self._newest) >= _NEWEST:
                self._settle()
        return found

    def _settled(self, digest: int) -> int | None:
        if not len(self._digests):
            return None
        at = int(np.searchsorted(self._digests, np.uint64(digest)))
        if at < len(self._digests) and int(self._digests[at]) == digest:
            return int(self._positions[at])
        return None

    def _settle(self) -> None:
        digests = np.fromiter(self._newest.keys(), np.uint64, len(self._newest))
        positions = np.fromiter(self._newest.values(), np.int64, len(self._newest))
        order = np.argsort(digests)
        at = np.searchsorted(self._digests, digests[order])
        self._digests = np.insert(self._digests, at, digests[order])
        self._positions = np.insert(self._positions, at, positions[order])
        self._newest.clear()


class _Sketches:
    """MinHash sketches of the first text of each group, found again by LSH."""

    def __init__(self, threshold: float) -> None:
        from datasketch import MinHash, MinHashLSH  # only here: it loads scipy

        self._threshold = threshold
        self._blank = MinHash(num_perm=_PERMUTATIONS)
        self._index = MinHashLSH(threshold=threshold, num_perm=_PERMUTATIONS)
        self._values: dict[int, NDArray[np.uint32]] = {}

    def most_alike(self, key: str, position: int) -> int | None:
        """Give the place of the most similar text, or remember this one and give None."""
        sketch = self._blank.copy()
        grams = {key[i : i + 3] for i in range(max(len(key) - 2, 1))}
        sketch.update_batch([gram.encode("utf-8", "surrogatepass") for gram in grams])
        values = sketch.hashvalues.astype(np.uint32)
        similar = {
            other: float(np.mean(values == self._values[other]))
            for other in self._index.query(sketch)
        }
        best = max(similar, key=lambda other: (similar[other], -other), default=None)
        if best is not None and similar[best] >= self._threshold:
            return int(best)
        self._index.insert(position, sketch)
        self._values[position] = values
        return None


def _digest(key: str) -> int:
    raw = key.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(raw, digest_size=8).digest(), "little")


@cache
def _beginnings() -> frozenset[str]:
    """First Han characters of all pieces."""
    lists = _lists()
    words = [*lists["phrases"], *lists["bland"], *lists["padding"], *"".join(lists["noise"])]
    return frozenset(word[0] for word in words)


@cache
def _lists() -> dict[str, list[str]]:
    source = files("voc.data").joinpath("filler.toml").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = tomllib.loads(source)
    return lists


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Any filler piece; one that is no padding; a bland word three times or more."""
    lists = _lists()
    telling = "|".join([*lists["noise"], _either(lists["phrases"])])
    bland = rf"(?P<bland>{_either(lists['bland'])})(?P=bland){{2,}}"
    piece = f"{telling}|{_either(lists['padding'])}"
    return re.compile(piece), re.compile(telling), re.compile(bland)


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
