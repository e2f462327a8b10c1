"""What a manager should have read if nothing else: a handful of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voc.errors import InputError
from voc.insight.bilingual import Both
from voc.insight.drivers import drivers
from voc.insight.facts import Facts
from voc.insight.pains import pains
from voc.insight.trends import trends
from voc.table import percent
from voc.types import Kind

_CHANGES = 3


def findings(facts: Facts, outcome: str) -> list[Both]:
    """Tell the heaviest pain and need, what changed for certain, and what goes with the score.

    Parameters
    ----------
    facts : Facts
    outcome : str
        What drivers go with.

    Returns
    -------
    list of Both
        Nothing is told that the voices do not support; of an empty source, nothing at all.
    """
    parts: list[Callable[[], Iterator[Both]]] = [
        lambda: _heaviest(facts),
        lambda: _changes(facts),
        lambda: _driver(facts, outcome),
    ]
    return [line for part in parts for line in _told(part)]


def _told(part: Callable[[], Iterator[Both]]) -> list[Both]:
    """What there is to tell; without a time or a score, nothing."""
    try:
        return list(part())
    except InputError:
        return []


def _heaviest(facts: Facts) -> Iterator[Both]:
    told: list[tuple[list[Kind], str, str]] = [
        (["pain"], "最重的痛点", "The heaviest pain"),
        (["need"], "最重的需求", "The heaviest need"),
    ]
    for kinds, zh, en in told:
        found = pains(facts, kinds=kinds)
        if len(found) and found[0].score > 0:
            row = found[0]
            share, quote = percent(row.share), row.quotes[0] if row.quotes else ""
            yield Both(
                f"{zh}是“{found.name(row)}”：{share} 的声音提到，如“{quote}”。",
                f"{en} is {found.name(row, 'en')}: {share} of the voices name it, as “{quote}”.",
            )


def _changes(facts: Facts) -> Iterator[Both]:
    by_product = trends(facts, by="product").changes if facts.product.values else None
    found = by_product if by_product is not None and len(by_product) else trends(facts).changes
    lines = zip(found.sentences("zh"), found.sentences("en"), strict=True)
    for zh, en in list(lines)[:_CHANGES]:
        yield Both(zh, en)


def _driver(facts: Facts, outcome: str) -> Iterator[Both]:
    found = drivers(facts, outcome)
    clear = [row for row in found if row.high < 0]
    if clear:
        place = list(found).index(clear[0])
        yield Both(found.sentences("zh")[place], found.sentences("en")[place])
