"""Alerts of voices that come in one by one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import chain
from pathlib import Path

import numpy as np

from voc.insight._alert_repeats import next_contact
from voc.insight._alert_said import Said, Voices
from voc.insight._alert_spikes import Counts, spikes
from voc.insight._alert_voices import voice_alerts
from voc.insight.alert import Alert, Context
from voc.insight.alert_outbox import Outbox
from voc.insight.alert_rules import RepeatRule, Rules, SpikeRule, rules_of
from voc.insight.alert_sinks import Sink
from voc.insight.periods import numbers_of
from voc.insight.reading import facts_of
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice

_NO_SINKS: Mapping[str, Sink] = {}


def watch(
    stream: Iterable[TaggedVoice],
    rules: Rules | str | Path | None = None,
    *,
    sinks: Mapping[str, Sink] = _NO_SINKS,
    outbox: Outbox | str | Path = ":memory:",
    taxonomy: Taxonomy | None = None,
) -> Iterator[Alert]:
    """Read tagged voices as they come in, send alerts, and give each new one.

    Parameters
    ----------
    stream : iterable of TaggedVoice
        Such as ``voc.load("default").stream(voices)``; best in order of time.
    rules : Rules or path, optional
        A TOML file like ``voc/data/alert_rules.toml``, which is the default.
    sinks : mapping of str to Sink
        Who gets the alerts, each by a name that stays the same from run to run.
    outbox : Outbox or path
        A file that lets all go on after a crash; with the default nothing outlives the process.
    taxonomy : Taxonomy, optional
        The one of the categories.

    Yields
    ------
    Alert
        Each once, after it was stored and offered to the sinks. A voice whose id and time the outbox
        knows is not read again: ids of several sources must differ. What a sink would not take is offered again while the stream goes on, once more
        at its end, and in the next run.

    Raises
    ------
    InputError
        A mistake in the rules, with its line; or the outbox cannot be used.

    Notes
    -----
    A period is tested for spikes once, when the first voice of a later one comes in. Voices that
    come later still count as history. ``alerts`` gives the same of the same voices in order of time,
    and tests the last period as well.

    Examples
    --------
    >>> import voc
    >>> found = watch(voc.load_corpus("demo").annotated)
    >>> next(found).why_zh[:4]
    '要投诉到'
    """
    with ExitStack() as stack:
        box = outbox if isinstance(outbox, Outbox) else stack.enter_context(Outbox(outbox))
        context = Context(rules_of(rules), taxonomy or Taxonomy.load())
        memory = Memory(context)
        for said in box.said():
            memory.take(said)
        box.deliver(sinks, at_once=True)
        for one in stream:
            voices = Voices(facts_of(Result([one], context.taxonomy)))
            if not voices.facts.n_voices or box.knows(voices.said(0)):
                continue  # it could not be read or tagged, or was read before
            said = voices.said(0)
            found = [*voice_alerts(voices, context), *memory.take(said)]
            new = box.keep(said, found, sinks)
            box.deliver(sinks)
            yield from new
        box.deliver(sinks, at_once=True)


class Memory:
    """What was said before, in as much as the rules ask for it."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._contacts: dict[tuple[str, str], list[Said]] = defaultdict(list)
        self._periods = {rule.id: _Periods(context, rule) for rule in context.rules.spikes}

    def take(self, said: Said) -> list[Alert]:
        """Take one more voice; give the alerts that it completes."""
        if said.when is None:
            return []
        rules = self._context.rules
        repeats = (self._repeat(rule, said) for rule in rules.repeats)
        surges = (self._periods[rule.id].take(said) for rule in rules.spikes)
        return [*filter(None, repeats), *chain.from_iterable(surges)]

    def _repeat(self, rule: RepeatRule, said: Said) -> Alert | None:
        if said.customer is None or not said.pains:
            return None
        return next_contact(self._context, rule, self._contacts[rule.id, said.customer], said)


class _Periods:
    """The voices of the latest periods, as one rule about spikes counts them."""

    def __init__(self, context: Context, rule: SpikeRule) -> None:
        self._context = context
        self._rule = rule
        self._open: int | None = None
        self._said: deque[list[Said]] = deque(maxlen=rule.history + 1)

    def take(self, said: Said) -> list[Alert]:
        """Take a voice; if it is the first of a later period, test the one that is over."""
        number = int(numbers_of(np.array(said.when, dtype="datetime64[us]"), self._rule.period))
        if self._open is None:
            self._open = number
            self._said.append([])
        found = self._close(number) if number > self._open else []
        place = len(self._said) - 1 - (self._open - number)
        if place >= 0:
            self._said[place].append(said)
        return found

    def _close(self, number: int) -> list[Alert]:
        assert self._open is not None
        found = self._test()
        for _ in range(min(number - self._open, self._rule.history + 1)):
            self._said.append([])
        self._open = number
        return found

    def _test(self) -> list[Alert]:
        assert self._open is not None
        first, last = self._open - len(self._said) + 1, len(self._said) - 1
        told = [[{pain.category for pain in one.pains} for one in said] for said in self._said]
        names = sorted({name for said in told for one in said for name in one})
        pained = np.array([[sum(n in one for one in said) for n in names] for said in told], float)
        volumes = np.array([len(said) for said in told], float)

        def who_said(number: int, name: str) -> list[Said]:
            said = self._said[number - first]
            return [one for one in said if any(pain.category == name for pain in one.pains)]

        counts = Counts(first, names, pained, volumes)
        return list(spikes(self._context, self._rule, counts, last, who_said))
