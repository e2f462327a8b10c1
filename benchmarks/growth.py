"""How cost grows: with the number of voices in a file, and with the characters of one voice.

    python -m benchmarks.growth IN OUT

is a fresh process that streams a file to Parquet; it reports to the one that started it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.child import peak_mb, run_child, tell
from benchmarks.plan import Plan
from benchmarks.programs import PROGRAMS
from benchmarks.rounds import alternate, rounded
from benchmarks.texts import different, of_length, write_jsonl
from benchmarks.workers import Worker

MEASURED = ("voc default", "voc accurate", "jieba")  # on single voices of each length
_CHARACTERS = 5_000  # a measurement, so that short voices are not lost in the noise of the clock
_MOST_CALLS = 200
_MOST_CHARACTERS = 10_000  # of one voice, for slow programs


def voices(source: Sequence[str], plan: Plan, folder: Path) -> dict[str, dict[str, Any]]:
    """Stream files of different texts to Parquet, each by a fresh process with the default model.

    Returns
    -------
    dict
        By number of voices: "seconds" of each round, from the import to the closed file; their
        "median"; and "peak_mb", the largest peak of resident memory of any round.
    """

    def measure(size: int, n: int) -> dict[str, Any]:
        path = folder / "voices.jsonl"
        write_jsonl(islice(different(source, f"voices {n}"), size), path)
        ((_, report),) = run_child("growth", str(path), str(folder / "voices.parquet"))
        return report

    found = alternate(plan.sizes, range(plan.file_rounds), measure, title="growth in voices")
    return {
        str(size): _summary([run["seconds"] for run in runs]) | {"peak_mb": _peak(runs)}
        for size, runs in found.items()
    }


def characters(
    workers: Mapping[str, Worker], source: Sequence[str], plan: Plan
) -> dict[str, dict[str, Any]]:
    """Let single voices be read that are longer and longer, one a call.

    Returns
    -------
    dict
        By name of the program and number of characters: "seconds" a voice of each round, and their
        "median".
    """
    keys = [
        (name, n)
        for n in plan.lengths
        for name in MEASURED
        if name in workers and (n <= _MOST_CHARACTERS or PROGRAMS[name].most is None)
    ]

    def measure(key: tuple[str, int], n: int) -> float:
        name, length = key
        calls = max(1, min(_MOST_CALLS, _CHARACTERS // length))
        texts = list(islice(of_length(source, length, f"length {n}"), calls))
        return workers[name].seconds(texts, one_a_call=True) / calls

    found = alternate(keys, range(plan.rounds), measure, title="growth in characters")
    return {
        name: {str(n): _summary(found[name, n]) for n in plan.lengths if (name, n) in found}
        for name in MEASURED
        if name in workers
    }


def _summary(seconds: Sequence[float]) -> dict[str, Any]:
    return {"median": rounded(median(seconds)), "seconds": [rounded(one) for one in seconds]}


def _peak(runs: Sequence[dict[str, Any]]) -> float | None:
    known = [run["mb"] for run in runs if run["mb"] is not None]
    return rounded(max(known)) if known else None


def _reports(source: str, target: str) -> Iterator[dict[str, Any]]:
    start = perf_counter()
    stream = import_module("voc").load("default").stream(Path(source))
    import_module("voc.collect.write").write(stream, Path(target), overwrite=True)
    yield {"seconds": perf_counter() - start, "mb": peak_mb()}


if __name__ == "__main__":
    tell(_reports(*sys.argv[1:]))
