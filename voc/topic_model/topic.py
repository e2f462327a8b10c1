"""Topics as rows: a name, what they are about, how large they are, who speaks of them and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voc.errors import InputError
from voc.insight.codes import Codes, Floats, Ints
from voc.insight.facts import Facts
from voc.insight.quotes import quoted
from voc.labels import Lang
from voc.table import Column, Table, number, percent
from voc.taxonomy import category_name
from voc.topic_model.keywords import keywords
from voc.topic_model.naming import names
from voc.topic_model.pictures import topic_bars
from voc.topic_model.quotes import topic_quotes
from voc.topic_model.reading import Reading, as_labels, as_scores, rows_of_topics
from voc.topic_model.record_names import record_names
from voc.types import KINDS

if TYPE_CHECKING:
    import plotly.graph_objects as go

_TOP = 3
_NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic.

    Attributes
    ----------
    id : int
        Its number.
    name : str
        A phrase of the customers' own; of records under what they share, such as 配送时效：送餐太慢.
    keywords : tuple of str
        Best first.
    size : int
        Number of texts.
    share : float
        Of all texts, outliers included, in [0, 1].
    voices : int
        Number of voices; of texts where voices are unknown.
    sentiment : float
        Mean polarity of the voices, in [-1, 1]; NaN where unknown.
    severity : float
        Mean of the pains, 0 to 4; NaN without any.
    categories : tuple of (str, float)
        The 3 most frequent categories of the taxonomy, and their shares of the texts.
    quotes : tuple of str
        Typical and different.
    first, last : datetime or None
        When the first and the last voice was written.
    who : tuple of (str, float)
        The 3 most frequent segments of customers, and their shares of the voices with a segment.
    """

    id: int
    name: str
    keywords: tuple[str, ...]
    size: int
    share: float
    voices: int
    sentiment: float = _NAN
    severity: float = _NAN
    categories: tuple[tuple[str, float], ...] = ()
    quotes: tuple[str, ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    who: tuple[tuple[str, float], ...] = ()


class Topics(Table[Topic]):
    """Topics, the largest first."""

    ROW = Topic
    TITLE = Column("话题", "Topics")
    COLUMNS = (
        Column("话题", "Topic"), Column("条数", "Texts", True), Column("占比", "Share", True),
        Column("客户声音", "Voices", True), Column("情感", "Sentiment", True),
        Column("严重度", "Severity", True), Column("关键词", "Keywords"),
        Column("主要类别", "Categories"), Column("客群", "Segments"), Column("原话", "Quote"),
    )  # fmt: skip

    def cells(self, row: Topic, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        categories = (
            (category_name(id, self.taxonomy, lang), share) for id, share in row.categories
        )
        return (
            row.name, str(row.size), percent(row.share), str(row.voices), number(row.sentiment),
            number(row.severity), " ".join(row.keywords[:5]), _shares(categories),
            _shares(row.who), quoted(row.quotes[:1]),
        )  # fmt: skip

    def plot(self, lang: Lang = "zh") -> go.Figure:
        """Bars of the sizes in the colours of the sentiment, the largest on top.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        called, sizes = [row.name for row in self], [row.size for row in self]
        return topic_bars(called, sizes, [row.sentiment for row in self], self.TITLE.heading(lang))


def describe(
    texts: Sequence[str],
    labels: ArrayLike,
    scores: ArrayLike | None = None,
    facts: Facts | None = None,
) -> Topics:
    """Describe topics: name, keywords, quotes, size, and what is known of their voices.

    Parameters
    ----------
    texts : sequence of str
        Clauses.
    labels : array-like of int of shape (n_texts,)
        Number of the topic of each, -1 for outliers.
    scores : array-like of float of shape (n_texts,), optional
        How well each fits its topic.
    facts : Facts, optional
        What is known of the texts: record ``i`` is text ``i``.

    Returns
    -------
    Topics
        One row for each topic that has a text, the largest first.

    Raises
    ------
    InputError
        The labels are no topic numbers; labels, scores or records are not one a text.

    Examples
    --------
    >>> texts = ["退款迟迟不到账", "退款还没到账", "我的退款迟迟不到账", "味道不错", "味道不错哦"]
    >>> [(topic.name, topic.size, topic.share) for topic in describe(texts, [0, 0, 0, 1, 1])]
    [('退款迟迟不到账', 3, 0.6), ('味道不错', 2, 0.4)]
    """
    array, fits = as_labels(labels, len(texts)), as_scores(scores, len(texts))
    if facts is not None and facts.n_records != len(texts):
        raise InputError(
            f"got {facts.n_records} records for {len(texts)} texts, expected one a text: give the "
            "facts whose quotes are the texts"
        )
    reading = Reading.of(texts, array, fits)
    quotes = topic_quotes(texts, array, fits)
    rows_of = rows_of_topics(array)[:-1]
    named = names(reading) if facts is None else record_names(reading, rows_of, facts)
    given = zip(named, keywords(reading), quotes, strict=True)
    found = [
        Topic(
            id=id, name=name, keywords=words, size=len(rows_of[id]), quotes=quotes,
            share=len(rows_of[id]) / len(texts), voices=len(rows_of[id]),
        )
        for id, (name, words, quotes) in enumerate(given)
        if len(rows_of[id])
    ]  # fmt: skip
    found.sort(key=lambda topic: -topic.size)
    if facts is None:
        return Topics(found)
    return Topics((_known(topic, rows_of[topic.id], facts) for topic in found), facts.taxonomy)


def _known(topic: Topic, rows: Ints, facts: Facts) -> Topic:
    """The topic with what is known of its voices."""
    voices = np.unique(facts.voice[rows])
    first, last = _span(facts.time[voices])
    pains = facts.kind[rows] == KINDS.index("pain")
    return replace(
        topic,
        voices=len(voices),
        sentiment=_mean(facts.polarity[voices]),
        severity=_mean(facts.severity[rows][pains].astype(np.float64)),
        categories=_top(facts.category.take(rows)),
        first=first,
        last=last,
        who=_top(facts.segment.take(voices)),
    )


def _mean(values: Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else _NAN


def _top(codes: Codes) -> tuple[tuple[str, float], ...]:
    counts = codes.count()
    best = np.argsort(-counts, kind="stable")[:_TOP]
    total = counts.sum()
    return tuple((codes.values[i], float(counts[i] / total)) for i in best if counts[i])


def _span(times: NDArray[np.datetime64]) -> tuple[datetime | None, datetime | None]:
    known = times[~np.isnat(times)]
    return (known.min().item(), known.max().item()) if len(known) else (None, None)


def _shares(named: Iterable[tuple[str, float]]) -> str:
    return "、".join(f"{name} {percent(share, 0)}" for name, share in named)
