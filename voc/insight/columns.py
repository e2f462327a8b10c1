"""One column of the voices, by its name, as numbers or as groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from voc.insight.codes import Codes, Floats
from voc.insight.facts import OF_VOICE, Facts


def groups(facts: Facts, name: str) -> Codes:
    """A column as groups of voices.

    Parameters
    ----------
    facts : Facts
    name : str
        A field of Voice, "sentiment", "emotion", or a key of ``meta``.

    Raises
    ------
    InputError
        No voice has it.

    Examples
    --------
    >>> from voc.insight.reading import facts_of
    >>> import voc
    >>> facts = facts_of(voc.classify([{"text": "发货慢", "门店": "城东"}, {"text": "很好"}]))
    >>> groups(facts, "门店").values
    ('城东',)
    """
    if name in OF_VOICE:
        codes: Codes = getattr(facts, name)
        return codes
    return Codes.of(facts.column(name))


def numbers(facts: Facts, name: str) -> Floats:
    """A column as numbers, of shape (n_voices,); NaN for what is none, or is 1e12 or more.

    Raises
    ------
    InputError
        No voice has it.
    """
    if name == "score":
        return _sane(facts.score)
    return as_numbers(facts.column(name))


def as_numbers(values: Sequence[Any]) -> Floats:
    """Values as numbers; NaN for what is none, or is 1e12 or more.

    Examples
    --------
    >>> as_numbers([1, "2.5", True, None, "多", float("inf")]).tolist()
    [1.0, 2.5, 1.0, nan, nan, nan]
    """
    found = np.array([_number(value) for value in values], dtype=np.float64)
    return _sane(found)


_TOO_LARGE = 1e12  # a slip of the source, whose square would drown all others


def _sane(values: Floats) -> Floats:
    return np.where(np.abs(values) < _TOO_LARGE, values, np.nan)


def _number(value: Any) -> float:  # noqa: ANN401
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return float("nan")
