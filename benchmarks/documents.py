"""Bring README.md, README.en.md and docs/performance.md up to date with the last run.

    python -m benchmarks.documents

puts the tables between the markers and draws docs/performance.svg; ``make bench`` does it after the
run. Tests fail where a document is stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.markers import update
from benchmarks.plot import draw
from benchmarks.tables import performance_tables, speed_tables

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "results.json"


def read_results() -> dict[str, Any] | None:
    """Read what the last run wrote; None if there was none."""
    if not RESULTS.exists():
        return None
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return results


def documents(results: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each document, by its place in the checkout, and the tables that belong into it."""
    yield "README.md", speed_tables(results, 0)
    yield "README.en.md", speed_tables(results, 1)
    yield "docs/performance.md", performance_tables(results)


def main() -> None:
    """Do all of it."""
    results = read_results()
    if results is None:
        sys.exit(f"there is no {RESULTS.name} yet; run: python -m benchmarks")
    for name, tables in documents(results):
        update(ROOT / name, "speed", tables)
    draw(results, ROOT / "docs" / "performance.svg")


if __name__ == "__main__":
    main()
