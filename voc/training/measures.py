"""What a model got right, as figures over counts, so that two models are compared text by text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from voc._figures import Figure, f1, macro
from voc._label_scores import Score
from voc.bootstrap import Interval, draws, interval_of

_SAMPLES = 1000
_LEVEL = 0.95

Plain = dict[str, Any]


@dataclass(frozen=True)
class Measures:
    """Figures of one model on the test texts.

    Attributes
    ----------
    main : str
        Name of the figure that decides.
    figures : mapping of str to Figure
    scores : mapping of str to mapping of str to Score
        Precision and recall of each class, by the kind of class.
    n : int
        Texts.
    """

    main: str
    figures: Mapping[str, Figure]
    scores: Mapping[str, Mapping[str, Score]]
    n: int

    @property
    def values(self) -> dict[str, float]:
        """The figures as numbers in [0, 1], kappas in [-1, 1]."""
        every = np.ones(self.n)
        return {name: float(figure.over(every)) for name, figure in self.figures.items()}

    def intervals(self) -> dict[str, Interval]:
        """95 % bootstrap intervals of all figures."""
        drawn = draws(self.n, _SAMPLES, 0)
        return {name: interval_of(one, drawn, _LEVEL) for name, one in self.figures.items()}

    def gain_over(self, old: Measures) -> tuple[float, Interval]:
        """How much higher the main figure is than that of another model, and its interval."""
        drawn, every = draws(self.n, _SAMPLES, 0), np.ones(self.n)
        gain = [
            self.figures[self.main].over(of) - old.figures[self.main].over(of)
            for of in (every, drawn)
        ]
        tail = (1 - _LEVEL) / 2
        return float(gain[0]), Interval(*np.quantile(gain[1], (tail, 1 - tail)).tolist())


def measure_names(
    right: Sequence[frozenset[str]], said: Sequence[frozenset[str]], main: str, kind: str
) -> Measures:
    """Figures for texts with one or several labels each.

    ``accuracy`` counts texts whose labels are all right, ``micro_f1`` pairs of text and label;
    ``macro_f1`` is the mean over the labels that the reference has.

    Examples
    --------
    >>> right, said = [{"物流"}, {"质量"}], [{"物流"}, {"物流"}]
    >>> measure_names(right, said, "accuracy", "label").values["accuracy"]
    0.5
    """
    names = sorted({name for names in (*right, *said) for name in names})
    wanted, given = (_indicator(sets, names) for sets in (right, said))
    counts = np.stack([wanted & given, given & ~wanted, wanted & ~given], axis=-1).astype(float)
    occurring = wanted.any(axis=0)
    figures = {
        "accuracy": Figure(
            (wanted == given).all(axis=1)[:, None].astype(float), _share(len(right))
        ),
        "micro_f1": Figure(counts.sum(axis=1), f1),
        "macro_f1": Figure(counts[:, occurring], partial(macro, least=1)),
    }
    sums = counts.sum(axis=0).astype(int).tolist()
    scores = {name: _score(*of) for name, of in zip(names, sums, strict=True)}
    return Measures(main, figures, {kind: scores}, len(right))


def _indicator(sets: Sequence[frozenset[str]], names: Sequence[str]) -> Any:  # noqa: ANN401
    place = {name: i for i, name in enumerate(names)}
    found = np.zeros((len(sets), len(names)), dtype=np.bool_)
    for row, of in enumerate(sets):
        found[row, [place[name] for name in of]] = True
    return found


def _share(n: int) -> Any:  # noqa: ANN401
    """Share of all texts: a sample has as many as there are."""
    return lambda sums: sums[..., 0] / n


def _score(right: int, extra: int, missed: int) -> Score:
    given, wanted = right + extra, right + missed
    return Score(
        precision=right / given if given else None,
        recall=right / wanted if wanted else None,
        f1=2 * right / (given + wanted),
        reference=wanted,
        predicted=given,
    )
