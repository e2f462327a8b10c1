"""Records and the voices that they come from, as columns: what all insight is counted on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.insight.codes import Codes, Floats, Ints
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice

if TYPE_CHECKING:
    import pandas as pd


OF_VOICE = ("customer", "segment", "product", "channel", "sentiment", "emotion")  # Codes of them


@dataclass(frozen=True)
class Facts:
    """Columns of records, and of voices; a record knows the row of its voice.

    Voices that could not be read or tagged are left out; duplicates count, as each was sent.

    Attributes
    ----------
    voice : ndarray of shape (n_records,)
        Row of the voice.
    kind : ndarray of shape (n_records,)
        Place in ``voc.types.KINDS``.
    severity : ndarray of shape (n_records,)
        0 to 4.
    confidence : ndarray of shape (n_records,)
        In [0, 1]; NaN where unknown.
    category, stage, touchpoint, level : Codes of n_records
    quote : sequence of n_records str
    id : sequence of n_voices str
    time : ndarray of shape (n_voices,), dtype datetime64[us]
        By the clock of who wrote it; NaT where unknown.
    score : ndarray of shape (n_voices,)
        What the customer gave: NPS, stars …; NaN where unknown.
    polarity : ndarray of shape (n_voices,)
        Of the text, in [-1, 1]; NaN where unknown.
    urgency : ndarray of shape (n_voices,)
        0 to 3; -1 where unknown.
    customer, segment, product, channel, sentiment, emotion : Codes of n_voices
    flags : sequence of n_voices frozensets
    tagged : sequence of TaggedVoice, or None
        The voices themselves; None where the facts were read from a table of records.
    frame : pandas.DataFrame or None
        That table, one row a record.
    taxonomy : Taxonomy
    """

    voice: Ints
    kind: Ints
    severity: Ints
    confidence: Floats
    category: Codes
    stage: Codes
    touchpoint: Codes
    level: Codes
    quote: Sequence[str]
    id: Sequence[str]
    time: NDArray[np.datetime64]
    score: Floats
    polarity: Floats
    urgency: Ints
    customer: Codes
    segment: Codes
    product: Codes
    channel: Codes
    sentiment: Codes
    emotion: Codes
    flags: Sequence[frozenset[str]]
    tagged: Sequence[TaggedVoice] | None
    frame: pd.DataFrame | None
    taxonomy: Taxonomy

    @property
    def n_records(self) -> int:
        """Number of records."""
        return len(self.voice)

    @property
    def n_voices(self) -> int:
        """Number of voices."""
        return len(self.id)

    def column(self, name: str) -> Sequence[Any]:
        """One value a voice: a field of the voice, or a key of its ``meta``.

        Raises
        ------
        InputError
            No voice has it.
        """
        if self.tagged is not None:
            return _of_meta(self.tagged, name)
        assert self.frame is not None
        if name not in self.frame.columns:
            known = ", ".join(map(str, self.frame.columns))
            raise InputError(f"no column {name!r} in this table; it has: {known}")
        return list(self.frame[name].iloc[first_rows(self.voice)])


def first_rows(voice: Ints) -> Ints:
    """The first record of each voice, where voices are numbered as they come up.

    Examples
    --------
    >>> first_rows(np.array([0, 0, 1, 0, 2]))
    array([0, 2, 4])
    """
    return np.flatnonzero(np.diff(np.maximum.accumulate(voice), prepend=-1))


def _of_meta(tagged: Sequence[TaggedVoice], name: str) -> list[Any]:
    if any(name in one.voice.meta for one in tagged):
        return [one.voice.meta.get(name) for one in tagged]
    if tagged and hasattr(tagged[0].voice, name):
        return [getattr(one.voice, name) for one in tagged]
    known = sorted({key for one in tagged[:1000] for key in one.voice.meta})
    raise InputError(
        f"no voice has a column {name!r}; expected a field of Voice or one of: "
        f"{', '.join(map(str, known)) or 'none'}"
    )
