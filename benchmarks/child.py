"""Measuring in a fresh process: what it says, when it says it, and how much memory it took."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parent.parent
_STATUS = Path("/proc/self/status")


def run_child(
    module: str, *arguments: str, python: str = sys.executable
) -> list[tuple[float, dict[str, Any]]]:
    """Run a module of this package in a fresh Python and read the lines of JSON that it prints.

    Parameters
    ----------
    module : str
    *arguments : str
    python : str
        The interpreter, if it is to be another one than this.

    Returns
    -------
    list of (float, dict)
        Each line, with the seconds from the start of the process until the line came.

    Raises
    ------
    RuntimeError
        The process failed; the message has the last line that it wrote to standard error.
    """
    with TemporaryFile("w+", encoding="utf-8") as errors:
        command = [python, "-W", "ignore", "-m", f"benchmarks.{module}", *arguments]
        start = perf_counter()
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, encoding="utf-8", cwd=ROOT
        ) as process:
            assert process.stdout is not None
            lines = [(perf_counter() - start, line) for line in process.stdout]
        if process.returncode:
            errors.seek(0)
            said = errors.read().strip().splitlines() or [f"exit {process.returncode}"]
            raise RuntimeError(f"benchmarks.{module} {' '.join(arguments)} failed: {said[-1]}")
    return [(seconds, json.loads(line)) for seconds, line in lines]


def tell(reports: Iterator[dict[str, Any]]) -> None:
    """Print each report as a line of JSON, and nothing else that is printed meanwhile."""
    out = sys.stdout
    with redirect_stdout(sys.stderr):
        for report in reports:
            print(json.dumps(report), file=out, flush=True)


def peak_mb() -> float | None:
    """Give the most memory that this process has had resident so far, in MB; None if unknown.

    On Linux ``ru_maxrss`` will not do: it starts with the peak of the process that started this one.
    """
    if _STATUS.exists():
        line = next(line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6
