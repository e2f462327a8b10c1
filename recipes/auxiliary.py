"""Polarity, emotion, topic and domain of public corpora, as auxiliary tasks.

Only training splits are read, and of these only texts that stand in no file that anything is
evaluated on (``EVALUATED``), compared by their letters and digits alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voc.corpus import read_lines
from voc.engines.heads_fit import AuxiliaryTask

Row = dict[str, Any]

EVALUATED = (
    "takeaway/dev", "shopping/dev", "hotel/dev", "chnsenticorp/dev", "chnsenticorp/test",
    "emotion_ewect/usual_dev", "emotion_ewect/virus_dev", "car_forum/dev", "gov_messages/dev_raw",
    "restaurant_aste/dev", "restaurant_aspects/dev", "phone_dialogues/dev", "phone_dialogues/test",
    "opinion_target/bd_test", "weibo_senti/dev", "weibo_senti/test",
)  # fmt: skip
_DOMAINS = (
    "takeaway/train", "hotel/train", "weibo2018/train", "restaurant_stars/all", "bank_forum/train",
    "car_forum/train", "gov_messages/unlabelled", "makeup/unlabelled", "restaurant_aste/train",
    "gov_board/all", "phone_dialogues/train",
)  # fmt: skip
_PER_DOMAIN = 2500
_PER_KIND_OF_GOODS = 1500


def read_corpus(folder: Path, name: str) -> list[Row]:
    """Read one file of the public corpora."""
    return read_lines(folder / f"{name}.jsonl.gz", dict)


def letters(text: str) -> str:
    """Keep letters and digits: what two copies of a text share.

    The models were trained on what this left in; ``voc.labelled.copies`` also knows 繁 for 简.
    """
    return re.sub(r"\W+", "", text)


class Corpora:
    """The public corpora without any evaluated text.

    Parameters
    ----------
    folder : Path
    held_out : iterable of str
        Further texts to keep out: those of gold and demo sets.
    """

    def __init__(self, folder: Path, held_out: Iterable[str]) -> None:
        self.folder = folder
        self.held_out = {letters(text) for text in held_out}
        for name in EVALUATED:
            self.held_out |= {letters(row["text"]) for row in read_corpus(folder, name)}

    def rows(self, name: str) -> list[Row]:
        """Rows of one training file."""
        rows = read_corpus(self.folder, name)
        return [row for row in rows if letters(row["text"]) not in self.held_out]

    def tasks(self) -> list[AuxiliaryTask]:
        """All auxiliary tasks, in a fixed order."""
        return [
            self._polarity(),
            self._emotion(),
            self._task("weibo_emotion", "emotion_nlpcc2014/train", lambda r: [r["primary"]], 1.0),
            self._task("car_topic", "car_forum/train", lambda r: list(r["topics"]), 2.0),
            self._task("makeup", "makeup/train", _makeup_categories, 2.0),
            self._task("hotline", "gov_messages/train_segmented", lambda r: [r["category"]], 2.0),
            self._domain(),
        ]

    def _polarity(self) -> AuxiliaryTask:
        pairs = [
            (row["text"], positive)
            for name, read in _POLARITY.items()
            for row in self.rows(name)
            if (positive := read(row["labels"])) is not None
        ]
        values = np.array([[positive] for _, positive in pairs], dtype=np.float32)
        return AuxiliaryTask("polarity", [text for text, _ in pairs], values, 2.0)

    def _emotion(self) -> AuxiliaryTask:
        rows = self.rows("emotion_ewect/usual_train") + self.rows("emotion_ewect/virus_train")
        return _labelled("emotion", rows, lambda r: [r["emotion"]], 1.0)

    def _task(
        self, name: str, file: str, read: Callable[[Row], Sequence[str]], strength: float
    ) -> AuxiliaryTask:
        return _labelled(name, self.rows(file), read, strength)

    def _domain(self) -> AuxiliaryTask:
        rows = [
            {"text": row["text"], "labels": {"domain": name}}
            for name in _DOMAINS
            for row in self.rows(name)[:_PER_DOMAIN]
        ]
        seen: Counter[str] = Counter()
        for row in self.rows("shopping/train"):
            goods = row["labels"]["cat"]
            seen[goods] += 1
            if seen[goods] <= _PER_KIND_OF_GOODS:
                rows.append({"text": row["text"], "labels": {"domain": goods}})
        return _labelled("domain", rows, lambda r: [r["domain"]], 1.0)


def _binary(labels: Row) -> bool | None:
    return bool(labels["label"])


def _named(labels: Row) -> bool | None:
    return {"positive": True, "negative": False}.get(labels["sentiment"])


def _stars(labels: Row) -> bool | None:
    return None if labels["star10"] == 30 else bool(labels["star10"] >= 40)


_POLARITY: dict[str, Callable[[Row], bool | None]] = {
    "shopping/train": _binary,
    "takeaway/train": _binary,
    "hotel/train": _binary,
    "chnsenticorp/train": _named,
    "weibo2018/train": _named,
    "bank_forum/train": _named,
    "restaurant_stars/all": _stars,
}


def _makeup_categories(labels: Row) -> list[str]:
    return [quad["category"] for quad in labels["quads"]]


def _labelled(
    name: str, rows: Sequence[Row], read: Callable[[Row], Sequence[str]], strength: float
) -> AuxiliaryTask:
    given = [set(read(row["labels"])) for row in rows]
    labels = sorted(set().union(*given))
    values = np.array([[label in g for label in labels] for g in given], dtype=np.float32)
    texts = [row["text"].replace(" ", "") if name == "hotline" else row["text"] for row in rows]
    return AuxiliaryTask(name, texts, values, strength)
