"""Facts whose quotes may leave the house: without phone numbers, names, cards and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import overload

import numpy as np

from voc.collect.mask import Masker
from voc.insight.facts import Facts

_DIGITS = re.compile("(?<=[^\\W\\d_])[0-9a-f]{6,12}(?=〕)")  # by which a tag could be traced


class MaskedQuotes(Sequence[str]):
    """Quotes that are masked when they are looked at, since few of many are.

    Parameters
    ----------
    facts : Facts
        Where the voice of a quote is at hand, what is personal in the whole of it is masked in the
        quote too.
    """

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._masker = Masker()

    @overload
    def __getitem__(self, index: int) -> str: ...

    @overload
    def __getitem__(self, index: slice) -> list[str]: ...

    def __getitem__(self, index: int | slice) -> str | list[str]:
        """One quote, or a list of several."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        quote = self._facts.quote[index]
        for raw, tag in self._personal(index):
            quote = quote.replace(raw, tag)
        return _DIGITS.sub("", self._masker.mask(quote).text)

    def __len__(self) -> int:
        return len(self._facts.quote)

    def _personal(self, index: int) -> list[tuple[str, str]]:
        if self._facts.tagged is None:
            return []
        text = self._facts.tagged[int(self._facts.voice[index])].voice.text
        whole = self._masker.mask(text)
        return [
            (
                piece.text,
                whole.text[slice(*np.searchsorted(whole.offsets, (piece.start, piece.end)))],
            )
            for piece in whole.found
        ]


def masked(facts: Facts) -> Facts:
    """The same facts with quotes that name nobody.

    Examples
    --------
    >>> import voc
    >>> from voc.insight.reading import facts_of
    >>> masked(facts_of(voc.classify("客服说打13800138000没人接"))).quote[0]
    '客服说打〔电话〕没人接'
    """
    return replace(facts, quote=MaskedQuotes(facts))
