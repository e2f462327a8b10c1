"""Choose thresholds and calibration on voices that the model has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from voc.engines.base import Clauses, Engine, Scores
from voc.engines.blend import BlendEngine
from voc.evaluation import evaluate
from voc.qualify.analyzer import Analyzer
from voc.qualify.calibrate import fit_calibration
from voc.qualify.decode import Decoding
from voc.reliability import record_hits
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice

_GRIDS = {
    "pain": np.arange(0.24, 0.6, 0.04),
    "praise": np.arange(0.24, 0.6, 0.04),
    "need": np.arange(0.2, 0.6, 0.04),
    "second": np.arange(0.2, 0.5, 0.05),
    "flag": np.arange(0.25, 0.65, 0.05),
}
_ROUNDS = 2
_SHARES = (0.0, 0.2, 0.3, 0.4, 0.5)
_STRETCHES = (0.6, 0.7, 0.8, 0.9, 1.0)
_SHIFTS = (-0.2, -0.1, 0.0, 0.1, 0.2)
_LEAF_COST = 0.002  # F1 over leaves that backing off to the parent may cost
_LEAF_GRID = np.arange(0.1, 0.6, 0.05)


def tune(
    engine: Engine,
    taxonomy: Taxonomy,
    held_out: Sequence[TaggedVoice],
    customers: Sequence[TaggedVoice],
) -> Decoding:
    """Climb along one threshold after another, then fit the confidences on ``customers``."""
    engine = _Remembering(engine)
    decoding = Decoding(leaf=0.0)
    for _ in range(_ROUNDS):
        for name, grid in _GRIDS.items():
            tried = [_with(decoding, name, v) for v in grid]
            decoding = max(tried, key=lambda d: _gain(_figures(engine, taxonomy, held_out, d)))
    for name in ("severity", "urgency"):
        decoding = _with_cuts(engine, taxonomy, held_out, decoding, name)
    decoding = _with_back_off(engine, taxonomy, held_out, decoding)
    return _calibrated(engine, taxonomy, customers, decoding)


class _Remembering:
    """An engine that scores the held-out voices once, whatever the thresholds over the scores."""

    def __init__(self, engine: Engine) -> None:
        self.name, self.pairs, self._engine = engine.name, engine.pairs, engine
        self._scores: dict[tuple[str, ...], Scores] = {}

    def score(self, clauses: Clauses) -> Scores:
        if clauses.texts not in self._scores:
            self._scores[clauses.texts] = self._engine.score(clauses)
        return self._scores[clauses.texts]


def _with(decoding: Decoding, name: str, value: float) -> Decoding:
    changed: dict[str, Any] = {name: round(float(value), 3)}
    return replace(decoding, **changed)


def choose_share(
    first: Engine,
    second: Engine,
    taxonomy: Taxonomy,
    held_out: Sequence[TaggedVoice],
    decoding: Decoding,
) -> float:
    """Weight of the second engine with which the mean of both does best."""
    first, second = _Remembering(first), _Remembering(second)

    def gain(share: float) -> float:
        blend = BlendEngine(first, second, share)
        return _gain(_figures(blend, taxonomy, held_out, decoding))

    return max(_SHARES, key=gain)


def _gain(figures: dict[str, float]) -> float:
    names = ("record_leaf", "record_top", "need", "flags", "span")
    weights = (1.0, 0.5, 0.3, 0.3, 0.2)
    return sum(w * figures[name] for name, w in zip(names, weights, strict=True))


def _with_cuts(
    engine: Engine,
    taxonomy: Taxonomy,
    held_out: Sequence[TaggedVoice],
    decoding: Decoding,
    name: str,
) -> Decoding:
    """Stretch and shift the cuts of a grade to the best weighted kappa."""
    cuts = np.array(getattr(decoding, name))
    middle = cuts.mean()
    moved = [
        (middle + shift + (cuts - middle) * stretch).round(3).tolist()
        for stretch in _STRETCHES
        for shift in _SHIFTS
    ]
    changes: list[dict[str, Any]] = [{name: tuple(one)} for one in moved]
    tried = [replace(decoding, **change) for change in changes]
    return max(tried, key=lambda d: _figures(engine, taxonomy, held_out, d)[name])


def _with_back_off(
    engine: Engine, taxonomy: Taxonomy, held_out: Sequence[TaggedVoice], decoding: Decoding
) -> Decoding:
    """Back off as readily as the F1 over leaves allows."""
    best = decoding
    least = _figures(engine, taxonomy, held_out, decoding)["record_leaf"] - _LEAF_COST
    for share in _LEAF_GRID:
        tried = _with(decoding, "leaf", share)
        if _figures(engine, taxonomy, held_out, tried)["record_leaf"] >= least:
            best = tried
    return best


def _calibrated(
    engine: Engine, taxonomy: Taxonomy, voices: Sequence[TaggedVoice], decoding: Decoding
) -> Decoding:
    predicted = _predict(engine, taxonomy, voices, decoding)
    hits = record_hits(voices, predicted)
    types = [r.voice_type == p.voice_type for r, p in zip(voices, predicted, strict=True)]
    return replace(
        decoding,
        record=fit_calibration([record.confidence for record, _ in hits], [h for _, h in hits]),
        voice_type=fit_calibration([p.confidence for p in predicted], types),
    )


def _predict(
    engine: Engine, taxonomy: Taxonomy, voices: Sequence[TaggedVoice], decoding: Decoding
) -> list[TaggedVoice]:
    analyzer = Analyzer("tuning@0", engine, decoding, taxonomy)
    return analyzer.tag([tagged.voice for tagged in voices])


def _figures(
    engine: Engine, taxonomy: Taxonomy, voices: Sequence[TaggedVoice], decoding: Decoding
) -> dict[str, float]:
    return evaluate(voices, _predict(engine, taxonomy, voices, decoding))
