"""Alert: that somebody must be told, why, and whom."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any

from voc._plain import plain_value
from voc.collect.mask import mask
from voc.collect.personal import MASKED
from voc.insight.alert_rules import Alarm, Rule, Rules
from voc.taxonomy import Taxonomy

_DIGITS = re.compile("[0-9a-f]+(?=〕$)")
_NOBODY = "service"  # owns what no category tells
_LONGEST = 60  # characters of a quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """That somebody must be told.

    Attributes
    ----------
    id : str
        16 hexadecimal digits, the same for the same rule, subject and period, whenever it is made.
    rule : str
        Id of the rule.
    alarm : "red", "orange" or "yellow"
        Now, today, this week.
    when : datetime or None
        Of the voice, the last of the contacts, or the first moment of the period; without a zone.
    why_zh, why_en : str
        One sentence with the numbers; never the words of a customer.
    category : str or None
        Leaf or category of the pain.
    owner : str
        Who answers for it, as the taxonomy has it.
    tell : tuple of str
        Names or addresses, as the rules have them.
    quotes : tuple of str
        At most three, without personal data.
    voice_ids : tuple of str
    """

    id: str
    rule: str
    alarm: Alarm
    when: datetime | None
    why_zh: str
    why_en: str
    category: str | None
    owner: str
    tell: tuple[str, ...]
    quotes: tuple[str, ...]
    voice_ids: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data, ready for JSON."""
        return {field.name: plain_value(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Alert:
        """The alert that ``to_dict`` made the dict of."""
        lists = {key: tuple(plain[key]) for key in ("tell", "quotes", "voice_ids")}
        when = plain["when"]
        return cls(**plain | lists | {"when": datetime.fromisoformat(when) if when else None})


@dataclass(frozen=True)
class Context:
    """What every alert is made with."""

    rules: Rules
    taxonomy: Taxonomy

    def alert(
        self,
        rule: Rule,
        subject: str,
        period: str,
        why: tuple[str, str],
        *,
        when: datetime | None,
        category: str | None,
        quotes: tuple[str, ...],
        voice_ids: tuple[str, ...],
    ) -> Alert:
        """Make an alert of a rule about a subject (a voice, a pain, a customer) in a period."""
        owner = owner_of(self.taxonomy, category)
        return Alert(
            id=alert_id(rule.id, subject, period),
            rule=rule.id,
            alarm=rule.alarm,
            when=when,
            why_zh=why[0],
            why_en=why[1],
            category=category,
            owner=owner,
            tell=self.rules.owners.get(owner, ()),
            quotes=tuple(map(hidden, quotes)),
            voice_ids=voice_ids,
        )


def alert_id(rule: str, subject: str, period: str) -> str:
    """Give the name of an alert that never changes.

    Examples
    --------
    >>> alert_id("spike", "delivery.speed", "2025-10-06")
    '1c65a6b12de05c4b'
    """
    text = "\x1f".join((rule, subject, period))
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def owner_of(taxonomy: Taxonomy, category: str | None) -> str:
    """Who answers for a leaf, or for most leaves of a category; "service" where nothing tells.

    Examples
    --------
    >>> taxonomy = Taxonomy.load()
    >>> owner_of(taxonomy, "delivery.speed"), owner_of(taxonomy, "price"), owner_of(taxonomy, None)
    ('channel', 'marketing', 'service')
    """
    if category is None or category not in taxonomy:
        return _NOBODY
    if any(home.id == category for home in taxonomy.categories):
        owners = Counter(leaf.owner for leaf in taxonomy.category(category).leaves)
        return owners.most_common(1)[0][0] if owners else _NOBODY
    return taxonomy.leaf(category).owner


def hidden(quote: str) -> str:
    """A quote that may leave the house: short, and the kind of personal data in place of it.

    Examples
    --------
    >>> hidden("打13800138000没人接")
    '打〔电话〕没人接'
    """
    # The digits of a tag would tell the number to whoever hashes all numbers.
    short = MASKED.sub(lambda tag: _DIGITS.sub("", tag.group()), mask(quote).text)
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1]}…"
