"""A result, tagged voices or a table of records, read into columns."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.insight.codes import Codes, Floats
from voc.insight.facts import Facts
from voc.taxonomy import Taxonomy
from voc.types import EMOTIONS, KINDS, SENTIMENTS, TaggedVoice

if TYPE_CHECKING:
    import pandas as pd

_OF_RECORD = ("category", "stage", "touchpoint", "level")
_OF_VOICE = ("customer", "segment", "product", "channel", "sentiment", "emotion")
_NEEDED = ("id", "kind", "category", "quote", "severity")


def facts_of(source: Any) -> Facts:  # noqa: ANN401
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
    >>> facts = facts_of(voc.classify(["等了三天才发货", "今天天气不错"]))
    >>> facts.n_voices, facts.n_records, facts.quote
    (2, 1, ['等了三天才发货'])
    """
    if isinstance(source, Facts):
        return source
    if hasattr(source, "columns") and hasattr(source, "loc"):
        return _of_frame(cast("pd.DataFrame", source))
    voices = _voices(source)
    return _of_tagged(voices, getattr(source, "taxonomy", None) or Taxonomy.load())


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
        sentiment=Codes.of_labels(SENTIMENTS, (one.sentiment for one in tagged)),
        emotion=Codes.of_labels(EMOTIONS, (one.emotion for one in tagged)),
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

    kind = pandas.Index(KINDS).get_indexer(pandas.Index(frame["kind"])).astype(np.int64)
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


def _local(time: datetime | None) -> np.datetime64 | None:
    return None if time is None else np.datetime64(time.replace(tzinfo=None), "us")
