"""Words for a group of clauses: the phrases that set it apart, a name, and quotes that differ."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from voc.engines.base import Floats
from voc.engines.phrases import Phrases
from voc.text.tokenize import DEFAULT, Token

_LONGEST = 6  # characters of a cue phrase
_LEAST_LIFT = 2.0
_LEAST_VOICES = 2
_CONTENT = "nva"  # nouns, verbs, adjectives
_LEADS = "nvad"  # an adverb may lead: 太咸, 不好吃
_SPEAKS = re.compile("[a-zA-Z0-9㐀-鿿]*[㐀-鿿][a-zA-Z0-9㐀-鿿]*")
_ALIKE = 0.4  # shared pairs of characters of two quotes


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase of a group.

    Attributes
    ----------
    phrase : str
    voices : int
        Voices of the group that hold it.
    noun : bool
        It only names something, judging nothing.
    score : float
        Voices, times the logarithm of how much more often than elsewhere, times nearness.
    """

    phrase: str
    voices: int
    noun: bool
    score: float


def candidates(clause: str) -> Iterator[tuple[str, bool]]:
    """Give words and pairs of words that can stand for an aspect, and whether they only name it.

    Examples
    --------
    >>> list(candidates("物流太慢了"))
    [('物流', True), ('物流太慢', False), ('太慢', False)]
    """
    tokens = DEFAULT.tokenize(clause)
    for number, token in enumerate(tokens):
        for end in (number + 1, number + 2):
            part = tokens[number:end]
            phrase = clause[token.start : part[-1].end]
            if end <= len(tokens) and 2 <= len(phrase) <= _LONGEST and _stands(part, phrase):
                yield phrase, all(_names(one) for one in part)


def wordings(
    members: Sequence[tuple[int, str]],
    elsewhere: Sequence[str],
    nearness: Callable[[Sequence[str]], Floats],
) -> list[Wording]:
    """Find the phrases of a group of clauses that are rare elsewhere.

    Parameters
    ----------
    members : sequence of (int, str)
        Number of the voice and text of each clause.
    elsewhere : sequence of str
        All other clauses.
    nearness : callable
        How near each phrase by itself is to the group, in [-1, 1].

    Returns
    -------
    list of Wording
        Best first; each in two voices or more, none within another one.
    """
    holders, noun = _holders(members)
    known = {phrase: voices for phrase, voices in holders.items() if len(voices) >= _LEAST_VOICES}
    outside = _counts(known, elsewhere)
    found = []
    for (phrase, voices), near in zip(known.items(), nearness(list(known)).tolist(), strict=True):
        lift = len(voices) / len(members) * (len(elsewhere) + 1) / (outside[phrase] + 0.5)
        if lift >= _LEAST_LIFT and near > 0:
            score = len(voices) * math.log(lift) * near
            found.append(Wording(phrase, len(voices), noun[phrase], score))
    found.sort(key=lambda word: (-word.score, word.phrase))
    return _without_parts(found)


def diverse(quotes: Sequence[str], most: int) -> tuple[str, ...]:
    """Take the first quotes that do not repeat each other.

    Examples
    --------
    >>> diverse(["等了两小时", "等了两小时啊", "快递三天没动", "第二天就到"], 2)
    ('等了两小时', '快递三天没动')
    """
    chosen: dict[str, set[str]] = {}
    for quote in quotes:
        pairs = {quote[i : i + 2] for i in range(len(quote) - 1)} or {quote}
        if all(len(pairs & other) < _ALIKE * len(pairs | other) for other in chosen.values()):
            chosen[quote] = pairs
        if len(chosen) == most:
            break
    return tuple(chosen)


def _names(token: Token) -> bool:
    # The tagger takes a word that it does not know for a noun.
    return token.pos.startswith("n") and DEFAULT.knows(token.text)


def _stands(part: Sequence[Token], phrase: str) -> bool:
    first, last = part[0].pos[:1], part[-1].pos[:1]
    return (
        first in (_LEADS if len(part) > 1 else _CONTENT)
        and last in _CONTENT
        and bool(_SPEAKS.fullmatch(phrase))
    )


def _holders(
    members: Sequence[tuple[int, str]],
) -> tuple[dict[str, set[int]], dict[str, bool]]:
    holders: dict[str, set[int]] = {}
    noun: dict[str, bool] = {}
    for voice, clause in members:
        for phrase, names in candidates(clause):
            holders.setdefault(phrase, set()).add(voice)
            noun.setdefault(phrase, names)
    return holders, noun


def _counts(phrases: Mapping[str, object], texts: Sequence[str]) -> Counter[str]:
    """Count in how many texts each phrase stands."""
    counts: Counter[str] = Counter()
    automaton = Phrases({phrase: phrase for phrase in phrases})
    for text in texts:
        counts.update({phrase for _, _, phrase in automaton.every(text)})
    return counts


def _without_parts(found: Sequence[Wording]) -> list[Wording]:
    kept: list[Wording] = []
    for one in found:
        if not any(one.phrase in k.phrase or k.phrase in one.phrase for k in kept):
            kept.append(one)
    return kept
