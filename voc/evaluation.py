"""How good are the tags? Figures for records, voices, confidences and polarity. 1 is perfect.

The definitions are those of the label guide's own scorer:

    record_leaf   micro-F1 over the set of (kind, category) of each voice
    record_top    the same with the category cut to its top part
    pain_leaf     micro-F1 over the categories of pains alone
    need          F1 over "this voice holds a need"
    span          micro-F1 over the characters covered by records of the same kind
    severity      quadratic weighted kappa over pains and needs that both sides have
    stage         accuracy over the records that both sides have
    voice_type    macro-F1 over the types that occur in the reference
    sentiment     macro-F1 over all four sentiments
    urgency       quadratic weighted kappa
    emotion       macro-F1 over the emotions with at least 5 voices in the reference
    flags         micro-F1 over (voice, flag)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from typing import Any

import numpy as np

from voc.errors import InputError
from voc.types import SENTIMENTS, Record, TaggedVoice

_FREQUENT = 5
Pairs = Sequence[tuple[TaggedVoice, TaggedVoice]]


def evaluate(
    reference: Sequence[TaggedVoice], predicted: Sequence[TaggedVoice]
) -> dict[str, float]:
    """Compare predictions with annotations of the same voices.

    Parameters
    ----------
    reference, predicted : sequence of TaggedVoice
        Matched by voice id; their texts must be the same.

    Returns
    -------
    dict
        The figures named at the head of this module, with ``voices``, their number.

    Raises
    ------
    InputError
        A voice of the reference is missing from the predictions, or has another text there.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify(["发货太慢了"])
    >>> evaluate(result, result)["record_leaf"]
    1.0
    """
    by_id = {tagged.voice.id: tagged for tagged in predicted}
    missing = [tagged.voice.id for tagged in reference if tagged.voice.id not in by_id]
    if missing:
        raise InputError(
            f"{len(missing)} of {len(reference)} voices lack a prediction, the first is "
            f"{missing[0]!r}; predict all voices of the reference"
        )
    pairs = [(tagged, by_id[tagged.voice.id]) for tagged in reference]
    other = [r.voice.id for r, p in pairs if r.voice.text != p.voice.text]
    if other:
        raise InputError(
            f"{len(other)} of {len(reference)} voices have another text in the predictions, the "
            f"first is {other[0]!r}; predict the texts of the reference"
        )
    return {"voices": len(pairs), **_of_records(pairs), **_of_voices(pairs)}


def _of_records(pairs: Pairs) -> dict[str, float]:
    common = [
        (a[key], b[key])
        for a, b in ((_by_pair(r), _by_pair(p)) for r, p in pairs)
        for key in a.keys() & b.keys()
    ]
    graded = [(a.severity, b.severity) for a, b in common if a.kind != "praise"]
    return {
        "record_leaf": _micro((set(_by_pair(r)), set(_by_pair(p))) for r, p in pairs),
        "record_top": _micro((_tops(r), _tops(p)) for r, p in pairs),
        "pain_leaf": _micro((_pains(r), _pains(p)) for r, p in pairs),
        "need": _micro((_needs(r), _needs(p)) for r, p in pairs),
        "span": _micro((_characters(r), _characters(p)) for r, p in pairs),
        "severity": weighted_kappa(graded, 5),
        "stage": sum(a.stage == b.stage for a, b in common) / len(common) if common else 0.0,
    }


def _of_voices(pairs: Pairs) -> dict[str, float]:
    types = [(r.voice_type, p.voice_type) for r, p in pairs]
    emotions = [(r.emotion, p.emotion) for r, p in pairs]
    return {
        "voice_type": macro_f1(types, sorted({r for r, _ in types})),
        "sentiment": macro_f1([(r.sentiment, p.sentiment) for r, p in pairs], SENTIMENTS),
        "urgency": weighted_kappa([(r.urgency, p.urgency) for r, p in pairs], 4),
        "emotion": macro_f1(emotions, _frequent(r for r, _ in emotions)),
        "flags": _micro((set(r.flags), set(p.flags)) for r, p in pairs),
    }


def macro_f1(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> float:
    """Mean over ``labels`` of the F1 of each, from (reference, predicted) pairs."""
    scores = [
        _f1(
            sum(r == label == p for r, p in pairs),
            sum(p == label != r for r, p in pairs),
            sum(r == label != p for r, p in pairs),
        )
        for label in labels
    ]
    return sum(scores) / len(scores) if scores else 0.0


def weighted_kappa(pairs: Sequence[tuple[int, int]], n_grades: int) -> float:
    """Cohen's kappa with quadratic weights over grades in ``range(n_grades)``."""
    if not pairs:
        return 0.0
    table = np.zeros((n_grades, n_grades))
    np.add.at(table, tuple(np.array(pairs).T), 1)
    grades = np.arange(n_grades)
    cost = (grades[:, None] - grades) ** 2
    expected = np.outer(table.sum(1), table.sum(0)) / table.sum()
    chance = float((cost * expected).sum())
    return 1 - float((cost * table).sum()) / chance if chance else 1.0


def calibration_error(
    confidence: Sequence[float], right: Sequence[bool], n_bins: int = 10
) -> float:
    """Expected calibration error: mean distance of confidence and accuracy over equal bins.

    Examples
    --------
    >>> calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False])
    0.0
    """
    if not len(confidence):
        return 0.0
    sure, hit = np.asarray(confidence, float), np.asarray(right, float)
    bins = np.minimum((sure * n_bins).astype(int), n_bins - 1)
    gaps = [
        abs(sure[bins == b].mean() - hit[bins == b].mean()) * (bins == b).sum()
        for b in np.unique(bins)
    ]
    return float(sum(gaps) / len(sure))


def record_hits(
    reference: Sequence[TaggedVoice], predicted: Sequence[TaggedVoice]
) -> list[tuple[Record, bool]]:
    """Each predicted record with whether the reference has its kind and category in that voice.

    A record that backed off to a top category is right if any leaf below it is there.
    """
    truth = {tagged.voice.id: set(_by_pair(tagged)) | _tops(tagged) for tagged in reference}
    return [
        (record, (record.kind, record.category) in truth[tagged.voice.id])
        for tagged in predicted
        for record in tagged.records
    ]


def _by_pair(tagged: TaggedVoice) -> dict[tuple[str, str], Record]:
    return {(record.kind, record.category): record for record in tagged.records}


def _tops(tagged: TaggedVoice) -> set[tuple[str, str]]:
    return {(record.kind, record.category.split(".")[0]) for record in tagged.records}


def _pains(tagged: TaggedVoice) -> set[str]:
    return {record.category for record in tagged.records if record.kind == "pain"}


def _needs(tagged: TaggedVoice) -> set[str]:
    return {"need" for record in tagged.records if record.kind == "need"}


def _characters(tagged: TaggedVoice) -> set[tuple[str, int]]:
    return {(r.kind, i) for r in tagged.records for i in range(r.start, r.end)}


def _frequent(values: Iterable[str]) -> list[str]:
    return sorted(value for value, n in Counter(values).items() if n >= _FREQUENT)


def _micro(pairs: Iterable[tuple[Set[Any], Set[Any]]]) -> float:
    right = extra = missed = 0
    for reference, predicted in pairs:
        right += len(reference & predicted)
        extra += len(predicted - reference)
        missed += len(reference - predicted)
    return _f1(right, extra, missed)


def _f1(right: int, extra: int, missed: int) -> float:
    everything = 2 * right + extra + missed
    return 2 * right / everything if everything else 1.0
