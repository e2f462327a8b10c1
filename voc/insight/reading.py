"""A result, tagged voices or a table of records, read into columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from voc.collect.values import as_datetime
from voc.errors import InputError
from voc.insight.codes import Codes, Floats, Ints
from voc.insight.facts import OF_VOICE, Facts, first_rows
from voc.taxonomy import Taxonomy
from voc.types import EMOTIONS, KINDS, SENTIMENTS, TaggedVoice

if TYPE_CHECKING:
    import pandas as pd

_OF_RECORD = ("category", "stage", "touchpoint", "level")
_READ_ONCE = (*OF_VOICE, "created_at", "score", "polarity", "urgency", "flags")
_NEEDED = ("id", "kind", "category", "quote", "severity")


def facts_of(source: Any) -> Facts:  # noqa: ANN401
    """Read a result, tagged voices, or a table of records.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, pandas.DataFrame or Facts
        The table is ``Result.to_frame()`` or has its columns: "id", "kind", "category",
        "quote" and "severity" at least. Voices without records are not in it, nor are moods and
        flags; columns "sentiment", "emotion", "polarity", "urgency" and "flags" ("refund|churn")
        of your own are read. Times may be texts in any of the forms that ``voc.read`` knows.

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
    # A row without an id is of the one voice that has none.
    voice, ids = pandas.factorize(frame["id"], use_na_sentinel=False)
    # Only what is read of a voice: to copy all columns takes long.
    once = frame[[name for name in _READ_ONCE if name in frame.columns]].iloc[first_rows(voice)]
    return Facts(
        voice=voice.astype(np.int64),
        kind=_kinds(frame),
        severity=np.nan_to_num(_numbers(frame, "severity")).astype(np.int64),
        confidence=_numbers(frame, "confidence"),
        # Not by pandas, whose texts may hold no lone surrogates.
        quote=[quote if isinstance(quote, str) else "" for quote in frame["quote"].tolist()],
        id=[str(id) for id in ids.tolist()],
        time=_times(once),
        score=_numbers(once, "score"),
        polarity=_numbers(once, "polarity"),
        urgency=np.nan_to_num(_numbers(once, "urgency"), nan=-1).astype(np.int64),
        flags=_flags(once),
        tagged=None,
        frame=frame,
        taxonomy=Taxonomy.load(),
        **{name: _codes(frame, name) for name in _OF_RECORD},
        **{name: _codes(once, name) for name in OF_VOICE},
    )


def _codes(table: pd.DataFrame, name: str) -> Codes:
    return Codes.of_series(table[name]) if name in table.columns else Codes.unknown(len(table))


def _numbers(table: pd.DataFrame, name: str) -> Floats:
    import pandas

    if name not in table.columns:
        return np.full(len(table), np.nan)
    numbers = pandas.to_numeric(table[name], errors="coerce")
    return np.asarray(numbers, dtype=np.float64)


def _kinds(frame: pd.DataFrame) -> Ints:
    given = Codes.of_series(frame["kind"])
    odd = [kind for kind in given.values if kind not in KINDS]
    if odd or (given.codes < 0).any():
        raise InputError(f"kind={odd[0] if odd else None!r}; expected one of: {', '.join(KINDS)}")
    places = np.array([KINDS.index(kind) for kind in given.values], dtype=np.int64)
    return places[given.codes]


def _flags(once: pd.DataFrame) -> Sequence[frozenset[str]]:
    """Of a column as in ``Result.to_frame("voices")``, joined with bars."""
    if "flags" not in once.columns:
        return [frozenset()] * len(once)
    given = Codes.of_series(once["flags"])
    sets = [*(frozenset(text.split("|")) for text in given.values), frozenset[str]()]
    return [sets[code] for code in given.codes.tolist()]


def _times(once: pd.DataFrame) -> NDArray[np.datetime64]:
    if "created_at" not in once.columns:
        return np.full(len(once), np.datetime64("NaT"), dtype="datetime64[us]")
    times = once["created_at"]
    if times.dtype.kind == "M":
        local = times.dt.tz_localize(None) if times.dt.tz is not None else times
        moments: NDArray[np.datetime64] = local.to_numpy(dtype="datetime64[us]")
        return moments
    # Texts may be in several forms: each that there is is read once, by the reader of files.
    places, values = times.factorize()
    read = [_local(as_datetime(value)) for value in values.tolist()]
    known: NDArray[np.datetime64] = np.array([*read, None], dtype="datetime64[us]")[places]
    return known


def _local(time: datetime | None) -> np.datetime64 | None:
    return None if time is None else np.datetime64(time.replace(tzinfo=None), "us")
