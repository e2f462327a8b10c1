"""Texts as points by their words alone: character n-grams, the rare ones heavier, few directions."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.engines.base import Floats
from voc.engines.vectors import unit_length
from voc.topic_model.grams import rarest

_DIRECTIONS = 30
_COMMON = 0.3  # share of texts from which on an n-gram tells nothing
_FEW = 50  # texts, of which even the common ones must do


def lexical_points(texts: Sequence[str]) -> Floats:
    """Place distinct texts; those that share words lie near each other.

    Parameters
    ----------
    texts : sequence of str
        Model views, none of them empty.

    Returns
    -------
    ndarray of shape (n_texts, n_features)
        Rows of length 1.
    """
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    few = len(texts) < _FEW
    weighted = TfidfVectorizer(
        analyzer="char",
        ngram_range=(1, 3),
        lowercase=False,
        sublinear_tf=True,
        min_df=min(3, rarest(len(texts))),
        max_df=1.0 if few else _COMMON,
        dtype=np.float32,
    ).fit_transform(texts)
    if min(weighted.shape) <= _DIRECTIONS:
        return unit_length(weighted.toarray())
    directions = TruncatedSVD(_DIRECTIONS, n_iter=10, random_state=0)
    return unit_length(directions.fit_transform(weighted))
