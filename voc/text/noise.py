"""Blank out what is no language: HTML, URLs, @user, # marks. Lengths stay, so offsets do too."""

from __future__ import annotations

import re
from collections.abc import Sequence

# No alternative may scan far without a match, else one text of 100,000 characters takes minutes:
# a comment that is not closed ends where the next one begins.
_NOISE = re.compile(
    r"""
      <!--(?:(?!<!--)[\s\S])*?--> | </?[a-zA-Z][^<>]{0,200}>         # HTML
    | &(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|hellip|mdash|middot|\#\d{1,6});
    | (?:https?://|www\.)[a-zA-Z0-9_./?=&%+:;,\#~!@$*()\-]+          # URL; Han ends it
    | (?:回复|//)?(?<![a-zA-Z0-9_.])@(?:[\w\-·]{1,10}(?![\w\-·]):?)?  # @user, no e-mail address
    | \#(?=[^\#\n]{1,40}\#) | (?<=\w)\#                              # marks of #topic#
    """,
    re.VERBOSE,
)
# A longer run behind @ is no name alone: there the mark goes and the words stay.
_HINTS = ("<", "&", "http", "www.", "@", "#")


def blank_noise(texts: Sequence[str]) -> list[str]:
    """Replace noise by as many blanks; the result has the same lengths.

    Examples
    --------
    >>> blank_noise(["看<b>这里</b>@小明 太贵了"])
    ['看   这里        太贵了']
    """
    if not any(hint in text for hint in _HINTS for text in texts):
        return list(texts)
    return [
        _NOISE.sub(_blanks, text) if any(hint in text for hint in _HINTS) else text
        for text in texts
    ]


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())
