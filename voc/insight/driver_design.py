"""What a regression on pains is fitted on: who says what, with what outcome, all else beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse.csgraph import connected_components

from voc.insight.codes import Floats, Ints
from voc.insight.driver_controls import control_columns
from voc.insight.facts import Facts
from voc.types import KINDS

Bools = NDArray[np.bool_]
TOGETHER = 0.8  # correlation from which on categories are one factor


@dataclass(frozen=True)
class Factor:
    """A category that voices carry a pain of, or several that always come together.

    Attributes
    ----------
    kind : str
    categories : tuple of str
        The most frequent first.
    n, n_customers : int
        Voices with it that have an outcome, and the customers behind them.
    n_witnesses : int
        Customers with it, or customers with voices without it, whichever are fewer.
    """

    kind: str
    categories: tuple[str, ...]
    n: int
    n_customers: int
    n_witnesses: int


@dataclass(frozen=True)
class Design:
    """The columns of a regression; its rows are the voices with a known outcome.

    Attributes
    ----------
    columns : ndarray of shape (n, 1 + n_factors + n_controls)
        Ones; 1 where the voice carries the factor; the controls.
    outcome : ndarray of shape (n,)
    unit : ndarray of shape (n,)
        Number of the customer; a voice of nobody known has one of its own.
    factors : tuple of Factor
    rare : int
        Categories below the minimum, held equal together as one control.
    """

    columns: Floats
    outcome: Floats
    unit: Ints
    factors: tuple[Factor, ...]
    rare: int

    @property
    def binary(self) -> bool:
        """Whether the outcome is 0 or 1."""
        return bool(np.isin(self.outcome, (0, 1)).all())

    @property
    def n_units(self) -> int:
        """Customers, and voices of nobody known."""
        return int(self.unit.max(initial=-1)) + 1

    @property
    def too_small(self) -> bool:
        """Whether there are not more customers than columns."""
        return bool(self.n_units <= self.columns.shape[1])

    @property
    def places(self) -> Ints:
        """Which columns are the factors."""
        return np.arange(1, 1 + len(self.factors))


def design_of(
    facts: Facts, outcome: Floats, kinds: Sequence[str], controls: Sequence[str], minimum: int
) -> Design:
    """Build the columns.

    Parameters
    ----------
    facts : Facts
    outcome : ndarray of shape (n_voices,)
        NaN where unknown; those voices are left out.
    kinds : sequence of str
    controls : sequence of str
        Columns of the voices.
    minimum : int
        A category needs so many customers with it, and as many voices of others without.
    """
    rows = np.flatnonzero(~np.isnan(outcome))
    unit = np.unique(units(facts)[rows], return_inverse=True)[1].astype(np.int64)
    names, says = _mentions(facts, rows, kinds)
    common = np.array([_witnesses(has, unit) >= minimum for has in says.T], dtype=bool)
    together = list(_together(says, names, common))
    joined: list[Bools] = [np.any(says[:, places], axis=1) for places in together]
    rare: Bools = np.any(says[:, ~common], axis=1)
    beside = control_columns(facts, controls, rows, minimum)
    columns = [np.ones(len(rows)), *joined, *([rare] if _varies(rare) else []), *beside.T]
    return Design(
        columns=np.column_stack(columns).astype(np.float64, copy=False),
        outcome=outcome[rows],
        unit=unit,
        factors=tuple(
            _factor([names[place] for place in places], has, unit)
            for places, has in zip(together, joined, strict=True)
        ),
        rare=int((~common).sum()),
    )


def units(facts: Facts) -> Ints:
    """Number of the customer of each voice; a voice of nobody known has one of its own."""
    known = facts.customer.codes
    alone = len(facts.customer.values) + np.arange(facts.n_voices)
    return np.where(known >= 0, known, alone)


def distinct(unit: Ints) -> int:
    """How many customers; counted, which is much faster than sorting."""
    return int(np.count_nonzero(np.bincount(unit)))


def carriers(facts: Facts, kind: str, categories: Sequence[str]) -> Bools:
    """Which voices have a record of that kind in one of the categories, of shape (n_voices,)."""
    places = {category: place for place, category in enumerate(facts.category.values)}
    wanted = [places[category] for category in categories if category in places]
    of_it = (facts.kind == KINDS.index(kind)) & np.isin(facts.category.codes, wanted)
    has = np.zeros(facts.n_voices, dtype=bool)
    has[facts.voice[of_it]] = True
    return has


def _mentions(
    facts: Facts, rows: Ints, kinds: Sequence[str]
) -> tuple[list[tuple[str, str]], Bools]:
    """Kinds and categories that come up, and which voices say them."""
    row_of = np.full(facts.n_voices, -1)
    row_of[rows] = np.arange(len(rows))
    wanted = np.isin(facts.kind, [KINDS.index(kind) for kind in kinds])
    wanted &= (row_of[facts.voice] >= 0) & (facts.category.codes >= 0)
    many = len(facts.category.values)
    pairs = facts.kind[wanted] * many + facts.category.codes[wanted]
    found, columns = np.unique(pairs, return_inverse=True)
    says = np.zeros((len(rows), len(found)), dtype=bool)
    says[row_of[facts.voice[wanted]], columns] = True
    names = [(str(KINDS[pair // many]), facts.category.values[pair % many]) for pair in found]
    return names, says


def _factor(names: Sequence[tuple[str, str]], has: Bools, unit: Ints) -> Factor:
    return Factor(
        kind=names[0][0],
        categories=tuple(category for _, category in names),
        n=int(has.sum()),
        n_customers=distinct(unit[has]),
        n_witnesses=_witnesses(has, unit),
    )


def _witnesses(has: Bools, unit: Ints) -> int:
    return min(distinct(unit[has]), distinct(unit[~has]))


def _varies(column: Bools) -> bool:
    return bool(column.any() and not column.all())


def _together(
    says: Bools,
    names: Sequence[tuple[str, str]],
    common: Bools,
) -> Iterator[list[int]]:
    """Places of common categories, those of one kind that always come together in one list."""
    places = np.flatnonzero(common)
    if not len(places):
        return
    kinds = np.array([names[place][0] for place in places.tolist()])
    alike = _correlations(says[:, places]) >= TOGETHER
    found, group = connected_components(alike & (kinds[:, None] == kinds), directed=False)
    counts = says.sum(axis=0)
    for number in range(found):
        members: list[int] = places[group == number].tolist()
        yield sorted(members, key=lambda place: (-counts[place], names[place]))


def _correlations(says: Bools) -> Floats:
    single = says.astype(np.float32)  # holds counts up to 16 million exactly
    shares = single.mean(axis=0, dtype=np.float64)
    both = (single.T @ single).astype(np.float64) / len(says) - np.outer(shares, shares)
    spread = np.sqrt(np.diag(both))
    return np.asarray(both / np.outer(spread, spread))
