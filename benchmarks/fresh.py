"""What a fresh process pays: for the import, until the first answer, and in memory.

    python -m benchmarks.fresh PROGRAM FOLDER

is such a process; it reports to the one that started it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.child import peak_mb, run_child, tell
from benchmarks.programs import PROGRAMS
from benchmarks.rounds import rounded

_FIRST = "等了四十分钟才送到，汤都洒了，不过骑手态度很好"
_TEXTS = "texts.json"


def fresh(name: str, folder: Path) -> dict[str, float | None]:
    """Start a process that uses one program, and measure it.

    Parameters
    ----------
    name : str
        Of a program whose ``train`` has written to ``folder``.
    folder : Path
        Also with the texts of ``put_texts``.

    Returns
    -------
    dict
        "import_seconds"; "first_answer_seconds" from the start of the process; "first_answer_mb",
        the peak of resident memory until then, and "peak_mb", that after all the texts.
    """
    (first_answer, first), (_, last) = run_child("fresh", name, str(folder))
    return {
        "import_seconds": first["import_seconds"],
        "first_answer_seconds": first_answer,
        "first_answer_mb": first["mb"],
        "peak_mb": last["mb"],
    }


def put_texts(texts: Sequence[str], folder: Path) -> None:
    """Lay the texts where fresh processes find them."""
    (folder / _TEXTS).write_text(json.dumps(texts), encoding="utf-8")


def medians(runs: Sequence[dict[str, float | None]]) -> dict[str, float | None]:
    """Median of each figure over the rounds; None where it cannot be measured on this system.

    Examples
    --------
    >>> medians([{"peak_mb": 30.0}, {"peak_mb": 10.0}, {"peak_mb": 20.0}])
    {'peak_mb': 20.0}
    """
    return {key: _median([run[key] for run in runs]) for key in runs[0]}


def _median(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return rounded(median(known)) if known else None


def _reports(name: str, folder: Path) -> Iterator[dict[str, Any]]:
    program = PROGRAMS[name]
    start = perf_counter()
    for module in program.modules:
        import_module(module)
    imported = perf_counter() - start
    reader = program.load(folder)
    reader.one(_FIRST)
    yield {"import_seconds": imported, "mb": peak_mb()}
    reader.many(json.loads((folder / _TEXTS).read_text(encoding="utf-8")))
    yield {"mb": peak_mb()}


if __name__ == "__main__":
    tell(_reports(sys.argv[1], Path(sys.argv[2])))
