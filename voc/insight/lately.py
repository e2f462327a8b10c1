"""Whether the newest voices say something more often than the earlier ones did."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.insight.cells import Bools, Cells
from voc.insight.codes import Floats
from voc.insight.facts import Facts
from voc.labels import Lang
from voc.statistics.exact import fisher
from voc.statistics.many import benjamini_hochberg
from voc.table import number

Direction = Literal["up", "down", "unclear"]
_NEWEST = 0.25  # of the voices
_LEVEL = 0.05  # of the directions named, this share may be chance
_WORDS = {
    "up": ("↑ {} 倍", "↑ {}×"),
    "down": ("↓ {} 倍", "↓ {}×"),
    "unclear": ("看不出变化", "no clear change"),
}


class Newest(NamedTuple):
    """The newest quarter of the voices that have a time, and those before it.

    Attributes
    ----------
    since : datetime
        When the newest quarter begins.
    new, old : ndarray of shape (n_voices,), bool
    """

    since: datetime
    new: Bools
    old: Bools


def newest(facts: Facts) -> Newest | None:
    """Part the voices by time; None where there are no two times.

    A quarter of the voices, not of the time: one odd date would else move all voices to one side.
    """
    dated = ~np.isnat(facts.time)
    times = np.sort(facts.time[dated])
    if not len(times) or times[0] == times[-1]:
        return None
    since = times[min(int(len(times) * (1 - _NEWEST)), len(times) - 1)]
    since = since if since > times[0] else times[times > times[0]][0]
    new = dated & (facts.time >= since)
    return Newest(since.item(), new, dated & ~new)


def ratios(cells: Cells, parts: Newest) -> Floats:
    """How the share of voices that name each cell changed: newest to earlier, half a voice added.

    Returns
    -------
    ndarray of shape (n_cells,)
        NaN where a slice has no voices in one of the parts.
    """
    of_new, of_old = cells.of_base(parts.new), cells.of_base(parts.old)
    new = (cells.voices.count(parts.new) + 0.5) / np.where(of_new > 0, of_new + 1, np.nan)
    old = (cells.voices.count(parts.old) + 0.5) / np.where(of_old > 0, of_old + 1, np.nan)
    return np.asarray(new / old)


def directions(cells: Cells, parts: Newest, ratio: Floats) -> list[Direction | None]:
    """What can be said of each: Fisher's exact test, with the false discovery rate held at 5 %.

    Benjamini and Hochberg (1995) over the cells that are said often enough to be told from chance at
    all (Gilbert 2005). The others are "unclear".
    """
    known = ~np.isnan(ratio)
    chance, least = _chances(cells, parts)
    p = benjamini_hochberg(np.where(known & (least < _LEVEL), chance, np.nan))
    named: NDArray[np.object_] = np.where(ratio > 1, "up", "down").astype(object)
    named[~(p < _LEVEL)] = "unclear"
    named[~known] = None
    return list(named)


def change_text(ratio: float | None, direction: Direction | None, lang: Lang) -> str:
    """For people: the ratio only where it is more than chance, a dash where there is none.

    Examples
    --------
    >>> change_text(2.13, "up", "zh"), change_text(2.13, "unclear", "zh")
    ('↑ 2.1 倍', '看不出变化')
    """
    if ratio is None or direction is None:
        return "—"
    return _WORDS[direction][lang == "en"].format(number(ratio, 1))


def _chances(cells: Cells, parts: Newest) -> tuple[Floats, Floats]:
    """What Fisher's test gives, and the least that it could give: two-sided, at most 1."""
    new, both = cells.voices.count(parts.new), cells.voices.count(parts.new | parts.old)
    of_new, of_both = cells.of_base(parts.new), cells.of_base(parts.new | parts.old)
    fewest, most = np.maximum(0, both - (of_both - of_new)), np.minimum(both, of_new)
    tests = (fisher(x, of_new, both - x, of_both - of_new) for x in (new, fewest, most))
    given, *extremes = tests
    return given, np.minimum(*extremes)
