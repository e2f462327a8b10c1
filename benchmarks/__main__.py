"""Measure voc and its peers in one run.

    python -m benchmarks

writes benchmarks/results.json, of which ``python -m benchmarks.documents`` makes tables and a plot.
A peer that is not installed is left out, and the results say so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.documents import RESULTS
from benchmarks.fresh import fresh, medians, put_texts
from benchmarks.growth import characters, voices
from benchmarks.machine import machine
from benchmarks.packages import package
from benchmarks.plan import QUICK, Plan
from benchmarks.programs import PROGRAMS
from benchmarks.rounds import alternate, rounded
from benchmarks.texts import different, read_texts
from benchmarks.throughput import throughput
from benchmarks.workers import crew
from voc.errors import InputError

_WARM_UP = 50


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and write the results.

    Returns
    -------
    int
        0, or 2 for a mistake in the arguments.
    """
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.out is None and (arguments.quick or arguments.programs):
        parser.error("these results would not be complete; name another file for them with --out")
    plan = QUICK if arguments.quick else Plan()
    if arguments.programs:
        plan = replace(plan, programs=tuple(arguments.programs))
    out = arguments.out or RESULTS
    try:
        source = read_texts(arguments.texts)
    except (InputError, OSError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2
    results: dict[str, Any] = {"machine": machine(), "texts": _about(source, arguments.texts)}
    for part in measure(source, plan):
        results |= part
        # After each part: what took an hour must not be lost to what comes after it.
        text = json.dumps(results, ensure_ascii=False, indent=1)
        out.write_text(text + "\n", encoding="utf-8")
    return 0


def measure(source: Sequence[str], plan: Plan) -> Iterator[dict[str, Any]]:
    """Measure everything that is planned, part by part.

    Yields
    ------
    dict
        "plan", "programs" and "absent"; "throughput"; "characters"; "fresh"; "voices".
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        with crew(plan.programs, folder, source[:_WARM_UP]) as found:
            here = list(found.workers)
            packages = {name: package(PROGRAMS[name].modules[0]) for name in here}
            yield {"plan": asdict(plan), "programs": packages, "absent": found.absent}
            yield {"throughput": throughput(found.workers, source, plan)}
            yield {"characters": characters(found.workers, source, plan)}
        yield {"fresh": _fresh(here, source, plan, folder)}
        yield {"voices": voices(source, plan, folder)}


def _fresh(
    names: Sequence[str], source: Sequence[str], plan: Plan, folder: Path
) -> dict[str, dict[str, Any]]:
    put_texts(list(islice(different(source, "fresh"), plan.memory_voices)), folder)
    runs = alternate(
        names, range(plan.rounds + 1), lambda name, _: fresh(name, folder), title="fresh processes"
    )
    # The first round does not count: it is the one that brings the files into memory.
    return {
        name: {**medians(of_program), "runs": of_program} for name, (_, *of_program) in runs.items()
    }


def _about(source: Sequence[str], path: Path | None) -> dict[str, Any]:
    """Say which texts these are; of their path no more than the last two names."""
    return {
        "file": None if path is None else "/".join(path.parts[-2:]),
        "different": len(source),
        "mean_characters": rounded(mean(map(len, source))),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--texts", type=Path, help=".jsonl(.gz) with a field text, or .txt (default: bundled texts)"
    )
    parser.add_argument("--out", type=Path, help="JSON to write (default: benchmarks/results.json)")
    parser.add_argument(
        "--programs", nargs="+", choices=PROGRAMS, metavar="NAME", help=f"of {', '.join(PROGRAMS)}"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a handful of texts: to see whether it runs"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
