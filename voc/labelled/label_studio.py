"""Labelled texts to and from Label Studio: its JSON of tasks, in and out.

A task holds the text in ``data`` and what was said of it in ``annotations``, each a list of results:
choices or taxonomy paths of the whole text, labels of spans. ``predictions`` are what a model proposed;
they show in the interface, but are nobody's labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from voc._plain import plain_value
from voc.collect.columns import Fields
from voc.collect.rows import Row
from voc.collect.values import as_label, as_text
from voc.errors import InputError
from voc.labelled.cells import labels_of
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.examples import Example
from voc.labelled.label_studio_offsets import located

Plain: TypeAlias = dict[str, Any]

_DONE = ("annotations", "completions")  # the second in versions before 1.0


def is_task(row: Row) -> bool:
    """Whether only Label Studio writes such a row."""
    lists = (row.values.get(key) for key in (*_DONE, "predictions"))
    return isinstance(row.values.get("data"), Mapping) and any(isinstance(x, list) for x in lists)


def task_example(
    row: Row, *, text: str | None = None, labels: str | None = None, id: str | None = None
) -> Example:
    """The text of a task with its labels: choices, else the names of its spans.

    Of several annotations the one marked as ground truth counts, else the newest; cancelled ones and
    predictions do not. Spans go to ``meta["spans"]``, other fields of ``data`` to ``meta``.

    Parameters
    ----------
    row : Row
    text, id : str, optional
        Fields of ``data``; by default guessed, the id also from the task.
    labels : str, optional
        Name of the control whose choices are the labels; needed where there are several.

    Raises
    ------
    InputError
        The task has no text, several controls to choose from, or a span that is not in the text.

    Examples
    --------
    >>> (task,) = corpus_to_label_studio(LabelledCorpus.of(["发货太慢"], ["物流"]))
    >>> done = task | {"annotations": task["predictions"]}  # somebody agreed
    >>> task_example(Row(number=1, where="item 1", values=done)).labels
    ('物流',)
    """
    data = task_data(row)
    names = {"text": text, "id": id}
    fields = Fields({key: name for key, name in names.items() if name is not None})
    fields.learn(data)
    fields.check("the task's data")
    content, problem = as_text(data[fields.of["text"]])
    if problem:
        raise InputError(problem)
    results = results_of(newest_annotation(row.values) or {})
    spans = list(_spans(results, content))
    chosen = _chosen(results, labels) or [span[2] for span in spans]
    used = {fields.of["text"], fields.of.get("id")}
    meta = {key: value for key, value in data.items() if key not in used}
    if spans:
        meta["spans"] = spans
    own = as_label(data.get(fields.of.get("id", ""))) or as_label(row.values.get("id"))
    return Example(own, content, tuple(dict.fromkeys(chosen)), meta)


def corpus_to_label_studio(corpus: LabelledCorpus) -> list[Plain]:
    """Tasks to import, the labels as predictions; ``choices_config`` gives the interface.

    Examples
    --------
    >>> (task,) = corpus_to_label_studio(LabelledCorpus.of(["发货太慢"], ["物流"]))
    >>> task["data"], task["predictions"][0]["result"][0]["value"]
    ({'voice_id': '1', 'text': '发货太慢'}, {'choices': ['物流']})
    """
    rows = zip(corpus.ids, corpus.texts, corpus.labels, corpus.meta, strict=True)
    return [
        {
            "data": {**plain_value(meta), "voice_id": id, "text": text},
            "predictions": [_prediction(number, names)] if names else [],
        }
        for number, (id, text, names, meta) in enumerate(rows, start=1)
    ]


def result_item(id: str, name: str, kind: str, value: Plain) -> Plain:
    """One result of the control ``name`` on the text; ``kind`` is the type of the control."""
    return {"id": id, "from_name": name, "to_name": "text", "type": kind, "value": value}


def task_data(row: Row) -> Mapping[str, Any]:
    """What the task shows.

    Raises
    ------
    InputError
        It is no task.
    """
    data = row.values.get("data")
    if not isinstance(data, Mapping):
        there = ", ".join(map(repr, list(row.values)[:10]))
        raise InputError(f'got the keys {there}, expected a task with its "data"')
    return data


def newest_annotation(task: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What counts of a task's annotations: the ground truth, else the newest; None if none was made."""
    found = [item for key in _DONE for item in mappings_of(task, key)]
    sound = [item for item in found if not item.get("was_cancelled")]
    return max(reversed(sound), key=_recency, default=None)  # of equals the last


def results_of(annotation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The results of an annotation or prediction that have a value."""
    results = mappings_of(annotation, "result")  # relations between regions have no value
    return [item for item in results if isinstance(item.get("value"), Mapping)]


def mappings_of(owner: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """What is listed under the key; nothing if it is not there.

    Raises
    ------
    InputError
        It is no list of mappings.
    """
    items = owner.get(key)
    if items is None:
        return []
    if not isinstance(items, list) or not all(isinstance(item, Mapping) for item in items):
        raise InputError(
            f"got {key} that are no list of objects; expected Label Studio's JSON export"
        )
    return items


def choices_of(item: Mapping[str, Any]) -> list[str]:
    """What a result chose: choices, or the ends of taxonomy paths."""
    value = item["value"]
    picked: Iterable[Any] = value.get("choices") or value.get("taxonomy") or ()
    ends = (choice[-1] if isinstance(choice, list) and choice else choice for choice in picked)
    return list(labels_of(list(ends), ""))


def _recency(annotation: Mapping[str, Any]) -> tuple[bool, str]:
    when = annotation.get("updated_at") or annotation.get("created_at")
    return bool(annotation.get("ground_truth")), str(when or "")


def _chosen(results: Iterable[Mapping[str, Any]], control: str | None) -> list[str]:
    """Choices of the whole text; those of a span have its offsets."""
    by_control: dict[str, list[str]] = {}
    for item in results:
        if "start" not in item["value"] and control in (None, item.get("from_name")):
            by_control.setdefault(str(item.get("from_name")), []).extend(choices_of(item))
    by_control = {name: choices for name, choices in by_control.items() if choices}
    if len(by_control) > 1:
        raise InputError(
            f"got choices of {', '.join(map(repr, by_control))}, expected those of one control; "
            'name it: labels="…"'
        )
    return next(iter(by_control.values()), [])


def _spans(results: Iterable[Mapping[str, Any]], text: str) -> Iterator[list[Any]]:
    for item in results:
        value = item["value"]
        if item.get("type") == "labels":
            start, end = located(text, value.get("start"), value.get("end"), value.get("text"))
            for name in labels_of(value.get("labels"), ""):
                yield [start, end, name]


def _prediction(number: int, names: Iterable[str]) -> Plain:
    value = {"choices": list(names)}
    return {"result": [result_item(f"{number}-0", "labels", "choices", value)]}
