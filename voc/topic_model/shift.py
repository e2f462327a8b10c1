"""Whether scores are still distributed as they were."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.statistics.many import holm
from voc.statistics.proportions import Floats

_BINS = 10


def stability_index(known: Floats, scores: Floats) -> float:
    """Population stability index over tenths of the known scores.

    Parameters
    ----------
    known, scores : ndarray of shape (n,) and (m,)
        At least one each, without NaN.

    Notes
    -----
    Half a score is added to each tenth, so that an empty one counts much but not infinitely.

    Examples
    --------
    >>> known = np.linspace(0, 1, 1000)
    >>> round(stability_index(known, known), 3), round(stability_index(known, known / 2), 1)
    (0.0, 3.0)
    """
    edges = np.unique(np.quantile(known, np.arange(1, _BINS) / _BINS))
    there, here = (
        np.bincount(np.searchsorted(edges, values), minlength=len(edges) + 1) + 0.5
        for values in (known, scores)
    )
    there, here = there / there.sum(), here / here.sum()
    return float(((here - there) * np.log(here / there)).sum())


def lower_scores(known: Floats, news: Sequence[Floats]) -> Floats:
    """P-values of scores that are no lower than the known ones.

    Parameters
    ----------
    known : ndarray of shape (n_known,)
    news : sequence of ndarrays
        Several sets of scores; there is no test of an empty one.

    Returns
    -------
    ndarray of shape (n_sets,)
        One-sided, of Kolmogorov and Smirnov's test, adjusted by Holm; NaN where there is no test.

    Examples
    --------
    >>> known = np.linspace(0, 1, 100)
    >>> lower_scores(known, [known, known / 2, known[:0]]).round(3).tolist()
    [1.0, 0.0, nan]
    """
    from scipy.stats import ks_2samp

    def lower(scores: Floats) -> float:
        if not len(scores) or not len(known):
            return np.nan
        return float(ks_2samp(scores, known, alternative="greater", method="asymp").pvalue)

    return holm([lower(scores) for scores in news])
