"""Which customers are alike."""

from __future__ import annotations

import numpy as np

from voc.insight.codes import Floats, Ints

_FEWEST = 10  # customers of one persona, on average
_LEAST, _MOST = 3, 6  # personas that tell something, and that people can tell apart
_LEARNED = 5000  # customers by which groups are found; the others join the nearest


def alike(features: Floats, n: int | None, random_state: int) -> Ints:
    """Group rows by k-means; the number is that of the largest silhouette.

    Parameters
    ----------
    features : ndarray of shape (n_customers, n_features)
    n : int or None
        The number of groups; there are fewer where fewer rows differ.
    random_state : int

    Returns
    -------
    ndarray of shape (n_customers,)
        Numbers of groups, from 0.

    Examples
    --------
    >>> alike(np.array([[0.0], [0.1], [1.0]]), 2, 0).tolist() in ([0, 0, 1], [1, 1, 0])
    True
    """
    from sklearn.cluster import KMeans
    from sklearn.metrics import silhouette_score

    rng = np.random.default_rng(random_state)
    some = features[rng.permutation(len(features))[:_LEARNED]]
    distinct = len(np.unique(some, axis=0))
    most = max(1, min(_MOST, len(some) // _FEWEST, distinct))
    numbers = [min(n, distinct)] if n else list(range(min(_LEAST, most), most + 1))
    best, found = -2.0, None
    for k in numbers:
        model = KMeans(k, n_init=4, random_state=random_state).fit(some)
        merit = silhouette_score(some, model.labels_) if len(numbers) > 1 else 0.0
        if merit > best:
            best, found = merit, model
    assert found is not None
    return np.asarray(found.predict(features), dtype=np.int64)
