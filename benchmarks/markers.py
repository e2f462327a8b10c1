"""Tables that are generated stand between markers of a document: <!-- speed:begin --> … <!-- speed:end -->."""

from __future__ import annotations

import re
from pathlib import Path


def between(text: str, name: str) -> str:
    r"""Give what stands between the markers of that name.

    Examples
    --------
    >>> between("# 速度\n<!-- speed:begin -->\n很快\n<!-- speed:end -->\n", "speed")
    '很快\n'
    """
    (found,) = _pattern(name).findall(text)
    return str(found[1])


def update(path: Path, name: str, tables: str) -> None:
    """Put the tables between the markers of that name."""
    text = path.read_text(encoding="utf-8")
    text = _pattern(name).sub(lambda found: found[1] + tables + found[3], text)
    path.write_text(text, encoding="utf-8")


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}:begin -->\n)(.*?)(<!-- {name}:end -->)", re.DOTALL)
