"""How many voices each topic has in each period; a voice counts once in each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from voc.errors import InputError
from voc.insight.codes import Ints, once
from voc.topic_model.calendar import Calendar, Period, calendar_of


@dataclass(frozen=True)
class TopicCounts:
    """Voices of topics and periods.

    Attributes
    ----------
    calendar : Calendar
    topics : ndarray of shape (n_topics,)
        In ascending order, without -1.
    counts : ndarray of shape (n_topics, n_periods)
        Voices that say something of the topic.
    voices : ndarray of shape (n_periods,)
        All voices, those without a topic too.
    """

    calendar: Calendar
    topics: Ints
    counts: Ints
    voices: Ints


def topic_counts(
    labels: ArrayLike,
    times: ArrayLike,
    voice: ArrayLike | None = None,
    period: Period | Literal["auto"] = "auto",
) -> TopicCounts:
    """Count the voices of each topic and period.

    Parameters
    ----------
    labels : array_like of int of shape (n_units,)
        Topic of each unit; -1 where it has none.
    times : array_like of datetime64 of shape (n_units,)
        Units without a time (NaT) are left out.
    voice : array_like of int of shape (n_units,), optional
        Which voice a unit is of; by default each is one of its own.
    period : "auto", "day", "week" or "month"
        "auto" takes days up to a month, weeks up to half a year, else months.

    Raises
    ------
    InputError
        No unit has a time, the lengths differ, or there is no such period.

    Examples
    --------
    >>> times = np.array(["2026-01-05", "2026-01-06", "2026-02-03"], dtype="datetime64[D]")
    >>> counts = topic_counts([0, 0, 1], times, period="month")
    >>> counts.calendar.starts.astype(str).tolist(), counts.counts.tolist(), counts.voices.tolist()
    (['2026-01-01', '2026-02-01'], [[2, 0], [0, 1]], [2, 1])
    """
    labels, voice = as_units(labels, voice)
    calendar = calendar_of(times, period)
    if len(calendar.places) != len(labels):
        raise InputError(
            f"got {len(calendar.places)} times for {len(labels)} labels; give one each"
        )
    timed = calendar.places >= 0
    labels, places, voice = labels[timed], calendar.places[timed], voice[timed]
    topics, rows = np.unique(labels, return_inverse=True)
    n_periods = len(calendar.starts)
    counts = count_voices(rows, places, voice, (len(topics), n_periods))
    everything = count_voices(np.zeros_like(places), places, voice, (1, n_periods))[0]
    return TopicCounts(calendar, topics[topics >= 0], counts[topics >= 0], everything)


def count_voices(rows: Ints, columns: Ints, voice: Ints, shape: tuple[int, int]) -> Ints:
    """Distinct voices in each cell of a table.

    Examples
    --------
    >>> count_voices(np.array([0, 0, 1]), np.array([0, 0, 1]), np.array([7, 7, 7]), (2, 2)).tolist()
    [[1, 0], [0, 1]]
    """
    _, voice = np.unique(voice, return_inverse=True)
    n_voices = int(voice.max(initial=0)) + 1
    cells = once((rows * shape[1] + columns) * n_voices + voice) // n_voices
    return np.bincount(cells, minlength=shape[0] * shape[1]).reshape(shape)


def topic_name(names: Mapping[int, str], topic: int) -> str:
    """The name of a topic; its number where it has none."""
    return names.get(topic) or f"#{topic}"


def as_units(labels: ArrayLike, voice: ArrayLike | None) -> tuple[Ints, Ints]:
    """Labels and voices as arrays of one length.

    Raises
    ------
    InputError
        The lengths differ.
    """
    labels = np.asarray(labels, dtype=np.int64)
    voice = np.arange(len(labels)) if voice is None else np.asarray(voice, dtype=np.int64)
    if len(voice) != len(labels):
        raise InputError(f"got {len(voice)} voices for {len(labels)} labels; give one each")
    return labels, voice
