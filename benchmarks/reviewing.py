"""What it teaches to annotate the voices that ``Result.review`` picks, and others.

    python -m benchmarks.reviewing --seeds 5

A small model learns 200 voices of the practice corpus and reads all others. Then it learns 200 more,
or as many as make 10,000 characters, since voices differ in how long they take to read: at random,
the least certain ones, or those of ``review``. Measured on the demo corpus; about a minute a seed.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np

from voc.corpus import load_corpus
from voc.engines.linear_fit import LinearSettings, fit_linear
from voc.evaluation import evaluate
from voc.qualify.analyzer import Analyzer
from voc.qualify.decode import Decoding
from voc.result import Result, certainty
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice

_SETTINGS = LinearSettings(bits=16, min_count=1, n_folds=4, n_networks=1, epochs=80)
_DECODING = Decoding(pain=0.25, need=0.25, praise=0.25, second=0.3, leaf=0.0)
_VOICES, _CHARACTERS = 200, 10_000
_FIGURES = ("record_leaf", "record_top", "voice_type", "sentiment")


def main() -> None:
    """Print means over seeds, and the deviation of record_leaf."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5)
    rows = defaultdict(list)
    for seed in range(parser.parse_args().seeds):
        for name, row in _measured(seed):
            rows[name].append(row)
    head = ("voices", "characters", *_FIGURES)
    print("| picked | " + " | ".join(head) + " | ± |", "|---|" + "---:|" * 7, sep="\n")
    for name, values in rows.items():
        mean, spread = np.mean(values, axis=0), np.std(values, axis=0)[2]
        cells = [f"{value:.0f}" for value in mean[:2]] + [f"{value:.3f}" for value in mean[2:]]
        print(f"| {name} | {' | '.join(cells)} | {spread:.3f} |")


def _measured(seed: int) -> Iterator[tuple[str, list[float]]]:
    demo, practice = load_corpus("demo").annotated, load_corpus("practice").annotated
    order = np.random.default_rng(seed).permutation(len(practice)).tolist()
    known = [practice[i] for i in order[:_VOICES]]
    pool = {practice[i].voice.id: practice[i] for i in order[_VOICES:]}
    said = Result(_analyzer(known).tag([tagged.voice for tagged in pool.values()]))
    picks = {
        "at random": list(said),
        "least certain": sorted(said, key=certainty),
        "review": list(said.review(1000)),
    }
    for name, picked in picks.items():
        for how, n in (("", _VOICES), (", as many characters", _fitting(picked))):
            more = [pool[tagged.voice.id] for tagged in picked[:n]]
            found = evaluate(demo, _analyzer([*known, *more]).tag(demo.voices))
            characters = sum(len(tagged.voice.text) for tagged in more)
            yield name + how, [n, characters, *(found[figure] for figure in _FIGURES)]


def _analyzer(voices: Sequence[TaggedVoice]) -> Analyzer:
    taxonomy = Taxonomy.load()
    engine = fit_linear(voices, taxonomy.ids, settings=_SETTINGS)
    return Analyzer("reviewing@1", engine, _DECODING, taxonomy)


def _fitting(picked: Sequence[TaggedVoice]) -> int:
    """How many of the first voices have that many characters together."""
    total = accumulate(len(tagged.voice.text) for tagged in picked)
    return sum(characters <= _CHARACTERS for characters in total)


if __name__ == "__main__":
    main()
