"""What each pain goes with in NPS, stars, repurchase or money, all others being equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from voc.bootstrap import check_samples
from voc.errors import InputError
from voc.insight.bilingual import Both
from voc.insight.codes import Floats
from voc.insight.columns import numbers
from voc.insight.driver_bootstrap import Draws
from voc.insight.driver_design import Design, design_of
from voc.insight.driver_importance import importance
from voc.insight.driver_money import stakes
from voc.insight.driver_rows import driver_rows
from voc.insight.driver_table import Better, Driver, Drivers
from voc.insight.driver_words import (
    CONSTANT,
    ENTANGLED,
    FEW_VOICES,
    HOW,
    MODELS,
    NO_SILENT,
    NOTHING_COMMON,
    RARE,
    TOGETHER,
    filled,
    outcome_name,
)
from voc.insight.facts import Facts
from voc.insight.reading import facts_of
from voc.insight.score_scale import Scale, ScaleName, scale_of
from voc.types import KINDS

_ENTANGLED = 5  # variance inflation that is worth a remark


def drivers(
    source: Any,  # noqa: ANN401
    outcome: str = "score",
    *,
    kinds: Sequence[str] = ("pain",),
    controls: Sequence[str] = (),
    money: str | None = None,
    scale: ScaleName | None = None,
    better: Better = "higher",
    minimum: int = 10,
    samples: int = 1000,
    random_state: int = 0,
) -> Drivers:
    """Tell what each pain goes with in an outcome, all other pains and controls being equal.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, or table of records
        Voices without an outcome are left out; voices without pains are what others are compared
        to.
    outcome : str
        "score", or a key of ``meta`` with numbers: stars, repurchase as 0 and 1, money …
    kinds : sequence of "pain", "need", "praise"
        Whose categories are looked at.
    controls : sequence of str
        Columns to hold equal beside: "product", "segment", "channel", keys of ``meta``.
    money : str, optional
        Key of ``meta`` with amounts; ``Drivers.money`` then tells what stands behind each pain.
    scale : "nps", "csat", "ces" or two numbers, optional
        What the outcome answers, as for ``scores``; numbers off the scale are left out. NPS points
        are only told for "nps"; of "score" it is read off the range where that is certain.
    better : "higher" or "lower"
        Which outcome is wished for; "lower" for churn or cost.
    minimum : int
        Customers that a category needs with it, and without; rarer ones are held equal together.
    samples : int
        Of the bootstrap.
    random_state : int

    Returns
    -------
    Drivers
        Empty, with a note that says why, where all outcomes are the same, no category is common
        enough, or there are too few customers for so many columns.

    Raises
    ------
    InputError
        No voice has an outcome, or a parameter is out of range.

    Notes
    -----
    Regression on all categories at once (ridge-stabilised linear; logistic for outcomes of 0 and 1,
    told as differences of chances), cluster bootstrap by customer with expanded percentile
    intervals (Hesterberg, 2015). ``importance`` is the Shapley value of R² (Lindeman, Merenda and
    Gold). Categories of one kind whose correlation is 0.8 or more are one row; for other overlaps
    see ``vif``. What is seen is what goes together: what else the voices differ in, and nobody
    recorded, is not held equal. With many rows some intervals leave out 0 by chance: 1 in 20.

    Examples
    --------
    >>> import voc
    >>> table = drivers(voc.load_corpus("demo").annotated, controls=["channel"])
    >>> table[0].categories, table[0].n, table[0].effect < 0
    (('delivery.speed',), 23, True)
    """
    _check(kinds, controls, better, minimum, samples)
    facts = facts_of(source)
    values, asked = _outcome(facts, outcome, scale)
    if outcome in controls:
        raise InputError(f"{outcome!r} is the outcome, so it cannot be held equal; drop it")
    design = design_of(facts, values, kinds, controls, minimum)
    notes = list(_in_the_way(design, outcome, minimum))
    if notes:
        return Drivers((), facts.taxonomy, notes, outcome=outcome, better=better)
    parts = importance(design.columns[:, 1:], design.outcome, len(design.factors), random_state)
    drawn = Draws.of(design.unit, samples, random_state)
    rows = list(driver_rows(facts, design, drawn, parts, asked, better))
    explained = float(parts.sum())
    return Drivers(
        sorted(rows, key=lambda row: -row.importance),
        facts.taxonomy,
        _notes(facts, design, rows, outcome, minimum, explained),
        outcome=outcome,
        binary=design.binary,
        better=better,
        explained=explained,
        money=stakes(facts, design.factors, money, samples, random_state) if money else None,
    )


def _check(
    kinds: Sequence[str], controls: Sequence[str], better: str, minimum: int, samples: int
) -> None:
    if isinstance(kinds, str) or not kinds or not set(kinds) <= set(KINDS):
        raise InputError(f"kinds={kinds!r}; expected some of: {', '.join(KINDS)}, as a list")
    if isinstance(controls, str):
        raise InputError(f"controls={controls!r}; expected a list of columns: [{controls!r}]")
    if better not in ("higher", "lower"):
        raise InputError(f"better={better!r}; expected 'higher' or 'lower'")
    if minimum < 2:
        raise InputError(f"minimum={minimum!r} is below 2; 10 is usual")
    check_samples(samples)


def _outcome(facts: Facts, name: str, scale: ScaleName | None) -> tuple[Floats, Scale | None]:
    values = numbers(facts, name)
    if np.isnan(values).all():
        raise InputError(
            f"no voice has a number as {name!r}, so there is nothing that pains could go with; "
            "name a column with scores, 0 and 1, or amounts as outcome="
        )
    if scale is None and name != "score":
        return values, None
    found = scale_of(values, scale)
    return (values if found is None else found.keep(values)), found


def _in_the_way(design: Design, outcome: str, minimum: int) -> Iterator[Both]:
    """Why nothing can be told."""
    first = design.outcome[0]
    if (design.outcome == first).all():
        yield _named(CONSTANT, outcome, value=first)
    elif not design.factors:
        yield filled(NOTHING_COMMON, minimum=minimum)
    elif design.too_small:
        yield filled(FEW_VOICES, n=design.n_units, columns=design.columns.shape[1])


def _notes(
    facts: Facts,
    design: Design,
    rows: Sequence[Driver],
    outcome: str,
    minimum: int,
    explained: float,
) -> Iterator[Both]:
    model = MODELS[design.binary]
    counts = {"n": len(design.outcome), "units": design.n_units, "explained": explained}
    yield _named(HOW, outcome, **counts, model=model.zh, model_en=model.en)
    if any(len(row.categories) > 1 for row in rows):
        yield TOGETHER
    if any(row.vif > _ENTANGLED for row in rows):
        yield ENTANGLED
    if design.rare:
        yield filled(RARE, rare=design.rare, minimum=minimum)
    if facts.tagged is None:
        yield NO_SILENT


def _named(template: Both, outcome: str, **values: object) -> Both:
    names = {"zh": outcome_name(outcome, "zh"), "en": outcome_name(outcome, "en")}
    return filled(template, **names, **values)
