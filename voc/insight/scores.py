"""NPS, CSAT, CES and net sentiment, by their standard definitions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from voc.insight.bilingual import Both
from voc.insight.codes import Codes, Floats
from voc.insight.columns import groups, numbers
from voc.insight.facts import Facts
from voc.insight.reading import facts_of
from voc.insight.score_scale import UNCLEAR, Scale, ScaleName, scale_of
from voc.insight.score_table import Score, Scores
from voc.statistics.means import Moments
from voc.statistics.proportions import agresti_min, wilson

Measured = tuple[Floats, Floats, Floats]  # a figure, and the ends of its interval
_WILSON, _PAIRED, _STUDENT = "Wilson", "adjusted Wald (Agresti–Min)", "Student's t"


def scores(
    source: Any,  # noqa: ANN401
    by: str | None = None,
    *,
    column: str = "score",
    scale: ScaleName | None = None,
) -> Scores:
    """Measure how content customers are, by the standard definitions.

    NPS of 0–10: share of promoters (9, 10) minus share of detractors (0 to 6), times 100. CSAT:
    share of the top two answers. CES of 1–7, where higher is easier: mean, and share of 5 to 7. Net
    sentiment: share of positive minus share of negative voices; mixed and neutral ones are neither.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, or table of records
    by : str, optional
        A field of Voice or key of ``meta`` to measure apart: "segment", "product" …
    column : str
        Where the scores are: "score", or a key of ``meta``.
    scale : "nps", "csat", "ces" or two numbers, optional
        What they answer; two numbers are the ends of a satisfaction scale. By default it is read
        off their range where that is certain (see ``score_scale.scale_of``); where it is not,
        only net sentiment is measured, and a note says so. Scores off the scale are left out, and
        a note counts them.

    Returns
    -------
    Scores
        Groups without a score have no row of it.

    Raises
    ------
    InputError
        No such column or scale, or no score lies on it.

    Notes
    -----
    Intervals of 95 %: adjusted Wald for differences of two shares (Agresti and Min, 2005), Wilson's
    for shares, Student's t for the mean. All take voices for independent of each other; of
    customers who often write, they are too narrow.

    Examples
    --------
    >>> import voc
    >>> table = scores(voc.load_corpus("demo").annotated)
    >>> [(row.measure, round(row.value, 2), row.n) for row in table]
    [('nps', -37.95, 361), ('net_sentiment', -0.3, 560)]
    >>> print(table.sentences()[0])
    NPS（净推荐值）为 -38.0（95% 区间 -46.6 … -28.9），n = 361，推荐者 24.9%，贬损者 62.9%。
    """
    facts = facts_of(source)
    given = numbers(facts, column)
    found = scale_of(given, scale)
    kept = given if found is None else found.keep(given)
    parts = _all(facts) if by is None else groups(facts, by)
    rows = [*_of_scores(kept, found, parts), *_of_moods(facts, parts)]
    return Scores(
        _ordered(rows, parts), facts.taxonomy, _notes(given, kept, found, scale is None), by
    )


def _all(facts: Facts) -> Codes:
    return Codes(("",), np.zeros(facts.n_voices, dtype=np.int64))


def _of_scores(kept: Floats, scale: Scale | None, parts: Codes) -> Iterator[Score]:
    if scale is None:
        return
    known = (~np.isnan(kept)).astype(np.float64)
    n = parts.count(known)
    good = parts.count((kept >= scale.best).astype(np.float64))
    bad = parts.count((kept <= scale.worst).astype(np.float64))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = good / n, bad / n
        if scale.question == "nps":
            low, high = agresti_min(good, bad, n)
            points = 100 * ((good - bad) / n), 100 * low, 100 * high
            yield from _rows("nps", points, n, shares, _PAIRED, parts)
        elif scale.question == "csat":
            yield from _rows("csat", (good / n, *wilson(good, n)), n, shares, _WILSON, parts)
        else:
            of = Moments.of(kept, parts.codes, len(parts.values))
            yield from _rows("ces", (of.mean, *of.interval()), n, shares, _STUDENT, parts)
            yield from _rows("ces_easy", (good / n, *wilson(good, n)), n, shares, _WILSON, parts)


def _of_moods(facts: Facts, parts: Codes) -> Iterator[Score]:
    moods = facts.sentiment
    known = (moods.codes >= 0).astype(np.float64)
    plus, minus = (
        parts.count((moods.codes == moods.values.index(mood)).astype(np.float64))
        if mood in moods.values
        else np.zeros(len(parts.values))
        for mood in ("positive", "negative")
    )
    n = parts.count(known)
    with np.errstate(invalid="ignore", divide="ignore"):
        net = (plus - minus) / n, *agresti_min(plus, minus, n)
        yield from _rows("net_sentiment", net, n, (plus / n, minus / n), _PAIRED, parts)


def _rows(
    measure: str, of: Measured, n: Floats, shares: tuple[Floats, Floats], method: str, parts: Codes
) -> Iterator[Score]:
    value, low, high = of
    for place in np.flatnonzero(n):
        yield Score(
            group=parts.values[place] or None,
            measure=measure,
            value=float(value[place]),
            low=float(low[place]),
            high=float(high[place]),
            n=int(n[place]),
            good=float(shares[0][place]),
            bad=float(shares[1][place]),
            method=method,
        )


def _ordered(rows: list[Score], parts: Codes) -> list[Score]:
    sizes = dict(zip(parts.values, parts.count().tolist(), strict=True))
    return sorted(rows, key=lambda row: (-sizes[row.group or ""], row.group or ""))


def _notes(given: Floats, kept: Floats, scale: Scale | None, read_off: bool) -> Iterator[Both]:
    known, used = (int((~np.isnan(values)).sum()) for values in (given, kept))
    if known == 0:
        yield Both("没有一个声音带评分。", "No voice has a score.")
    elif scale is None:
        yield UNCLEAR
    elif read_off:
        yield Both(
            f"评分在 {scale.low:g}–{scale.high:g} 之间，按 {scale.question.upper()} 计；不是的话请写明 scale=。",
            f"Scores from {scale.low:g} to {scale.high:g} were taken for {scale.question.upper()}; "
            "say scale= if they are not.",
        )
    elif used < known:
        yield Both(
            f"{known - used} 个评分不在 {scale.low:g}–{scale.high:g} 之内，没有计入。",
            f"{known - used} scores lie off {scale.low:g}–{scale.high:g} and were left out.",
        )
