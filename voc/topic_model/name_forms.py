"""Forms that the name of a topic of records can take, the narrowest first, and how far each holds.

A phrase alone: 油耗. A phrase under what the records share: 配送时效：送餐太慢. A few side by side, where
none stands for the others: 设施设备：电梯、空调等. Those without a judgement come last: they hold where the
tags of the records are not sure of theirs.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np

from voc.insight.codes import Ints
from voc.insight.facts import Facts
from voc.topic_model.coverage import Bools, Coverage
from voc.topic_model.headings import Heading
from voc.topic_model.naming import Name
from voc.topic_model.words import BAD, GOOD, read, turned
from voc.types import KINDS

HOLDS = 0.7  # share of the records that a name is to hold for, as far as that can be estimated
_ALONE = 0.65  # share that says it, from which on a phrase needs no heading
# The chance that a reader finds a record under a name: it says the name; it is of the heading and
# cannot but mean it; it is of the heading and says something else; the name is open to others.
_SAYS, _MEANS, _SAYS_OTHER, _OPEN = 0.95, 0.9, 0.4, 0.85
_TYPICAL = 0.15  # share that says a word of the heading, from which on it goes without saying
_KNOWN = 0.05  # share that says a phrase in its own words
_COMMON = 0.4  # … where it is one of a thing alone, or of a judgement alone
_ADDED = 0.025  # share that each of some phrases side by side must add
_EXAMPLES = 0.08  # share that they must say together
_HALF = 0.45  # share, from which on one phrase stands for the others without saying so
_SURE = 0.8  # confidence, from which on records judge as their tags say
_JUDGING = 0.3  # share that only judges, from which on things say nothing of a topic
_LOOKED_AT = 100  # phrases
_MOST_PARTS = 3
_LONGEST, _LONGEST_PART = 16, 7  # characters
_NAMES = {"n", "e", "u"}  # roles
_JUDGED = {"pain": "不满", "need": "诉求", "praise": "好评"}
_AGREED = 0.8  # share of one kind, from which on a name of things alone tells it …
_USUAL = 0.9  # … but where so many of all that is said of the aspect are of it
_KINDS = {BAD: KINDS.index("pain"), GOOD: KINDS.index("praise")}


class Form(NamedTuple):
    """A possible name; ``holds`` is the estimated share of the records that it holds for."""

    text: str
    holds: float
    phrases: tuple[Name, ...] = ()


class Forms:
    """The names that the records of one topic allow.

    Parameters
    ----------
    rows : ndarray of int
        The records.
    facts : Facts
    heading : Heading
    found : sequence of Name
        Phrases, best first.
    taken : set of frozensets of str
        What names of other topics say under this heading.
    """

    def __init__(
        self,
        rows: Ints,
        facts: Facts,
        heading: Heading,
        found: Sequence[Name],
        taken: Container[frozenset[str]] = (),
    ) -> None:
        self._heading = heading
        self._kinds = facts.kind[rows]
        self._clauses = Coverage(read([facts.quote[row] for row in rows.tolist()]))
        free = [one for one in found if one.gain > 0 and one.text not in heading.text]
        telling = [one for one in free if _tells(one) and one.senses not in taken][:_LOOKED_AT]
        things = [one for one in free if _is_thing(one)][:_LOOKED_AT]
        self._said = {one: self._who_says(one) for one in telling}
        self._spoken_of = {
            one: self._clauses.said(one.senses, one.senses, negated=True) for one in things
        }

    def __iter__(self) -> Iterator[Form]:
        """Give them, the narrowest first."""
        sure, judged = self._heading.sure, self._heading.sure * self._heading.agreed
        yield from self._alone()
        yield from self._under_heading()
        telling = {one: said for one, said in self._said.items() if not one.senses <= _KINDS.keys()}
        several, thing = self._side_by_side(telling, judged), self._one_thing()
        yield from chain(several, thing) if judged >= _SURE else chain(thing, several)
        if max(self._share({GOOD}), self._share({BAD})) >= _JUDGING:
            yield self._by_kind(judged)
        yield from self._side_by_side(self._spoken_of, sure**0.5)
        yield self._by_kind(judged)

    def _alone(self) -> Iterator[Form]:
        for one, said in self._said.items():
            if len(one.senses) > 1 and said.mean() >= _ALONE:
                yield Form(one.text, _SAYS, (one,))

    def _under_heading(self) -> Iterator[Form]:
        for one in sorted(self._said, key=lambda one: len(one.senses) == 1):
            if one.score > 0 and self._stands(one):
                yield self._headed([one], self._holds(one))

    def _one_thing(self) -> Iterator[Form]:
        for one, spoken_of in self._spoken_of.items():
            said = min(float(spoken_of.mean()) / _ALONE, self._share(one.senses) / _COMMON)
            if one.score > 0 and said >= 1 and set(one.roles) <= _NAMES:
                yield self._headed([one], _SAYS)

    def _side_by_side(self, said: Mapping[Name, Bools], sure: float) -> Iterator[Form]:
        """Phrases of which each adds most to those before it."""
        room = _LONGEST - len(self._heading.text) - len("：等")
        parts: list[Name] = []
        covered = np.zeros(len(self._kinds), dtype=np.bool_)
        while len(parts) < _MOST_PARTS:
            fit = [one for one in said if _length(one) <= room and _beside(one, parts)]
            adds = {one: float((said[one] & ~covered).mean()) for one in fit}
            enough = (one for one in fit if adds[one] >= _ADDED)
            best = max(
                enough, key=lambda one: (one.gain * adds[one] ** 0.5, one.text), default=None
            )
            if best is None:
                break
            parts.append(best)
            covered |= said[best]
            room -= _length(best) + len("、")
        if parts:
            yield self._open(parts, covered, sure)

    def _by_kind(self, judged: float) -> Form:
        if self._heading.agreed < _AGREED:
            return Form(self._heading.text, self._heading.sure * _SAYS)
        return Form(self._with_kind(), judged * _SAYS)

    def _with_kind(self) -> str:
        """The heading; of an aspect with what most records think of it."""
        text, kind, aspect, *_ = self._heading
        return text + _JUDGED[kind] if aspect else text

    def _open(self, parts: Sequence[Name], covered: Bools, sure: float) -> Form:
        share = float(covered.mean())
        holds = share * _SAYS + (1 - share) * sure * _OPEN if share >= _EXAMPLES else share
        enough = HOLDS if len(parts) > 1 else _HALF
        return self._headed(parts, holds, "等" if share < enough else "")

    def _headed(self, parts: Sequence[Name], holds: float, more: str = "") -> Form:
        text = "、".join(one.text for one in parts)
        over = self._with_kind() if self._hides_kind(parts) else self._heading.text
        return Form(f"{over}：{text}{more}", holds, tuple(parts))

    def _hides_kind(self, parts: Sequence[Name]) -> bool:
        """Whether things alone would not tell praise from blame, which the records' tags do."""
        kind_is_sure = self._heading.agreed >= _AGREED and self._heading.sure >= _SURE
        return kind_is_sure and self._heading.usual < _USUAL and not any(map(_tells, parts))

    def _share(self, senses: frozenset[str] | set[str]) -> float:
        return float(self._clauses.said(senses).mean())

    def _who_says(self, one: Name) -> Bools:
        """Who says it: how it is, or else what happens, in these words; of what, in others, too."""
        words = [word for word in read([one.text])[0].words if word.sense]
        exact = "a" if any(word.role == "a" for word in words) else "v"
        return self._clauses.said(one.senses, {w.sense for w in words if w.role not in exact})

    def _stands(self, one: Name) -> bool:
        """Whether it can stand for others."""
        return self._share(one.senses) >= (_COMMON if one.senses <= {GOOD, BAD} else _KNOWN)

    def _holds(self, one: Name) -> float:
        means = np.ones(len(self._kinds), dtype=np.bool_)
        for sense in one.senses:
            means &= self._who_means(sense)
        others = np.where(means, _MEANS, _SAYS_OTHER) * self._heading.sure
        return float(np.where(self._said[one], _SAYS, others).mean())

    def _who_means(self, sense: str) -> Bools:
        """Who says it, or need not: a praise that is of service means that service is good."""
        said = self._clauses.said({sense}, {sense})
        if sense in _KINDS:
            opposite = self._clauses.said({turned(sense)})
            return np.asarray(said | (self._kinds == _KINDS[sense]) & ~opposite)
        shared = not set(sense).isdisjoint(self._heading.text)
        return np.ones_like(said) if shared and self._share({sense}) >= _TYPICAL else said


