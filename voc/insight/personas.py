"""Personas (角色设置): groups of customers with alike pains, needs, stages and mood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from voc._charts import COLOURS, figure
from voc.errors import InputError
from voc.insight.bilingual import Both, NotedTable
from voc.insight.codes import Ints
from voc.insight.customers import Customers
from voc.insight.facts import Facts
from voc.insight.persona_groups import alike
from voc.insight.quotes import best_quotes, quoted
from voc.insight.reading import facts_of
from voc.labels import Lang, label_name
from voc.table import Column, number, percent
from voc.taxonomy import category_name
from voc.types import KINDS, Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

_NAMED = 3  # categories of each kind
_LEAST_SHARE = 0.1  # of a persona's customers, for a category to be named
_GLAD, _SAD = 0.2, -0.2  # mean polarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One group of customers.

    Attributes
    ----------
    id : int
        From 1, the largest group first.
    customers : int
    share : float
        Of all customers who are known, in [0, 1].
    voices : int
    mood : float
        Mean polarity of their texts, in [-1, 1].
    pains, needs, praises : tuple of (category, share)
        Categories that come up more often than with the other customers, and the share of these
        customers with whom they do; the most telling first.
    stage : str or None
        Where most of their records are.
    segment : str or None
        The customer segment that is most over-represented.
    quotes : tuple of str
    """

    id: int
    customers: int
    share: float
    voices: int
    mood: float
    pains: tuple[tuple[str, float], ...]
    needs: tuple[tuple[str, float], ...]
    praises: tuple[tuple[str, float], ...]
    stage: str | None
    segment: str | None
    quotes: tuple[str, ...]


class Personas(NotedTable[Persona]):
    """Groups of customers, the largest first.

    Examples
    --------
    >>> print(personas([]).notes()[0])
    没有带客户编号的声音。
    """

    TITLE = Column("客户角色", "personas")
    ROW = Persona
    COLUMNS: ClassVar = (
        Column("角色", "persona"), Column("客户数", "customers", number=True),
        Column("占比", "share", number=True), Column("心情", "mood", number=True),
        Column("画像", "who they are"), Column("原声", "in their words"),
    )  # fmt: skip

    def cells(self, row: Persona, lang: Lang) -> Sequence[str]:
        """What a row shows."""
        return (
            self.name(row, lang), str(row.customers), percent(row.share), number(row.mood),
            self.story(row, lang), quoted(row.quotes),
        )  # fmt: skip

    def name(self, row: Persona, lang: Lang = "zh") -> str:
        """A short name: the segment, and what moves them."""
        of_kind = row.pains or row.needs or row.praises
        who = row.segment or ("客户" if lang == "zh" else "customers")
        if not of_kind:
            return f"话不多的{who}" if lang == "zh" else f"quiet {who}"
        topic = category_name(of_kind[0][0], self.taxonomy, lang)
        kinds = {id(row.pains): 0, id(row.needs): 1}
        place = kinds.get(id(of_kind), 2)
        zh = (f"为{topic}烦恼的{who}", f"想要{topic}的{who}", f"看重{topic}的{who}")
        en = (f"{who} troubled by {topic}", f"{who} who want {topic}", f"{who} who like {topic}")
        return (zh if lang == "zh" else en)[place]

    def story(self, row: Persona, lang: Lang = "zh") -> str:
        """A few plain sentences with numbers."""
        parts = [
            self._named(kind, found, lang)
            for kind, found in zip(KINDS, (row.pains, row.needs, row.praises), strict=True)
            if found
        ]
        if row.stage:
            stage = label_name("stage", row.stage, lang)
            parts.append(f"多在“{stage}”阶段发声" if lang == "zh" else f"mostly heard at {stage}")
        mood = _mood(row.mood)
        parts.append(mood.text(lang))
        return "；".join(parts) + "。" if lang == "zh" else "; ".join(parts) + "."

    def plot(self) -> go.Figure:
        """Personas as bars, by size, coloured by mood."""
        picture = figure(self.TITLE.zh, "Personas.plot", showlegend=False)
        rows = list(reversed(self))
        picture.add_bar(
            x=[row.customers for row in rows],
            y=[self.name(row) for row in rows],
            orientation="h",
            marker={"color": [COLOURS[_colour(row.mood)] for row in rows]},
            hovertext=[self.story(row) for row in rows],
        )
        return picture

    def _named(self, kind: Kind, found: Sequence[tuple[str, float]], lang: Lang) -> str:
        names = (
            f"{category_name(id, self.taxonomy, lang)} {percent(share, 0)}" for id, share in found
        )
        head = label_name("kind", kind, lang)
        return f"{head}：{'、'.join(names)}" if lang == "zh" else f"{head}: {', '.join(names)}"


