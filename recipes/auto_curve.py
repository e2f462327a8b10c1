"""How good the model "auto" is, over the share of voices that it gives to the accurate model.

    python -m recipes.auto_curve --default DEFAULT --accurate ACCURATE --gold GOLD --corpora CORPORA

chooses its threshold on the voices held out of training. It writes ``auto`` into config.json and
evaluation.json of the accurate model, and its card; all else stays. To be run when both models are
there, and again whenever one was trained anew.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from recipes.measure import read_evaluation, write_evaluation
from recipes.training_data import training_data
from voc.artifact import read_config, write_config
from voc.evaluation import evaluate
from voc.qualify.analyzer import Analyzer
from voc.qualify.loading import load
from voc.result import certainty
from voc.types import TaggedVoice

Point = dict[str, float]

FIGURES = ("record_leaf", "record_top", "sentiment", "voice_type")
_THRESHOLDS = (0.0, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.8, 0.9, 1.01)  # none … all
_ENOUGH = 0.9  # of the gain


def auto_curve(
    reference: Sequence[TaggedVoice], first: Sequence[TaggedVoice], second: Sequence[TaggedVoice]
) -> list[Point]:
    """Measure "auto" at one threshold after another, from what both models say of all voices.

    Parameters
    ----------
    reference, first, second : sequence of TaggedVoice
        The same voices in the same order: annotated, by the default and by the accurate model.

    Returns
    -------
    list of dict
        ``threshold``, the ``share`` of voices given to the accurate model, and ``FIGURES``; the
        first point is the default model alone, the last one the accurate model alone.
    """
    return [_point(reference, first, second, threshold) for threshold in _THRESHOLDS]


def choose_threshold(curve: Sequence[Point]) -> float:
    """Threshold of the smallest share that has nine tenths of the gain in record_leaf."""
    alone, all_given = curve[0]["record_leaf"], curve[-1]["record_leaf"]
    least = alone + _ENOUGH * (all_given - alone)
    enough = (point for point in curve if point["record_leaf"] >= least)
    return min(enough, key=lambda point: point["share"])["threshold"]


def write_curve(
    default: Path, accurate: Path, voices_of: Mapping[str, Sequence[TaggedVoice]]
) -> None:
    """Measure "auto" made of two model folders, choose its threshold, write both down.

    Parameters
    ----------
    default, accurate : Path
    voices_of : mapping of str to sequence of TaggedVoice
        Annotated voices: of "held_out", on which the threshold is chosen, and of "gold_dev".
    """
    curves = {
        name: auto_curve(voices, _tagged(load(default), voices), _tagged(load(accurate), voices))
        for name, voices in voices_of.items()
    }
    threshold = choose_threshold(curves["held_out"])
    auto = {
        "threshold": threshold,
        "weights": [_weights(model) for model in (default, accurate)],
        "voices": {name: len(voices) for name, voices in voices_of.items()},
        **curves,
    }
    config = read_config(accurate) | {"auto": {"threshold": threshold}}
    write_config(accurate, config)
    write_evaluation(accurate, read_evaluation(accurate) | {"auto": auto})


def _point(
    reference: Sequence[TaggedVoice],
    first: Sequence[TaggedVoice],
    second: Sequence[TaggedVoice],
    threshold: float,
) -> Point:
    given = [certainty(tagged) < threshold for tagged in first]
    chosen = [b if doubtful else a for a, b, doubtful in zip(first, second, given, strict=True)]
    figures = evaluate(reference, chosen)
    return {
        "threshold": threshold,
        "share": round(sum(given) / len(given), 4),
        **{name: round(figures[name], 4) for name in FIGURES},
    }


def _tagged(analyzer: Analyzer, voices: Sequence[TaggedVoice]) -> list[TaggedVoice]:
    return list(analyzer.stream([tagged.voice for tagged in voices]))


def _weights(model: Path) -> str:
    """Sum that tells whether a model is still the one that was measured."""
    return str(read_config(model)["files"]["weights.npz"])


def main() -> None:
    """Measure, choose, write, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("default", "accurate", "gold", "corpora"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    data = training_data(args.gold, args.corpora)
    write_curve(args.default, args.accurate, {"held_out": data.held_out, "gold_dev": data.gold})
    print(json.dumps(read_evaluation(args.accurate)["auto"], indent=1))


if __name__ == "__main__":
    main()
