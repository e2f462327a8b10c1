"""Where a span of Label Studio lies in the text.

Label Studio counts code points, as Python does; versions before 1.5 counted UTF-16 units, of which an
emoji has two. An export does not say which, but it mostly holds the words of each span.
"""

from __future__ import annotations

from voc.errors import InputError


def located(text: str, start: object, end: object, quote: object) -> tuple[int, int]:
    """Offsets of a span in characters.

    Parameters
    ----------
    text : str
    start, end : int, or str of digits
        As exported.
    quote : str or None
        The words of the span, if the export has them.

    Raises
    ------
    InputError
        The span lies outside the text, or the words stand elsewhere by either way of counting.

    Examples
    --------
    >>> located("👍👍发货快", 2, 5, "发货快"), located("👍👍发货快", 4, 7, "发货快")
    ((2, 5), (2, 5))
    """
    span = _number(start), _number(end)
    units = _position(text, span[0]), _position(text, span[1])
    if not isinstance(quote, str):
        if 0 <= span[0] < span[1] <= len(text):
            return span
    for a, b in (span, units):
        if 0 <= a < b <= len(text) and isinstance(quote, str) and _bare(text[a:b]) == _bare(quote):
            return a, b
    raise InputError(
        f"got the span {start} to {end}, which holds other words than its own or lies outside the text "
        f"of {len(text)} characters; expected the text that was labelled, unchanged"
    )


def _number(value: object) -> int:
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    if type(value) is not int:
        kind = type(value).__name__
        raise InputError(f"got a {kind} as an offset, expected a number: label a <Text>, not HTML")
    return value


def _position(text: str, units: int) -> int:
    """Characters in so many UTF-16 units."""
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * max(units, 0)]
    beyond = max(0, units - len(text.encode("utf-16-le", "surrogatepass")) // 2)
    return len(head.decode("utf-16-le", "surrogatepass")) + beyond


def _bare(words: str) -> str:
    """Without spaces and line breaks, which Label Studio trims, or writes as a backslash and n."""
    return "".join(words.replace("\\n", "").split())
