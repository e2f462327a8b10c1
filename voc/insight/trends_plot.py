"""Shares over time as lines, their intervals as bands."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from voc._charts import PALETTE, figure
from voc.insight.trend_words import category_name, subject
from voc.labels import Lang

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from voc.insight.trends import TrendRow, Trends

_Key = tuple[str | None, str]


def draw(trends: Trends, n: int, lang: Lang) -> go.Figure:
    """Draw what changed, and else what is most frequent: at most ``n`` lines."""
    series = {key: tuple(rows) for key, rows in groupby(trends, key=_key)}
    picture = figure(
        "每百条声音中提到的条数" if lang == "zh" else "Voices out of a hundred that name it",
        "Trends.plot",
        yaxis={"tickformat": ".0%", "rangemode": "tozero", "gridcolor": "#e6e6e6"},
        legend={"orientation": "h", "y": -0.15},
        hovermode="x unified",
    )
    for place, key in enumerate(_chosen(trends, series)[: min(n, len(PALETTE))]):
        _line(picture, series[key], _name(trends, key, lang), PALETTE[place])
        for change in trends.changes:
            if (change.slice, change.category) == key:
                picture.add_vline(x=change.start, line={"color": PALETTE[place], "dash": "dot"})
    return picture


def _key(row: TrendRow) -> _Key:
    return row.slice, row.category


def _chosen(trends: Trends, series: dict[_Key, tuple[TrendRow, ...]]) -> list[_Key]:
    changed = dict.fromkeys((change.slice, change.category) for change in trends.changes)
    often = sorted(series, key=lambda key: -sum(row.count for row in series[key]))
    return list(dict.fromkeys([*changed, *often]))


def _name(trends: Trends, key: _Key, lang: Lang) -> str:
    whose, category = key
    if whose is None:
        return category_name(trends.taxonomy, category, lang)
    return subject(trends.taxonomy, category, whose, lang)


def _line(picture: go.Figure, rows: Sequence[TrendRow], name: str, colour: str) -> None:
    known = [row for row in rows if row.voices]
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "showlegend": False}
    days = [row.start for row in known]
    picture.add_scatter(x=days, y=[row.high for row in known], legendgroup=name, **band)
    picture.add_scatter(
        x=days, y=[row.low for row in known], fill="tonexty", legendgroup=name,
        fillcolor=_pale(colour), **band,
    )  # fmt: skip
    picture.add_scatter(
        x=days,
        y=[row.share for row in known],
        name=name,
        legendgroup=name,
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"symbol": ["circle" if row.finished else "circle-open" for row in known]},
        customdata=[(row.count, row.voices) for row in known],
        hovertemplate="%{y:.1%} (%{customdata[0]}/%{customdata[1]})",
    )


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.12)"
