"""What the results of a Label Studio task say: regions are records, other choices tags of the voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from voc.errors import InputError
from voc.labelled.known import ids_by_name, known_label
from voc.labelled.label_studio import choices_of
from voc.labelled.label_studio_offsets import located
from voc.labels import labels
from voc.taxonomy import Leaf, Taxonomy
from voc.types import TAGS_OF_VOICE, Kind, Record, TaggedVoice

_POLARITIES = {"negative": -1.0, "positive": 1.0}
_CATEGORY_ITSELF = Leaf(id="", zh="")  # defaults where only the category is known


def region_records(
    before: TaggedVoice, results: Iterable[Mapping[str, Any]], taxonomy: Taxonomy
) -> Iterator[Record]:
    """The record of each region, in the order of the text.

    Parameters
    ----------
    before : TaggedVoice
        What was said of the voice before; a record of the same span and category lends what the
        interface does not show.
    results : iterable of mapping
    taxonomy : Taxonomy

    Raises
    ------
    InputError
        A region has no category, or one that the taxonomy lacks, or does not lie in the text.
    """
    regions: dict[str, dict[str, Mapping[str, Any]]] = {}
    for item in results:
        regions.setdefault(str(item.get("id")), {})[str(item.get("from_name"))] = item
    old = list(before.records)
    records = [
        _record(before, region, taxonomy, old) for region in regions.values() if "kind" in region
    ]
    yield from sorted(records, key=lambda record: record.start)


def tags_of(before: TaggedVoice, results: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Fields of the tagged voice that the results decide; polarity follows a changed sentiment.

    Choices that are not there leave a tag as it was, except for flags: none chosen, none there.

    Raises
    ------
    InputError
        A label is unknown.
    """
    chosen: dict[str, list[str]] = {name: [] for name in TAGS_OF_VOICE}
    for item in results:
        name = item.get("from_name")
        if name in TAGS_OF_VOICE:
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


def _record(
    before: TaggedVoice,
    region: Mapping[str, Mapping[str, Any]],
    taxonomy: Taxonomy,
    old: list[Record],
) -> Record:
    value, text = region["kind"]["value"], before.voice.text
    start, end = located(text, value.get("start"), value.get("end"), value.get("text"))
    kind = cast(Kind, label_id("kind", _one(value.get("labels") or (), "kind", start, end)))
    category = _category(region, taxonomy, start, end)
    like = _taken(old, start, end, category, kind)
    leaf = taxonomy.leaf(category) if category in taxonomy.ids else _CATEGORY_ITSELF
    source: Record | Leaf = like or leaf
    return Record(
        voice_id=before.voice.id,
        kind=kind,
        category=category,
        start=start,
        end=end,
        quote=text[start:end],
        severity=_severity(region, kind, source.severity),
        stage=source.stage,
        touchpoint=source.touchpoint,
        level=source.level,
        confidence=like.confidence if like else 1.0,
    )


def _category(
    region: Mapping[str, Mapping[str, Any]], taxonomy: Taxonomy, start: int, end: int
) -> str:
    choices = choices_of(region["category"]) if "category" in region else []
    name = _one(choices, "category", start, end)
    return known_label(
        name if name in taxonomy else ids_by_name(taxonomy).get(name, name), taxonomy
    )


def _severity(region: Mapping[str, Mapping[str, Any]], kind: Kind, default: int) -> int:
    choices = choices_of(region["severity"]) if "severity" in region else []
    if choices:
        return int(label_id("severity", choices[-1]))
    return 0 if kind == "praise" else default


def _taken(old: list[Record], start: int, end: int, category: str, kind: Kind) -> Record | None:
    """The record of that span and category, best of the same kind, taken off the list."""
    alike = [r for r in old if (r.start, r.end, r.category) == (start, end, category)]
    found = next((r for r in alike if r.kind == kind), alike[0] if alike else None)
    if found:
        old.remove(found)
    return found


def _one(names: Iterable[str], what: str, start: int, end: int) -> str:
    given = list(names)
    if len(given) != 1:
        raise InputError(
            f"got {len(given)} of {what} for the span {start} to {end}, expected one; "
            "complete it in Label Studio"
        )
    return str(given[0])
