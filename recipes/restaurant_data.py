"""Reviews of restaurants with their triplets: the corpus restaurant_aste."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from itertools import accumulate
from pathlib import Path
from typing import Any

from recipes.auxiliary import letters, read_corpus
from voc.engines.triplet_model import Polarity
from voc.estimators.triplet import Triplet

Reviews = dict[str, list[Triplet]]
_POLARITIES: dict[str, Polarity] = {
    "POS": "positive", "NEU": "neutral", "NEG": "negative",
    "Positive": "positive", "Neutral": "neutral", "Negative": "negative",
}  # fmt: skip
_MARK = "\ufeff"  # one file begins with a byte-order mark, inside of its first review
_UNNAMED = -1  # index of an aspect that is not named


def read_reviews(corpora: Path) -> tuple[Reviews, Reviews]:
    """Read train and dev; what is in dev, or twice in train, is left out of train."""
    train, dev = (_read(corpora, f"restaurant_aste/{part}") for part in ("train", "dev"))
    known = {letters(text) for text in dev}
    kept = {}
    for text, triplets in train.items():
        if letters(text) not in known:
            known.add(letters(text))
            kept[text] = triplets
    return kept, dev


def review(row: Mapping[str, Any]) -> tuple[str, list[Triplet]]:
    """Give text and triplets of a row; token numbers become character offsets."""
    tokens, text = row["labels"]["tokens"], row["text"]
    shift = len(text) - len(text.lstrip(_MARK))
    edges = [max(0, edge - shift) for edge in accumulate(map(len, tokens), initial=0)]

    def span(place: tuple[int, int]) -> tuple[int, int]:
        first, last = place
        return (0, 0) if first == _UNNAMED else (edges[first], edges[last + 1])

    found = {
        Triplet.of(text[shift:], span(aspect), span(opinion), _POLARITIES[polarity])
        for aspect, opinion, polarity in row["labels"]["triplets"]
    }
    return text[shift:], sorted(found, key=astuple)


def _read(corpora: Path, name: str) -> Reviews:
    return dict(review(row) for row in read_corpus(corpora, name))
