"""Names of topics of records: as narrow as most of a topic's records allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np

from voc.insight.codes import Ints
from voc.insight.facts import Facts
from voc.topic_model.headings import heading
from voc.topic_model.name_forms import HOLDS, Form, Forms
from voc.topic_model.naming import ranked, unlike
from voc.topic_model.reading import Reading

_READ = 1000  # records of one topic


def record_names(reading: Reading, rows_of: Sequence[Ints], facts: Facts) -> list[str]:
    """Name topics of records; the largest choose first.

    Parameters
    ----------
    reading : Reading
        Of the records' quotes.
    rows_of : sequence of arrays of int
        The records of each topic.
    facts : Facts

    Returns
    -------
    list of str
        One name for each topic, all different; "" where it has no record.

    Notes
    -----
    How far a name holds is estimated: by the records that say it in the same words or nearly so,
    and, for what stands under a heading, by those that share the heading, as far as the confidence
    of their tags goes. The first form that holds for 70 % is taken, from the narrowest to the widest.
    """
    given = [""] * reading.n_topics
    taken: defaultdict[str, set[frozenset[str]]] = defaultdict(set)
    found = list(ranked(reading))
    for topic in np.argsort(-reading.sizes[:-1], kind="stable").tolist():
        if not len(rows_of[topic]):
            continue
        rows = _some(rows_of[topic])
        over = heading(rows, facts)
        form = _chosen(Forms(rows, facts, over, found[topic], taken[over.text]), given)
        given[topic] = unlike(form.text, given)
        taken[over.text].update(one.senses for one in form.phrases)
    return given


def _chosen(forms: Iterable[Form], given: Sequence[str]) -> Form:
    """The narrowest that holds, or else what holds most."""
    free = []
    for form in forms:
        if form.text not in given:
            if form.holds >= HOLDS:
                return form
            free.append(form)
    return max(free or forms, key=lambda form: form.holds)


def _some(rows: Ints) -> Ints:
    n = min(len(rows), _READ)
    return np.asarray(rows[np.linspace(0, len(rows) - 1, n).astype(np.int64)])
