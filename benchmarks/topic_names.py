"""How much of each topic its name stands for: of its clauses, how many say what the name says.

    python -m benchmarks.topic_names clauses.jsonl

A line of the file is ``{"text": …, "topic": 3}``; -1 is an outlier, and "score" may tell how well it
fits. Nothing of the texts is kept or shown but names, keywords and shares. A clause

- says all of a name when it says each of its words, or a near-synonym of that word;
- says half of it when it says half of them or more.

What a word says is read as ``voc.topics`` reads it (不错 and 很好 are one, 不新鲜 and 新鲜 are not).
A near-synonym is a keyword of the same topic that shares a Han character with the word (配送 and
送餐), unless one is negated and the other is not. So the figures are a proxy: they take 送错 for a
synonym of 送餐, and miss 等了很久 for 送餐太慢. Read the names beside the clauses before believing
them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from voc.topic_model.keywords import topic_keywords
from voc.topic_model.naming import name_topics
from voc.topic_model.words import BAD, GOOD, read

_KEYWORDS = 20


class Coverage(NamedTuple):
    """How much of a topic its name stands for: shares of its clauses, in [0, 1]."""

    name: str
    size: int
    all: float
    half: float
    keywords: tuple[str, ...]


def main() -> None:
    """Print a line for each topic, and the means."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clauses", type=Path)
    with parser.parse_args().clauses.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    scores = [row["score"] for row in rows] if rows and "score" in rows[0] else None
    found = coverage([row["text"] for row in rows], [row["topic"] for row in rows], scores)
    for one in found:
        print(
            f"{one.all:6.1%} {one.half:6.1%} {one.size:7,}  {one.name}  ({' '.join(one.keywords[:8])})"
        )
    print(
        f"{_mean(one.all for one in found):6.1%} {_mean(one.half for one in found):6.1%}  mean of "
        f"{len(found)} topics; half of the name in 60 % of the clauses: "
        f"{sum(one.half >= 0.6 for one in found)}"
    )


def coverage(
    texts: Sequence[str], labels: Sequence[int], scores: Sequence[float] | None = None
) -> list[Coverage]:
    """Name the topics, and count the clauses that each name stands for.

    Parameters
    ----------
    texts : sequence of str
    labels : sequence of int
        Topic of each; -1 for outliers.
    scores : sequence of float, optional
    """
    names = name_topics(texts, labels, scores)
    keywords = topic_keywords(texts, labels, _KEYWORDS)
    said: list[list[frozenset[str]]] = [[] for _ in names]
    for clause, label in zip(read(texts), labels, strict=True):
        if label >= 0:
            said[label].append(clause.senses())
    return [
        _covered(name, clauses, words)
        for name, clauses, words in zip(names, said, keywords, strict=True)
        if clauses
    ]


def _covered(name: str, clauses: Sequence[frozenset[str]], keywords: tuple[str, ...]) -> Coverage:
    near = [{word, *_near(word, keywords)} for word in sorted(read([name])[0].senses())]
    shares = [
        sum(not words.isdisjoint(clause) for words in near) / max(len(near), 1)
        for clause in clauses
    ]
    whole, half = (_mean(share >= least for share in shares) for least in (1.0, 0.5))
    return Coverage(name, len(clauses), whole, half, keywords)


def _near(word: str, keywords: Iterable[str]) -> set[str]:
    if word in (GOOD, BAD):
        return set()
    others = {sense for keyword in read(list(keywords)) for sense in keyword.senses()}
    return {
        other
        for other in others
        if set(other) & set(word) - {"不"} and other.startswith("不") == word.startswith("不")
    }


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / max(len(numbers), 1)


if __name__ == "__main__":
    main()
