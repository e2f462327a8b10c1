"""What is held equal beside the pains: columns of the voices, as numbers or one column a value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from voc.insight.codes import Codes, Floats, Ints
from voc.insight.columns import as_numbers, groups, numbers
from voc.insight.facts import Facts

_MOST = 20  # values of a column that are told apart; the others count as one
_NUMERIC = 10  # distinct numbers from which on a column is a quantity, not a code


def control_columns(facts: Facts, names: Sequence[str], rows: Ints, minimum: int) -> Floats:
    """Columns of the controls, of shape (n_rows, n_controls).

    Numbers are centred and scaled, with the mean for those unknown and a column that says where.
    Of other columns each of the 20 most frequent values has a column of 0 and 1, if it has
    ``minimum`` voices; the most frequent has none, and is what the others are compared to.

    Raises
    ------
    InputError
        No voice has the column.
    """
    made = [column for name in names for column in _columns(facts, name, rows, minimum)]
    varied = [column for column in made if column.min(initial=0) != column.max(initial=0)]
    return np.column_stack(varied) if varied else np.empty((len(rows), 0))


def _columns(facts: Facts, name: str, rows: Ints, minimum: int) -> Iterator[Floats]:
    codes = groups(facts, name).take(rows)
    values = as_numbers(codes.values)
    if len(values) >= _NUMERIC and not np.isnan(values).any():
        yield from _quantity(numbers(facts, name)[rows])
    else:
        yield from _values(codes, minimum)


def _quantity(values: Floats) -> Iterator[Floats]:
    unknown = np.isnan(values)
    if not unknown.all():
        spread = np.nanstd(values) or 1.0
        yield np.nan_to_num((values - np.nanmean(values)) / spread)
    yield unknown.astype(np.float64)


def _values(codes: Codes, minimum: int) -> Iterator[Floats]:
    places = codes.codes + 1  # 0 is unknown
    counts = np.bincount(places, minlength=len(codes.values) + 1)
    ranked = np.argsort(-counts, kind="stable")
    shown = [place for place in ranked[:_MOST] if counts[place] >= minimum]
    for place in shown[1:]:
        yield (places == place).astype(np.float64)
    yield (~np.isin(places, shown)).astype(np.float64)
