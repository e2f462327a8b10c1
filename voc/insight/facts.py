"""Records and the voices that they come from, as columns: what all insight is counted on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.taxonomy import Taxonomy
from voc.types import EMOTIONS, KINDS, SENTIMENTS, TaggedVoice

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_OF_RECORD = ("category", "stage", "touchpoint", "level")
_OF_VOICE = ("customer", "segment", "product", "channel", "sentiment", "emotion")
_NEEDED = ("id", "kind", "category", "quote", "severity")


@dataclass(frozen=True)
class Codes:
    """Texts of which many are the same, as numbers.

    Attributes
    ----------
    values : tuple of str
        Each once, in the order in which they come up first.
    codes : ndarray of shape (n,)
        Places in ``values``; -1 where nothing is known.
    """

    values: tuple[str, ...]
    codes: Ints

    @classmethod
    def of(cls, texts: Iterable[object]) -> Codes:
        """Number the texts; None, NaN and blanks are unknown.

        Examples
        --------
        >>> Codes.of(["大客户", None, "小客户", "大客户"])
        Codes(values=('大客户', '小客户'), codes=array([ 0, -1,  1,  0]))
        """
        places: dict[object, int] = {}
        codes = [places.setdefault(t, len(places)) if _known(t) else -1 for t in texts]
        return cls(tuple(map(str, places)), np.array(codes, dtype=np.int64))

    def take(self, rows: Ints) -> Codes:
        """Some of them, or some repeatedly, in the order of ``rows``."""
        return Codes(self.values, self.codes[rows])

    def count(self, weights: Floats | None = None) -> Floats:
        """How often each value comes up, of shape (n_values,)."""
        known = self.codes >= 0
        of_known = None if weights is None else weights[known]
        return np.bincount(self.codes[known], of_known, len(self.values)).astype(np.float64)

    def text(self, row: int) -> str | None:
        """The text of one row."""
        code = int(self.codes[row])
        return self.values[code] if code >= 0 else None


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

    @classmethod
    def of(cls, source: Any) -> Facts:  # noqa: ANN401
        """Read a result, tagged voices, or a table of records.

        Parameters
        ----------
        source : Result, iterable of TaggedVoice, pandas.DataFrame or Facts
            The table is ``Result.to_frame()`` or has its columns: "id", "kind", "category",
            "quote" and "severity" at least. Voices without records are not in it, nor are moods.

        Raises
        ------
        InputError
            It is none of these, or the table lacks a column.

        Examples
        --------
        >>> import voc
        >>> facts = Facts.of(voc.classify(["等了三天才发货", "今天天气不错"]))
        >>> facts.n_voices, facts.n_records, facts.quote
        (2, 1, ['等了三天才发货'])
        """
        if isinstance(source, Facts):
            return source
        if hasattr(source, "columns") and hasattr(source, "loc"):
            return _of_frame(cast("pd.DataFrame", source))
        voices = _voices(source)
        return _of_tagged(voices, getattr(source, "taxonomy", None) or Taxonomy.load())

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
        first = np.unique(self.voice, return_index=True)[1]
        return list(self.frame[name].iloc[first])


def _voices(source: Any) -> list[TaggedVoice]:  # noqa: ANN401
    try:
        voices = list(source)
    except TypeError:
        voices = [source]
    odd = [type(one).__name__ for one in voices if not isinstance(one, TaggedVoice)]
    if odd:
        raise InputError(
            f"got {'str' if isinstance(source, str) else odd[0]}, expected a Result, tagged voices "
            "or a table of records; first call voc.classify(…)"
        )
    return voices


def _of_tagged(tagged: list[TaggedVoice], taxonomy: Taxonomy) -> Facts:
    tagged = [one for one in tagged if one.voice.error is None]
    voices = [one.voice for one in tagged]
    records = [record for one in tagged for record in one.records]
    counts = np.array([len(one.records) for one in tagged], dtype=np.int64)
    coded = {name: Codes.of(getattr(r, name) for r in records) for name in _OF_RECORD}
    places = {kind: place for place, kind in enumerate(KINDS)}
    return Facts(
        voice=np.repeat(np.arange(len(tagged)), counts),
        kind=np.array([places[r.kind] for r in records], dtype=np.int64),
        severity=np.array([r.severity for r in records], dtype=np.int64),
        confidence=np.array([r.confidence for r in records], dtype=np.float64),
        quote=[r.quote for r in records],
        id=[v.id for v in voices],
        time=np.array([_local(v.created_at) for v in voices], dtype="datetime64[us]"),
        score=np.array([np.nan if v.score is None else v.score for v in voices], dtype=np.float64),
        polarity=np.array([one.score for one in tagged], dtype=np.float64),
        urgency=np.array([one.urgency for one in tagged], dtype=np.int64),
        customer=Codes.of(v.customer for v in voices),
        segment=Codes.of(v.segment for v in voices),
        product=Codes.of(v.product for v in voices),
        channel=Codes.of(v.channel for v in voices),
        sentiment=_coded(SENTIMENTS, (one.sentiment for one in tagged)),
        emotion=_coded(EMOTIONS, (one.emotion for one in tagged)),
        flags=[one.flags for one in tagged],
        tagged=tagged,
        frame=None,
        taxonomy=taxonomy,
        **coded,
    )


def _of_frame(frame: pd.DataFrame) -> Facts:
    import pandas

    missing = [name for name in _NEEDED if name not in frame.columns]
    if missing:
        raise InputError(
            f"the table lacks {', '.join(missing)}; expected the columns of Result.to_frame(): "
            f"{', '.join(_NEEDED)} at least"
        )
    voice, ids = pandas.factorize(frame["id"])
    first = np.unique(voice, return_index=True)[1]
    once = frame.iloc[first]

    def codes(table: pd.DataFrame, name: str) -> Codes:
        if name not in table.columns:
            return Codes((), np.full(len(table), -1, dtype=np.int64))
        numbers, values = pandas.factorize(table[name].replace("", None))
        return Codes(tuple(map(str, values)), numbers.astype(np.int64))

    def numbers(table: pd.DataFrame, name: str) -> Floats:
        if name not in table.columns:
            return np.full(len(table), np.nan)
        return pandas.to_numeric(table[name], errors="coerce").to_numpy(dtype=np.float64)

    kind = pandas.Index(KINDS).get_indexer(frame["kind"]).astype(np.int64)
    if (kind < 0).any():
        odd = frame["kind"][kind < 0].iloc[0]
        raise InputError(f"kind={odd!r}; expected one of: {', '.join(KINDS)}")
    return Facts(
        voice=voice.astype(np.int64),
        kind=kind,
        severity=np.nan_to_num(numbers(frame, "severity")).astype(np.int64),
        confidence=numbers(frame, "confidence"),
        quote=frame["quote"].astype(str).to_list(),
        id=[str(id) for id in ids],
        time=_times(once),
        score=numbers(once, "score"),
        polarity=numbers(once, "polarity"),
        urgency=np.nan_to_num(numbers(once, "urgency"), nan=-1).astype(np.int64),
        flags=[frozenset()] * len(ids),
        tagged=None,
        frame=frame,
        taxonomy=Taxonomy.load(),
        **{name: codes(frame, name) for name in _OF_RECORD},
        **{name: codes(once, name) for name in _OF_VOICE},
    )


def _times(once: pd.DataFrame) -> NDArray[np.datetime64]:
    import pandas

    if "created_at" not in once.columns:
        return np.full(len(once), np.datetime64("NaT"), dtype="datetime64[us]")
    times = pandas.to_datetime(once["created_at"], errors="coerce")
    local = times.dt.tz_localize(None) if times.dt.tz is not None else times
    return local.to_numpy(dtype="datetime64[us]")


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


def _coded(labels: Sequence[str], values: Iterable[str]) -> Codes:
    """Codes whose values are all labels of a set, in its order."""
    places = {label: place for place, label in enumerate(labels)}
    return Codes(tuple(labels), np.array([places[value] for value in values], dtype=np.int64))


def _local(time: datetime | None) -> np.datetime64 | None:
    return None if time is None else np.datetime64(time.replace(tzinfo=None), "us")


def _known(text: object) -> bool:
    return text is not None and text == text and text != ""
