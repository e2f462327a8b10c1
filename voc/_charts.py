"""The look of plotly pictures: fonts that have Chinese, colours that all people tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from voc._optional import require

if TYPE_CHECKING:
    import plotly.graph_objects as go

FONTS = (
    "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, "
    "WenQuanYi Micro Hei, sans-serif"
)
# Of Okabe and Ito, as the highlights of quotes are.
COLOURS: Mapping[str, str] = MappingProxyType(
    {
        "pain": "#d55e00", "need": "#0072b2", "praise": "#009e73",
        "negative": "#d55e00", "neutral": "#767676", "positive": "#009e73", "mixed": "#cc79a7",
    }
)  # fmt: skip
PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#767676", "#8c6d1f")


def figure(title: str, caller: str, **layout: Any) -> go.Figure:  # noqa: ANN401
    """An empty picture in voc's look.

    Parameters
    ----------
    title : str
    caller : str
        What the user called, for the message where plotly is missing.
    **layout
        Further settings of plotly's layout.

    Raises
    ------
    MissingExtraError
        plotly is not installed.
    """
    graph = require("plotly.graph_objects", extra="viz", caller=caller)
    made: go.Figure = graph.Figure(
        layout={
            "title": {"text": title},
            "font": {"family": FONTS, "size": 13, "color": "#1a1a1a"},
            "colorway": PALETTE,
            "paper_bgcolor": "#fff",
            "plot_bgcolor": "#fff",
            "margin": {"l": 40, "r": 20, "t": 60, "b": 40},
            **layout,
        }
    )
    return made
