"""Can the confidences be trusted? Of what is said with 0.8, eight in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc._figures import by_pair, tops
from voc.errors import InputError
from voc.types import Record, TaggedVoice

Row = dict[str, float]

_POINTS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)


def reliability_table(
    confidence: Sequence[float], right: Sequence[bool], n_bins: int = 10
) -> list[Row]:
    """Confidence beside accuracy, in equal steps of confidence.

    Parameters
    ----------
    confidence : sequence of float
        In [0, 1].
    right : sequence of bool
        Whether each was right.
    n_bins : int

    Returns
    -------
    list of dict
        ``from`` and ``to``, the step; ``n``, how many fall into it; their mean ``confidence`` and
        their ``accuracy``. Steps without any are left out.

    Raises
    ------
    InputError
        The lengths differ, or a confidence is outside [0, 1].

    Examples
    --------
    >>> for row in reliability_table([0.75, 0.75, 0.95], [True, False, True]):
    ...     print(row)
    {'from': 0.7, 'to': 0.8, 'n': 2, 'confidence': 0.75, 'accuracy': 0.5}
    {'from': 0.9, 'to': 1.0, 'n': 1, 'confidence': 0.95, 'accuracy': 1.0}
    """
    sure, hit = _arrays(confidence, right)
    bins = np.minimum((sure * n_bins).astype(int), n_bins - 1)
    return [
        {
            "from": b / n_bins,
            "to": (b + 1) / n_bins,
            "n": int((bins == b).sum()),
            "confidence": float(sure[bins == b].mean()),
            "accuracy": float(hit[bins == b].mean()),
        }
        for b in np.unique(bins).tolist()
    ]


def coverage_curve(
    confidence: Sequence[float], right: Sequence[bool], points: Sequence[float] = _POINTS
) -> list[Row]:
    """How much more often the surest are right: what leaving the rest to people would bring.

    Parameters
    ----------
    confidence : sequence of float
        In [0, 1].
    right : sequence of bool
        Whether each was right.
    points : sequence of float
        Shares to keep, in (0, 1].

    Returns
    -------
    list of dict
        For each point the share to keep (``coverage``), ``n``, the least ``confidence`` that is
        kept, and the ``accuracy`` among those kept. Where the cut falls among equal confidences,
        their mean counts, so that the order of the input does not.

    Raises
    ------
    InputError
        The lengths differ, or a confidence or point is out of range.

    Examples
    --------
    >>> for row in coverage_curve([0.9, 0.8, 0.3, 0.2], [True, True, False, True], (1.0, 0.5)):
    ...     print(row)
    {'coverage': 1.0, 'n': 4, 'confidence': 0.2, 'accuracy': 0.75}
    {'coverage': 0.5, 'n': 2, 'confidence': 0.8, 'accuracy': 1.0}
    """
    if not all(0 < point <= 1 for point in points):
        raise InputError(f"points={points!r} are not all in (0, 1]; give shares to keep")
    sure, hit = _arrays(confidence, right)
    if not len(sure):
        return []
    _, group = np.unique(sure, return_inverse=True)
    mean = np.bincount(group, hit) / np.bincount(group)
    order = np.argsort(-sure)
    hits = mean[group][order].cumsum()
    kept = [max(1, round(point * len(sure))) for point in points]
    return [
        {
            "coverage": float(point),
            "n": n,
            "confidence": float(sure[order[n - 1]]),
            "accuracy": float(hits[n - 1] / n),
        }
        for point, n in zip(points, kept, strict=True)
    ]


def calibration_error(
    confidence: Sequence[float], right: Sequence[bool], n_bins: int = 10
) -> float:
    """Expected calibration error: mean distance of confidence and accuracy over equal bins.

    Raises
    ------
    InputError
        The lengths differ, or a confidence is outside [0, 1].

    Examples
    --------
    >>> calibration_error([0.75, 0.75, 0.75, 0.75], [True, True, True, False])
    0.0
    """
    rows = reliability_table(confidence, right, n_bins)
    gaps = [abs(row["confidence"] - row["accuracy"]) * row["n"] for row in rows]
    return float(sum(gaps) / len(confidence)) if gaps else 0.0


def record_hits(
    reference: Sequence[TaggedVoice], predicted: Sequence[TaggedVoice]
) -> list[tuple[Record, bool]]:
    """Each predicted record with whether the reference has its kind and category in that voice.

    A record that backed off to a top category is right if any leaf below it is there.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify("发货太慢了")
    >>> [right for record, right in record_hits(result, result)]
    [True]
    """
    truth = {tagged.voice.id: set(by_pair(tagged)) | tops(tagged) for tagged in reference}
    return [
        (record, (record.kind, record.category) in truth[tagged.voice.id])
        for tagged in predicted
        for record in tagged.records
    ]


def _arrays(
    confidence: Sequence[float], right: Sequence[bool]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    if len(confidence) != len(right):
        raise InputError(
            f"got {len(confidence)} confidences and {len(right)} verdicts; give one for each"
        )
    sure, hit = np.asarray(confidence, float), np.asarray(right, float)
    if not ((sure >= 0) & (sure <= 1)).all():
        raise InputError("a confidence is outside [0, 1]; give probabilities")
    return sure, hit
