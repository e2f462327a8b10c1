"""What a manager should have read if nothing else: a handful of sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from voc.errors import InputError
from voc.insight.bilingual import Both
from voc.reporting.analyses import Analyses
from voc.table import percent

_CHANGES = 3


def findings(found: Analyses) -> list[Both]:
    """Tell the heaviest pain and need, what changed for certain, and what goes with the score.

    Parameters
    ----------
    found : Analyses

    Returns
    -------
    list of Both
        Nothing is told that the voices do not support; of an empty source, nothing at all.
    """
    return [line for part in (_heaviest, _changes, _driver) for line in _told(part, found)]


def _told(part: Callable[[Analyses], Iterator[Both]], found: Analyses) -> list[Both]:
    """What there is to tell; without a time or a score, nothing."""
    try:
        return list(part(found))
    except InputError:
        return []


def _heaviest(found: Analyses) -> Iterator[Both]:
    for table, zh, en in (
        (found.pains, "最重的痛点", "The heaviest pain"),
        (found.needs, "最重的需求", "The heaviest need"),
    ):
        if len(table) and table[0].score > 0:
            row = table[0]
            share, quote = percent(row.share), row.quotes[0] if row.quotes else ""
            yield Both(
                f"{zh}是“{table.name(row)}”：{share} 的声音提到，如“{quote}”。",
                f"{en} is {table.name(row, 'en')}: {share} of the voices name it, as “{quote}”.",
            )


def _changes(found: Analyses) -> Iterator[Both]:
    changes = found.changes_by_product or found.trends.changes
    lines = zip(changes.sentences("zh"), changes.sentences("en"), strict=True)
    for zh, en in list(lines)[:_CHANGES]:
        yield Both(zh, en)


def _driver(found: Analyses) -> Iterator[Both]:
    clear = (place for place, row in enumerate(found.drivers) if row.high < 0)
    place = next(clear, None)
    if place is not None:
        yield Both(found.drivers.sentences("zh")[place], found.drivers.sentences("en")[place])
