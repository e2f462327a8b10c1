"""What is measured of cells, as columns: one list a figure, one value a cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from voc.insight.cells import Cells
from voc.insight.codes import Floats
from voc.insight.facts import Facts
from voc.insight.lately import Newest, directions, ratios
from voc.insight.unresolved import unresolved
from voc.statistics.proportions import wilson
from voc.types import KINDS


def identity(facts: Facts, cells: Cells, by: str | None) -> dict[str, list[Any]]:
    """Kind, category and slice of each cell."""
    slices = [None if by is None else value for value in cells.slices.values] + [None]
    return {
        "kind": [KINDS[kind] for kind in cells.kind],
        "category": [facts.category.values[category] for category in cells.category],
        "slice": [slices[slice_] for slice_ in cells.slice],
    }


def volume(cells: Cells) -> dict[str, list[Any]]:
    """Records, voices, and their share of the slice with its interval."""
    voices, base = cells.voices.count(), cells.of_base()
    low, high = wilson(voices, base)
    return {
        "records": cells.sum().astype(np.int64).tolist(),
        "voices": voices.astype(np.int64).tolist(),
        "share": (voices / base).tolist(),
        "share_low": low.tolist(),
        "share_high": high.tolist(),
    }


def weight(facts: Facts, cells: Cells, scores: Floats) -> dict[str, list[Any]]:
    """Mean severity, score, and share of the score of all cells."""
    severity = cells.sum(facts.severity[cells.rows].astype(np.float64)) / cells.sum()
    return {
        "severity": severity.tolist(),
        "score": scores.tolist(),
        "score_share": (scores / (scores.sum() or np.nan)).tolist(),
    }


def change(cells: Cells, parts: Newest | None) -> dict[str, list[Any]]:
    """Trend and direction; None of each where there are no two parts to compare."""
    if parts is None:
        return {"trend": [None] * len(cells), "direction": [None] * len(cells)}
    ratio = ratios(cells, parts)
    return {"trend": _known(ratio), "direction": directions(cells, parts, ratio)}


def still_open(facts: Facts, cells: Cells, resolved: str | None) -> list[float | None]:
    """Share of the voices of each cell that are unresolved; None where nothing tells."""
    found = unresolved(facts, resolved)
    if found is None:
        return [None] * len(cells)
    known = cells.voices.count(found.known)
    still = cells.voices.count(found.known & found.open)
    return _known(still / np.where(known > 0, known, np.nan))


def _known(values: Floats) -> list[float | None]:
    return [None if value != value else value for value in values.tolist()]
