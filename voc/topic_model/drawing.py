"""What pictures of topics have alike: names that fit, and colours that tell the sentiment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from voc._aligned import cut, width
from voc._charts import COLOURS, PALETTE
from voc._html import printable
from voc.errors import InputError

Floats = NDArray[np.float64]

WIDTH = 960  # pixels of a picture in which each name has its place
LINE = 18.0  # pixels of a line of text
GREY = "#b0b0b0"
BARE: Mapping[str, bool] = MappingProxyType({"visible": False, "fixedrange": True})
MOOD_HOVER = "%{text}<br>%{customdata[0]:,}<br>情感 %{customdata[1]:.2f}<extra></extra>"

# The grey of the palette is for what does not stand out.
LINE_COLOURS = tuple(colour for colour in PALETTE if colour != COLOURS["neutral"])

_COLUMN = 7.0  # pixels of half a Chinese character
_LONGEST = 34  # columns of a name, of which a Han character takes two
_ROW, _AROUND = 26, 110  # pixels
_SMALLEST, _LARGEST = 5.0, 38.0  # pixels of a radius
_SCALE = ((0.0, COLOURS["negative"]), (0.5, "#d9d9d9"), (1.0, COLOURS["positive"]))


def shown_names(names: Sequence[str]) -> list[str]:
    """Names as plotly can show them: on one line, not too long, no HTML.

    Examples
    --------
    >>> shown_names(["发货<b>慢"])
    ['发货&lt;b&gt;慢']
    """
    return [printable(cut(name, _LONGEST)) for name in names]


def text_widths(names: Sequence[str]) -> Floats:
    """Pixels that each name takes, of shape (n_names,)."""
    return np.array([_COLUMN * width(cut(name, _LONGEST)) for name in names], dtype=np.float64)


def sizes_and_moods(
    names: Sequence[str], sizes: ArrayLike, sentiments: ArrayLike
) -> tuple[Floats, Floats]:
    """Both as arrays.

    Raises
    ------
    InputError
        There is not one of each for each name.
    """
    sizes = np.asarray(sizes, dtype=np.float64)
    sentiments = np.asarray(sentiments, dtype=np.float64)
    if sizes.shape != (len(names),) or sentiments.shape != (len(names),):
        raise InputError(
            f"got {sizes.size} sizes and {sentiments.size} sentiments for {len(names)} names; "
            "give one each"
        )
    return sizes, sentiments


def radii_of(sizes: Floats) -> Floats:
    """Radii of bubbles in pixels; their areas are as the sizes."""
    largest = max(float(sizes.max(initial=0)), 1e-9)
    return np.maximum(_SMALLEST, _LARGEST * np.sqrt(np.maximum(sizes, 0) / largest))


def moods_of(sentiments: Floats) -> dict[str, Any]:
    """What plotly needs to colour markers by sentiment; unknown ones are neutral."""
    return {
        "color": np.nan_to_num(sentiments),
        "colorscale": _SCALE,
        "cmin": -1,
        "cmax": 1,
        "showscale": True,
        "colorbar": {
            "title": {"text": "情感"},
            "tickvals": [-1, 0, 1],
            "ticktext": ["负面", "中性", "正面"],
            "thickness": 12,
            "lenmode": "pixels",
            "len": 200,
            "y": 1,
            "yanchor": "top",
        },
    }


def as_rows(names: Sequence[str]) -> dict[str, Any]:
    """A vertical axis with one name a row, the first on top, and as much room as they need."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(names))),
        "ticktext": list(names),
        "range": [len(names) - 0.5, -0.5],
        "automargin": True,
        "ticklabelstandoff": 8,
        "showgrid": False,
        "zeroline": False,
    }


def height_of(n_rows: int) -> int:
    """Pixels of a picture with that many rows."""
    return _ROW * max(n_rows, 3) + _AROUND
