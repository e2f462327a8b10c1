"""Names of topics: the phrase of the customers that says most of what sets a topic apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from voc.topic_model.phrases import phrases
from voc.topic_model.reading import Reading, Shares, as_labels, as_scores, least_clauses
from voc.topic_model.words import Clause, turned

_COST = 0.15  # of a further word in a name, in shares of what the most telling one brings
_READ_AT_ONCE = range(4, 9)  # characters
_LONGEST = 10
_ABOVE_ALL = "最"
_NAMELESS = "其他"


class Name(NamedTuple):
    """A phrase that could name a topic.

    Attributes
    ----------
    text : str
    senses : frozenset of str
        What its words say.
    score : float
        How well it names the topic by itself; above 0 if it sets it apart.
    roles : str
        One letter a word, as in ``Word.role``.
    gain : float
        How well it names the topic as one of several.
    """

    text: str
    senses: frozenset[str]
    score: float
    roles: str = ""
    gain: float = 0.0


@dataclass(slots=True)
class _Candidate:
    """One saying, in all the forms in which a topic's clauses hold it."""

    clauses: int = 0
    cut: float = 0.0
    forms: Counter[tuple[str, str]] = field(default_factory=Counter)

    def form(self) -> tuple[str, str]:
        """Text and roles of the form to show."""
        return max(
            self.forms, key=lambda form: (self.forms[form] * _shown(*form), -len(form[0]), form)
        )


def name_topics(
    texts: Sequence[str], labels: ArrayLike, scores: ArrayLike | None = None
) -> list[str]:
    """Name topics by phrases of the customers' own.

    Parameters
    ----------
    texts : sequence of str
        Clauses.
    labels : array-like of int of shape (n_texts,)
        Number of the topic of each, -1 for outliers.
    scores : array-like of float of shape (n_texts,), optional
        How well each fits its topic; the quarter that fits worst is not read.

    Returns
    -------
    list of str
        One name for each topic from 0 to the highest number, all different; "" where it has no
        text.

    Raises
    ------
    InputError
        The labels are no topic numbers, or not one a text.

    Notes
    -----
    Of each topic, a thousand evenly spaced texts are read at most. A phrase is scored by what its
    words bring: ``p log(p / q)``, where ``p`` is the share of the topic's clauses, and ``q`` that of
    all others, that say the same; less a cost for each further word. That is weighed by how often
    the phrase is said, how well it is cut off on both sides, how much of it the clauses say on
    average (the geometric mean of ``p``), whether it tells what is the matter instead of only
    naming a thing, and its length.

    Examples
    --------
    >>> texts = ["退款迟迟不到账", "我的退款还没到账", "退款迟迟不到账啊", "味道不错", "味道不错哦", "味道很好"]
    >>> name_topics(texts, [0, 0, 0, 1, 1, 1])
    ['退款迟迟不到账', '味道不错']
    """
    return names(Reading.of(texts, as_labels(labels, len(texts)), as_scores(scores, len(texts))))


def names(reading: Reading) -> list[str]:
    """Name the topics of clauses that have been read; the largest choose first."""
    found = list(ranked(reading))
    given = [""] * reading.n_topics
    taken: set[frozenset[str]] = set()
    for topic in np.argsort(-reading.sizes[:-1], kind="stable").tolist():
        if reading.sizes[topic]:
            free = (
                one for one in found[topic]
                if one.score > 0 and one.senses not in taken and one.text not in given
            )  # fmt: skip
            name = next(free, None) or _otherwise(reading.clauses[topic], found[topic])
            given[topic] = unlike(name.text, given)
            taken.add(name.senses)
    return given


