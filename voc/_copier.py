"""Copies of frozen dataclasses with some fields changed, in about half the time of ``replace``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")


def copier(kind: type[T], *changed: str) -> Callable[..., T]:
    """Make a function that copies an instance of a frozen dataclass with slots.

    Parameters
    ----------
    kind : type
        Has three fields or more, and no ``__post_init__``.
    *changed : str
        Fields that the copy has new values of.

    Returns
    -------
    callable
        Takes the instance, and the new values in the order of ``changed``.

    Examples
    --------
    >>> from voc.types import Voice
    >>> with_text = copier(Voice, "text")
    >>> with_text(Voice(id="1", text="发货慢"), "发货太慢").text
    '发货太慢'
    """
    kept = [field.name for field in fields(kind) if field.name not in changed]  # type: ignore[arg-type]
    values = attrgetter(*kept)
    # The descriptors of the slots: what a frozen class forbids is __setattr__.
    puts = [getattr(kind, name).__set__ for name in (*kept, *changed)]
    new = object.__new__

    def copy(original: T, *given: Any) -> T:  # noqa: ANN401
        made = new(kind)
        for put, value in zip(puts, values(original) + given, strict=True):
            put(made, value)
        return made

    return copy