def _length(one: Name) -> int:
    """In characters; an English word is read like two."""
    return 2 * len(one.roles) if "e" in one.roles else len(one.text)


def _beside(one: Name, parts: Sequence[Name]) -> bool:
    """Whether it is short, and says something else than the others do."""
    return _length(one) <= _LONGEST_PART and not any(_same(one, part) for part in parts)


def _same(one: Name, other: Name) -> bool:
    alike = one.roles == other.roles == "v" and one.text[0] == other.text[0]  # 送到 and 送达
    held = one.text in other.text or other.text in one.text
    return alike or held or not one.senses.isdisjoint(other.senses)


def _tells(one: Name) -> bool:
    """Whether it tells what is the matter; a verb alone does not."""
    tells = one.roles != "v" and not {"v", "a"}.isdisjoint(one.roles)
    return tells or any(map(_judges, one.senses))


def _is_thing(one: Name) -> bool:
    """Whether it names what is spoken of: 打电话 and 前台, not 电话打不通 or 送的菜."""
    said = set(one.roles) <= _NAMES | {"v"} and "nv" not in one.roles and "vu" not in one.roles
    return said and not any(map(_judges, one.senses))


def _judges(sense: str) -> bool:
    return sense in (GOOD, BAD) or len(turned(sense)) < len(sense)
