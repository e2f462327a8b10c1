"""What a trained linear engine makes of whole texts, as features for labels that it does not know.

It has read tens of thousands of customers' voices; who brings fifty need not teach anew that 等了两小时
is a complaint about time.
"""

from __future__ import annotations

import numpy as np

from voc.engines.base import Clauses, Floats
from voc.engines.linear import LinearEngine

_CLEAREST = 1e-4  # a probability below it is as good as none


def model_view(engine: LinearEngine, clauses: Clauses) -> Floats:
    """Lay out what an engine says of each voice.

    Parameters
    ----------
    engine : LinearEngine
    clauses : Clauses

    Returns
    -------
    ndarray of shape (n_voices, n_features)
        Its directions, its tags, and how surely each kind and category is said in any clause.
    """
    scores, directions = engine.read(clauses)
    said = np.zeros((clauses.n_voices, scores.pairs.shape[1]), dtype=np.float32)
    np.maximum.at(said, clauses.voice, scores.pairs)
    tags = list(scores.voices.values())
    return np.concatenate((directions, np.log(said + _CLEAREST), *tags), axis=1)
