"""Where the figures were measured, without a name or path of that machine."""

from __future__ import annotations

import os
import platform
from datetime import date
from pathlib import Path
from typing import Any

import voc

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def machine() -> dict[str, Any]:
    """Describe the machine and the day.

    Returns
    -------
    dict
        "cores" are those this process may use; "threads" what the environment says of them; "load"
        how many processes were running before, which should be far below the cores.
    """
    affinity = getattr(os, "sched_getaffinity", None)
    load = getattr(os, "getloadavg", None)
    return {
        "date": date.today().isoformat(),
        "voc": voc.__version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processor": _processor(),
        "cores": len(affinity(0)) if affinity else os.cpu_count(),
        "threads": {name: os.environ[name] for name in _THREADS if name in os.environ},
        "load": round(load()[0], 1) if load else None,
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())
