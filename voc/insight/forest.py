"""Forest plots: figures with their intervals, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from voc._charts import COLOURS, figure
from voc._html import printable

if TYPE_CHECKING:
    import plotly.graph_objects as go

_ROW = 28  # pixels


def forest(
    title: str,
    axis: str,
    names: Sequence[str],
    figures: Sequence[tuple[float, float, float]],
    colours: Sequence[str],
    caller: str,
) -> go.Figure:
    """Draw figures with their intervals, the first at the top, and a line at 0 if it is in sight.

    Parameters
    ----------
    title, axis : str
        What is shown, and in which unit.
    names : sequence of str
    figures : sequence of (value, low, high)
    colours : sequence of str
    caller : str
        What the user called, for the message where plotly is missing.

    Raises
    ------
    MissingExtraError
        plotly is not installed.
    """
    made = figure(printable(title), caller, height=140 + _ROW * len(names))
    if any(low <= 0 for _, low, _ in figures):
        made.add_vline(x=0, line={"color": COLOURS["neutral"], "width": 1})
    made.add_scatter(
        x=[value for value, _, _ in figures],
        y=[printable(name) for name in names],
        error_x={
            "array": [high - value for value, _, high in figures],
            "arrayminus": [value - low for value, low, _ in figures],
            "color": "#9a9a9a",
            "thickness": 1.5,
            "width": 3,
        },
        mode="markers",
        marker={"size": 10, "color": list(colours)},
    )
    made.update_xaxes(title=printable(axis), showgrid=True, gridcolor="#eee", zeroline=False)
    made.update_yaxes(automargin=True, autorange="reversed")
    return made
