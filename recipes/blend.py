"""Let models/accurate read with models/default beside it: the mean of both errs less than either.

    python -m recipes.blend --accurate models/accurate --default models/default --gold GOLD --corpora CORPORA

chooses the share of the default model, then thresholds and confidences, on the voices that neither
model was trained on; writes them into config.json of the accurate model and measures it anew. The
order is: recipes.train_accurate, recipes.train_default, this one, recipes.measure,
recipes.auto_curve, recipes.documents.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from recipes.measure import measure, write_evaluation
from recipes.training_data import training_data
from voc.artifact import read_config, write_config
from voc.engines.blend import BlendEngine
from voc.qualify.analyzer import Analyzer
from voc.qualify.loading import load
from voc.qualify.tuning import choose_share, tune


def main() -> None:
    """Choose the share, tune, measure, write."""
    args = _arguments()
    data = training_data(args.gold, args.corpora)
    config = read_config(args.accurate)
    if config["engine_config"].pop("beside", None):
        write_config(args.accurate, config)
    accurate, default = load(args.accurate), load(args.default)
    taxonomy = accurate.taxonomy
    share = choose_share(
        accurate.engine, default.engine, taxonomy, data.held_out, accurate.decoding
    )
    engine = BlendEngine(accurate.engine, default.engine, share)
    decoding = tune(engine, taxonomy, data.held_out, data.customers)
    print(f"share {share}, decoding: {decoding}", flush=True)
    config["engine_config"]["beside"] = {
        "model": args.default.name,
        "weights": read_config(args.default)["files"]["weights.npz"],
        "share": share,
    }
    config["decoding"] = decoding.to_config()
    write_config(args.accurate, config)
    evaluation = measure(
        Analyzer(accurate.name, engine, decoding, taxonomy), data.gold, args.corpora
    )
    write_evaluation(args.accurate, evaluation)
    print(evaluation["gold_dev"])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--accurate", type=Path, default=Path("models/accurate"))
    parser.add_argument("--default", type=Path, default=Path("models/default"))
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()
