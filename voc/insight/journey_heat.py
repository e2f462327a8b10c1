"""Stages × touchpoints as tiles of a plotly picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from voc._charts import COLOURS, figure
from voc._html import printable
from voc.insight.journey_places import Place, Places, stage_name, touchpoint_name
from voc.labels import Lang

if TYPE_CHECKING:
    import plotly.graph_objects as go


def heat_map(cells: Places, stages: Places, lang: Lang) -> go.Figure:
    """Draw the cells of a journey: the mood as colour, voices as number, the rest when pointed at.

    Parameters
    ----------
    cells, stages : Places
    lang : "zh" or "en"

    Raises
    ------
    MissingExtraError
        plotly is not installed.
    """
    title = "客户旅程：阶段 × 触点" if lang == "zh" else "Customer journey: stage × touchpoint"
    grid_off = {"showgrid": False, "zeroline": False, "automargin": True}
    graph = figure(
        title,
        "Journey.plot",
        plot_bgcolor="#f4f5f7",
        xaxis={"side": "top", **grid_off},
        yaxis=grid_off,
    )
    touched = _by_voices(cells)
    tiles = {(row.touchpoint, row.stage): row for row in cells}
    grid = [[tiles.get((id, row.stage)) for row in stages] for id in touched]
    graph.add_heatmap(
        x=[stage_name(row.stage, lang) for row in stages],
        y=[touchpoint_name(id, lang) for id in touched],
        z=[[_known_mood(one) for one in line] for line in grid],
        text=[[str(one.voices) if one else "" for one in line] for line in grid],
        customdata=[[_hint(cells, one, lang) if one else "" for one in line] for line in grid],
        texttemplate="%{text}",
        hovertemplate="%{x} · %{y}<br>%{customdata}<extra></extra>",
        hoverongaps=False,
        zmin=-1,
        zmax=1,
        xgap=2,
        ygap=2,
        colorscale=[(0, COLOURS["pain"]), (0.5, "#f2efe9"), (1, COLOURS["praise"])],
        colorbar={"title": {"text": "情绪" if lang == "zh" else "mood"}},
    )
    return graph


def _by_voices(cells: Places) -> list[str | None]:
    """The touchpoints, the busiest last: plotly draws upwards."""
    voices: dict[str | None, int] = {}
    for row in cells:
        voices[row.touchpoint] = voices.get(row.touchpoint, 0) + row.voices
    return sorted(voices, key=lambda id: voices[id])


def _known_mood(cell: Place | None) -> float | None:
    """None leaves a gap; places of needs only are neither pained nor pleased."""
    if cell is None:
        return None
    return cell.mood if cell.mood == cell.mood else 0.0


def _hint(cells: Places, cell: Place, lang: Lang) -> str:
    names = (column.heading(lang) for column in cells.COLUMNS)
    shown = list(zip(names, cells.cells(cell, lang), strict=True))[2:]
    return "<br>".join(f"{name}: {printable(text)}" for name, text in shown)
