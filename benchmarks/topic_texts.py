"""Texts whose kinds people know: what topics are compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.lessons import joined
from voc.public.load import PublicCorpus, load_public

CORPORA = ("shopping", "hotline", "letters", "cars", "trades")
TUNED_ON = ("shopping", "hotline")  # voc's settings were compared on texts of these
_MOST, _HELD_OUT = {"shopping": 6000, "hotline": 3000, "cars": 3000}, 3000
_LEAST = 30  # letters of a kind
_TRADES = (
    "bank_forum", "car_forum", "gov_board", "hotel", "makeup", "phone_dialogues",
    "restaurant_stars", "takeaway",
)  # fmt: skip
_OF_EACH = 600
_Row = tuple[str, str]
_T = TypeVar("_T")


@dataclass(frozen=True)
class Known:
    """Texts and what each is about.

    Attributes
    ----------
    texts, kinds : list of str
        Of the same length.
    held_out : list of str
        Other texts of the same source, or of one like it, on which words are judged.
    """

    texts: list[str]
    kinds: list[str]
    held_out: list[str]


def known(name: str, folder: Path) -> Known:
    """Read one of ``CORPORA``, the same texts each time.

    Kinds of goods of shopping reviews; categories of messages to a government hotline; domains of
    letters to officials; the one thing that a post of a car forum is about; trades, which are the
    corpora that texts come from.
    """
    labelled, others = _READERS[name](folder)
    rows = _mixed(labelled, 0)
    chosen = rows[: _MOST.get(name, len(rows))]
    rest = others or [text for text, _ in rows[len(chosen) :]]
    texts, kinds = map(list, zip(*chosen, strict=True))
    return Known(texts, kinds, _mixed(rest, 1)[:_HELD_OUT])


def _shopping(folder: Path) -> tuple[list[_Row], list[str]]:
    found = load_public("shopping", folder=folder)
    return _labelled(found, "cat", "dev"), _texts(found, "train")


def _hotline(folder: Path) -> tuple[list[_Row], list[str]]:
    found = load_public("gov_messages", folder=folder)
    rows = _labelled(found, "category", "train_segmented")
    return [(joined(text), kind) for text, kind in rows], []


def _letters(folder: Path) -> tuple[list[_Row], list[str]]:
    rows = _labelled(load_public("gov_board", folder=folder), "domain", "all")
    sizes = Counter(kind for _, kind in rows)
    others = _texts(load_public("gov_messages", folder=folder), "unlabelled")
    return [row for row in rows if sizes[row[1]] >= _LEAST], others


def _cars(folder: Path) -> tuple[list[_Row], list[str]]:
    found = load_public("car_forum", folder=folder)
    posts = zip(found.texts, found.labels, strict=True)
    return [(text, *of["topics"]) for text, of in posts if len(of["topics"]) == 1], []


def _trades(folder: Path) -> tuple[list[_Row], list[str]]:
    rows: list[_Row] = []
    others: list[str] = []
    for name in _TRADES:
        texts = _mixed(load_public(name, folder=folder).texts, 0)
        rows += [(text, name) for text in texts[:_OF_EACH]]
        others += texts[_OF_EACH : 2 * _OF_EACH]
    return rows, others


_READERS = dict(zip(CORPORA, (_shopping, _hotline, _letters, _cars, _trades), strict=True))


def _labelled(corpus: PublicCorpus, key: str, split: str) -> list[_Row]:
    found = corpus.labelled(key, split)
    return [(text, kind) for text, (kind,) in zip(found.texts, found.labels, strict=True)]


def _texts(corpus: PublicCorpus, split: str) -> list[str]:
    return [text for text, one in zip(corpus.texts, corpus.splits, strict=True) if one == split]


def _mixed(rows: Sequence[_T], seed: int) -> list[_T]:
    order = np.random.default_rng(seed).permutation(len(rows)).tolist()
    return [rows[row] for row in order]
