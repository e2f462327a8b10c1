"""Pareto chart: few causes make most of it, and which these are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voc._charts import COLOURS, figure
from voc.labels import Lang, label_name
from voc.types import KINDS, Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

_WORDS = {
    "zh": ("痛需帕累托图", "痛点分", "累计占比"),
    "en": ("Pareto of pains and needs", "score", "cumulative share"),
}
_LINE = "#1a1a1a"


def pareto(
    names: Sequence[str],
    kinds: Sequence[Kind],
    scores: Sequence[float],
    cumulative: Sequence[float],
    lang: Lang = "zh",
) -> go.Figure:
    """Bars from the highest to the lowest, and the line of their cumulative share.

    Parameters
    ----------
    names, kinds, scores, cumulative : sequences of the same length
        In the order in which they are drawn; ``cumulative`` in [0, 1].

    Raises
    ------
    MissingExtraError
        plotly is not installed.
    """
    title, score, share = _WORDS[lang]
    places = list(range(len(names)))
    made = figure(
        title,
        "Pains.plot",
        xaxis={"tickvals": places, "ticktext": names, "automargin": True, "showgrid": False},
        yaxis={"title": {"text": score}, "gridcolor": "#e5e5e5", "rangemode": "tozero"},
        yaxis2={
            "title": {"text": share}, "overlaying": "y", "side": "right", "range": [0, 1.02],
            "tickformat": ".0%", "tickvals": [0, 0.25, 0.5, 0.75, 1], "showgrid": False,
        },
        margin={"l": 60, "r": 70, "t": 90, "b": 60},
        legend={"orientation": "h", "x": 1, "xanchor": "right", "y": 1.02, "yanchor": "bottom"},
        bargap=0.25,
    )  # fmt: skip
    for kind in (kind for kind in KINDS if kind in kinds):
        chosen = [place for place in places if kinds[place] == kind]
        made.add_bar(
            x=chosen,
            y=[scores[place] for place in chosen],
            name=label_name("kind", kind, lang),
            hovertext=[names[place] for place in chosen],
            hovertemplate="%{hovertext}<br>%{y:.3~g}<extra></extra>",
            marker_color=COLOURS[kind],
        )
    made.add_scatter(
        x=places, y=list(cumulative), name=share, mode="lines+markers", yaxis="y2",
        line={"color": _LINE, "width": 2}, hovertemplate="%{y:.0%}<extra></extra>",
    )  # fmt: skip
    return made
