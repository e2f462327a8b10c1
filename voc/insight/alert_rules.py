"""Rules of alerts: what they may say, and reading them from a small TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Literal

from voc.insight._alert_toml import Row, read
from voc.insight.periods import Unit

Alarm = Literal["red", "orange", "yellow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceRule:
    """One voice is enough: all conditions that are given must hold.

    Attributes
    ----------
    id : str
    zh, en : str
        What it is called.
    alarm : "red", "orange" or "yellow"
    severity : int
        A record is at least this severe; 0 asks nothing.
    urgency : int
        The voice is at least this urgent; 0 asks nothing.
    flags, segments, categories : tuple of str
        Any of them; empty ones ask nothing. A category is a leaf or the category that holds it, and
        asks for a pain.
    """

    id: str
    zh: str
    en: str
    alarm: Alarm
    severity: int = 0
    urgency: int = 0
    flags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """One customer with pains in ``contacts`` voices within ``days`` days."""

    id: str
    zh: str
    en: str
    alarm: Alarm
    contacts: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpikeRule:
    """A pain in more voices of a period than its own history explains.

    Attributes
    ----------
    period : "day", "week" or "month"
    history : int
        How many periods before it are looked at.
    false_alarms : float
        The share of periods in which any pain is alerted although nothing has changed, at most.
    at_least : int
        Voices with the pain in that period.
    """

    id: str
    zh: str
    en: str
    alarm: Alarm
    period: Unit
    history: int
    false_alarms: float
    at_least: int


Rule = VoiceRule | RepeatRule | SpikeRule
_KINDS: Mapping[str, type[Rule]] = {"voice": VoiceRule, "repeat": RepeatRule, "spike": SpikeRule}


@dataclass(frozen=True)
class Rules:
    """All rules, and who is told.

    Attributes
    ----------
    all : tuple of VoiceRule, RepeatRule or SpikeRule
        Of the rules about voices, an earlier one goes before a later one.
    owners : Mapping of str to tuple of str
        Names or addresses for each owner of the taxonomy.

    Examples
    --------
    >>> rules = Rules.load()
    >>> [rule.zh for rule in rules.voices][:2]
    ['安全风险', '危急痛点']
    >>> rules.owners["service"]
    ('服务负责人',)
    """

    all: tuple[Rule, ...]
    owners: Mapping[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: str | Path | None = None) -> Rules:
        """Read a file of rules; None is built in (``voc/data/alert_rules.toml``).

        Raises
        ------
        InputError
            A mistake in the file, with its line.
        """
        source = files("voc.data") / "alert_rules.toml" if path is None else Path(path)
        rows, owners = read(source)
        told = {owner["id"]: tuple(owner["tell"]) for owner in owners}
        return cls(tuple(map(_rule, rows)), told)

    @property
    def voices(self) -> tuple[VoiceRule, ...]:
        """The rules about one voice."""
        return tuple(rule for rule in self.all if isinstance(rule, VoiceRule))

    @property
    def repeats(self) -> tuple[RepeatRule, ...]:
        """The rules about customers that come back."""
        return tuple(rule for rule in self.all if isinstance(rule, RepeatRule))

    @property
    def spikes(self) -> tuple[SpikeRule, ...]:
        """The rules about pains that surge."""
        return tuple(rule for rule in self.all if isinstance(rule, SpikeRule))


def rules_of(rules: Rules | str | Path | None) -> Rules:
    """Take rules, a file of them, or None for the built-in ones."""
    return rules if isinstance(rules, Rules) else Rules.load(rules)


def _rule(row: Row) -> Rule:
    given: Row = {key: tuple(one) if isinstance(one, list) else one for key, one in row.items()}
    return _KINDS[given.pop("kind")](**given)
