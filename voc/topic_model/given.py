"""What a user gave, checked."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Integral, Real
from typing import Any

import numpy as np

from voc.engines.base import Floats
from voc.errors import InputError

_MOST_OUTLIERS = 0.9


def given_texts(texts: Any) -> list[str]:  # noqa: ANN401
    """Give the texts as a list.

    Raises
    ------
    InputError
        It is one text or a table instead of many texts, or an entry is no text.
    """
    if isinstance(texts, str) or not hasattr(texts, "__iter__") or getattr(texts, "ndim", 1) != 1:
        raise InputError(f"got a {type(texts).__name__}, expected a list of texts; write [text]")
    listed = list(texts)
    for place, text in enumerate(listed):
        if not isinstance(text, str):
            raise InputError(
                f"got a {type(text).__name__} as text {place}, expected a str; "
                "replace missing texts by ''"
            )
    return listed


def given_weights(weights: Any, n_texts: int) -> Floats:  # noqa: ANN401
    """Give one weight a text, 1 where none are given.

    Raises
    ------
    InputError
        Their number is not that of the texts, or one is negative or no number.
    """
    if weights is None:
        return np.ones(n_texts, dtype=np.float32)
    found = _floats("sample_weight", weights)
    if found.shape != (n_texts,) or not (found >= 0).all():
        raise InputError(
            f"got sample_weight of shape {found.shape}, expected ({n_texts},) and nothing below 0"
        )
    return found


def given_rows(name: str, rows: Any, n_texts: int, width: int | None = None) -> Floats:  # noqa: ANN401
    """Give a table of numbers with a row a text.

    Raises
    ------
    InputError
        It has another shape, or holds what is no finite number.
    """
    found = _floats(name, rows)
    fits = found.ndim == 2 and len(found) == n_texts and width in (None, found.shape[-1])
    if not fits:
        raise InputError(
            f"got {name} of shape {found.shape}, expected ({n_texts}, {width or 'n_features'}); "
            "give one row for each text"
        )
    return found


def check_settings(n_topics: Any, outliers: Any, random_state: Any) -> None:  # noqa: ANN401
    """Refuse settings that mean nothing.

    Raises
    ------
    InputError
        One is of another type or out of its range.
    """
    if n_topics is not None and not (_is_whole(n_topics) and n_topics >= 1):
        raise InputError(f"got n_topics={n_topics!r}, expected a whole number from 1 on, or None")
    is_share = isinstance(outliers, Real) and not isinstance(outliers, bool)
    if not (is_share and 0 <= outliers <= _MOST_OUTLIERS):
        raise InputError(
            f"got outliers={outliers!r}, expected a share of the texts from 0 to {_MOST_OUTLIERS}"
        )
    if not (_is_whole(random_state) and random_state >= 0):
        raise InputError(f"got random_state={random_state!r}, expected a whole number from 0")


def check_groups(groups: Sequence[Sequence[int]], topics: Sequence[int]) -> None:
    """Refuse groups that name a topic twice or one that there is not.

    Raises
    ------
    InputError
        They do.
    """
    named = [topic for group in groups for topic in group]
    odd = [topic for topic in named if topic not in topics]
    if odd or len(set(named)) < len(named):
        raise InputError(
            f"got groups {[list(group) for group in groups]}, expected each topic once at most, of "
            f"{list(topics)}"
        )


def _is_whole(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, Integral) and not isinstance(value, bool)


def _floats(name: str, values: Any) -> Floats:  # noqa: ANN401
    try:
        found = np.asarray(values, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"got {name} of no numbers ({error}); give an array of numbers") from error
    if not np.isfinite(found).all():
        raise InputError(f"got {name} with what is no finite number; replace it")
    return found
