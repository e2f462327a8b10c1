"""Shares over time as lines, their intervals as bands, one below another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from voc._charts import PALETTE, figure
from voc.insight.trend_words import subject
from voc.labels import Lang
from voc.taxonomy import category_name

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from voc.insight.trends import TrendRow, Trends

_Key = tuple[str | None, str]
_HEIGHT, _GAP = 120, 0.3  # pixels of a line's place, and the part of it that its name takes


def draw(trends: Trends, n: int, lang: Lang) -> go.Figure:
    """Draw what changed, and else what is most frequent: at most ``n`` lines."""
    series = {key: tuple(rows) for key, rows in groupby(trends, key=_key)}
    chosen = _chosen(trends, series)[:n]
    picture = figure(
        "每百条声音中提到的条数" if lang == "zh" else "Voices out of a hundred that name it",
        "Trends.plot",
        height=100 + _HEIGHT * max(len(chosen), 1),
        hovermode="x unified",
        showlegend=False,
        xaxis={"anchor": _axis(max(len(chosen) - 1, 0)), "tickformat": "%Y-%m-%d"},
    )
    for place, key in enumerate(chosen):
        _place(picture, place, len(chosen), _name(trends, key, lang))
        _line(picture, series[key], place, PALETTE[place % len(PALETTE)])
        for change in trends.changes:
            if (change.slice, change.category) == key:
                _mark(picture, change.start.isoformat(), place)
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
        return category_name(category, trends.taxonomy, lang)
    return subject(trends.taxonomy, category, whose, lang)


def _axis(place: int) -> str:
    return f"y{place + 1}" if place else "y"


def _place(picture: go.Figure, place: int, of: int, name: str) -> None:
    """Give a line an axis of its own, below those before it, with its name above."""
    top = 1 - (place + _GAP) / of
    axis = {
        "domain": [1 - (place + 1) / of, top],
        "tickformat": ".0%",
        "rangemode": "tozero",
        "gridcolor": "#e6e6e6",
        "nticks": 4,
    }
    picture.update_layout({f"yaxis{place + 1}": axis})
    picture.add_annotation(
        text=name, x=0, y=top, xref="paper", yref="paper", xanchor="left", yanchor="bottom",
        showarrow=False,
    )  # fmt: skip


def _line(picture: go.Figure, rows: Sequence[TrendRow], place: int, colour: str) -> None:
    known = [row for row in rows if row.voices]
    axis, days = _axis(place), [row.start for row in known]
    band = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip", "yaxis": axis}
    picture.add_scatter(x=days, y=[row.high for row in known], **band)
    picture.add_scatter(
        x=days, y=[row.low for row in known], fill="tonexty", fillcolor=_pale(colour), **band
    )
    picture.add_scatter(
        x=days,
        y=[row.share for row in known],
        yaxis=axis,
        mode="lines+markers",
        line={"color": colour, "width": 2},
        marker={"symbol": ["circle" if row.finished else "circle-open" for row in known]},
        customdata=[(row.count, row.voices) for row in known],
        hovertemplate="%{y:.1%} (%{customdata[0]}/%{customdata[1]})<extra></extra>",
    )


def _mark(picture: go.Figure, day: str, place: int) -> None:
    picture.add_shape(
        type="line", x0=day, x1=day, y0=0, y1=1, yref=f"{_axis(place)} domain",
        line={"color": "#1a1a1a", "dash": "dot", "width": 1.5},
    )  # fmt: skip


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.15)"
