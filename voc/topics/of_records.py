"""``voc.topics``: topics of records, so that one voice can feed several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.errors import InputError
from voc.insight.facts import Facts
from voc.insight.reading import facts_of
from voc.qualify.loading import load
from voc.result import Result
from voc.topics.encoder_vectors import Vectors
from voc.topics.model import TopicModel
from voc.topics.outliers import Assignment
from voc.topics.topic import Topics, describe
from voc.types import KINDS, TaggedVoice

_HOME, _KIND = 0.7, 1.0  # beside the leaf, which weighs 1
_WEIGHT = 0.5  # of category and kind beside the words


def evidence_of(facts: Facts) -> Floats:
    """What is known of records beside their words: leaf, category and kind.

    Returns
    -------
    ndarray of shape (n_records, n_features)
    """
    taxonomy, values = facts.taxonomy, facts.category.values
    homes = [taxonomy.parent(id) if id in taxonomy else id for id in values]
    names = list(dict.fromkeys(homes))
    of_leaf = np.zeros((len(values), len(names) + len(values)), dtype=np.float32)
    of_leaf[np.arange(len(values)), [names.index(home) for home in homes]] = _HOME
    of_leaf[np.arange(len(values)), len(names) + np.arange(len(values))] = 1
    kinds = _KIND * np.eye(len(KINDS), dtype=np.float32)[facts.kind]
    return np.hstack((of_leaf[facts.category.codes], kinds))
