"""Records to Label Studio, and back once somebody went over them.

The interface is ``label_studio_config``. A span is a region with a kind, and the region's own category
and severity. What the interface does not show (stage, touchpoint, level, polarity, what is known of
the voice) travels in the task's ``data["voc"]``, which Label Studio hands back untouched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from voc._plain import from_dict, to_dict
from voc.collect.columns import AnyFields
from voc.collect.read import source_rows
from voc.collect.rows import Row
from voc.errors import InputError
from voc.labelled.label_studio import (
    Plain,
    mappings_of,
    newest_annotation,
    result_item,
    results_of,
    task_data,
)
from voc.labelled.label_studio_results import region_records, tags_of
from voc.labelled.rows import parse_rows, source_name
from voc.result import Result, certainty
from voc.taxonomy import Taxonomy
from voc.types import TAGS_OF_VOICE, TaggedVoice, Voice

_UNTAGGED = TaggedVoice(
    voice=Voice(id="", text=""), records=(), voice_type="other", sentiment="neutral", score=0.0,
    emotion="neutral", urgency=0, flags=frozenset(), confidence=1.0, model="annotation",
)  # fmt: skip


def to_label_studio(result: Result, taxonomy: Taxonomy | None = None) -> list[Plain]:
    """One task a voice, its tags and records as predictions for somebody to correct.

    Write them with ``json.dump`` and import the file into a project whose interface is
    ``label_studio_config(taxonomy)``.

    Parameters
    ----------
    result : Result
    taxonomy : Taxonomy, optional
        The one that the categories are of; by default the built-in one.

    Raises
    ------
    InputError
        A category is not in the taxonomy.

    Examples
    --------
    >>> import voc
    >>> (task,) = to_label_studio(voc.classify("等了两小时还没送到"))
    >>> [item["from_name"] for item in task["predictions"][0]["result"][:3]]
    ['kind', 'category', 'severity']
    """
    known = taxonomy or Taxonomy.load()
    return [_task(number, tagged, known) for number, tagged in enumerate(result, start=1)]


def read_label_studio_records(
    source: str | Path | Iterable[Mapping[str, object]],
    taxonomy: Taxonomy | None = None,
    *,
    annotated_only: bool = False,
) -> list[TaggedVoice]:
    """Read what Label Studio exports as JSON, in the order of its tasks.

    An annotated voice has the model "annotation" and confidences of 1; one that nobody annotated is
    given as it was predicted, and one without predictions is left out. Of several annotations the
    one marked as ground truth counts, else the newest. What the interface does not show stays as it
    was where span and category are the same, and is the taxonomy's default for a new record.

    Parameters
    ----------
    source : str, Path or iterable of mappings
        A file, or its tasks.
    taxonomy : Taxonomy, optional
        The one that the categories are of; by default the built-in one.
    annotated_only : bool
        Leave out what nobody annotated, as corrections and training want it.

    Raises
    ------
    InputError
        Tasks that cannot be used: a span that is not in the text, a label or category that is
        unknown, a region without a category. Names each, never shows the text.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify("等了两小时还没送到")
    >>> Result(read_label_studio_records(to_label_studio(result))) == result
    True
    """
    known = taxonomy or Taxonomy.load()
    source = Path(source) if isinstance(source, str) else source
    rows = source_rows(source, AnyFields({}))
    found = parse_rows(rows, partial(_tagged, taxonomy=known), source_name(source))
    return [
        tagged
        for tagged in found
        if tagged is not None and (tagged.model == _UNTAGGED.model or not annotated_only)
    ]


def _task(number: int, tagged: TaggedVoice, taxonomy: Taxonomy) -> Plain:
    plain = to_dict(tagged)
    prediction = {
        "model_version": tagged.model,
        "score": certainty(tagged),
        "result": [*_regions(number, tagged, taxonomy), *_choices(number, tagged)],
    }
    data = {"text": plain.pop("text"), "voice_id": plain.pop("id"), "voc": plain}
    return {"data": data, "predictions": [prediction]}


def _regions(number: int, tagged: TaggedVoice, taxonomy: Taxonomy) -> Iterator[Plain]:
    for place, record in enumerate(tagged.records):
        item = partial(result_item, f"{number}-{place}")
        if record.category not in taxonomy:
            raise InputError(
                f"got the category {record.category!r} of voice {record.voice_id!r}, which is not in "
                "the taxonomy; pass the one that it is of"
            )
        home = taxonomy.parent(record.category)
        path = [home] if home == record.category else [home, record.category]
        span = {"start": record.start, "end": record.end, "text": record.quote}
        yield item("kind", "labels", {**span, "labels": [record.kind]})
        yield item("category", "taxonomy", {**span, "taxonomy": [path]})
        yield item("severity", "choices", {**span, "choices": [str(record.severity)]})


def _choices(number: int, tagged: TaggedVoice) -> Iterator[Plain]:
    for name in TAGS_OF_VOICE:
        value = getattr(tagged, name)
        chosen = sorted(value) if isinstance(value, frozenset) else [str(value)]
        if chosen:
            yield result_item(f"{number}-{name}", name, "choices", {"choices": chosen})


def _tagged(row: Row, taxonomy: Taxonomy) -> TaggedVoice | None:
    data = task_data(row)
    before = _before(data, row)
    annotation = newest_annotation(row.values)
    if annotation is not None:
        before = replace(before, confidence=1.0, model=_UNTAGGED.model)
        return _after(before, results_of(annotation), taxonomy, sure=True)
    predictions = mappings_of(row.values, "predictions")
    if not predictions:
        return None
    return _after(before, results_of(predictions[-1]), taxonomy, sure=False)


def _after(
    before: TaggedVoice, results: list[Mapping[str, Any]], taxonomy: Taxonomy, *, sure: bool
) -> TaggedVoice:
    records = tuple(region_records(before, results, taxonomy))
    if sure:
        records = tuple(replace(record, confidence=1.0) for record in records)
    return replace(before, records=records, **tags_of(before, results))


def _before(data: Mapping[str, Any], row: Row) -> TaggedVoice:
    """The voice as the task was made of it; one that voc did not make says nothing yet."""
    text, id = data.get("text"), data.get("voice_id", row.values.get("id", row.number))
    if not isinstance(text, str):
        raise InputError(f'got a {type(text).__name__} as data["text"], expected the text')
    plain = data.get("voc")
    if isinstance(plain, str):  # some exports write nested data out
        plain = _loaded(plain)
    if plain is None:
        return replace(_UNTAGGED, voice=Voice(id=str(id), text=text))
    if not isinstance(plain, Mapping):
        raise InputError(f'got a {type(plain).__name__} as data["voc"], expected what voc wrote')
    return from_dict({**plain, "id": str(id), "text": text})


def _loaded(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text
