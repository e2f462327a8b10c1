"""Measure models on everything they may be measured on; the figures go to their evaluation.json.

    python -m recipes.measure models/default models/accurate --gold GOLD --corpora CORPORA

writes evaluation.json and the card of each anew, beside the peers, which are measured once and on
the same texts; a library that is not installed is left out. The curve of "auto" stays as
``recipes.auto_curve`` wrote it. Then run ``python -m recipes.documents``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recipes.card import model_card
from recipes.peers import peers, polarity_accuracy
from voc._scorecard import scorecard
from voc.annotations import read_annotations
from voc.artifact import read_config, write_figures
from voc.corpus import load_corpus
from voc.qualify.analyzer import Analyzer
from voc.qualify.loading import load
from voc.types import TaggedVoice

_PARTS = ("intervals", "reliability", "coverage", "categories")  # of both annotated sets


def measure(analyzer: Analyzer, gold: Sequence[TaggedVoice], corpora: Path) -> dict[str, Any]:
    """Evaluate on gold-dev, the demo and challenge corpora and public polarity splits."""
    demo = load_corpus("demo").annotated
    cards = {
        "gold_dev": scorecard(analyzer, gold).to_dict(),
        "demo": scorecard(analyzer, demo, challenge=False).to_dict(),
    }

    def score(texts: Sequence[str]) -> list[float]:
        return [tagged.score for tagged in analyzer.stream(texts)]

    return {
        **{name: {"voices": card["voices"], **card["figures"]} for name, card in cards.items()},
        "challenge": cards["gold_dev"]["challenge"],
        "polarity_accuracy": _rounded(polarity_accuracy(score, corpora)),
        "confidence": cards["gold_dev"]["confidence"],
        **{part: {name: card[part] for name, card in cards.items()} for part in _PARTS},
    }


def read_evaluation(model: Path) -> dict[str, Any]:
    """Read the figures of a model folder."""
    evaluation: dict[str, Any] = json.loads((model / "evaluation.json").read_text(encoding="utf-8"))
    return evaluation


def write_evaluation(model: Path, evaluation: dict[str, Any]) -> None:
    """Write the figures of a model folder, and the card that shows them."""
    write_figures(model, evaluation, model_card(read_config(model), evaluation))


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}


def main() -> None:
    """Measure model folders anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("models", type=Path, nargs="+", metavar="MODEL")
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    gold = read_annotations(args.gold / "gold_dev.jsonl", args.gold / "gold_dev_texts.jsonl")
    found = peers(gold, args.corpora)
    for model in args.models:
        evaluation = measure(load(model), gold, args.corpora) | {"peers": found}
        before = read_evaluation(model)
        if "auto" in before:
            evaluation["auto"] = before["auto"]
        write_evaluation(model, evaluation)
        print(f"{model}: {evaluation['gold_dev']}", flush=True)


if __name__ == "__main__":
    main()
