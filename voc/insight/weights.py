"""What a record counts in a score: by the level of experience that it touches."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from voc.errors import InputError
from voc.insight.codes import Floats
from voc.insight.facts import Facts
from voc.labels import labels
from voc.taxonomy import Taxonomy


def level_weights(changed: Mapping[str, float] | None = None) -> dict[str, float]:
    """Weight of each level: those of ``voc.labels``, but for what is changed.

    Raises
    ------
    InputError
        There is no such level, or a weight is negative or no finite number.

    Examples
    --------
    >>> level_weights({"delight": 0.5})
    {'need_met': 3.0, 'ease': 2.0, 'delight': 0.5}
    """
    weights = {label.id: float(label.weight or 0) for label in labels("level")}
    for level, weight in (changed or {}).items():
        if level not in weights:
            raise InputError(f"weights has {level!r}; expected levels: {', '.join(weights)}")
        if not 0 <= weight < np.inf:
            raise InputError(f"weights[{level!r}]={weight!r}; expected a number of 0 or more")
        weights[level] = float(weight)
    return weights


def weights_of(facts: Facts, weights: Mapping[str, float]) -> Floats:
    """Weight of each record; without a level, that of its leaf, else the smallest."""
    of_levels = np.array([*(weights.get(level, np.nan) for level in facts.level.values), np.nan])
    of_leaves = np.array(
        [
            *(_of_leaf(id, facts.taxonomy, weights) for id in facts.category.values),
            min(weights.values()),
        ]
    )
    given = of_levels[facts.level.codes]
    return np.where(np.isnan(given), of_leaves[facts.category.codes], given)


def _of_leaf(id: str, taxonomy: Taxonomy, weights: Mapping[str, float]) -> float:
    known = id in taxonomy and taxonomy.parent(id) != id
    return weights[taxonomy.leaf(id).level] if known else min(weights.values())
