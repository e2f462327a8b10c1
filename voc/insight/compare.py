"""Before and after: whether what was done about pains worked, the end of a closed loop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.errors import InputError
from voc.insight.codes import Codes, Floats
from voc.insight.comparison import Comparison, ComparisonRow, Verdict
from voc.insight.facts import Facts
from voc.insight.periods import Moment, moment
from voc.insight.reading import facts_of
from voc.insight.shares import RARE, Slices, Where, counts, records_of, voices_where
from voc.statistics.exact import fisher
from voc.statistics.many import check_alpha, holm
from voc.statistics.means import Moments, welch
from voc.statistics.proportions import newcombe, wilson
from voc.types import Kind

_GONE, _MAY_BE_LEFT = 0.2, 0.5  # of the share before: what is left of a pain that is called fixed


def compare(
    before: Any,  # noqa: ANN401
    after: Any = None,  # noqa: ANN401
    *,
    at: Moment | None = None,
    kinds: Sequence[Kind] = ("pain",),
    where: Where | None = None,
    alpha: float = 0.05,
) -> Comparison:
    """Compare what customers name before and after.

    Parameters
    ----------
    before : Result, iterable of TaggedVoice, pandas.DataFrame or Facts
        Voices from before; with ``at`` all voices.
    after : Result, iterable of TaggedVoice, pandas.DataFrame or Facts, optional
    at : date, datetime or str, optional
        Instead of ``after``: voices from then on are after. Those without a time are left out.
    kinds : sequence of "pain" and "need"
        A voice counts for a category once if it names it in any of these kinds.
    where : mapping of str to str or collection of str, optional
        Only voices that have these values, e.g. ``{"product": "X9"}``.
    alpha : float
        The chance that anything is called changed where nothing did is no greater; in (0, 1).

    Returns
    -------
    Comparison
        Net sentiment and score first where there are any, then each category that at least 5 voices
        name, the surest change first. Empty if one side has no voice.

    Raises
    ------
    InputError
        Neither or both of ``after`` and ``at``; no voice before or from ``at`` on; or another
        argument is none of these.

    Notes
    -----
    Shares are of all voices of their side, so that more or fewer voices alone change nothing.
    Fisher's exact test (twice the smaller tail) and Newcombe's interval of the difference; for means
    Welch's t test and its interval. All tests together are corrected by Holm. "fixed": surely less,
    at most a fifth of the share is left, and even the upper end of its Wilson interval is at most
    half of the share before. Whether a measure was the cause nobody can tell from this: other things
    may have changed with it.

    Examples
    --------
    >>> import voc
    >>> old = voc.classify(["登录失败，一直闪退"] * 9 + ["口味不错"] * 11)
    >>> new = voc.classify(["登录失败，一直闪退"] + ["口味不错"] * 39)
    >>> compare(old, new).sentences()[-1]
    '“稳定性”从 45.0%（20 条中 9 条）降到 2.5%（40 条中 1 条）：已解决，相差 -63.4 到 -20.7 个百分点，几乎可以排除偶然（校正后 p<0.001）。'
    """
    check_alpha(alpha)
    if "praise" in kinds:
        raise InputError("kinds has 'praise', of which less is not better; expected pain, need")
    sides = _sides(before, after, at, where)
    old, new = (_side(facts, chosen, kinds) for facts, chosen in sides)
    taxonomy = sides[0][0].taxonomy
    if not old.voices or not new.voices:
        return Comparison(taxonomy=taxonomy)
    means = [_mean(name, old, new) for name in ("net_sentiment", "score")]
    rows = [*filter(None, means), *_shares(old, new)]
    adjusted = holm([row.p for row in rows]).tolist()
    judged = [_judged(row, p, alpha) for row, p in zip(rows, adjusted, strict=True)]
    return Comparison(sorted(judged, key=_order), taxonomy)


class _Side(NamedTuple):
    """What one side says."""

    voices: int
    hits: Mapping[str, int]
    net_sentiment: Moments
    score: Moments


def _sides(
    before: Any,  # noqa: ANN401
    after: Any,  # noqa: ANN401
    at: Moment | None,
    where: Where | None,
) -> list[tuple[Facts, NDArray[np.bool_]]]:
    if (after is None) == (at is None):
        raise InputError("expected either the voices `after` or the date `at`, and not both")
    if at is None:
        both = (facts_of(before), facts_of(after))
        return [(facts, voices_where(facts, where or {})) for facts in both]
    facts = facts_of(before)
    chosen, when = voices_where(facts, where or {}), moment(at, "at")
    sides = [chosen & (facts.time < when), chosen & (facts.time >= when)]
    if facts.n_voices and not all(side.any() for side in sides):
        raise InputError(
            f"at={at!r}: no voice {'from then on' if sides[0].any() else 'before'}; "
            f"voices are from {_span(facts.time[chosen])}"
        )
    return [(facts, side) for side in sides]


def _span(time: NDArray[np.datetime64]) -> str:
    dated = time[~np.isnat(time)].astype("datetime64[D]")
    return f"{dated.min()} to {dated.max()}" if len(dated) else "an unknown time"


def _side(facts: Facts, chosen: NDArray[np.bool_], kinds: Sequence[Kind]) -> _Side:
    part = np.where(chosen, 0, -1)
    whole = Slices.whole(facts.n_voices)
    named = counts(facts, records_of(facts, kinds), whole, part, 1)
    hits = dict(zip(named.categories, named.hits[0, :, 0].tolist(), strict=True))
    net = Moments.of(_net(facts.sentiment), part, 1)
    return _Side(int(chosen.sum()), hits, net, Moments.of(facts.score, part, 1))


def _net(sentiment: Codes) -> Floats:
    """100 for positive, -100 for negative, else 0; NaN where unknown."""
    worth = {"positive": 100.0, "negative": -100.0}
    values = np.array([*(worth.get(value, 0.0) for value in sentiment.values), np.nan])
    return values[sentiment.codes]


def _mean(
    measure: Literal["net_sentiment", "score"], old: _Side, new: _Side
) -> ComparisonRow | None:
    first: Moments = getattr(old, measure)
    second: Moments = getattr(new, measure)
    if not first.n[0] or not second.n[0]:
        return None
    low, high, p = (float(one[0]) for one in welch(first, second))
    n1, n2 = int(first.n[0]), int(second.n[0])
    return ComparisonRow(
        measure=measure, category=None, before_count=n1, before_voices=n1,
        before=float(first.mean[0]), after_count=n2, after_voices=n2, after=float(second.mean[0]),
        low=low, high=high, p=p,
    )  # fmt: skip


def _shares(old: _Side, new: _Side) -> Iterator[ComparisonRow]:
    for category in dict.fromkeys([*old.hits, *new.hits]):
        k1, k2 = old.hits.get(category, 0), new.hits.get(category, 0)
        if k1 + k2 >= RARE:
            numbers = (k1, old.voices, k2, new.voices)
            low, high = newcombe(*numbers)
            yield ComparisonRow(
                measure="share", category=category, before_count=k1, before_voices=old.voices,
                before=k1 / old.voices, after_count=k2, after_voices=new.voices,
                after=k2 / new.voices, low=float(low), high=float(high), p=float(fisher(*numbers)),
            )  # fmt: skip


def _judged(row: ComparisonRow, p: float, alpha: float) -> ComparisonRow:
    verdict: Verdict = "no_evidence"
    if p <= alpha:
        less = row.after < row.before
        verdict = "better" if less == (row.measure == "share") else "worse"
        left = float(wilson(row.after_count, row.after_voices)[1])
        gone = row.after <= _GONE * row.before and left <= _MAY_BE_LEFT * row.before
        verdict = "fixed" if verdict == "better" and row.measure == "share" and gone else verdict
    return replace(row, p=p, verdict=verdict)


def _order(row: ComparisonRow) -> tuple[bool, float, float]:
    """Means first, as they are; then what is surest, and of the equally sure what is most."""
    if row.measure != "share":
        return False, 0.0, 0.0
    return True, row.p, -abs(row.after - row.before)
