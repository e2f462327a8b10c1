"""Train models/default: the same inputs give the same bytes.

    python -m recipes.train_default --gold GOLD --corpora CORPORA --out models/default

GOLD holds silver.jsonl, gold_dev.jsonl and gold_dev_texts.jsonl in the format of the label guide;
CORPORA the public corpora that ``recipes/auxiliary.py`` names. About 6 minutes on 2 cores.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy
import sklearn

import voc
from recipes.annotations import read_annotations
from recipes.auxiliary import Corpora, letters, read_corpus
from recipes.card import model_card
from recipes.measure import POLARITY, measure
from recipes.tuning import tune
from voc.artifact import Artifact, save_artifact, sha256
from voc.challenge import load_challenge
from voc.corpus import load_corpus
from voc.engines.heads_fit import AuxiliaryTask
from voc.engines.linear import LinearEngine
from voc.engines.linear_fit import LinearSettings, fit_linear
from voc.qualify.analyzer import Analyzer
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice

_HELD_OUT_SHARE = 0.1
_SEED = 0


def main() -> None:
    """Train, tune, measure, save."""
    args = _arguments()
    gold = read_annotations(args.gold / "gold_dev.jsonl", args.gold / "gold_dev_texts.jsonl")
    silver = _without(
        read_annotations(args.gold / "silver.jsonl"), [t.voice.text for t in gold], args.corpora
    )
    practice = load_corpus("practice")
    print(
        f"{len(silver)} silver, {len(practice)} practice, {len(gold)} gold-dev voices", flush=True
    )
    annotated = silver + list(practice.annotated)
    kept_out = [tagged.voice.text for tagged in gold] + load_corpus("demo").texts
    kept_out += [item.text for item in load_challenge()]
    tasks = Corpora(args.corpora, kept_out).tasks()
    for task in tasks:
        print(f"auxiliary {task.name}: {task.values.shape}", flush=True)
    taxonomy = Taxonomy.load()
    settings = LinearSettings(n_jobs=args.jobs)
    held_out, rest = _split(annotated)
    decoding = tune(_fit(rest, taxonomy, tasks, settings), taxonomy, held_out)
    print(f"decoding: {decoding}", flush=True)
    engine = _fit(annotated, taxonomy, tasks, settings)
    config: dict[str, Any] = {
        "name": args.out.name,
        "version": args.version,
        "engine": "linear",
        "engine_config": engine.config(),
        "decoding": decoding.to_config(),
        "training": {
            "recipe": "recipes/train_default.py",
            "sha256": {
                "silver.jsonl": sha256(args.gold / "silver.jsonl"),
                "practice": practice.info["files"]["annotated.jsonl"],
            },
            "voices": {"silver": len(silver), "practice": len(practice)},
            "held_out_for_tuning": len(held_out),
            "auxiliary": {task.name: len(task.texts) for task in tasks},
            "ngrams": len(engine.hashed.table.idf),
            "heads": len(engine.hashed.bias),
            "versions": {m.__name__: m.__version__ for m in (voc, np, scipy, sklearn)},
        },
    }
    analyzer = Analyzer(f"{args.out.name}@{args.version}", engine, decoding, taxonomy)
    evaluation = measure(analyzer, gold, args.corpora)
    artifact = Artifact(config, engine.arrays(), taxonomy)
    save_artifact(
        args.out,
        artifact,
        evaluation=evaluation,
        card=model_card(config, evaluation),
        overwrite=args.overwrite,
    )
    print(f"saved {args.out}: {evaluation['gold_dev']}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/default"))
    parser.add_argument("--version", default=voc.__version__)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--overwrite", action="store_true")
    return parser.parse_args()


def _without(
    voices: Sequence[TaggedVoice], evaluated: Sequence[str], corpora: Path
) -> list[TaggedVoice]:
    """Leave out what ``recipes.measure`` evaluates on, whatever its punctuation."""
    texts = {letters(text) for text in evaluated}
    for name in POLARITY:
        texts |= {letters(row["text"]) for row in read_corpus(corpora, name)}
    return [tagged for tagged in voices if letters(tagged.voice.text) not in texts]


def _split(voices: Sequence[TaggedVoice]) -> tuple[list[TaggedVoice], list[TaggedVoice]]:
    """Hold a share out; copies of one text stay on one side."""
    keys = sorted({letters(tagged.voice.text) for tagged in voices})
    random.Random(_SEED).shuffle(keys)
    chosen = set(keys[: int(len(keys) * _HELD_OUT_SHARE)])
    held_out = [tagged for tagged in voices if letters(tagged.voice.text) in chosen]
    return held_out, [tagged for tagged in voices if letters(tagged.voice.text) not in chosen]


def _fit(
    voices: Sequence[TaggedVoice],
    taxonomy: Taxonomy,
    tasks: Sequence[AuxiliaryTask],
    settings: LinearSettings,
) -> LinearEngine:
    """Fit, and take the weights as they will be stored."""
    categories = [leaf.id for leaf in taxonomy.leaves]
    engine = fit_linear(voices, categories, tasks, settings, random_state=_SEED)
    return LinearEngine.from_arrays(engine.arrays(), engine.config())


if __name__ == "__main__":
    main()
