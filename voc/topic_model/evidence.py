"""What is known of records beside their words, as the evidence that topics are learned from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.insight.facts import Facts
from voc.types import KINDS

# Beside its leaf and kind together, which weigh 1. Small leaves meet within their category, rather than
# with what nobody can name.
_HOME, _KIND, _LEAF = 1.2, 0.7, 0.7
_WEIGHT = 4.0  # of all of it beside the words: topics within one leaf and kind read best
_TRUSTED = 0.5  # confidence: tags below are more likely wrong than right


def known_of(facts: Facts) -> dict[str, Any]:
    """What topics are learned from beside the words."""
    return {
        "evidence": evidence_of(facts), "evidence_weight": _WEIGHT,
        "sample_weight": trusted(facts).astype(np.float32),
    }  # fmt: skip


def trusted(facts: Facts) -> NDArray[np.bool_]:
    """Which records have tags that are likely right; all, if none of these says a word."""
    likely = ~(facts.confidence < _TRUSTED)
    quotes = (facts.quote[row] for row in np.flatnonzero(likely).tolist())
    told = any(any(map(str.isalpha, quote)) for quote in quotes)
    return likely if told else np.ones_like(likely)


def evidence_of(facts: Facts) -> Floats:
    """What is known of records beside their words, of shape (n_records, n_features)."""
    taxonomy = facts.taxonomy
    ids = [*(one.id for one in taxonomy.categories), *taxonomy.ids]
    places = {id: place for place, id in enumerate(ids)}
    of_value = np.zeros((len(facts.category.values), len(ids)), dtype=np.float32)
    for row, id in enumerate(facts.category.values):
        if id in places:
            of_value[row, places[taxonomy.parent(id)]] = _HOME
            of_value[row, places[id]] = _LEAF
    of_category = of_value[facts.category.codes]
    kinds = np.eye(len(KINDS), dtype=np.float32)[facts.kind]
    together = (kinds[:, :, None] * (of_category[:, None] == np.float32(_LEAF))).reshape(
        len(kinds), -1
    )
    evidence = np.hstack((of_category, _KIND * kinds, together.astype(np.float32)))
    evidence[~trusted(facts)] = 0  # only its words tell where such a record belongs
    return evidence
