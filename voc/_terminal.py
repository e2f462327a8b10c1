"""Say something on a terminal."""

from __future__ import annotations

from typing import TextIO


def say(text: str, stream: TextIO) -> None:
    """Print a line, whatever the terminal's encoding lacks.

    Examples
    --------
    >>> import sys
    >>> say("发货太慢", sys.stdout)
    发货太慢
    """
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()
