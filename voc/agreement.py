"""Do annotators agree? Cohen's kappa, Krippendorff's alpha, and both for annotated voices.

1 is perfect agreement, 0 what chance would give, below 0 worse than chance. Passes of one kind of
annotator, above all of one language model, agree more readily than people would: agreement tells
how well the guide decides, not whether the labels are right.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple, get_args

from voc._aligned import aligned
from voc._coefficients import (
    Level,
    Weights,
    alpha,
    coincidences,
    kappa,
    missing,
    numbered,
    same,
    weighted,
)
from voc._figures import Figure, Floats, Pairs, by_pair, figures, grade_counts
from voc._scorecard_tables import figure_name, interval, number
from voc.bootstrap import Interval, check_samples, draws, interval_of
from voc.errors import InputError
from voc.evaluation import matched
from voc.types import FLAGS, Record, TaggedVoice

_RECORD_FIGURES = ("record_leaf", "record_top", "pain_leaf", "need", "span")
_CONFIDENCE = 0.95
# What both annotators say of one voice: one pair for each label they both gave.
_Given = list[tuple[Hashable, Hashable]]
_Read = Callable[[TaggedVoice, TaggedVoice], _Given]


def cohen_kappa(a: Sequence[Hashable], b: Sequence[Hashable], weights: Weights = None) -> float:
    """How much two annotators agree beyond chance.

    Parameters
    ----------
    a, b : sequence of hashable
        What each of them says of the same items, in the same order; numbers if weighted.
    weights : {None, "linear", "quadratic"}
        None: any two labels differ alike. Else two grades differ by their distance, or its square.

    Returns
    -------
    float
        At most 1; nan where it is undefined, since there is nothing or all labels are the same.

    Raises
    ------
    InputError
        The lengths differ, ``weights`` is unknown, or a weighted label is no number.

    Examples
    --------
    >>> cohen_kappa(["投诉", "咨询", "投诉", "表扬"], ["投诉", "咨询", "咨询", "表扬"])
    0.6363636363636364
    >>> cohen_kappa([0, 1, 2, 3], [0, 1, 2, 2], weights="quadratic")
    0.875
    """
    if len(a) != len(b):
        raise InputError(f"got {len(a)} and {len(b)} labels, expected one of each for every item")
    _expect("weights", weights, (None, *get_args(get_args(Weights)[0])))
    if any(map(missing, chain(a, b))):
        raise InputError("got a missing label, expected all; krippendorff_alpha takes missing ones")
    place, values = numbered(chain(a, b), graded=weights is not None)
    pairs = [(place[x], place[y]) for x, y in zip(a, b, strict=True)]
    return float(kappa(grade_counts([pairs], len(values))[0], weighted(values, weights)))


def krippendorff_alpha(ratings: Sequence[Sequence[Hashable]], level: Level = "nominal") -> float:
    """How much any number of annotators agree beyond chance, where some ratings may be missing.

    As in Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability".

    Parameters
    ----------
    ratings : sequence of shape (n_annotators, n_items)
        None or nan where an annotator said nothing; numbers unless nominal. Items with fewer than
        two ratings do not count.
    level : {"nominal", "ordinal", "interval"}
        Whether two values only differ, differ by rank, or by the square of their difference.

    Returns
    -------
    float
        At most 1; nan where it is undefined, since there is nothing or all ratings are the same.

    Raises
    ------
    InputError
        The annotators have different numbers of items, ``level`` is unknown, or a rating that is
        not nominal is no number.

    Examples
    --------
    >>> krippendorff_alpha([["投诉", "咨询", None, "表扬"], ["投诉", "咨询", "投诉", "咨询"]])
    0.5454545454545454
    >>> krippendorff_alpha([[0, 1, 2, 3], [0, 1, 2, 2]], level="ordinal")
    0.9102564102564102
    """
    lengths = sorted({len(items) for items in ratings})
    if len(lengths) > 1:
        raise InputError(f"got {lengths} ratings, expected as many of each annotator")
    _expect("level", level, get_args(Level))
    place, values = numbered(chain(*ratings), graded=level != "nominal")
    return float(alpha(coincidences(ratings, place), values, level))


class LabelAgreement(NamedTuple):
    """Agreement on one set of labels.

    Attributes
    ----------
    n : int
        Labels that both annotators gave.
    same : float
        Share of them that are the same, in [0, 1].
    kappa, alpha : float
        Cohen's kappa, quadratic for grades; Krippendorff's alpha, ordinal for grades.
    kappa_interval, alpha_interval : Interval
        Percentile bootstrap over voices, 95 %; nan where a sample left it undefined.
    """

    n: int
    same: float
    kappa: float
    kappa_interval: Interval
    alpha: float
    alpha_interval: Interval


class RecordAgreement(NamedTuple):
    """Agreement on records: an F1 of ``voc.evaluate``, the same whoever is the reference."""

    f1: float
    interval: Interval


@dataclass(frozen=True)
class Agreement:
    """How much two annotators agree; printed, it is two tables.

    Attributes
    ----------
    voices : int
    labels : Mapping of str to LabelAgreement
        voice_type, sentiment, emotion, urgency, flags (each flag of each voice: given or not), and
        severity and stage of the records that both annotators have.
    records : Mapping of str to RecordAgreement
        By the names of ``voc.evaluate``: record_leaf, record_top, pain_leaf, need, span.
    """

    voices: int
    labels: Mapping[str, LabelAgreement]
    records: Mapping[str, RecordAgreement]

    def __str__(self) -> str:
        return "\n\n".join(
            aligned(rows, frozenset(range(1, len(rows[0])))) for rows in self._tables()
        )

    def _tables(self) -> list[list[tuple[str, ...]]]:
        labels = [
            (name, str(row.n), _shown(row.same), _shown(row.kappa), _range(row.kappa_interval),
             _shown(row.alpha), _range(row.alpha_interval))
            for name, row in self.labels.items()
        ]  # fmt: skip
        records = [
            (f"{name} {figure_name(name)}", _shown(row.f1), _range(row.interval))
            for name, row in self.records.items()
        ]
        head = ("标签 label", "n", "相同 same", "κ", "95 %", "α", "95 %")
        return [[head, *labels], [("记录 records", "F1", "95 %"), *records]]


def agreement(
    first: Sequence[TaggedVoice],
    second: Sequence[TaggedVoice],
    *,
    samples: int = 1000,
    random_state: int = 0,
) -> Agreement:
    """How much two annotators agree on the same voices.

    Parameters
    ----------
    first, second : sequence of TaggedVoice
        Matched by voice id; their texts must be the same. A ``Result`` is one.
    samples : int
        Bootstrap samples of the intervals, at least 1.
    random_state : int
        The same seed gives the same intervals.

    Raises
    ------
    InputError
        There are no voices, they do not match, or ``samples`` is below 1.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify(["发货太慢了，客服也不理人", "客服很热情"])
    >>> found = agreement(result, result)
    >>> found.labels["sentiment"].kappa, found.records["record_leaf"].f1
    (1.0, 1.0)
    """
    check_samples(samples)
    pairs = matched(first, second)
    if not pairs:
        raise InputError("got no voices to compare; give at least one")
    drawn = draws(len(pairs), samples, random_state)
    of_records = figures(pairs)
    return Agreement(
        voices=len(pairs),
        labels={name: _on_labels(pairs, *labels, drawn) for name, labels in _LABELS.items()},
        records={name: _on_records(of_records[name], drawn) for name in _RECORD_FIGURES},
    )


def _on_records(figure: Figure, drawn: Floats) -> RecordAgreement:
    f1 = float(figure.value(figure.counts.sum(0)))
    return RecordAgreement(f1, interval_of(figure, drawn, _CONFIDENCE))


def _on_labels(pairs: Pairs, read: _Read, level: Level, drawn: Floats) -> LabelAgreement:
    given = [read(a, b) for a, b in pairs]
    place, values = numbered(chain(*chain(*given)), graded=level != "nominal")
    numbers = [[(place[x], place[y]) for x, y in of_voice] for of_voice in given]
    counts = grade_counts(numbers, len(values))
    cost = weighted(values, None if level == "nominal" else "quadratic")
    of_kappa = Figure(counts, lambda tables: kappa(tables, cost))
    of_alpha = Figure(counts, lambda t: alpha(t + t.swapaxes(-2, -1), values, level))
    table = counts.sum(0)
    return LabelAgreement(
        n=int(table.sum()),
        same=float(same(table)),
        kappa=float(of_kappa.value(table)),
        kappa_interval=interval_of(of_kappa, drawn, _CONFIDENCE),
        alpha=float(of_alpha.value(table)),
        alpha_interval=interval_of(of_alpha, drawn, _CONFIDENCE),
    )


def _both(name: str) -> _Read:
    return lambda a, b: [(getattr(a, name), getattr(b, name))]


def _flags(a: TaggedVoice, b: TaggedVoice) -> _Given:
    return [(flag in a.flags, flag in b.flags) for flag in FLAGS]


def _severities(a: TaggedVoice, b: TaggedVoice) -> _Given:
    return [(x.severity, y.severity) for x, y in _common(a, b) if x.kind != "praise"]


def _stages(a: TaggedVoice, b: TaggedVoice) -> _Given:
    return [(x.stage, y.stage) for x, y in _common(a, b)]


def _common(a: TaggedVoice, b: TaggedVoice) -> list[tuple[Record, Record]]:
    """Records of the same kind and category, in the order of the first annotator."""
    first, second = by_pair(a), by_pair(b)
    return [(record, second[key]) for key, record in first.items() if key in second]


_LABELS: Mapping[str, tuple[_Read, Level]] = {
    "voice_type": (_both("voice_type"), "nominal"),
    "sentiment": (_both("sentiment"), "nominal"),
    "emotion": (_both("emotion"), "nominal"),
    "urgency": (_both("urgency"), "ordinal"),
    "flags": (_flags, "nominal"),
    "severity": (_severities, "ordinal"),
    "stage": (_stages, "nominal"),
}


def _shown(value: float) -> str:
    return number(None if math.isnan(value) else value)


def _range(ends: Interval) -> str:
    return "—" if math.isnan(ends.low + ends.high) else interval(ends)


def _expect(what: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise InputError(f"got {what}={value!r}, expected one of {', '.join(map(repr, allowed))}")
