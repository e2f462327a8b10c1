"""Clauses as words that know their part in a phrase: where they may stand, and what they say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import zip_longest
from typing import NamedTuple

from voc.text.normalize import normalize_batch
from voc.text.tokenize import DEFAULT

GOOD, BAD = "+", "-"  # the senses of all words that only judge
_NOT = "不"
_NEGATING = "不没未无"  # first characters of words such as 没熟
_RAISING = "太很真超挺蛮偏极最巨贼"  # of words such as 太慢
_HAN = re.compile("[㐀-鿿]")
# The lists of phrase_words.toml, in the order in which they are looked through.
_ROLES = {
    "negation": "x", "degree": "d", "particles": "u", "adverbs": "y", "helpers": "h", "units": "q",
    "empty": ".", "wish": "w", "good": "a", "bad": "a", "nouns": "n", "qualities": "a",
    "actions": "v", "manners": "m", "english": "u",
}  # fmt: skip
# By the beginning of the tag; names of people, places, brands and offices stand in no phrase.
_TAGS = (
    ("nr", "."), ("ns", "."), ("nt", "."), ("nz", "."), ("n", "n"), ("vn", "n"), ("v", "v"),
    ("an", "a"), ("ad", "m"), ("a", "a"), ("z", "a"), ("i", "a"), ("l", "a"), ("j", "n"),
    ("s", "n"), ("t", "n"), ("b", "n"), ("d", "m"), ("m", "q"), ("q", "q"), ("y", "u"), ("f", "h"),
)  # fmt: skip
_SAYING = "nvameq"
_NAMING_TAGS, _PERSON = "nve", "nr"


class Word(NamedTuple):
    """A word of a clause.

    Attributes
    ----------
    text : str
    start, end : int
        Its span in the clause.
    role : str
        "n" names; "v" does; "a" judges or describes; "m" tells how or when; "q" counts; "x"
        negates; "d" tells how much; "w" wishes; "e" a word of a text without Han. Only between
        others: "u" particles, "y" adverbs that add nothing, "h" words that lean on the next.
        "." stands in no phrase.
    sense : str
        What it says, however it is put: 不新鲜 and 没有新鲜 are one, and so are 不错 and 很好;
        "" if it says nothing by itself.
    """

    text: str
    start: int
    end: int
    role: str
    sense: str


class Clause(NamedTuple):
    """A clause as it is read: folded, in words."""

    text: str
    words: tuple[Word, ...]

    def senses(self) -> frozenset[str]:
        """What its words say."""
        return frozenset(word.sense for word in self.words if word.sense)


def read(texts: Sequence[str]) -> list[Clause]:
    """Read clauses, each wording once.

    Examples
    --------
    >>> [(word.text, word.role, word.sense) for word in read(["停车真的不方便"])[0].words]
    [('停车', 'v', '停车'), ('真的', 'd', ''), ('不', 'x', ''), ('方便', 'a', '不方便')]
    """
    folded = normalize_batch(texts).texts()
    known = {text: _read(text) for text in dict.fromkeys(folded)}
    return [known[text] for text in folded]


def turned(sense: str) -> str:
    """The opposite of what a word says.

    Examples
    --------
    >>> turned("新鲜"), turned("不新鲜"), turned(GOOD) == BAD
    ('不新鲜', '新鲜', True)
    """
    if sense in (GOOD, BAD):
        return BAD if sense == GOOD else GOOD
    return sense[1:] if sense.startswith(_NOT) and len(sense) > 1 else _NOT + sense


def _read(text: str) -> Clause:
    latin = not _HAN.search(text)
    words = []
    negated = False
    tokens = DEFAULT.tokenize(text)
    for token, after in zip_longest(tokens, tokens[1:]):
        role, sense = _part(token.text, token.pos)
        if token.text == "好" and after and _part(after.text, after.pos)[0] == "a":
            role, sense = "d", ""  # 好|难吃
        if role == "e" and not latin:
            role = "n" if token.text in _lists()["latin"] else "."
        if sense:
            sense, negated = turned(sense) if negated else sense, False
        elif role in "x.":
            negated = role == "x"
        words.append(Word(token.text, token.start, token.end, role, sense))
    return Clause(text, tuple(words))


@cache
def _part(word: str, tag: str) -> tuple[str, str]:
    """Role and sense of a word by itself."""
    role = _listed(word)
    if role:
        return role, _sense(word) if role in _SAYING else ""
    if len(word) > 1 and word[0] in _NEGATING and word not in _lists()["plain"]:
        rest = _part(word[1:], tag)[0]
        return (rest, turned(_sense(word[1:]))) if rest in "nvae" else ("x", "")  # 没给|餐具
    if len(word) == 2 and word[0] in _RAISING and _listed(word[1]) == "a":
        return "a", _sense(word[1])
    role = _tagged(word, tag)
    brand = role == "." and len(word) > 1 and tag[:1] in _NAMING_TAGS and tag[:2] != _PERSON
    return role, word if brand or role in "nvame" else ""


def _sense(word: str) -> str:
    lists = _lists()
    return GOOD if word in lists["good"] else BAD if word in lists["bad"] else word


def _listed(word: str) -> str:
    lists = _lists()
    return next((role for name, role in _ROLES.items() if word in lists[name]), "")


def _tagged(word: str, tag: str) -> str:
    if word.isascii() and word.isalpha():
        return "e"
    if not _HAN.search(word) or not DEFAULT.knows(word):
        return "."
    return next((role for start, role in _TAGS if tag.startswith(start)), ".")


@cache
def _lists() -> dict[str, frozenset[str]]:
    source = files("voc.data").joinpath("phrase_words.toml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in tomllib.loads(source).items()}
