"""Comparing the newest finished period with what went before it."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from voc.insight.changes import Cell, Found
from voc.insight.codes import Ints
from voc.insight.facts import Facts
from voc.insight.news import News, NewsItem
from voc.insight.periods import Periods
from voc.insight.quotes import best_quotes
from voc.insight.shares import Counts, Slices
from voc.statistics.exact import fisher
from voc.statistics.many import holm
from voc.statistics.means import Moments, welch


class Observed(NamedTuple):
    """What was counted: of which records, in which slices and periods."""

    facts: Facts
    rows: Ints
    slices: Slices
    periods: Periods
    counts: Counts


def news(seen: Observed, found: Found, alpha: float) -> News:
    """Judge the newest finished period.

    Each share is held against its periods since it last changed, by Fisher's exact test; the mood
    against all periods before, by Welch's t test. All together are corrected by Holm.
    """
    newest = seen.periods.n_finished - 1
    if newest < 0:
        return News(unit=seen.periods.unit, taxonomy=seen.facts.taxonomy)
    items = [*_shares(seen.counts, found, newest), *_moods(seen, newest)]
    adjusted = holm([item.p for _, item in items]).tolist()
    rows = [
        replace(item, p=p, quote=_quote(seen, cell, item) if cell and p <= alpha else "")
        for (cell, item), p in zip(items, adjusted, strict=True)
    ]
    each = seen.counts.voices.sum(axis=0)
    return News(
        rows,
        unit=seen.periods.unit,
        days=seen.periods.days(newest),
        voices=int(each[newest]),
        usual=float(each[:newest].mean()) if newest else float("nan"),
        alpha=alpha,
        taxonomy=seen.facts.taxonomy,
    )


def _shares(counts: Counts, found: Found, newest: int) -> list[tuple[Cell | None, NewsItem]]:
    cells: list[Cell] = []
    items: list[NewsItem] = []
    for cell, points in found.items():
        since = max((one.place for one in points if one.place < newest), default=0)
        hits, voices = (
            all_[..., since : newest + 1] for all_ in (counts.hits[cell], counts.voices[cell[0]])
        )
        k1, k2, n1, n2 = (
            int(n) for n in (hits[:-1].sum(), hits[-1], voices[:-1].sum(), voices[-1])
        )
        if n1 and n2:
            cells.append(cell)
            items.append(
                NewsItem(
                    slice=counts.slices[cell[0]],
                    category=counts.categories[cell[1]],
                    before_count=k1,
                    before_voices=n1,
                    before_periods=newest - since,
                    before=k1 / n1,
                    count=k2,
                    voices=n2,
                    after=k2 / n2,
                    p=float("nan"),
                )
            )
    numbers = ("before_count", "before_voices", "count", "voices")
    p = fisher(*([getattr(item, name) for item in items] for name in numbers))
    return [
        (cell, replace(item, p=one))
        for cell, item, one in zip(cells, items, p.tolist(), strict=True)
    ]


def _moods(seen: Observed, newest: int) -> list[tuple[Cell | None, NewsItem]]:
    names, place = seen.slices.names, seen.periods.place
    before, now = (
        Moments.of(seen.facts.polarity, np.where(of, seen.slices.place, -1), len(names))
        for of in ((place >= 0) & (place < newest), place == newest)
    )
    p = welch(before, now)[2]
    return [
        (None, NewsItem(
            slice=name, category=None, before_count=int(before.n[at]), before_voices=int(before.n[at]),
            before_periods=newest, before=float(before.mean[at]), count=int(now.n[at]),
            voices=int(now.n[at]), after=float(now.mean[at]), p=float(p[at]),
        ))
        for at, name in enumerate(names) if not np.isnan(p[at])
    ]  # fmt: skip


def _quote(seen: Observed, cell: Cell, item: NewsItem) -> str:
    """Of the period if the share rose, else of the periods it is held against."""
    newest = seen.periods.n_finished - 1
    rose = item.after > item.before
    first, last = (newest, newest) if rose else (newest - item.before_periods, newest - 1)
    voice = seen.facts.voice[seen.rows]
    place = seen.periods.place[voice]
    inside = (place >= first) & (place <= last) & (seen.slices.place[voice] == cell[0])
    inside &= seen.facts.category.codes[seen.rows] == cell[1]
    return next(iter(best_quotes(seen.facts, seen.rows[inside], 1)), "")