def personas(
    source: Any,  # noqa: ANN401
    n: int | None = None,
    *,
    random_state: int = 0,
) -> Personas:
    """Group customers with alike pains, needs, stages and mood.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, or pandas.DataFrame of records
        Only voices that have a ``customer`` count.
    n : int, optional
        Number of groups, 1 or more; by default 3 to 6, by which the groups are most compact.
    random_state : int
        Seed of the k-means starts.

    Returns
    -------
    Personas
        Empty, with a note that says why, where no customer is known.

    Raises
    ------
    InputError
        ``n`` is below 1 or above the number of customers.

    Notes
    -----
    k-means over rows of length 1 (kind and category of what is said, weighted by how rare it is;
    stage; mood); the number of groups is that of the largest silhouette (Rousseeuw 1987). Groups of
    customers are a way of telling, not a fact of nature: other texts make other groups.

    Examples
    --------
    >>> import voc
    >>> said = ["发货太慢了"] * 12 + ["客服态度差"] * 12
    >>> voices = [{"text": text, "customer": f"C{i}"} for i, text in enumerate(said)]
    >>> found = personas(voc.classify(voices), n=2)
    >>> [found.name(row) for row in found]
    ['为服务态度烦恼的客户', '为配送时效烦恼的客户']
    """
    facts = facts_of(source)
    customers = Customers.of(facts)
    total = len(customers.voices)
    if n is not None and not 1 <= n <= max(total, 1):
        raise InputError(f"n={n}; expected 1 to {total}, the number of customers in these voices")
    if not total:
        return Personas((), facts.taxonomy, [_NOBODY])
    group = alike(customers.features(), n, random_state)
    order = np.argsort(-np.bincount(group), kind="stable")
    rows = [_persona(place + 1, group == g, customers, facts) for place, g in enumerate(order)]
    return Personas(rows, facts.taxonomy, _notes(facts, customers))


_NOBODY = Both("没有带客户编号的声音。", "No voice says which customer it is from.")


def _persona(number: int, inside: Any, customers: Customers, facts: Facts) -> Persona:  # noqa: ANN401
    who = customers.of_voice
    in_group = (who >= 0) & inside[who]
    rows = np.flatnonzero(in_group[facts.voice])
    pains, needs, praises = _telling(inside, customers, facts)
    telling = _said(rows, facts, (pains, needs, praises))
    stages = facts.stage.take(rows).count()
    return Persona(
        id=number,
        customers=int(inside.sum()),
        share=float(inside.mean()),
        voices=int(in_group.sum()),
        mood=float(customers.mood[inside].mean()),
        pains=pains,
        needs=needs,
        praises=praises,
        stage=facts.stage.values[int(stages.argmax())] if stages.any() else None,
        segment=_segment(in_group, facts),
        quotes=best_quotes(facts, telling if len(telling) else rows, 2),
    )


def _said(rows: Ints, facts: Facts, told: Sequence[tuple[tuple[str, float], ...]]) -> Ints:
    """The records of the categories that are told, each of its kind."""
    rows = rows[facts.category.codes[rows] >= 0]
    chosen = [
        kind * len(facts.category.values) + facts.category.values.index(id)
        for kind, found in enumerate(told)
        for id, _ in found
    ]
    pair = facts.kind[rows] * len(facts.category.values) + facts.category.codes[rows]
    return rows[np.isin(pair, chosen)]


def _telling(
    inside: Any,  # noqa: ANN401
    customers: Customers,
    facts: Facts,
) -> Sequence[tuple[tuple[str, float], ...]]:
    """For each kind, the categories that set these customers apart."""
    has = (customers.said > 0).astype(np.float64)
    here = np.asarray(has[np.flatnonzero(inside)].mean(axis=0)).ravel()
    others = np.flatnonzero(~inside)
    there = np.asarray(has[others].mean(axis=0)).ravel() if len(others) else np.zeros_like(here)
    gain = np.where((here >= _LEAST_SHARE) & (here > there), here - there, 0)
    width = len(facts.category.values)
    return [
        tuple(
            (facts.category.values[place], float(here[k * width + place]))
            for place in np.argsort(-gain[k * width : (k + 1) * width], kind="stable")[:_NAMED]
            if gain[k * width + place] > 0
        )
        for k in range(len(KINDS))
    ]


def _segment(in_group: Any, facts: Facts) -> str | None:  # noqa: ANN401
    """The segment whose share is most above its share of all, if it is at least half of them."""
    here = facts.segment.take(np.flatnonzero(in_group)).count()
    if not here.any():
        return None
    share, usual = here / here.sum(), facts.segment.count() / max(facts.segment.count().sum(), 1)
    best = int((share - usual).argmax())
    return facts.segment.values[best] if share[best] >= 0.5 else None


def _mood(mood: float) -> Both:
    if mood <= _SAD:
        return Both("多半不满", "mostly dissatisfied")
    return Both("多半满意", "mostly content") if mood >= _GLAD else Both("有好有坏", "mixed mood")


def _colour(mood: float) -> str:
    return "negative" if mood <= _SAD else "positive" if mood >= _GLAD else "neutral"


def _notes(facts: Facts, customers: Customers) -> list[Both]:
    unknown = int((customers.of_voice < 0).sum())
    if not unknown:
        return []
    return [
        Both(
            f"{unknown} 条声音没有客户编号，未计入（共 {facts.n_voices} 条）。",
            f"{unknown} voices of {facts.n_voices} name no customer and do not count.",
        )
    ]
