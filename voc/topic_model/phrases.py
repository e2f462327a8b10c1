"""Phrases that could name a topic: what customers wrote, cut where Chinese lets a phrase be cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from voc.topic_model.words import Clause, Word

_MOST_WORDS = 6
_MOST_SENSES = 4
_LONGEST = 10  # characters
_LONGEST_LATIN = 30
# How well a phrase is cut off where a word of such a role stands next to it; 1 for all others:
# 服务员|态度好 has lost its owner, 没有送|餐具 its object.
_CUT_BEFORE = {"n": 0.4, "v": 0.4, "h": 0.3, "u": 0.5, "q": 0.7, "m": 0.5, "a": 0.6, "e": 0.5}
_CUT_AFTER = {
    "n": 0.3, "v": 0.3, "a": 0.3, "h": 0.3, "m": 0.5, "d": 0.4, "x": 0.4, "q": 0.4, "y": 0.6,
    "e": 0.5,
}  # fmt: skip

# What must follow a word that does not stand for itself.
_LEADING_TO = {"x": "nvae", "m": "va", "w": "nva", "d": "a"}


class Phrase(NamedTuple):
    """Some words of a clause that can stand alone.

    Attributes
    ----------
    text : str
        As the customer wrote it, folded.
    senses : tuple of str
        What its words say: the same for 送餐太慢 and 送餐真的慢.
    roles : str
        One letter a word, as in ``Word.role``.
    cut : float
        In (0, 1]: how little the words beside it belong to it.
    """

    text: str
    senses: tuple[str, ...]
    roles: str
    cut: float


def phrases(clause: Clause) -> Iterator[Phrase]:
    """Give the phrases of a clause that could stand alone.

    Examples
    --------
    >>> from voc.topic_model.words import read
    >>> [phrase.text for phrase in phrases(read(["就是我的退款迟迟不到账了"])[0])]
    ['退款', '退款迟迟不到账', '不到账']
    """
    words = clause.words
    for first in range(len(words)):
        if _opens(words, first):
            yield from _from(clause, first)


def negated(words: Sequence[Word], place: int) -> bool:
    """Whether a word is negated by one before it: 筷子 in 没给筷子."""
    before = (one.role for one in reversed(words[:place]) if one.role not in "dyhumq")
    return next(before, ".") == "x"


def _from(clause: Clause, first: int) -> Iterator[Phrase]:
    words, start = clause.words, clause.words[first].start
    longest = _LONGEST_LATIN if words[first].role == "e" else _LONGEST
    senses: list[str] = []
    for last in range(first, min(first + _MOST_WORDS, len(words))):
        word = words[last]
        if word.end - start > longest or word.sense in senses or not _goes_on(words, first, last):
            break
        if word.sense:
            senses.append(word.sense)
        if len(senses) > _MOST_SENSES:
            break
        if word.sense and word.role in "nvaeq" and word.end - start > 1:
            roles = "".join(one.role for one in words[first : last + 1])
            yield Phrase(
                clause.text[start : word.end], tuple(senses), roles, _cut(words, first, last)
            )


def _opens(words: Sequence[Word], first: int) -> bool:
    word = words[first]
    if negated(words, first):
        return False  # 不|好吃 would say the opposite
    if word.role in _LEADING_TO:
        after = (one.role for one in words[first + 1 :] if one.role not in "xdmyh")
        return next(after, ".") in _LEADING_TO[word.role]
    return word.role in "nvae"


def _goes_on(words: Sequence[Word], first: int, last: int) -> bool:
    if last == first:
        return True
    role = words[last].role
    return role not in ".w" and (role == "e" or words[last].start == words[last - 1].end)


def _cut(words: Sequence[Word], first: int, last: int) -> float:
    before = words[first - 1].role if first else "."
    after = words[last + 1] if last + 1 < len(words) else None
    owned = after is not None and after.text == "的"
    right = 0.6 if owned else _CUT_AFTER.get(after.role if after else ".", 1.0)
    return _CUT_BEFORE.get(before, 1.0) * right
