"""How long insight takes over many records, and how much memory.

    python -m benchmarks.insight [--records 1000000] [--only pains,…] [--write]

Each analysis reads a synthetic table of records in a fresh process. Seconds are of the processor, so
that other work on the machine does not count. "table" is what that process
held when the table was made, "peak" the most that it held at any time: both count Python and the
packages that it has loaded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from time import process_time
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.child import peak_mb, run_child, tell
from benchmarks.machine import machine
from benchmarks.markers import update
from voc.insight.alerts import alerts
from voc.insight.compare import compare
from voc.insight.drivers import drivers
from voc.insight.facts import Facts
from voc.insight.journey import journey
from voc.insight.pains import pains
from voc.insight.personas import personas
from voc.insight.reading import facts_of
from voc.insight.scores import scores
from voc.insight.trends import trends
from voc.taxonomy import Taxonomy
from voc.types import CHANNELS, KINDS, LEVELS, STAGES, TOUCHPOINTS

if TYPE_CHECKING:
    import pandas as pd

# What is measured, by the name that --only takes.
ANALYSES: Mapping[str, Callable[[Facts], object]] = MappingProxyType(
    {
        "pains": pains,
        "pains by segment": partial(pains, by="segment"),
        "pains by week": partial(pains, by="week"),
        "journey": journey,
        "trends": trends,
        "trends by product": partial(trends, by="product"),
        "compare": lambda facts: compare(facts, at="2025-07-01"),
        "scores": scores,
        "drivers": drivers,
        "alerts": alerts,
        "personas": personas,
    }
)
_SAID = (
    "等了{}天才发货",
    "打了{}次电话没人接",
    "用了{}周就坏了，真失望",
    "第{}遍了还是闪退",
    "便宜{}块就好了",
)
_PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
_YEAR = 365 * 24 * 3600


def main() -> None:
    """Measure each in turn and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000, help="default: %(default)s")
    parser.add_argument("--only", default=",".join(ANALYSES), help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    parser.add_argument("--child", choices=ANALYSES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        tell(_measured(arguments.child, arguments.records))
        return
    lines = ["| analysis | reading, s | analysis, s | table, MB | peak, MB |", "|---" * 5 + "|"]
    for name in arguments.only.split(","):
        told = run_child("insight", "--child", name, "--records", str(arguments.records))
        lines.append(f"| {name} | {' | '.join(_cells(told[-1][1]))} |")
        print(lines[-1], flush=True)
    if arguments.write:
        head = f"{arguments.records:,} records, {machine()['processor']}, one thread.\n\n"
        update(_PAGE, "insight", head + "\n".join(lines) + "\n")


def table(records: int, random_state: int = 0) -> pd.DataFrame:
    """Make records up, as ``Result.to_frame`` has them: two of three are of a voice of their own.

    Parameters
    ----------
    records : int
    random_state : int
    """
    import pandas

    random = np.random.default_rng(random_state)
    voices = max(1, records * 2 // 3)
    voice = np.sort(random.integers(0, voices, records))

    def drawn(values: tuple[str | None, ...], n: int = records) -> NDArray[np.object_]:
        odds = 1 / np.arange(1, len(values) + 1)
        return np.array(values, dtype=object)[random.choice(len(values), n, p=odds / odds.sum())]

    seconds = random.integers(0, _YEAR, voices)[voice]
    said = random.integers(0, len(_SAID), records).tolist()
    times = random.integers(1, 10_000, records).tolist()
    kinds = drawn(KINDS)
    return pandas.DataFrame(
        {
            "id": np.array([f"v{n}" for n in range(voices)], dtype=object)[voice],
            "kind": kinds,
            "category": drawn(Taxonomy.load().ids),
            "quote": [_SAID[n].format(count) for n, count in zip(said, times, strict=True)],
            "severity": np.where(kinds == "praise", 0, random.integers(1, 5, records)),
            "stage": drawn(STAGES),
            "touchpoint": drawn((None, *TOUCHPOINTS)),
            "level": drawn(LEVELS),
            "confidence": random.random(records),
            "channel": drawn(CHANNELS, voices)[voice],
            "created_at": np.datetime64("2025-01-01", "us") + seconds.astype("timedelta64[s]"),
            "customer": np.array([f"C{n}" for n in range(voices)], dtype=object)[voice // 3],
            "segment": drawn(("小客户", "大客户", None), voices)[voice],
            "product": drawn(tuple(f"型号{n}" for n in range(20)), voices)[voice],
            "score": random.integers(0, 11, voices)[voice].astype(float),
        }
    )  # fmt: skip


def _measured(name: str, records: int) -> Iterator[dict[str, Any]]:
    made = table(records)
    held = peak_mb()
    began = process_time()
    facts = facts_of(made)
    read = process_time()
    ANALYSES[name](facts)
    done = process_time()
    yield {"reading": read - began, "analysis": done - read, "table": held, "peak": peak_mb()}


def _cells(report: Mapping[str, Any]) -> Iterator[str]:
    for name in ("reading", "analysis"):
        yield f"{report[name]:.1f}"
    for name in ("table", "peak"):
        yield "?" if report[name] is None else f"{report[name]:.0f}"


if __name__ == "__main__":
    main()
