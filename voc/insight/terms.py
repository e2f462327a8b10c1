"""Words and phrases of quotes: which there are, and in which quotes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from voc.insight.stopwords import negations, stop_words
from voc.text.tokenize import DEFAULT, Token

Tokenize = Callable[[str], Sequence[Token]]
_LONGEST = 3  # tokens of a phrase
_MOST = 300  # characters that are read of a quote
# Parts of speech that name a thing, an act or a property; "xm" are emoji.
_CONTENT = ("n", "v", "a", "i", "l", "j", "z", "eng", "xm")
_NO_TEXT = ("x", "m", "xu")


def terms_of(quote: str, tokenize: Tokenize = DEFAULT.tokenize) -> set[str]:
    """Words that say what a quote is about, and phrases of two or three of them.

    A phrase is written together as in the quote, begins with a word of content or a negation, and
    ends with a word of content.

    Examples
    --------
    >>> sorted(terms_of("我等的快递太慢了，不发货"))
    ['不发货', '太慢', '快递', '快递太慢']
    """
    tokens = tokenize(quote[:_MOST])
    words = {_written(token) for token in tokens if _is_word(token)}
    return words | set(_phrases(tokens))


def _phrases(tokens: Sequence[Token]) -> Iterator[str]:
    for start, first in enumerate(tokens):
        if not (_is_content(first) or first.text in negations()):
            continue
        text = _written(first)
        for before, token in zip(
            tokens[start:], tokens[start + 1 : start + _LONGEST], strict=False
        ):
            if token.start != before.end or token.pos in _NO_TEXT:
                break
            text += _written(token)
            if _is_content(token):
                yield text


def _is_word(token: Token) -> bool:
    """Of single characters only properties (慢, 贵) tell enough."""
    return _is_content(token) and (len(token.text) > 1 or token.pos in ("a", "xm"))


def _is_content(token: Token) -> bool:
    empty = token.text in stop_words() or token.text in negations()
    return token.pos.startswith(_CONTENT) and not empty


def _written(token: Token) -> str:
    return token.text.casefold()
