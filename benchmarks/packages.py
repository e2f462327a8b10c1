"""Which package a program comes in: its version, and what it would weigh as a wheel."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.metadata import distribution, packages_distributions
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import voc

_ROOT = Path(__file__).parent.parent
_OWN = ("voc", "models", "corpora")  # what setup.cfg puts into the wheel


@cache
def package(module: str) -> dict[str, Any]:
    """Describe the package that brings a module.

    Parameters
    ----------
    module : str
        Import name; that of a module inside a package will do.

    Returns
    -------
    dict
        "package", "version" and "wheel_mb": the size of its files when they are zipped as in a
        wheel, without what it depends on; None if it does not list them. voc is measured as it is
        in this checkout.

    Examples
    --------
    >>> package("tqdm.auto")["package"]
    'tqdm'
    """
    top = module.split(".")[0]
    if top == "voc":
        files = [path for part in _OWN for path in (_ROOT / part).rglob("*")]
        return {"package": "voc", "version": voc.__version__, "wheel_mb": zipped_mb(files)}
    found = distribution(packages_distributions()[top][0])
    files = [Path(str(file.locate())) for file in found.files or ()]
    size = zipped_mb(files) if files else None
    return {"package": found.name, "version": found.version, "wheel_mb": size}


def zipped_mb(files: Iterable[Path]) -> float:
    """Size of the files in a zip archive, in MB; compiled Python is left out, as in wheels."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for path in files:
            if path.is_file() and path.suffix != ".pyc":
                archive.write(path)
    return float(f"{len(buffer.getvalue()) / 1e6:.3g}")
