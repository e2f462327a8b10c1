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

from collections.abc import Sequence

import numpy as np

from voc._figures import Pairs, figures, grade_counts, kappa, label_counts, macro
from voc.errors import InputError
from voc.types import TaggedVoice


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
    pairs = matched(reference, predicted)
    every = np.ones(len(pairs))
    found = {name: float(figure.over(every)) for name, figure in figures(pairs).items()}
    return {"voices": len(pairs), **found}


def matched(reference: Sequence[TaggedVoice], predicted: Sequence[TaggedVoice]) -> Pairs:
    """Each voice of the reference with its prediction, in the order of the reference.

    Raises
    ------
    InputError
        As ``evaluate``.
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
    return pairs


def macro_f1(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> float:
    """Mean over ``labels`` of the F1 of each, from (reference, predicted) pairs.

    Examples
    --------
    >>> macro_f1([("投诉", "投诉"), ("咨询", "投诉")], ["投诉", "咨询"])
    0.3333333333333333
    """
    return float(macro(label_counts(pairs, labels).sum(0), least=0))


def weighted_kappa(pairs: Sequence[tuple[int, int]], n_grades: int) -> float:
    """Cohen's kappa with quadratic weights over grades in ``range(n_grades)``.

    Examples
    --------
    >>> weighted_kappa([(0, 0), (1, 1), (3, 3)], 4)
    1.0
    """
    return float(kappa(grade_counts([pairs], n_grades).sum(0)))
