"""Two groups side by side, topic by topic."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from voc._charts import PALETTE, figure
from voc.topic_model.drawing import GREY, as_rows, height_of, shown_names

if TYPE_CHECKING:
    import plotly.graph_objects as go


def share_pairs(
    names: Sequence[str],
    shares: ArrayLike,
    groups: tuple[str, str],
    differs: Sequence[bool],
    title: str = "话题对比",
) -> go.Figure:
    """The shares of two groups as two dots a topic; hollow where they may be the same.

    Parameters
    ----------
    names : sequence of str
        From top to bottom.
    shares : array_like of shape (n_topics, 2)
        In [0, 1].
    groups : tuple of two str
    differs : sequence of bool
    title : str

    Raises
    ------
    MissingExtraError
        plotly is not installed.

    Examples
    --------
    >>> picture = share_pairs(["发货慢"], [[0.1, 0.3]], ("大客户", "小客户"), [True])
    >>> [dots.name for dots in picture.data if dots.name]
    ['大客户', '小客户']
    """
    pairs = np.reshape(np.asarray(shares, dtype=np.float64), (-1, 2))
    rows = np.arange(len(names))
    made = figure(
        title, "share_pairs", height=height_of(len(names)) + 30,
        xaxis={"tickformat": ".1%", "gridcolor": "#eee", "zeroline": False},
        yaxis=as_rows(shown_names(names)), margin={"l": 10, "r": 20, "t": 90, "b": 40},
        legend={"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
    )  # fmt: skip
    gaps = np.full((len(pairs), 1), np.nan)
    made.add_scatter(
        x=np.hstack([pairs, gaps]).ravel(), y=np.repeat(rows, 3), mode="lines", showlegend=False,
        line={"color": GREY, "width": 2}, hoverinfo="skip",
    )  # fmt: skip
    for place, group in enumerate(groups):
        made.add_scatter(
            x=pairs[:, place], y=rows, mode="markers", name=shown_names([group])[0],
            marker={
                "size": 11, "line": {"width": 2, "color": PALETTE[place]},
                "color": [PALETTE[place] if sure else "#fff" for sure in differs],
            },
            hovertemplate="%{x:.2%}", cliponaxis=False,
        )  # fmt: skip
    return made
