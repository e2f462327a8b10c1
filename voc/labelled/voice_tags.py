"""What the choices of a Label Studio task say of the voice as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from voc.errors import InputError
from voc.labelled.label_studio import choices_of
from voc.labels import labels
from voc.types import TaggedVoice

CONTROLS = ("voice_type", "sentiment", "emotion", "urgency", "flags")
_POLARITIES = {"negative": -1.0, "positive": 1.0}


def tags_of(before: TaggedVoice, results: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Fields of the tagged voice that the results decide; polarity follows a changed sentiment.

    Choices that are not there leave a tag as it was, except for flags: none chosen, none there.

    Raises
    ------
    InputError
        A label is unknown.
    """
    chosen: dict[str, list[str]] = {name: [] for name in CONTROLS}
    for item in results:
        name = item.get("from_name")
        if name in CONTROLS:
            set_name = "flag" if name == "flags" else name
            chosen[name] += [label_id(set_name, choice) for choice in choices_of(item)]
    tags: dict[str, Any] = {name: ids[-1] for name, ids in chosen.items() if ids}
    tags["flags"] = frozenset(chosen["flags"])
    if "urgency" in tags:
        tags["urgency"] = int(tags["urgency"])
    if tags.get("sentiment", before.sentiment) != before.sentiment:
        tags["score"] = _POLARITIES.get(tags["sentiment"], 0.0)
    return tags


def label_id(set_name: str, given: str) -> str:
    """Id of the label of that id or Chinese name.

    Raises
    ------
    InputError
        The set has no such label.

    Examples
    --------
    >>> label_id("kind", "痛点"), label_id("severity", "3")
    ('pain', '3')
    """
    ids = {name: label.id for label in labels(set_name) for name in (label.zh, label.id)}
    if given not in ids:
        known = ", ".join(label.id for label in labels(set_name))
        raise InputError(f"got {set_name}={given!r}, expected one of {known}")
    return ids[given]
