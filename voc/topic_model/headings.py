"""Headings of topics of records: what their records share, whatever each says of it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from voc.insight.codes import Ints
from voc.insight.facts import Facts
from voc.types import KINDS

_SHARED = 0.7  # of the records, from which on an aspect stands for a topic
_MOST = 0.6  # of the records, from which on a kind does
_RELIED_ON = 0.65  # confidence of tags, from which on others are called complaints or praises
_ASKED = 0.5  # of the records, from which on a topic is one of questions
_ASKING = (
    "吗", "呢", "么", "多少", "什么", "怎么", "怎样", "如何", "几", "哪", "有没有", "能不能", "是不是",
    "?", "？",
)  # fmt: skip
_QUESTIONS, _REST = "询问", "其他话题"
_OTHERS = {"pain": "其他不满", "need": "希望与建议", "praise": "其他好评"}


class Heading(NamedTuple):
    """What a topic's records share.

    Attributes
    ----------
    text : str
    kind : str
        Of most of them: "pain", "need" or "praise".
    aspect : bool
        Whether it is one of the taxonomy.
    agreed : float
        Share of them that is of that kind, in [0, 1].
    sure : float
        How far the tags of the records can be relied on, in [0, 1].
    usual : float
        Share of that kind among all records of the aspect, those of other topics too, in [0, 1].
    """

    text: str
    kind: str
    aspect: bool
    agreed: float
    sure: float
    usual: float = 1.0


def heading(rows: Ints, facts: Facts) -> Heading:
    """Find what most records share: the leaf, the category, or else the kind.

    Questions are called so, whatever they ask for, and wishes, unless they are of one leaf.

    Parameters
    ----------
    rows : ndarray of int
        The records of one topic, at least one.
    facts : Facts
    """
    kinds = np.bincount(facts.kind[rows], minlength=len(KINDS)) / len(rows)
    kind, agreed = KINDS[int(kinds.argmax())], float(kinds.max())
    confidence = facts.confidence[rows]
    known = confidence[~np.isnan(confidence)]
    sure = float(known.mean()) if len(known) else 1.0
    wishes = kind == "need" and agreed >= _MOST
    if wishes and _asked(rows, facts) >= _ASKED:
        return Heading(_QUESTIONS, kind, False, agreed, sure)
    leaves = facts.category.take(rows)
    counts = dict(zip(leaves.values, leaves.count().tolist(), strict=True))
    aspect = _shared(counts, len(rows), facts)
    if not (aspect or wishes):
        aspect = _shared(_of_categories(counts, facts), len(rows), facts)
    if aspect:
        usual = _usual(aspect, kind, facts)
        return Heading(facts.taxonomy.name(aspect), kind, True, agreed, sure, usual)
    said = wishes or (agreed >= _MOST and sure >= _RELIED_ON)
    return Heading(_OTHERS[kind] if said else _REST, kind, False, agreed, sure)


def _asked(rows: Ints, facts: Facts) -> float:
    quotes = (facts.quote[row] for row in rows.tolist())
    return sum(any(word in quote for word in _ASKING) for quote in quotes) / len(rows)


def _of_categories(counts: dict[str, float], facts: Facts) -> dict[str, float]:
    """Sum up the counts of leaves by their category."""
    found: dict[str, float] = {}
    for id, count in counts.items():
        if id in facts.taxonomy:
            parent = facts.taxonomy.parent(id)
            found[parent] = found.get(parent, 0.0) + count
    return found


def _shared(counts: dict[str, float], n: int, facts: Facts) -> str | None:
    best = max(counts, key=counts.__getitem__, default="")
    shared = best in facts.taxonomy and counts[best] >= _SHARED * n
    return best if shared else None


def _usual(aspect: str, kind: str, facts: Facts) -> float:
    """Share of a kind among all records of a leaf or category, at least one."""
    within = [
        id in facts.taxonomy and aspect in (id, facts.taxonomy.parent(id))
        for id in facts.category.values
    ]
    rows = np.isin(facts.category.codes, np.flatnonzero(within))
    return float((facts.kind[rows] == KINDS.index(kind)).mean())
