"""Keywords of topics: class-based TF-IDF over words and phrases."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from numpy.typing import ArrayLike

from voc.topic_model.phrases import negated, phrases
from voc.topic_model.reading import Reading, as_labels, least_clauses
from voc.topic_model.words import Clause, Word

_PHRASE = 1.3  # what a phrase counts more than a word, as it says more
_LOOKED_AT = 200
_Senses = tuple[str, ...]


def topic_keywords(texts: Sequence[str], labels: ArrayLike, n: int = 10) -> list[tuple[str, ...]]:
    """Find the words and phrases that set topics apart.

    Parameters
    ----------
    texts : sequence of str
        Clauses.
    labels : array-like of int of shape (n_texts,)
        Number of the topic of each, -1 for outliers.
    n : int
        How many for each topic, at most.

    Returns
    -------
    list of tuples of str
        For each topic from 0 to the highest number, best first; none holds another one.

    Raises
    ------
    InputError
        The labels are no topic numbers, or not one a text.

    Notes
    -----
    Class-based TF-IDF: the share of the topic's clauses with the word, times ``log(1 + p / q)``,
    where ``p`` is that share and ``q`` the share of all other clauses.

    Examples
    --------
    >>> texts = ["客服一直打不通", "电话打不通", "客服不接电话", "送餐很快", "送餐快", "送餐速度快"]
    >>> topic_keywords(texts, [0, 0, 0, 1, 1, 1], n=2)
    [('客服', '打不通'), ('很快', '送餐')]
    """
    return keywords(Reading.of(texts, as_labels(labels, len(texts))), n)


def keywords(reading: Reading, n: int = 10) -> list[tuple[str, ...]]:
    """Find the keywords of clauses that have been read."""
    counts = []
    forms: list[dict[_Senses, Counter[str]]] = []
    for group in reading.clauses:
        said: dict[_Senses, Counter[str]] = {}
        for clause in group:
            for senses, text in _terms(clause):
                said.setdefault(senses, Counter())[text] += 1
        forms.append(said)
        counts.append(_typical(said, least_clauses(len(group))))
    return [
        _apart([_most_common(said[senses]) for senses in _best(shares)], n)
        for shares, said in zip(reading.counted(counts), forms, strict=False)
    ]


def _terms(clause: Clause) -> set[tuple[_Senses, str]]:
    words = {
        ((word.sense,), word.text)
        for place, word in enumerate(clause.words)
        if _stands(word) and not negated(clause.words, place)
    }
    return words | {(phrase.senses, phrase.text) for phrase in phrases(clause)}


def _stands(word: Word) -> bool:
    return bool(word.sense) and word.role not in "mq" and (len(word.text) > 1 or word.role == "a")


def _typical(said: dict[_Senses, Counter[str]], least: int) -> Counter[_Senses]:
    numbers = {senses: texts.total() for senses, texts in said.items()}
    return Counter({senses: number for senses, number in numbers.items() if number >= least})


def _most_common(texts: Counter[str]) -> str:
    return max(texts, key=lambda text: (len(text) > 1, texts[text], text))


def _best(shares: dict[_Senses, tuple[float, float]]) -> list[_Senses]:
    scores = {
        senses: p * math.log(1 + p / q) * (_PHRASE if len(senses) > 1 else 1.0)
        for senses, (p, q) in shares.items()
    }
    return sorted(scores, key=lambda senses: (-scores[senses], senses))[:_LOOKED_AT]


def _apart(terms: Sequence[str], n: int) -> tuple[str, ...]:
    kept: list[str] = []
    for term in terms:
        if len(kept) < n and not any(term in other or other in term for other in kept):
            kept.append(term)
    return tuple(kept)
