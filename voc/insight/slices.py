"""Ways to cut records: by who spoke, where, when, about what, and who answers for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

import numpy as np

from voc.errors import InputError
from voc.insight.codes import Codes
from voc.insight.columns import groups
from voc.insight.facts import OF_VOICE, Facts
from voc.labels import Lang, label_name, labels
from voc.taxonomy import Leaf, Taxonomy, category_name

_OF_RECORD = ("category", "stage", "touchpoint", "level")
_OF_LEAF = ("owner", "element")
_LABELS = frozenset({"stage", "touchpoint", "level", "channel", "sentiment", "emotion", *_OF_LEAF})

# How a moment is written that lies in a day, week … .
PERIODS: Mapping[str, Callable[[date], str]] = MappingProxyType(
    {
        "day": date.isoformat,
        "week": lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]),
        "month": lambda day: f"{day:%Y-%m}",
        "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    }
)
SLICES = (*OF_VOICE, *_OF_RECORD, "top", *_OF_LEAF, *PERIODS)


def slice_of(facts: Facts, by: str) -> Codes:
    """The slice that each record is in.

    Parameters
    ----------
    facts : Facts
    by : str
        One of ``SLICES``, else a column of the source:

        - "customer", "segment", "product", "channel", "sentiment", "emotion" of its voice;
        - "category", "stage", "touchpoint", "level" of the record;
        - "top": the category that its leaf belongs to;
        - "owner", "element": of its leaf in the taxonomy; of a top category what all its leaves
          have alike, else unknown;
        - "day", "week" (ISO 8601), "month", "quarter" by the clock of who wrote it, in order;
        - any other key of ``Voice.meta``, or column of the table that was read.

    Returns
    -------
    Codes of n_records
        -1 where it is not known.

    Raises
    ------
    InputError
        There is nothing of that name.

    Examples
    --------
    >>> import voc
    >>> from voc.insight.reading import facts_of
    >>> facts = facts_of(voc.classify(["等了三天才发货", "客服不理人"]))
    >>> slice_of(facts, "top").values
    ('delivery', 'service')
    """
    if by in _OF_RECORD:
        codes: Codes = getattr(facts, by)
        return codes
    if by == "top" or by in _OF_LEAF:
        return _of_category(facts, by)
    if by not in SLICES and facts.frame is not None and by in facts.frame.columns:
        return Codes.of_series(facts.frame[by])
    of_voices = slice_of_voices(facts, by)
    assert of_voices is not None
    return of_voices.take(facts.voice)


def slice_of_voices(facts: Facts, by: str) -> Codes | None:
    """The slice that each voice is in; None where ``by`` cuts the records of one voice apart.

    Raises
    ------
    InputError
        There is nothing of that name.
    """
    if by in OF_VOICE:
        return groups(facts, by)
    if by in PERIODS:
        return _of_time(facts, PERIODS[by])
    if by in SLICES or (facts.frame is not None and by in facts.frame.columns):
        return None
    if not facts.n_voices:
        return Codes.unknown(0)
    try:
        return groups(facts, by)
    except InputError as error:
        raise InputError(f"by={by!r}: {error}; or one of: {', '.join(SLICES)}") from error


def slice_name(by: str, value: str | None, lang: Lang, taxonomy: Taxonomy) -> str:
    """What people call a value of a slice.

    Examples
    --------
    >>> taxonomy = Taxonomy.load()
    >>> slice_name("owner", "service", "zh", taxonomy), slice_name("segment", None, "en", taxonomy)
    ('服务', 'unknown')
    """
    if value is None:
        return "未知" if lang == "zh" else "unknown"
    if by in ("category", "top"):
        return category_name(value, taxonomy, lang)
    if by in _LABELS and any(label.id == value for label in labels(by)):
        return label_name(by, value, lang)
    return value


def _of_category(facts: Facts, by: str) -> Codes:
    of = _top if by == "top" else _of_leaves
    values = Codes.of(of(id, by, facts.taxonomy) for id in facts.category.values)
    return Codes(values.values, np.append(values.codes, -1)[facts.category.codes])


def _top(id: str, by: str, taxonomy: Taxonomy) -> str:
    return taxonomy.parent(id) if id in taxonomy else id


def _of_leaves(id: str, by: str, taxonomy: Taxonomy) -> str | None:
    if id not in taxonomy:
        return None
    found = {str(getattr(leaf, by)) for leaf in _leaves(id, taxonomy)}
    return found.pop() if len(found) == 1 else None


def _leaves(id: str, taxonomy: Taxonomy) -> tuple[Leaf, ...]:
    tops = {category.id: category.leaves for category in taxonomy.categories}
    return tops[id] if id in tops else (taxonomy.leaf(id),)


def _of_time(facts: Facts, written: Callable[[date], str]) -> Codes:
    days, codes = np.unique(facts.time.astype("datetime64[D]"), return_inverse=True)
    known = days[~np.isnat(days)]  # NaT comes last
    of_days = Codes.of(written(day) for day in known.tolist())
    places = np.append(of_days.codes, np.full(len(days) - len(known), -1, dtype=np.int64))
    return Codes(of_days.values, places[codes] if len(places) else codes.astype(np.int64))
