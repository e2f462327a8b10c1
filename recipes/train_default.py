"""Train models/default, distilled from models/accurate: the same inputs give the same bytes.

    python -m recipes.train_default --gold GOLD --corpora CORPORA --teacher models/accurate

GOLD holds silver.jsonl, gold_dev.jsonl and gold_dev_texts.jsonl in the format of the label guide;
CORPORA the public corpora that ``recipes/auxiliary.py`` names. The teacher tags texts of these
corpora, and the model learns its probabilities beside the annotations. A tenth of the annotated
voices is kept out: thresholds and confidences are tuned on it. About 15 minutes on 2 cores.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

import numpy as np
import scipy
import sklearn

import voc
from recipes.card import model_card
from recipes.measure import measure
from recipes.training_data import SEED, TrainingData, arguments, training_data
from voc.artifact import Artifact, find_model, read_config, save_artifact
from voc.engines.base import Engine
from voc.engines.linear import LinearEngine
from voc.engines.linear_fit import LinearSettings, fit_linear
from voc.engines.targets import Targets, soft_targets
from voc.qualify.analyzer import Analyzer
from voc.qualify.loading import load
from voc.qualify.tuning import tune
from voc.taxonomy import Taxonomy
from voc.text.split import split_texts


def main() -> None:
    """Train, tune, measure, save."""
    args = _arguments()
    data = training_data(args.gold, args.corpora)
    taxonomy = Taxonomy.load()
    texts = data.unlabelled(args.taught) if args.teacher else []
    taught = _taught(load(args.teacher).engine, texts) if texts else None
    tasks = data.corpora.tasks()
    engine = _stored(
        fit_linear(
            data.rest,
            [leaf.id for leaf in taxonomy.leaves],
            tasks,
            LinearSettings(n_jobs=args.jobs),
            random_state=SEED,
            taught=taught,
        )
    )
    decoding = tune(engine, taxonomy, data.held_out, data.customers)
    print(f"decoding: {decoding}", flush=True)
    config: dict[str, Any] = {
        "name": args.out.name,
        "version": args.version,
        "engine": "linear",
        "engine_config": engine.config(),
        "decoding": decoding.to_config(),
        "training": {
            "recipe": "recipes/train_default.py",
            **data.source,
            **_teaching(args.teacher, texts),
            "auxiliary": {task.name: len(task.texts) for task in tasks},
            "ngrams": len(engine.hashed.table.idf),
            "heads": len(engine.hashed.bias),
            "versions": {m.__name__: m.__version__ for m in (voc, np, scipy, sklearn)},
        },
    }
    analyzer = Analyzer(f"{args.out.name}@{args.version}", engine, decoding, taxonomy)
    _save(args, config, analyzer, data)


def _arguments() -> argparse.Namespace:
    parser = arguments(str(__doc__), "models/default")
    parser.add_argument("--teacher", help="model to learn from, by name or folder")
    parser.add_argument("--taught", type=int, default=20_000, help="texts that the teacher tags")
    parser.add_argument("--jobs", type=int, default=2)
    return parser.parse_args()


def _taught(teacher: Engine, texts: Sequence[str]) -> Targets:
    clauses = split_texts(texts)
    return soft_targets(clauses, teacher.score(clauses))


def _stored(engine: LinearEngine) -> LinearEngine:
    """Take the weights as they will be stored."""
    return LinearEngine.from_arrays(engine.arrays(), engine.config())


def _teaching(teacher: str | None, texts: Sequence[str]) -> dict[str, Any]:
    if not teacher:
        return {}
    folder = find_model(teacher)
    weights = read_config(folder)["files"]["weights.npz"]  # config.json changes after training
    return {"teacher": {"name": folder.name, "sha256": weights, "texts": len(texts)}}


def _save(
    args: argparse.Namespace, config: dict[str, Any], analyzer: Analyzer, data: TrainingData
) -> None:
    engine = analyzer.engine
    assert isinstance(engine, LinearEngine)
    evaluation = measure(analyzer, data.gold, args.corpora)
    save_artifact(
        args.out,
        Artifact(config, engine.arrays(), analyzer.taxonomy),
        evaluation=evaluation,
        card=model_card(config, evaluation),
        overwrite=args.overwrite,
    )
    print(f"saved {args.out}: {evaluation['gold_dev']}")


if __name__ == "__main__":
    main()
