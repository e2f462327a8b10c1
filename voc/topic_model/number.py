"""How many topics, if nobody says."""

from __future__ import annotations

_FACTOR, _POWER, _MOST = 1.3, 0.3, 60


def number_of_topics(n_texts: int) -> int:
    """Give a number that a person can look through and that grows slowly with what was said.

    Parameters
    ----------
    n_texts : int
        Distinct texts with letters, at least 1.

    Returns
    -------
    int
        In [1, 60]; 1 for a single text.

    Examples
    --------
    >>> [number_of_topics(n) for n in (1, 3, 100, 1000, 6000, 100_000, 10_000_000)]
    [1, 2, 5, 10, 18, 41, 60]
    """
    wanted = round(_FACTOR * float(n_texts) ** _POWER)
    return int(max(1, min(wanted, n_texts, _MOST)))
