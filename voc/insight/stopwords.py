"""Words that say nothing of what a voice is about."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def stop_words() -> frozenset[str]:
    """Words that are never shown alone.

    Examples
    --------
    >>> "我们" in stop_words(), "客服" in stop_words()
    (True, False)
    """
    return _lists()["stop"]


@cache
def negations() -> frozenset[str]:
    """Words that a phrase may begin with, because it says the opposite without them."""
    return _lists()["negation"]


def _lists() -> dict[str, frozenset[str]]:
    source = files("voc.data").joinpath("stop_words.txt").read_text(encoding="utf-8")
    lines = [line.split() for line in source.splitlines() if not line.startswith("#")]
    names = {name for name, *_ in lines}
    return {
        name: frozenset(word for of, *words in lines if of == name for word in words)
        for name in names
    }