def ranked(reading: Reading) -> Iterator[list[Name]]:
    """Give the candidates of each topic, best first."""
    counts = [Counter(s for clause in group for s in clause.senses()) for group in reading.clauses]
    for group, shares in zip(reading.clauses[:-1], reading.counted(counts), strict=True):
        candidates = _candidates(group)
        # Of words that may stand in names: those of brands do not make all others look small.
        gains = {s: _gain(*shares[s]) for senses in candidates for s in senses}
        cost = _COST * max(gains.values(), default=0.0)
        names = [
            _named(senses, one, shares, len(group), cost) for senses, one in candidates.items()
        ]
        yield sorted(names, key=lambda name: (-name.score, name.text))


def _candidates(group: Sequence[Clause]) -> dict[tuple[str, ...], _Candidate]:
    found: dict[tuple[str, ...], _Candidate] = {}
    for clause in group:
        cuts: dict[tuple[str, ...], float] = {}
        for phrase in phrases(clause):
            candidate = found.setdefault(phrase.senses, _Candidate())
            candidate.forms[phrase.text, phrase.roles] += 1
            cuts[phrase.senses] = max(cuts.get(phrase.senses, 0.0), phrase.cut)
        for senses, cut in cuts.items():
            found[senses].clauses += 1
            found[senses].cut += cut
    least = least_clauses(len(group))
    return {senses: one for senses, one in found.items() if one.clauses >= least}


def _named(
    senses: tuple[str, ...], one: _Candidate, shares: dict[str, Shares], size: int, cost: float
) -> Name:
    text, roles = one.form()
    agreed = {sense: _agreed(sense, shares) for sense in senses}
    gain = sum(_gain(p, shares[sense][1]) for sense, p in agreed.items())
    said = math.prod(agreed.values()) ** (1.0 / len(senses))
    cut = (one.cut + 0.5) / (one.clauses + 1)
    often = float((one.clauses / size) ** 0.25)
    weight = said * (0.1 + 0.9 * cut) * often * _worth(text, roles)
    score = (gain - cost * len(senses)) * weight
    return Name(text, frozenset(senses), score, roles, gain * weight)


def _agreed(sense: str, shares: dict[str, Shares]) -> float:
    """Share of the clauses that say it, less where as many say the opposite."""
    here, opposite = shares[sense][0], shares.get(turned(sense), (0.0, 0.0))[0]
    return here * (here / (here + opposite)) ** 2


def _gain(here: float, elsewhere: float) -> float:
    return here * math.log(max(here / elsewhere, 0.5))


def _worth(text: str, roles: str) -> float:
    """How much a phrase reads like a name."""
    thing, tells = not {"n", "e"}.isdisjoint(roles), not {"v", "a"}.isdisjoint(roles)
    alone = 0.5 if roles == "v" else 0.7 if len(roles) == 1 else 0.9
    worth = (1.0 if thing else alone) if tells else 0.55
    if roles.endswith("v") and roles != "v" and roles[-2] != "x":
        worth *= 0.8  # a verb that may have lost its object
    return float(worth * _ease(text, roles) * 0.85 ** roles.count("y"))


def _ease(text: str, roles: str) -> float:
    length = 2 * len(roles) if "e" in roles else len(text)
    return 1.0 if length in _READ_AT_ONCE else 0.9 if length > 2 else 0.7


def _shown(text: str, roles: str) -> float:
    """How much one form of a saying is to be preferred."""
    needless = roles.count("y") + roles.count("h") + max(roles.count("d") - 1, 0)
    needless += text.startswith(_ABOVE_ALL)
    return float(_ease(text, roles) ** 4 * 0.5**needless)


def _otherwise(group: Sequence[Clause], found: Sequence[Name]) -> Name:
    """A name where no free phrase sets the topic apart; a text of signs alone is its own."""
    if found:
        return found[0]
    signs = (clause.text.strip() for clause in group)
    short = (text for text in signs if text and not any(map(str.isalnum, text)))
    return Name(next(short, _NAMELESS)[:_LONGEST], frozenset(), 0.0)


def unlike(name: str, given: Sequence[str]) -> str:
    """Number a name that is given already."""
    more, numbered = 2, name
    while numbered in given:
        numbered = f"{name}（{more}）"
        more += 1
    return numbered
