"""Names of topics of records: the customers' phrase, under the name of the aspect where it needs one.

A phrase that few clauses of its topic say, as 淋浴 where showers, kettles and lifts are all broken,
names an example of the topic. The aspect that nearly all of its records share says what of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from voc.insight.codes import Ints
from voc.insight.facts import Facts
from voc.topic_model.topic import Topic
from voc.topic_model.words import read

_SAID = 0.5  # share of the clauses that say all of a phrase, from which on it stands alone
_SHARED = 0.5  # share of the records of one aspect, from which on it is a heading


def headed(topics: Sequence[Topic], labels: Ints, facts: Facts) -> Iterator[str]:
    """Give each topic the name that stands for most of its records.

    Parameters
    ----------
    topics : sequence of Topic
        Named by a phrase.
    labels : ndarray of shape (n_records,)
    facts : Facts

    Returns
    -------
    iterator of str
        One name a topic, such as "送餐太慢" or "设施设备：淋浴".
    """
    clauses = [clause.senses() for clause in read(list(facts.quote))]
    for topic in topics:
        rows = np.flatnonzero(labels == topic.id)
        wanted = read([topic.name])[0].senses()
        said = np.mean([wanted <= clauses[row] for row in rows.tolist()]) if wanted else 0.0
        heading = _aspect(rows, facts) if said < _SAID else None
        yield f"{heading}：{topic.name}" if heading else topic.name


def _aspect(rows: Ints, facts: Facts) -> str | None:
    """The leaf that most records share, or else the category."""
    taxonomy, counts = facts.taxonomy, facts.category.take(rows).count()
    ids = facts.category.values
    of_parent: dict[str, float] = {}
    for id, count in zip(ids, counts.tolist(), strict=True):
        if id in taxonomy:
            parent = taxonomy.parent(id)
            of_parent[parent] = of_parent.get(parent, 0.0) + count
    for found in (dict(zip(ids, counts.tolist(), strict=True)), of_parent):
        best = max(found, key=found.__getitem__, default="")
        if best in taxonomy and found[best] >= _SHARED * len(rows):
            return taxonomy.name(best)
    return None
