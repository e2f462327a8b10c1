"""Alerts about pains that are said more often than their own history explains."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from voc.insight._alert_said import PAIN, Said, Voices, worst_quotes
from voc.insight._alert_surprise import alarming, surprises
from voc.insight._alert_words import why_spike
from voc.insight.alert import Alert, Context
from voc.insight.alert_rules import SpikeRule
from voc.insight.codes import Floats, Ints, once
from voc.insight.periods import Unit, first_days, numbers_of
from voc.taxonomy import category_name

_LEAST_HISTORY = 4  # periods with voices; of fewer no spread can be told

WhoSaid = Callable[[int, str], Sequence[Said]]  # the voices of a period with a pain


@dataclass(frozen=True)
class Counts:
    """How many voices had each pain in each period, without gaps between the periods.

    Attributes
    ----------
    first : int
        Number of the first period.
    categories : sequence of str
    pained : ndarray of shape (n_periods, n_categories)
    volumes : ndarray of shape (n_periods,)
        All voices.
    """

    first: int
    categories: Sequence[str]
    pained: Floats
    volumes: Floats


def spike_alerts(voices: Voices, context: Context) -> Iterator[Alert]:
    """Test each period against those before it."""
    for rule in context.rules.spikes:
        times = voices.facts.time
        known = ~np.isnat(times)
        if known.any():
            numbers = np.where(known, numbers_of(times, rule.period), -1)
            yield from _all_periods(voices, context, rule, numbers, known)


def spikes(
    context: Context, rule: SpikeRule, counts: Counts, place: int, who_said: WhoSaid
) -> Iterator[Alert]:
    """Test one period of the counts against those before it.

    Parameters
    ----------
    place : int
        Which one.
    who_said : function
        Gives the voices of a numbered period with a pain.
    """
    past = np.flatnonzero(counts.volumes[max(0, place - rule.history) : place] > 0)
    past += max(0, place - rule.history)
    now, volume = counts.pained[place], counts.volumes[place]
    if len(past) < _LEAST_HISTORY or not (now >= rule.at_least).any():
        return
    before, volumes = counts.pained[past], counts.volumes[past]
    surprise = surprises(before, volumes, now, float(volume))
    for column in alarming(rule, surprise, now, now + before.sum(axis=0)).tolist():
        category = counts.categories[column]
        why = why_spike(
            rule,
            (
                category_name(category, context.taxonomy),
                category_name(category, context.taxonomy, "en"),
            ),
            start_of(counts.first + place, rule.period),
            (int(now[column]), int(volume)),
            (int(before[:, column].sum()), int(volumes.sum()), len(past)),
            float(surprise[column]),
        )
        said = who_said(counts.first + place, category)
        yield _alert(context, rule, category, counts.first + place, why, said)


def start_of(number: int, period: Unit) -> datetime:
    """Give the first moment of a period.

    Examples
    --------
    >>> monday = np.datetime64("2025-10-06")
    >>> start_of(int(numbers_of(monday, "week")), "week")
    datetime.datetime(2025, 10, 6, 0, 0)
    """
    start: datetime = first_days(np.asarray(number), period).astype("datetime64[us]").item()
    return start


def _alert(
    context: Context,
    rule: SpikeRule,
    category: str,
    number: int,
    why: tuple[str, str],
    said: Sequence[Said],
) -> Alert:
    start = start_of(number, rule.period)
    return context.alert(
        rule,
        category,
        f"{start:%Y-%m-%d}",
        why,
        when=start,
        category=category,
        quotes=worst_quotes(said, category),
        voice_ids=tuple(one.voice for one in said),
    )


def _all_periods(
    voices: Voices, context: Context, rule: SpikeRule, numbers: Ints, known: NDArray[np.bool_]
) -> Iterator[Alert]:
    facts = voices.facts
    first, last = int(numbers[known].min()), int(numbers[known].max())
    categories = facts.category.values
    rows = np.flatnonzero((facts.kind == PAIN) & known[facts.voice] & (facts.category.codes >= 0))
    pairs = once(facts.voice[rows] * len(categories) + facts.category.codes[rows])
    voice, category = np.divmod(pairs, max(1, len(categories)))
    pained = np.zeros((last - first + 1, len(categories)))
    np.add.at(pained, (numbers[voice] - first, category), 1)
    volumes = np.bincount(numbers[known] - first).astype(np.float64)
    counts = Counts(first, categories, pained, volumes)

    def who_said(number: int, name: str) -> list[Said]:
        said = voice[(numbers[voice] == number) & (category == categories.index(name))]
        return [voices.said(row) for row in said.tolist()]

    for place in range(len(volumes)):
        yield from spikes(context, rule, counts, place, who_said)
