"""What a training came to: figures, learning curve, and whether the old model was better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from voc._aligned import aligned
from voc._label_scores import Score
from voc._scorecard_tables import interval, number
from voc.bootstrap import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What a share of the training texts is good for.

    Attributes
    ----------
    texts : int
        Learned from.
    value : float
        The main figure on the test texts.
    """

    texts: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The new model beside an old one, on the same test texts.

    Attributes
    ----------
    model : str
        The old one.
    value : float
        Its main figure.
    difference : float
        New minus old.
    interval : Interval
        95 % bootstrap interval of the difference.
    """

    model: str
    value: float
    difference: float
    interval: Interval

    @property
    def worse(self) -> bool:
        """Whether the new model did worse, be it by chance."""
        return self.difference < 0

    def __str__(self) -> str:
        verdict = "WORSE than" if self.worse else "better than" if self.difference else "equal to"
        low, high = self.interval
        doubt = "" if low > 0 or high < 0 or low == high else "; may be chance"
        return (
            f"{verdict} {self.model} ({number(self.value)}) by {abs(self.difference):.3f}, "
            f"95 % interval of the difference {low:+.3f} … {high:+.3f}{doubt}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingReport:
    """What ``voc.train`` gives back; printing it gives a table.

    Attributes
    ----------
    folder : Path
        The model that was written.
    task : "labels", "sentiment" or "records"
    main : str
        Name of the figure that decides.
    figures : mapping of str to float
        On the test texts.
    intervals : mapping of str to Interval
        95 % bootstrap interval of each figure.
    scores : mapping of str to mapping of str to Score
        By kind of class, then class: precision, recall, F1, and how many there are.
    learning_curve : tuple of CurvePoint
        The main figure after learning from fewer texts, and from all.
    comparison : Comparison or None
    n_train, n_test, n_dropped : int
        Texts learned from, measured on, and left out of training as copies of test texts.
    """

    folder: Path
    task: str
    main: str
    figures: Mapping[str, float]
    intervals: Mapping[str, Interval]
    scores: Mapping[str, Mapping[str, Score]]
    learning_curve: tuple[CurvePoint, ...]
    comparison: Comparison | None
    n_train: int
    n_test: int
    n_dropped: int

    def to_dict(self) -> dict[str, Any]:
        """The content of evaluation.json, rounded to 4 digits."""
        plain: dict[str, Any] = {
            "texts": {"train": self.n_train, "test": self.n_test, "dropped": self.n_dropped},
            "main": self.main,
            "figures": dict(self.figures),
            "intervals": {name: list(ends) for name, ends in self.intervals.items()},
            "scores": {
                kind: {name: score._asdict() for name, score in of.items()}
                for kind, of in self.scores.items()
            },
            "learning_curve": [asdict(point) for point in self.learning_curve],
        }
        if self.comparison:
            plain["comparison"] = asdict(self.comparison)
        rounded: dict[str, Any] = _rounded(plain)
        return rounded

    def __str__(self) -> str:
        rows = [("figure", "value", "95 % interval")]
        rows += [
            (
                f"{name} *" if name == self.main else name,
                number(value),
                interval(self.intervals[name]),
            )
            for name, value in self.figures.items()
        ]
        lines = [
            f"{self.folder}: learned from {self.n_train} texts, measured on {self.n_test}",
            aligned(rows, frozenset({1, 2})),
        ]
        if len(self.learning_curve) > 1:
            points = (f"{point.texts}: {number(point.value)}" for point in self.learning_curve)
            lines.append(f"{self.main} by number of texts: {', '.join(points)}")
        if self.comparison:
            lines.append(f"{self.main}: {self.comparison}")
        return "\n".join(lines)


def _rounded(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    return round(value, 4) if isinstance(value, float) else value
