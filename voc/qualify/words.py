"""When two texts say the same words: width, case, 繁/简, punctuation, blanks and emoji aside."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from voc.text.normalize import normalize, normalize_batch

# A pseudonym (voc.collect.mask) counts without its digits: they change with the salt. Normalising
# leaves three of "ffffff".
_LETTERS = re.compile(
    r"〔(?P<masked>[^〔〕\s]{1,8}?)[0-9a-f]{3,12}〕|(?P<plain>[^\W_]+|%|(?<=[0-9])\.(?=[0-9]))"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The letters of a text, and where they stand in it.

    Attributes
    ----------
    letters : str
        Letters, digits, Han characters, percent signs and decimal points of the model view; of a
        text that has none of these, all but the blanks.
    starts, ends : tuple of int
        Span of each in the raw text; all letters of a pseudonym have its whole span.
    """

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span_in(self, other: Words, start: int, end: int) -> tuple[int, int] | None:
        """Lead a span of this text to another one with the same letters; None if it has none."""
        first, after = bisect_left(self.ends, start + 1), bisect_left(self.starts, end)
        return (other.starts[first], other.ends[after - 1]) if first < after else None


def letters_of(texts: Sequence[str]) -> list[str]:
    """What is compared of each text.

    Examples
    --------
    >>> letters_of(["發貨太慢了！！", "发货，太慢了😡", "找〔电话1a2b3c〕", "👍 👍", "降了5.5%"])
    ['发货太慢了', '发货太慢了', '找电话', '👍👍', '降了5.5%']
    """
    return [_letters(view) for view in normalize_batch(texts).texts()]


def words(text: str) -> Words:
    """Letters of one text with their places.

    Examples
    --------
    >>> first, other = words("发货太慢，客服好"), words("發貨太慢……客服好！")
    >>> first.span_in(other, 5, 8)
    (6, 9)
    """
    view = normalize(text)
    places = _places(view.text)
    spans = [view.span(start, end) for _, start, end in places]
    return Words(
        "".join(letter for letter, _, _ in places),
        tuple(start for start, _ in spans),
        tuple(end for _, end in spans),
    )


def _letters(view: str) -> str:
    found = "".join([masked or plain for masked, plain in _LETTERS.findall(view)])
    return found or "".join(view.split())


def _places(view: str) -> list[tuple[str, int, int]]:
    """Each letter with the span that it stands for."""
    places = []
    for match in _LETTERS.finditer(view):
        if match["masked"]:
            places += [(letter, *match.span()) for letter in match["masked"]]
        else:
            places += [(letter, i, i + 1) for i, letter in enumerate(match[0], match.start())]
    if places:
        return places
    return [(sign, i, i + 1) for i, sign in enumerate(view) if not sign.isspace()]
