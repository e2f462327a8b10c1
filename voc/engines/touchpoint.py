"""Where customer and company met, from the words of a text."""

from __future__ import annotations

from functools import cache

from voc.engines.phrases import Phrases, word_lists
from voc.types import TOUCHPOINTS, Touchpoint


def touchpoints(text: str) -> list[tuple[int, Touchpoint]]:
    """Positions at which a normalised text names a touchpoint, in text order.

    Parameters
    ----------
    text : str
        A model view, as ``voc.text.normalize`` gives it.

    Returns
    -------
    list of (int, str)
        Offset of the first character of the words, and one of ``voc.types.TOUCHPOINTS``.

    Examples
    --------
    >>> touchpoints("app打不开,打客服电话又一直占线")
    [(0, 'app'), (7, 'hotline'), (15, 'hotline')]
    """
    return [(start, touchpoint) for start, _, touchpoint in _cues().longest(text)]


@cache
def _cues() -> Phrases[Touchpoint]:
    lists = word_lists("touchpoints.toml")
    return Phrases({word: name for name in TOUCHPOINTS for word in lists[name]})
