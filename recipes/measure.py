"""Measure a model on everything it may be measured on; the figures go to its evaluation.json.

    python -m recipes.measure models/default --gold GOLD --corpora CORPORA

writes evaluation.json and the model card anew. Then run ``python -m recipes.documents``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from recipes.annotations import read_annotations
from recipes.auxiliary import letters, read_corpus
from recipes.card import model_card
from voc.artifact import write_figures
from voc.challenge import challenge_scores, load_challenge
from voc.corpus import load_corpus
from voc.evaluation import calibration_error, evaluate, record_hits
from voc.qualify.analyzer import Analyzer, load
from voc.types import TaggedVoice

POLARITY = {"chnsenticorp/test": "sentiment", "takeaway/dev": "label", "hotel/dev": "label"}


def measure(analyzer: Analyzer, gold: Sequence[TaggedVoice], corpora: Path) -> dict[str, Any]:
    """Evaluate on gold-dev, the demo and challenge corpora and public polarity splits."""
    predicted = _tag(analyzer, gold)
    demo = load_corpus("demo").annotated
    items = load_challenge()
    challenge = challenge_scores(items, list(analyzer.stream([item.text for item in items])))
    return {
        "gold_dev": _rounded(evaluate(gold, predicted)),
        "demo": _rounded(evaluate(demo, _tag(analyzer, demo))),
        "challenge": _rounded(challenge),
        "polarity_accuracy": _rounded(_polarity(analyzer, corpora)),
        "confidence": _rounded(_confidence(gold, predicted)),
        "peers": {"snownlp": _peer(load("snownlp"), gold, corpora)},
    }


def _peer(
    analyzer: Analyzer, gold: Sequence[TaggedVoice], corpora: Path
) -> dict[str, dict[str, float]]:
    """A peer that knows polarity alone."""
    sentiment = evaluate(gold, _tag(analyzer, gold))["sentiment"]
    return {
        "gold_dev": _rounded({"sentiment": sentiment}),
        "polarity_accuracy": _rounded(_polarity(analyzer, corpora)),
    }


def _tag(analyzer: Analyzer, voices: Sequence[TaggedVoice]) -> list[TaggedVoice]:
    return list(analyzer.stream([tagged.voice for tagged in voices]))


def _confidence(
    reference: Sequence[TaggedVoice], predicted: Sequence[TaggedVoice]
) -> dict[str, float]:
    hits = record_hits(reference, predicted)
    types = [r.voice_type == p.voice_type for r, p in zip(reference, predicted, strict=True)]
    return {
        "record_ece": calibration_error([r.confidence for r, _ in hits], [h for _, h in hits]),
        "voice_type_ece": calibration_error([p.confidence for p in predicted], types),
        "records": len(hits),
        "backed_off": sum("." not in record.category for record, _ in hits),
    }


def _polarity(analyzer: Analyzer, corpora: Path) -> dict[str, float]:
    """Share of texts whose score has the right sign; for chnsenticorp also without leaked texts."""
    leaked = {letters(row["text"]) for row in read_corpus(corpora, "chnsenticorp/train")}
    figures = {}
    for name, label in POLARITY.items():
        rows = read_corpus(corpora, name)
        scores = [tagged.score for tagged in analyzer.stream(row["text"] for row in rows)]
        right = [
            (score > 0) == (row["labels"][label] in (1, "positive"))
            for row, score in zip(rows, scores, strict=True)
        ]
        figures[name] = sum(right) / len(right)
        if name.startswith("chnsenticorp"):
            fresh = [
                r for r, row in zip(right, rows, strict=True) if letters(row["text"]) not in leaked
            ]
            figures[f"{name}_deduplicated"] = sum(fresh) / len(fresh)
    return figures


def _rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items()}


def main() -> None:
    """Measure a model folder anew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    gold = read_annotations(args.gold / "gold_dev.jsonl", args.gold / "gold_dev_texts.jsonl")
    evaluation = measure(load(args.model), gold, args.corpora)
    config = json.loads((args.model / "config.json").read_text(encoding="utf-8"))
    write_figures(args.model, evaluation, model_card(config, evaluation))
    print(json.dumps(evaluation, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
