"""``voc train``: a model of one's own, by a recipe."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from voc._terminal import say

_DESCRIPTION = """\
Train a model by a recipe, measure it on texts that it has not seen, and write its folder: weights,
frozen taxonomy, evaluation.json and a card (README.md).

The recipe is a TOML file; paths in it are relative to its folder:

  task = "labels"                  # labels of texts, "sentiment", or "records" of annotated voices
  out = "models/hotline"           # the folder to write
  seed = 0
  compare_with = "models/old"      # optional: measure an older model on the same texts
  learning_curve = [0.1, 0.3]      # optional: learn from these shares, too

  [data]
  train = "train.csv"              # or a list; records: .jsonl, .json of Label Studio, a corpus folder
  test = "test.csv"                # or a share to hold out: 0.2
  text = "内容"                    # columns, if their headers do not tell
  labels = "标签"
  taxonomy = "own.toml"            # optional

  [engine]
  name = "linear"                  # or "encoder", which needs voc[train]
  strength = 0.3                   # settings of that engine

Texts of the test file must not be in the files to learn from, whatever their punctuation; with
drop_test_copies = true under [data] they are left out of training. The same recipe gives the same
weights. An encoder is kept after each epoch in OUT.partial: start the same recipe again to go on.

Exit code: 0, or 1 if the new model is worse than the one of compare_with, or 2 for a mistake in the
recipe or the data, in which case nothing is written.
"""


def add_train(parser: argparse.ArgumentParser) -> None:
    """Add the arguments; leaves the function that runs it in ``run``."""
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.description = _DESCRIPTION
    parser.add_argument("recipe", type=Path, help="TOML file")
    parser.add_argument("--overwrite", action="store_true", help="replace the model if it exists")
    parser.add_argument("--quiet", action="store_true", help="print neither progress nor figures")
    parser.set_defaults(run=_train)


def _train(arguments: argparse.Namespace) -> int:
    # scikit-learn, which the other commands do without, takes a second to import.
    from voc.training.run import train

    quiet = arguments.quiet
    report = train(arguments.recipe, overwrite=arguments.overwrite, progress=not quiet)
    worse = report.comparison is not None and report.comparison.worse
    if not quiet:
        say(str(report), sys.stdout)
    elif worse:
        say(f"voc: {report.folder} is {report.comparison}", sys.stderr)
    return 1 if worse else 0
