"""Quotes of topics: near the centre, easy to read, and not the same twice."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from voc.insight.codes import Floats, Ints
from voc.topic_model.reading import as_labels, as_scores, rows_of_topics

_SHORTEST, _LONGEST = 6, 40  # characters that read well
_LOOKED_AT = 200  # of a topic, the nearest to its centre
_NOVELTY = 0.5  # what being new counts for a text, where being typical counts 1
_Pairs = frozenset[str]


def topic_quotes(
    texts: Sequence[str], labels: ArrayLike, scores: ArrayLike | None = None, n: int = 3
) -> list[tuple[str, ...]]:
    """Pick representative and diverse texts of each topic.

    Parameters
    ----------
    texts : sequence of str
    labels : array-like of int of shape (n_texts,)
        Number of the topic of each, -1 for outliers.
    scores : array-like of float of shape (n_texts,), optional
        How well each fits its topic; without, all fit alike.
    n : int
        How many for each topic, at most.

    Returns
    -------
    list of tuples of str
        For each topic from 0 to the highest number: texts as they are, the most typical first.

    Raises
    ------
    InputError
        The labels are no topic numbers; labels or scores are not one a text.

    Notes
    -----
    Maximal marginal relevance: each next text is the one of the highest worth (its rank by score,
    less where it is hard to read), minus half its likeness to those taken (the share of pairs of
    characters that two texts have in common, of those in either).

    Examples
    --------
    >>> texts = ["等了两个小时才送到", "等了两个小时才送到！", "外卖迟到一个多小时", "慢"]
    >>> topic_quotes(texts, [0, 0, 0, 0], [0.9, 0.9, 0.8, 0.7], n=2)
    [('等了两个小时才送到', '外卖迟到一个多小时')]
    """
    fits = as_scores(scores, len(texts))
    groups = rows_of_topics(as_labels(labels, len(texts)))[:-1]
    return [tuple(texts[row] for row in _picked(texts, rows, fits, n)) for rows in groups]


def _picked(texts: Sequence[str], rows: Ints, scores: Floats | None, n: int) -> list[int]:
    order = rows if scores is None else rows[np.argsort(-scores[rows], kind="stable")]
    said: dict[_Pairs, int] = {}
    for row in order.tolist():
        if pairs := _pairs(texts[row]):
            said.setdefault(pairs, row)
        if len(said) == _LOOKED_AT:
            break
    worth = {
        pairs: _typical(place, len(said), scores is None) * _readable(texts[row])
        for place, (pairs, row) in enumerate(said.items())
    }
    taken: list[_Pairs] = []
    while len(taken) < min(n, len(said)):
        left = (pairs for pairs in said if pairs not in taken)
        taken.append(max(left, key=lambda pairs: worth[pairs] - _NOVELTY * _alike(pairs, taken)))
    return [said[pairs] for pairs in taken]


def _typical(place: int, size: int, unknown: bool) -> float:
    return 1.0 if unknown else 1 - place / (2 * size)


def _readable(text: str) -> float:
    return 1.0 if _SHORTEST <= len(text.strip()) <= _LONGEST else 0.3


def _pairs(text: str) -> _Pairs:
    plain = "".join(c for c in text if c.isalnum()).lower() or text.strip()
    return frozenset(map("".join, pairwise(plain))) or frozenset(plain)


def _alike(pairs: _Pairs, taken: Sequence[_Pairs]) -> float:
    return max((len(pairs & one) / len(pairs | one) for one in taken), default=0.0)
