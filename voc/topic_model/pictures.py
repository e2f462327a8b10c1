"""Pictures of topics: a map, ranked bars, lines over time, a tree.

Each takes plain data, and shows what a table of the topics holds too.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from voc._charts import COLOURS, PALETTE, figure
from voc.errors import InputError
from voc.topic_model.drawing import (
    BARE,
    GREY,
    LINE,
    LINE_COLOURS,
    MOOD_HOVER,
    WIDTH,
    Floats,
    as_rows,
    height_of,
    moods_of,
    radii_of,
    shown_names,
    sizes_and_moods,
    text_widths,
)
from voc.topic_model.places import apart, on_canvas, spread

if TYPE_CHECKING:
    import plotly.graph_objects as go


def topic_map(
    positions: ArrayLike,
    names: Sequence[str],
    sizes: ArrayLike,
    sentiments: ArrayLike,
    title: str = "话题地图",
) -> go.Figure:
    """Topics as bubbles, like ones near each other: size is volume, colour is sentiment.

    Parameters
    ----------
    positions : array_like of shape (n_topics, 2)
        As ``topic_positions`` gives them. Bubbles are moved aside where names would lie over each
        other; the picture becomes as high as that takes.
    names : sequence of str
    sizes : array_like of shape (n_topics,)
        At least 0.
    sentiments : array_like of shape (n_topics,)
        Mean polarity in [-1, 1]; NaN where unknown.
    title : str

    Raises
    ------
    InputError
        The lengths differ.
    MissingExtraError
        plotly is not installed.

    Examples
    --------
    >>> picture = topic_map([[0, 0], [1, 0]], ["发货慢", "客服热情"], [30, 12], [-0.8, 0.7])
    >>> picture.data[0].text
    ('发货慢', '客服热情')
    """
    sizes, sentiments = sizes_and_moods(names, sizes, sentiments)
    radii = radii_of(sizes)
    wide, high = np.maximum(2 * radii, text_widths(names)) + 8, 2 * radii + LINE + 6
    boxes = np.column_stack([wide, high])
    places = on_canvas(np.reshape(positions, (-1, 2)), boxes, WIDTH)
    centres = apart(places, boxes, WIDTH)
    bottom = (centres[:, 1] - high / 2).min(initial=0) - 4
    top = (centres[:, 1] + high / 2).max(initial=0) + 4
    made = figure(
        title, "topic_map", width=WIDTH + 140, height=top - bottom + 80,
        margin={"l": 20, "r": 120, "t": 60, "b": 20},
        xaxis={**BARE, "range": [0, WIDTH]}, yaxis={**BARE, "range": [bottom, top]},
    )  # fmt: skip
    made.add_scatter(
        # A name is below its bubble, so that the middle of a bubble is above that of its box.
        x=centres[:, 0], y=centres[:, 1] + LINE / 2, mode="markers+text", text=shown_names(names),
        textposition="bottom center", cliponaxis=False, hovertemplate=MOOD_HOVER,
        marker={"size": 2 * radii, "line": {"color": "#fff", "width": 1}, **moods_of(sentiments)},
        customdata=np.column_stack([sizes, sentiments]),
    )  # fmt: skip
    return made


def topic_bars(
    names: Sequence[str],
    sizes: ArrayLike,
    sentiments: ArrayLike,
    title: str = "话题排行",
) -> go.Figure:
    """Topics as bars, the largest on top; the colour is the sentiment.

    Parameters
    ----------
    names : sequence of str
    sizes : array_like of shape (n_topics,)
        Such as voices; at least 0.
    sentiments : array_like of shape (n_topics,)
        Mean polarity in [-1, 1]; NaN where unknown.
    title : str

    Raises
    ------
    InputError
        The lengths differ.
    MissingExtraError
        plotly is not installed.

    Examples
    --------
    >>> topic_bars(["客服热情", "发货慢"], [12, 30], [0.7, -0.8]).data[0].x.tolist()
    [30.0, 12.0]
    """
    sizes, sentiments = sizes_and_moods(names, sizes, sentiments)
    order = np.argsort(-sizes, kind="stable")
    sizes, sentiments = sizes[order], sentiments[order]
    shown = [shown_names(names)[place] for place in order]
    made = figure(
        title, "topic_bars", height=height_of(len(names)), yaxis=as_rows(shown),
        xaxis={"gridcolor": "#eee", "range": [0, 1.12 * sizes.max(initial=1e-9)]},
        margin={"l": 10, "r": 20, "t": 60, "b": 30},
    )  # fmt: skip
    made.add_bar(
        x=sizes, y=np.arange(len(sizes)), orientation="h", text=[f"{size:,.0f}" for size in sizes],
        textposition="outside", cliponaxis=False, marker=moods_of(sentiments), hovertext=shown,
        customdata=np.column_stack([sizes, sentiments]),
        hovertemplate=MOOD_HOVER.replace("%{text}", "%{hovertext}"),
    )  # fmt: skip
    return made


def topic_lines(
    names: Sequence[str],
    starts: Sequence[date],
    shares: Sequence[Sequence[float]],
    title: str = "话题走势",
) -> go.Figure:
    """The share of each topic over time, with its name where its line ends.

    Parameters
    ----------
    names : sequence of str
        The first seven are in colour, all others grey.
    starts : sequence of datetime.date
        First day of each period.
    shares : sequence of sequences of float, of shape (n_topics, n_periods)
        In [0, 1]; NaN leaves a gap.
    title : str

    Raises
    ------
    InputError
        The lengths differ.
    MissingExtraError
        plotly is not installed.

    Examples
    --------
    >>> days = [date(2026, 1, 1), date(2026, 2, 1)]
    >>> picture = topic_lines(["发货慢", "电池鼓包"], days, [[0.2, 0.2], [0.0, 0.1]])
    >>> sorted(line.name for line in picture.data if line.name)
    ['发货慢', '电池鼓包']
    """
    lines = np.asarray(shares, dtype=np.float64)
    if lines.size != len(names) * len(starts):
        raise InputError(
            f"got {lines.size} shares for {len(names)} topics and {len(starts)} periods; give one each"
        )
    lines = lines.reshape(len(names), len(starts))
    top = max(1.1 * float(np.nanmax(lines, initial=0.0)), 1e-3)
    height = max(420.0, 1.15 * LINE * len(names) + 100)
    ends = [_last(line) for line in lines]
    labels = spread(ends, LINE * top / (height - 100), 0, top)
    shown = shown_names(names)
    room = 30 + text_widths(names).max(initial=0)
    split = 1 - room / (WIDTH - 80)
    made = figure(
        title, "topic_lines", width=WIDTH, height=height, showlegend=False,
        margin={"l": 60, "r": 20, "t": 60, "b": 40},
        xaxis={"domain": [0, split], "gridcolor": "#eee", "tickformat": "%Y-%m-%d",
               "range": [starts[0], starts[-1]] if len(starts) > 1 else None, "nticks": 8},
        xaxis2={**BARE, "domain": [split, 1], "range": [0, room]},
        yaxis={"range": [-0.03 * top, top], "tickformat": ".1%", "gridcolor": "#eee",
               "ticklabelstandoff": 8},
    )  # fmt: skip
    for place in reversed(range(len(names))):  # the first ones last, so that they lie on top
        coloured = place < len(LINE_COLOURS)
        colour = LINE_COLOURS[place] if coloured else GREY
        line = {"color": colour, "width": 2 if coloured else 1}
        made.add_scatter(
            x=list(starts), y=lines[place], mode="lines+markers", name=shown[place], line=line,
            marker={"size": 5}, cliponaxis=False, hovertemplate="%{x|%Y-%m-%d} %{y:.2%}",
        )  # fmt: skip
        made.add_scatter(
            x=[4, 20], y=[ends[place], labels[place]], xaxis="x2", mode="lines",
            line={**line, "width": 0.7}, hoverinfo="skip", cliponaxis=False,
        )  # fmt: skip
        made.add_annotation(
            x=21, y=labels[place], xref="x2", text=shown[place], showarrow=False, xanchor="left",
            font={"color": colour if coloured else COLOURS["neutral"]},
        )  # fmt: skip
    return made


def topic_tree(linkage: ArrayLike, names: Sequence[str], title: str = "话题层级") -> go.Figure:
    """Which topics are alike, and in what order they would be merged.

    Parameters
    ----------
    linkage : array_like of shape (n_topics - 1, 4)
        As ``scipy.cluster.hierarchy.linkage`` gives it.
    names : sequence of str
    title : str

    Raises
    ------
    InputError
        There are not as many names as leaves.
    MissingExtraError
        plotly is not installed.

    Examples
    --------
    >>> picture = topic_tree([[0, 1, 0.2, 2], [2, 3, 0.9, 3]], ["发货慢", "物流慢", "客服热情"])
    >>> picture.layout.yaxis.ticktext
    ('客服热情', '发货慢', '物流慢')
    """
    merges = np.reshape(np.asarray(linkage, dtype=np.float64), (-1, 4))
    if len(merges) != max(0, len(names) - 1):
        raise InputError(f"got {len(names)} names for {len(merges)} merges; expected one more name")
    leaves, along, across = _branches(merges)
    shown = shown_names(names)
    made = figure(
        title, "topic_tree", height=height_of(len(names)), showlegend=False,
        margin={"l": 10, "r": 20, "t": 60, "b": 40},
        xaxis={"title": {"text": "距离"}, "gridcolor": "#eee",
               "range": [0, 1.02 * max([*merges[:, 2], 1e-9])]},
        yaxis=as_rows([shown[leaf] for leaf in leaves[: len(names)]]),
    )  # fmt: skip
    made.add_scatter(
        x=along, y=across, mode="lines", line={"color": PALETTE[0]}, hovertemplate="%{x:.3f}"
    )
    return made


def _last(line: Floats) -> float:
    known = line[~np.isnan(line)]
    return float(known[-1]) if len(known) else 0.0


def _branches(merges: Floats) -> tuple[list[int], list[float], list[float]]:
    """Leaves from top to bottom; points of the branches, with a gap (NaN) after each."""
    from scipy.cluster.hierarchy import dendrogram

    if not len(merges):
        return [0], [], []
    drawn = dendrogram(merges, no_plot=True)
    along = [x for branch in drawn["dcoord"] for x in (*branch, np.nan)]
    # scipy sets leaves at 5, 15, 25 …
    across = [(y - 5) / 10 for branch in drawn["icoord"] for y in (*branch, np.nan)]
    return drawn["leaves"], along, across
