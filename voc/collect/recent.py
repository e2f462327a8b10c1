"""What is known of the newest short texts of a stream, so that a text said again is not read again."""

from __future__ import annotations

from typing import Generic, TypeVar

_KEPT = 4096  # texts
_LONGEST = 200  # characters: long texts are seldom repeated, and would fill the memory

T = TypeVar("T")


class Recent(Generic[T]):
    """Remembers something of texts until 4,096 newer ones came; nothing of long ones.

    Examples
    --------
    >>> recent = Recent[int]()
    >>> recent.remember("发货慢", 1)
    >>> recent.get("发货慢"), recent.get("发货太慢"), len(recent)
    (1, None, 1)
    """

    def __init__(self) -> None:
        self._known: dict[str, T] = {}

    def __len__(self) -> int:
        return len(self._known)

    def get(self, text: str) -> T | None:
        """Give what was remembered of a text, word for word."""
        return self._known.get(text)

    def remember(self, text: str, what: T) -> None:
        """Keep it; the oldest is forgotten for it."""
        if len(text) > _LONGEST:
            return
        self._known[text] = what
        if len(self._known) > _KEPT:
            del self._known[next(iter(self._known))]
