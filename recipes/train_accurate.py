"""Train models/accurate: an encoder over whole voices, exported as an ONNX graph of bytes.

    python -m recipes.pretrain_encoder --checkpoint CHECKPOINT --out ENCODER --gold GOLD --corpora CORPORA
    python -m recipes.train_accurate --encoder ENCODER --gold GOLD --corpora CORPORA --out models/accurate

ENCODER is a folder in Hugging Face format with its tokenizer.json. A tenth of the voices is kept
out of training: thresholds and confidences are tuned on it. About 25 minutes on 2 cores with
bfloat16 matrix units, minutes on a GPU.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import tokenizers
import torch
import transformers

import voc
from recipes.card import model_card
from recipes.measure import measure
from recipes.training_data import SEED, TrainingData, arguments, training_data
from voc.artifact import Artifact, save_artifact
from voc.engines.encoder import (
    BODY_FILE,
    TOKENIZER_FILE,
    EncoderEngine,
    load_tokenizer,
    onnx_body,
)
from voc.engines.encoder_export import export_body
from voc.engines.encoder_fit import EncoderSettings, fit_encoder
from voc.engines.encoder_network import load_body
from voc.qualify.analyzer import Analyzer
from voc.qualify.tuning import tune
from voc.taxonomy import Taxonomy


def main() -> None:
    """Train, export, tune, measure, save."""
    args = _arguments()
    data = training_data(args.gold, args.corpora)
    taxonomy = Taxonomy.load()
    settings = EncoderSettings(epochs=args.epochs)
    definition = (args.encoder / TOKENIZER_FILE).read_bytes()
    artifact = _fit(data, taxonomy, args.encoder, definition, settings)
    config = artifact.config
    config |= {"name": args.out.name, "version": args.version}
    config["training"]["recipe"] = "recipes/train_accurate.py"
    engine = EncoderEngine.from_parts(
        artifact.arrays,
        config["engine_config"],
        onnx_body(artifact.files[BODY_FILE]),
        load_tokenizer(definition),
    )
    decoding = tune(engine, taxonomy, data.held_out, data.customers)
    config["decoding"] = decoding.to_config()
    print(f"decoding: {decoding}", flush=True)
    analyzer = Analyzer(f"{args.out.name}@{args.version}", engine, decoding, taxonomy)
    evaluation = measure(analyzer, data.gold, args.corpora)
    card = model_card(config, evaluation)
    save_artifact(args.out, artifact, evaluation=evaluation, card=card, overwrite=args.overwrite)
    print(f"saved {args.out}: {evaluation['gold_dev']}")


def _arguments() -> argparse.Namespace:
    parser = arguments(str(__doc__), "models/accurate")
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=EncoderSettings.epochs)
    return parser.parse_args()


def _fit(
    data: TrainingData,
    taxonomy: Taxonomy,
    encoder: Path,
    definition: bytes,
    settings: EncoderSettings,
) -> Artifact:
    """Train, and take the weights as they will be stored."""
    categories = [leaf.id for leaf in taxonomy.leaves]
    tokenizer = load_tokenizer(definition)
    polarity = next(task for task in data.corpora.tasks() if task.name == "polarity")
    body = load_body(encoder)
    network = fit_encoder(data.rest, categories, body, tokenizer, polarity, settings, SEED)
    graph = export_body(network)
    parts = {"window": settings.window, "categories": categories}
    engine = EncoderEngine.from_parts(network.arrays(), parts, onnx_body(graph), tokenizer)
    modules = (voc, np, torch, transformers, onnxruntime, tokenizers)
    config: dict[str, Any] = {
        "engine": "encoder",
        "engine_config": engine.config(),
        "training": {
            **data.source,
            "encoder": encoder.name,
            "auxiliary": {polarity.name: len(polarity.texts)},
            "versions": {module.__name__: module.__version__ for module in modules},
        },
    }
    files = {BODY_FILE: graph, TOKENIZER_FILE: definition}
    return Artifact(config, engine.arrays(), taxonomy, files)


if __name__ == "__main__":
    main()
