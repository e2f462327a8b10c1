"""Where downloads are kept, and whether they are still what was downloaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from voc.artifact import sha256
from voc.errors import ArtifactError


def cache_folder() -> Path:
    """``$VOC_CACHE``, else the folder for caches of this platform; it need not exist.

    Examples
    --------
    >>> cache_folder().is_absolute()
    True
    """
    if given := os.environ.get("VOC_CACHE"):
        return Path(given).absolute()
    if sys.platform == "win32":
        return Path(
            os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local"), "voc", "Cache"
        )
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "voc"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "voc")


def check_sum(path: Path, expected: str | None, stands_for: Path | None = None) -> None:
    """Refuse a file that is not what it should be, or that changed since it was first downloaded.

    Parameters
    ----------
    path : Path
    expected : str or None
        Its sha256; None to compare with what was recorded, and to record it the first time.
    stands_for : Path, optional
        The file that this one is about to become; by default itself.

    Raises
    ------
    ArtifactError
        The sum is another one.
    """
    target = stands_for or path
    note = target.with_name(f"{target.name}.sha256")
    actual = sha256(path)
    if expected is None and not note.is_file():
        note.write_text(f"{actual}\n", encoding="ascii")
        return
    wanted = expected or note.read_text(encoding="ascii").strip()
    if actual != wanted:
        raise ArtifactError(
            f"{target}: sha256 {actual[:12]}… is not {wanted[:12]}… of "
            f"{'the catalogue' if expected else f'the first download ({note.name})'}; the file was "
            "altered, here or where it comes from; look at it, then remove it and download it again"
        )
