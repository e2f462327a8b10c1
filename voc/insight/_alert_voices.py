"""Alerts about one voice each."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
from numpy.typing import NDArray

from voc.insight._alert_said import PAIN, Voices
from voc.insight._alert_words import why_voice
from voc.insight.alert import Alert, Context
from voc.insight.alert_rules import VoiceRule
from voc.insight.codes import Codes, Ints
from voc.insight.facts import Facts

Mask = NDArray[np.bool_]


def voice_alerts(voices: Voices, context: Context) -> Iterator[Alert]:
    """Give one alert for each voice that meets a rule, of the first rule that it meets."""
    facts, rules = voices.facts, context.rules.voices
    worst = _worst(facts)
    met = np.array([_met(rule, facts, worst) for rule in rules]).reshape(len(rules), facts.n_voices)
    for voice in np.flatnonzero(met.any(axis=0)).tolist():
        holding = tuple(rule for rule, is_met in zip(rules, met[:, voice], strict=True) if is_met)
        yield _alert(voices, context, voice, holding)


def _alert(voices: Voices, context: Context, voice: int, rules: tuple[VoiceRule, ...]) -> Alert:
    facts, rows, id = voices.facts, voices.records(voice), str(voices.facts.id[voice])
    when = voices.when(voice)
    severity = int(facts.severity[rows[0]]) if len(rows) else 0
    return context.alert(
        rules[0],
        id,
        when.isoformat() if when else "",
        why_voice(rules, severity, int(facts.urgency[voice]), facts.flags[voice]),
        when=when,
        category=facts.category.text(int(rows[0])) if len(rows) else None,
        quotes=voices.quotes(voice),
        voice_ids=(id,),
    )


def _met(rule: VoiceRule, facts: Facts, worst: Ints) -> Mask:
    met = worst >= rule.severity
    if rule.urgency:
        met &= facts.urgency >= rule.urgency
    if rule.flags:
        wanted = frozenset(rule.flags)
        met &= np.array([not wanted.isdisjoint(flags) for flags in facts.flags], dtype=bool)
    if rule.segments:
        met &= _is_one_of(facts.segment, rule.segments)
    if rule.categories:
        met &= _has_pain(facts, rule.categories)
    return np.asarray(met)


def _worst(facts: Facts) -> Ints:
    worst = np.zeros(facts.n_voices, dtype=np.int64)
    np.maximum.at(worst, facts.voice, facts.severity)
    return worst


def _is_one_of(codes: Codes, values: Collection[str]) -> Mask:
    wanted = np.array([*(value in values for value in codes.values), False])  # -1 is unknown
    return np.asarray(wanted[codes.codes])


def _has_pain(facts: Facts, categories: Collection[str]) -> Mask:
    tree = facts.taxonomy
    inside = [
        id for id in facts.category.values
        if id in categories or (id in tree and tree.parent(id) in categories)
    ]  # fmt: skip
    rows = _is_one_of(facts.category, inside) & (facts.kind == PAIN)
    has = np.zeros(facts.n_voices, dtype=bool)
    has[facts.voice[rows]] = True
    return has
