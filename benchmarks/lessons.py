"""Public corpora as lessons: what is learned from, and what is then asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.labelled.copies import letters
from voc.public.load import PublicCorpus, load_public

Labels = str | tuple[str, ...]
_BETWEEN_WORDS = re.compile(r"(?<![A-Za-z0-9]) | (?![A-Za-z0-9])")


@dataclass(frozen=True)
class Task:
    """Where the texts and labels of a lesson come from.

    Attributes
    ----------
    name : str
    corpus, train, test : str
        Name of the public corpus, and of its splits.
    label : callable
        From what the corpus says of a text to one label, or a tuple of several.
    read : callable
        From the text as the corpus has it to what a customer would have written.
    """

    name: str
    corpus: str
    train: str
    test: str
    label: Callable[[Mapping[str, Any]], Labels]
    read: Callable[[str], str] = str


@dataclass(frozen=True)
class Exam:
    """Texts to learn from and texts to be asked, no two of which share their letters.

    Attributes
    ----------
    texts, labels : sequences of the same length
    asked, right : sequences of the same length
    dropped : int
        Texts that were left out of training, as they are asked.
    """

    texts: Sequence[str]
    labels: Sequence[Labels]
    asked: Sequence[str]
    right: Sequence[Labels]
    dropped: int


def _topics(labels: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(f"{topic}.{polarity}" for topic, polarity in labels["topics"].items())


def joined(text: str) -> str:
    """Take away the blanks between Chinese words."""
    return _BETWEEN_WORDS.sub("", text)


TASKS = {
    task.name: task
    for task in (
        Task(
            "hotline", "gov_messages", "train_segmented", "dev_raw", lambda row: str(row["category"]),
            read=joined,
        ),
        Task("car", "car_forum", "train", "dev", _topics),
        Task(
            "emotion", "emotion_ewect", "usual_train", "usual_dev", lambda row: str(row["emotion"])
        ),
        Task(
            "chnsenticorp", "chnsenticorp", "train", "test", lambda row: str(row["sentiment"])
        ),
    )
}  # fmt: skip


def exam(task: Task, folder: Path, *, without_copies: bool = True) -> Exam:
    """Read a task from a folder with the public corpora.

    Parameters
    ----------
    task : Task
    folder : Path
    without_copies : bool
        Leave out of training what has the same letters as a text that is asked.
    """
    corpus = load_public(task.corpus, folder=folder)
    asked = _rows(corpus, task, task.test)
    hidden = {letters(text) for text, _ in asked} if without_copies else set()
    given = _rows(corpus, task, task.train)
    kept = [(text, labels) for text, labels in given if letters(text) not in hidden]
    texts, labels = zip(*kept, strict=True)
    questions, right = zip(*asked, strict=True)
    return Exam(texts, labels, questions, right, len(given) - len(kept))


def _rows(corpus: PublicCorpus, task: Task, split: str) -> list[tuple[str, Labels]]:
    return [
        (task.read(text), task.label(labels))
        for text, labels, where in zip(corpus.texts, corpus.labels, corpus.splits, strict=True)
        if where == split
    ]
