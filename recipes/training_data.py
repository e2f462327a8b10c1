"""What the built-in models learn from, and what is kept out of it."""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import voc
from recipes.auxiliary import Corpora, letters, read_corpus
from recipes.peers import POLARITY
from voc.annotations import read_annotations
from voc.artifact import sha256
from voc.challenge import load_challenge
from voc.corpus import load_corpus
from voc.types import TaggedVoice

SEED = 0
_HELD_OUT_SHARE = 0.1
_LONGEST = 300  # characters
_UNLABELLED = (
    "shopping/train", "takeaway/train", "hotel/train", "chnsenticorp/train", "weibo2018/train",
    "bank_forum/train", "bank_forum/unlabelled", "restaurant_stars/all", "emotion_ewect/usual_train",
    "emotion_nlpcc2014/train", "car_forum/train", "makeup/train", "makeup/unlabelled", "gov_board/all",
    "gov_messages/unlabelled", "restaurant_aste/train", "phone_dialogues/train",
)  # fmt: skip


@dataclass(frozen=True)
class TrainingData:
    """Annotated voices and public corpora without any evaluated text.

    Attributes
    ----------
    gold : list of TaggedVoice
        gold-dev, to report on.
    held_out, rest : list of TaggedVoice
        Silver and practice voices: a tenth to tune on, the others to train on while tuning.
    customers : list of TaggedVoice
        The silver ones of ``held_out``: customers wrote them, and what is right so often there is
        what a confidence shall tell.
    corpora : Corpora
    source : dict
        What the model's config.json says of all this.
    """

    gold: list[TaggedVoice]
    held_out: list[TaggedVoice]
    rest: list[TaggedVoice]
    customers: list[TaggedVoice]
    corpora: Corpora
    source: dict[str, Any]

    @property
    def annotated(self) -> list[TaggedVoice]:
        """All voices that may be trained on."""
        return self.rest + self.held_out

    def unlabelled(self, n: int) -> list[str]:
        """Draw texts that are neither annotated nor evaluated, no two alike, from all corpora."""
        known = {letters(tagged.voice.text) for tagged in self.annotated}
        found: dict[str, str] = {}
        for name in _UNLABELLED:
            for row in self.corpora.rows(name):
                key = letters(row["text"])
                if key and key not in known and len(row["text"]) <= _LONGEST:
                    found.setdefault(key, row["text"])
        return random.Random(SEED).sample(list(found.values()), min(n, len(found)))


def training_data(gold_folder: Path, corpora_folder: Path) -> TrainingData:
    """Read everything; see ``recipes.train_default`` for what the folders hold."""
    gold = read_annotations(gold_folder / "gold_dev.jsonl", gold_folder / "gold_dev_texts.jsonl")
    gold_texts = [tagged.voice.text for tagged in gold]
    silver = read_annotations(gold_folder / "silver.jsonl")
    silver = _without(silver, gold_texts, corpora_folder)
    practice = load_corpus("practice")
    held_out, rest = _split(silver + list(practice.annotated))
    written = {tagged.voice.text for tagged in practice.annotated}
    customers = [tagged for tagged in held_out if tagged.voice.text not in written]
    kept_out = gold_texts + load_corpus("demo").texts + [item.text for item in load_challenge()]
    source = {
        "sha256": {
            "silver.jsonl": sha256(gold_folder / "silver.jsonl"),
            "practice": practice.info["files"]["annotated.jsonl"],
        },
        "voices": {"silver": len(silver), "practice": len(practice)},
        "held_out_for_tuning": len(held_out),
    }
    print(f"voices: {source['voices']}", flush=True)
    return TrainingData(gold, held_out, rest, customers, Corpora(corpora_folder, kept_out), source)


def arguments(description: str, out: str) -> argparse.ArgumentParser:
    """Arguments that all training recipes share."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(out))
    parser.add_argument("--version", default=voc.__version__)
    parser.add_argument("--overwrite", action="store_true")
    return parser


def _without(
    voices: Sequence[TaggedVoice], evaluated: Sequence[str], corpora: Path
) -> list[TaggedVoice]:
    """Leave out what ``recipes.measure`` evaluates on, whatever its punctuation."""
    texts = {letters(text) for text in evaluated}
    for name in POLARITY:
        texts |= {letters(row["text"]) for row in read_corpus(corpora, name)}
    return [tagged for tagged in voices if letters(tagged.voice.text) not in texts]


def _split(voices: Sequence[TaggedVoice]) -> tuple[list[TaggedVoice], list[TaggedVoice]]:
    """Hold a share out by a hash of the letters.

    Copies of one text stay on one side, and a text stays on its side whatever else is added: else an
    encoder that is kept would be tuned on what it was trained on.
    """
    held_out: list[TaggedVoice] = []
    rest: list[TaggedVoice] = []
    for tagged in voices:
        digest = hashlib.sha256(letters(tagged.voice.text).encode()).digest()
        side = held_out if digest[0] < 256 * _HELD_OUT_SHARE else rest
        side.append(tagged)
    return held_out, rest
