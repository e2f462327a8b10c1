"""Train models/restaurant: triplets of aspect, opinion and polarity in reviews of restaurants.

    python -m recipes.train_restaurant --corpora CORPORA

CORPORA holds restaurant_aste/train and dev. The same inputs give the same bytes; about a minute of
one core. ``--measure`` leaves the model that is there as it is, and writes its figures and its card
anew.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import scipy
import sklearn

import voc
from recipes.restaurant_card import restaurant_card, stage_figures
from recipes.restaurant_data import Reviews, read_reviews
from recipes.restaurant_rules import Rules
from voc.artifact import read_config, write_config, write_figures
from voc.estimators.triplets import TripletExtractor


def main() -> None:
    """Train, save, measure."""
    args = _arguments()
    train, dev = read_reviews(args.corpora)
    if not args.measure:
        extractor = TripletExtractor().fit(list(train), list(train.values()))
        extractor.save(args.out, overwrite=args.overwrite)
        training = {
            "recipe": "recipes/train_restaurant.py",
            "texts": len(train),
            "triplets": sum(map(len, train.values())),
            "versions": {m.__name__: m.__version__ for m in (voc, np, scipy, sklearn)},
        }
        write_config(args.out, read_config(args.out) | {"training": training})
    _measure(args.out, train, dev)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("models/restaurant"))
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--measure", action="store_true")
    return parser.parse_args()


def _measure(folder: Path, train: Reviews, dev: Reviews) -> None:
    right = list(dev.values())
    found = TripletExtractor.load(folder).predict(list(dev))
    rules = Rules.count(train)
    evaluation = {
        "texts": len(dev),
        "restaurant_aste/dev": stage_figures(found, right),
        "rules": stage_figures([rules.find(text) for text in dev], right),
    }
    write_figures(folder, evaluation, restaurant_card(read_config(folder), evaluation))
    for name in ("restaurant_aste/dev", "rules"):
        print(f"{name}: {evaluation[name]}")


if __name__ == "__main__":
    main()
