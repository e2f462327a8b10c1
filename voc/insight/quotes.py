"""Which of many quotes to show: severe, sure, short enough to read, and not the same twice."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from voc.insight.codes import Ints
from voc.insight.facts import Facts

_SHORTEST, _LONGEST = 4, 60  # characters that read well
_LOOKED_AT = 2000  # of one group; the others are no better


def best_quotes(facts: Facts, rows: Ints, n: int = 3) -> tuple[str, ...]:
    """Pick quotes of some records: the most severe first, of these the surest.

    Parameters
    ----------
    facts : Facts
    rows : ndarray of int
        The records to pick from.
    n : int
        How many at most. Each is of another voice, and says something else, as far as there are
        enough.

    Examples
    --------
    >>> import voc
    >>> from voc.insight.reading import facts_of
    >>> facts = facts_of(voc.classify(["等了三天才发货", "等了三天才发货！", "发货慢"]))
    >>> best_quotes(facts, np.arange(3), 2)
    ('等了三天才发货', '发货慢')
    """
    return tuple(facts.quote[row] for row in best_rows(facts, rows, n))


def best_rows(facts: Facts, rows: Ints, n: int = 3) -> tuple[int, ...]:
    """Give the records whose quotes ``best_quotes`` picks."""
    found: dict[str, int] = {}
    voices = set()
    for row in _ranked(facts, rows).tolist():
        said = "".join(c for c in facts.quote[row] if c.isalnum())
        voice = int(facts.voice[row])
        if said and said not in found and voice not in voices:
            found[said] = row
            voices.add(voice)
        if len(found) == n:
            break
    return tuple(found.values())


def _ranked(facts: Facts, rows: Ints) -> Ints:
    severe, sure = facts.severity[rows], np.nan_to_num(facts.confidence[rows])
    first = np.lexsort((rows, -sure, -severe))[:_LOOKED_AT]
    readable = np.array([_reads_well(facts.quote[row]) for row in rows[first]], dtype=np.int64)
    return np.asarray(rows[first][np.argsort(-readable, kind="stable")])


def _reads_well(quote: str) -> bool:
    return _SHORTEST <= len(quote) <= _LONGEST


def quoted(quotes: Iterable[str]) -> str:
    """Quotes on one line, in Chinese quotation marks.

    Examples
    --------
    >>> quoted(["发货慢", "没人理"])
    '“发货慢” “没人理”'
    """
    return " ".join(f"“{quote}”" for quote in quotes)
