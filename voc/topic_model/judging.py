"""How much a text praises or blames, by general words: what a topic should not depend on."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np

from voc.engines.base import Floats
from voc.engines.phrases import Phrases, word_lists

_SIGNS = {"positive": 1, "positive_short": 1, "negative": -1, "negative_short": -1, "plain": 0}
_SURE = 4  # such words, from which on one more says nothing


def judgements(texts: Sequence[str]) -> Floats:
    """Say of each text in [-1, 1] whether its general words praise or blame.

    Examples
    --------
    >>> judgements(["很好用，非常满意", "垃圾，太差了", "昨天下的单"]).round(2).tolist()
    [0.5, -0.5, 0.0]
    """
    signs = [sum(sign for _, _, sign in _words().longest(text)) for text in texts]
    return np.clip(np.array(signs, dtype=np.float32) / _SURE, -1, 1)


@cache
def _words() -> Phrases[int]:
    lists = word_lists("grammar.toml")
    return Phrases({word: sign for name, sign in _SIGNS.items() for word in lists[name] if word})
