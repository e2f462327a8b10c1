"""Precision and recall of each label by itself: which ones are weak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from voc._figures import Pairs
from voc.types import EMOTIONS, FLAGS, KINDS, SENTIMENTS, VOICE_TYPES, TaggedVoice


class Score(NamedTuple):
    """How well one label is found.

    Attributes
    ----------
    precision : float or None
        Share of the predicted ones that the reference has too, in [0, 1]; None if there are none.
    recall : float or None
        Share of those of the reference that are predicted, in [0, 1]; None if there are none.
    f1 : float
    reference, predicted : int
        How many there are on each side.
    """

    precision: float | None
    recall: float | None
    f1: float
    reference: int
    predicted: int


# A label, and what must be the same about it on both sides.
Marks = Iterable[tuple[str, object]]

_URGENCIES = ("0", "1", "2", "3")
_SETS: Mapping[str, tuple[Sequence[str], Callable[[TaggedVoice], Marks]]] = {
    "kind": (KINDS, lambda tagged: ((r.kind, r.category) for r in tagged.records)),
    "voice_type": (VOICE_TYPES, lambda tagged: [(tagged.voice_type, None)]),
    "sentiment": (SENTIMENTS, lambda tagged: [(tagged.sentiment, None)]),
    "emotion": (EMOTIONS, lambda tagged: [(tagged.emotion, None)]),
    "urgency": (_URGENCIES, lambda tagged: [(str(tagged.urgency), None)]),
    "flags": (FLAGS, lambda tagged: ((flag, None) for flag in tagged.flags)),
}


def category_scores(pairs: Pairs) -> dict[str, Score]:
    """The score of each category that occurs, by id: a top one stands before its leaves.

    As in the figures ``record_leaf`` and ``record_top``, what counts is each kind of record of the
    category in each voice, once. A leaf's score does not see records that backed off.
    """
    return _scores(pairs, _categories, ())


def label_scores(pairs: Pairs) -> dict[str, dict[str, Score]]:
    """The score of each label that occurs: by kind, voice type, sentiment, emotion, urgency, flags.

    For a kind, what counts is each category of its records in each voice, once.
    """
    return {name: _scores(pairs, marks, order) for name, (order, marks) in _SETS.items()}


def _categories(tagged: TaggedVoice) -> Marks:
    for record in tagged.records:
        yield record.category, record.kind
        yield record.category.split(".")[0], record.kind


def _scores(
    pairs: Pairs, marks: Callable[[TaggedVoice], Marks], order: Sequence[str]
) -> dict[str, Score]:
    reference, predicted, right = Counter[str](), Counter[str](), Counter[str]()
    for r, p in pairs:
        wanted, given = set(marks(r)), set(marks(p))
        reference.update(label for label, _ in wanted)
        predicted.update(label for label, _ in given)
        right.update(label for label, _ in wanted & given)
    rank = {label: place for place, label in enumerate(order)}
    found = sorted(reference | predicted, key=lambda label: (rank.get(label, len(rank)), label))
    return {label: _score(right[label], reference[label], predicted[label]) for label in found}


def _score(right: int, reference: int, predicted: int) -> Score:
    return Score(
        precision=right / predicted if predicted else None,
        recall=right / reference if reference else None,
        f1=2 * right / (reference + predicted),
        reference=reference,
        predicted=predicted,
    )
