"""Alerts about customers that come back again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

import numpy as np

from voc.insight._alert_said import PAIN, Said, Voices, worst_quotes
from voc.insight._alert_words import why_repeat
from voc.insight.alert import Alert, Context
from voc.insight.alert_rules import RepeatRule


def repeat_alerts(voices: Voices, context: Context) -> Iterator[Alert]:
    """Give an alert each time that one customer's contacts with pains have become too many."""
    for rule in context.rules.repeats:
        for rows in _of_customers(voices, rule):
            contacts: list[Said] = []
            for row in rows:
                alert = next_contact(context, rule, contacts, voices.said(row))
                if alert is not None:
                    yield alert


def next_contact(
    context: Context, rule: RepeatRule, contacts: list[Said], said: Said
) -> Alert | None:
    """Take one more contact of a customer, with a time.

    Parameters
    ----------
    contacts : list of Said
        Of that customer since the last alert; changed. After an alert, counting starts anew.
    """
    contacts.append(said)
    contacts.sort(key=_when)
    earliest = _when(contacts[-1]) - timedelta(days=rule.days)
    contacts[:] = [one for one in contacts if _when(one) >= earliest]
    if len(contacts) < rule.contacts:
        return None
    alert = _alert(context, rule, contacts)
    contacts.clear()
    return alert


def _alert(context: Context, rule: RepeatRule, contacts: list[Said]) -> Alert:
    first, last = _when(contacts[0]), _when(contacts[-1])
    categories = Counter(pain.category for one in contacts for pain in one.pains)
    return context.alert(
        rule,
        contacts[0].customer or "",
        first.isoformat(),
        why_repeat(rule, len(contacts), first, last),
        when=last,
        category=categories.most_common(1)[0][0],
        quotes=worst_quotes(contacts),
        voice_ids=tuple(one.voice for one in contacts),
    )


def _of_customers(voices: Voices, rule: RepeatRule) -> Iterator[list[int]]:
    """Rows of the voices with pains of each customer to be alerted, in order of time."""
    facts = voices.facts
    pained = np.zeros(facts.n_voices, dtype=bool)
    pained[facts.voice[facts.kind == PAIN]] = True
    rows = np.flatnonzero(pained & (facts.customer.codes >= 0) & ~np.isnat(facts.time))
    rows = rows[np.lexsort((rows, facts.time[rows], facts.customer.codes[rows]))]
    who, when = facts.customer.codes[rows], facts.time[rows]
    ahead = rule.contacts - 1
    close = when[ahead:] - when[: len(when) - ahead] <= np.timedelta64(rule.days, "D")
    often = who[ahead:][close & (who[ahead:] == who[: len(who) - ahead])]
    rows = rows[np.isin(who, often)]
    cuts = np.flatnonzero(np.diff(facts.customer.codes[rows])) + 1
    return (one.tolist() for one in np.split(rows, cuts) if len(one))


def _when(said: Said) -> datetime:
    return said.when or datetime.min
