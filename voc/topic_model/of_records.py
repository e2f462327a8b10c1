"""``voc.topics``: topics of records, so that one voice can feed several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from voc.errors import InputError
from voc.insight.facts import Facts
from voc.insight.reading import facts_of
from voc.insight.slices import slice_of
from voc.labels import Lang
from voc.qualify.loading import load
from voc.result import Result
from voc.topic_model.calendar import Period
from voc.topic_model.compare import TopicComparison, compare_topics
from voc.topic_model.drift import TopicDrift, topic_drift
from voc.topic_model.encoder_vectors import Vectors
from voc.topic_model.evidence import evidence_of, known_of, trusted
from voc.topic_model.model import TopicModel
from voc.topic_model.number import number_of_topics
from voc.topic_model.outliers import OUTLIER, Assignment
from voc.topic_model.periods import TopicTrends, topic_trends
from voc.topic_model.pictures import topic_map, topic_tree
from voc.topic_model.places import topic_positions
from voc.topic_model.topic import Topics, describe
from voc.types import TaggedVoice

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

Picture = Literal["bars", "map", "trend", "tree"]
_MOST = 60  # topics, by default


@dataclass(frozen=True)
class RecordTopics:
    """Topics of records: what ``voc.topics`` gives. In a notebook, a table of them.

    Attributes
    ----------
    model : TopicModel
        Fitted on the quotes; can be saved and asked about further texts.
    facts : Facts
        The records, one for each of ``model.labels_``.
    topics : Topics
        With names, keywords, quotes and figures, the largest first.
    """

    model: TopicModel
    facts: Facts
    topics: Topics

    @classmethod
    def of(cls, model: TopicModel, facts: Facts) -> RecordTopics:
        """Describe the topics of a fitted model."""
        found = describe(facts.quote, model.labels_, model.scores_, facts)
        named = [replace(one, name=model.names_.get(one.id, one.name)) for one in found]
        return cls(model, facts, Topics(named, facts.taxonomy))

    @property
    def outliers(self) -> float:
        """Share of the records that are in no topic, in [0, 1]."""
        return float(np.mean(self.model.labels_ == OUTLIER))

    @property
    def names(self) -> Mapping[int, str]:
        """Names by id."""
        return {topic.id: topic.name for topic in self.topics}

    def name(self, topic: int, lang: Lang = "zh") -> str:
        """Name of a topic; of -1 that it is none."""
        return self.names.get(int(topic), "无话题" if lang == "zh" else "no topic")

    def assign(self, source: Any, **columns: Any) -> Assignment:  # noqa: ANN401
        """Topics of further records, and how well each fits.

        Parameters
        ----------
        source : Result, sequence of TaggedVoice, DataFrame of records, or sequence of str
            Tagged voices give a topic for each of their records, by its words and its tags; texts
            are taken as clauses, by their words alone.
        **columns
            As of ``voc.classify``.
        """
        if isinstance(source, Sequence) and all(isinstance(one, str) for one in source):
            return self.model.assign(source)
        facts = _facts(source, "default", columns)
        return self.model.assign(facts.quote, evidence=evidence_of(facts))

    def merge(self, groups: Sequence[Sequence[int]]) -> RecordTopics:
        """Make one topic of each group, such as ``[[1, 2]]``; these topics stay as they are."""
        return RecordTopics.of(deepcopy(self.model).merge(groups), self.facts)

    def split(self, topic: int, n: int = 2) -> RecordTopics:
        """Cut one topic in ``n``; these topics stay as they are."""
        return RecordTopics.of(deepcopy(self.model).split(topic, n), self.facts)

    def update(self, source: Any, **columns: Any) -> RecordTopics:  # noqa: ANN401
        """Find topics anew in later records; those that are still there keep their ids."""
        facts = _facts(source, "default", columns)
        model = deepcopy(self.model)
        model.update(facts.quote, **known_of(facts))
        return RecordTopics.of(model, facts)

    def trends(self, period: Period | Literal["auto"] = "auto", **settings: Any) -> TopicTrends:  # noqa: ANN401
        """Which topics emerge and which fade; settings as of ``voc.topic_model.periods.topic_trends``."""
        times = self.facts.time[self.facts.voice]
        return topic_trends(
            self.model.labels_, times, self.names, self.facts.voice, period=period, **settings
        )

    def compare(self, by: str, a: str, b: str, **settings: Any) -> TopicComparison:  # noqa: ANN401
        """Which topics differ between two groups of voices.

        Parameters
        ----------
        by : str
            "segment", "product", "month" …, or a key of the voices' ``meta``.
        a, b : str
            Two of its values.
        **settings
            As of ``voc.topic_model.compare.compare_topics``.
        """
        codes = slice_of(self.facts, by)
        groups = [codes.text(row) for row in range(self.facts.n_records)]
        return compare_topics(
            self.model.labels_, groups, a, b, self.names, self.facts.voice, **settings
        )

    def drift(self, source: Any, **columns: Any) -> TopicDrift:  # noqa: ANN401
        """Whether later records are still like those that the topics were learned from."""
        facts = _facts(source, "default", columns)
        found = self.assign(facts)
        times = None if np.isnat(facts.time).all() else facts.time[facts.voice]
        return topic_drift(
            self.model.labels_, self.model.scores_, found.topics, found.scores, times
        )

    def to_frame(self) -> pd.DataFrame:
        """The topics as a pandas table, one row each."""
        return self.topics.to_frame()

    def plot(self, what: Picture = "bars") -> go.Figure:
        """A picture of the topics.

        Parameters
        ----------
        what : "bars", "map", "trend" or "tree"
            Sizes and sentiment; which are near each other; shares over time; the hierarchy.

        Raises
        ------
        InputError
            There is no such picture, or no time for a trend.
        MissingExtraError
            plotly is not installed.
        """
        pictures = {
            "bars": self.topics.plot,
            "map": self._map,
            "trend": self._trend,
            "tree": self._tree,
        }
        if what not in pictures:
            raise InputError(f"got what={what!r}, expected one of {', '.join(pictures)}")
        return pictures[what]()

    def _repr_html_(self) -> str:
        return self.topics._repr_html_()

    def __str__(self) -> str:
        return str(self.topics)

    def __repr__(self) -> str:
        return f"RecordTopics({len(self.topics)} topics of {self.facts.n_records} records)"

    def __len__(self) -> int:
        return len(self.topics)

    def _map(self) -> go.Figure:
        tree, rows = self.model.hierarchy_, list(self.topics)
        vectors = tree.vectors[[tree.topics.index(row.id) for row in rows]]
        sizes, moods = [row.size for row in rows], [row.sentiment for row in rows]
        return topic_map(topic_positions(vectors), [row.name for row in rows], sizes, moods)

    def _trend(self) -> go.Figure:
        return self.trends().plot()

    def _tree(self) -> go.Figure:
        tree = self.model.hierarchy_
        return topic_tree(tree.linkage, [self.name(id) for id in tree.topics])


def topics(
    source: Any,  # noqa: ANN401
    n_topics: int | None = None,
    *,
    model: str = "default",
    encoder: str | Path | Vectors | None = None,
    outliers: float = 0.05,
    seeds: Mapping[str, Sequence[str]] | None = None,
    stop: Sequence[str] | None = None,
    random_state: int = 0,
    **columns: Any,  # noqa: ANN401
) -> RecordTopics:
    """Find what customers talk about, whether anybody asked for it or not.

    Records are gathered, not voices: a voice that says three things feeds three topics. What they
    say counts most; beside it, whether they are pains, needs or praises, and of which category.
    Topics are learned from the records whose tags are likely right; the words of the others alone
    tell where they belong.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, DataFrame of records, or what ``voc.classify`` takes
        What is not tagged yet is tagged first.
    n_topics : int, optional
        By default a number that a person can look through.
    model : str
        Tags what is not tagged yet.
    encoder : str, Path or callable, optional
        As of ``TopicModel``: "accurate", a folder in Hugging Face format, or a function.
    outliers : float
        Share of the records that may be in no topic.
    seeds : mapping of str to list of str, optional
        Topics that must be there, with words of each.
    stop : list of str, optional
        Words of what is to be put aside.
    random_state : int
    **columns
        As of ``voc.classify``, such as ``text="内容"``.

    Returns
    -------
    RecordTopics

    Raises
    ------
    InputError
        There is no record, or a parameter is out of range.

    Examples
    --------
    >>> import voc
    >>> found = topics(["快递太慢了", "快递三天没到", "屏幕有划痕", "屏幕碎了"] * 3, 2, outliers=0)
    >>> [topic.size for topic in found.topics]
    [9, 9]
    """
    facts = _facts(source, model, columns)
    wanted = _number(facts) if n_topics is None else n_topics
    fitted = TopicModel(
        wanted, encoder=encoder, outliers=outliers, seeds=seeds, stop=stop,
        random_state=random_state,
    ).fit(facts.quote, **known_of(facts))  # fmt: skip
    return RecordTopics.of(fitted, facts)


def _facts(source: Any, model: str, columns: Mapping[str, Any]) -> Facts:  # noqa: ANN401
    facts = facts_of(source if _tagged(source) else load(model).classify(source, **columns))
    if not facts.n_records:
        raise InputError(
            f"got {facts.n_voices} voices without a single record, so there is nothing to gather; "
            "TopicModel().fit(texts) gathers whole texts"
        )
    return facts


def _number(facts: Facts) -> int:
    """Twice as many as of whole texts: records are short, and of many categories."""
    learned_from = {facts.quote[row] for row in np.flatnonzero(trusted(facts)).tolist()}
    return min(2 * number_of_topics(len(set(facts.quote))), _MOST, len(learned_from))


def _tagged(source: Any) -> bool:  # noqa: ANN401
    if isinstance(source, (Result, Facts)):
        return True
    if hasattr(source, "columns"):
        return {"quote", "kind", "category"} <= set(source.columns)
    return isinstance(source, Sequence) and bool(source) and isinstance(source[0], TaggedVoice)
