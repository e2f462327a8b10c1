"""Blank out what is no language: HTML, URLs, @user, # marks. Lengths stay, so offsets do too."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SEPARATOR = "\x00"
_NOISE = re.compile(
    r"""
      <!--[^\x00]*?--> | </?[a-zA-Z][^<>\x00]{0,200}>                 # HTML
    | &(?:nbsp|amp|lt|gt|quot|ldquo|rdquo|hellip|mdash|middot|\#\d{1,6});
    | (?:https?://|www\.)[\w./?=&%+:;,\#~!@$*()\-]+                   # URL
    | (?:回复|//)?@[\w\-·]{1,30}:?                                     # @user, also of a repost
    | \#(?=[^\#\x00\n]{1,40}\#) | (?<=\w)\#                            # marks of #topic#
    """,
    re.VERBOSE,
)
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
