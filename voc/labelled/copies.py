"""Which texts of a corpus are copies of each other."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from voc.collect.dedupe import duplicate_groups
from voc.text.normalize import normalize


def letters(text: str) -> str:
    """What is left of a text for telling copies: letters, digits and emoji, once normalised.

    Examples
    --------
    >>> letters("发货太慢了！！") == letters(" 發貨，太慢了 "), letters("好👍") == letters("好👎")
    (True, False)
    >>> letters("！？")
    '！？'
    """
    view = normalize(text).text
    kept = (c for c in view if c.isalnum() or unicodedata.category(c) == "So")
    return "".join(kept) or text


def by_letters(texts: Sequence[str]) -> list[list[int]]:
    """Places of the texts with the same letters, groups of one included, the first leading."""
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(letters(text), []).append(place)
    return list(places.values())


def copy_groups(texts: Sequence[str]) -> list[list[int]]:
    """Places of equal and nearly equal texts, groups of one included, each ascending.

    Nearly equal are texts like the first of their group: a Jaccard similarity of 0.85 or more of
    their character 3-grams, as ``voc.collect.dedupe`` estimates it.

    Examples
    --------
    >>> copy_groups(["发货太慢了", "客服不理人", "发货太慢了！！"])
    [[0, 2], [1]]
    """
    groups = by_letters(texts)
    alike = duplicate_groups([texts[group[0]] for group in groups])
    joined = {number for numbers in alike for number in numbers}
    merged = [sorted(place for number in numbers for place in groups[number]) for numbers in alike]
    alone = [group for number, group in enumerate(groups) if number not in joined]
    return sorted(merged + alone)
