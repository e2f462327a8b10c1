"""Texts whose kinds people know: what topics are compared with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.lessons import joined
from voc.public.load import load_public

CORPORA = {"shopping": ("shopping", "dev", "cat"), "hotline": ("gov_messages", "train_segmented", "category")}  # fmt: skip
_READ, _HELD_OUT = {"shopping": 6000, "hotline": 3000}, 3000


@dataclass(frozen=True)
class Known:
    """Texts and what each is about.

    Attributes
    ----------
    texts, kinds : list of str
        Of the same length.
    held_out : list of str
        Other texts of the same source, or of its training split, on which words are judged.
    """

    texts: list[str]
    kinds: list[str]
    held_out: list[str]


def known(name: str, folder: Path) -> Known:
    """Read one of ``CORPORA``, the same texts each time."""
    corpus, split, key = CORPORA[name]
    found = load_public(corpus, folder=folder)
    rows = [
        (joined(text) if name == "hotline" else text, str(labels[key]))
        for text, labels, where in zip(found.texts, found.labels, found.splits, strict=True)
        if where == split
    ]
    others = [t for t, where in zip(found.texts, found.splits, strict=True) if where == "train"]
    order = np.random.default_rng(0).permutation(len(rows)).tolist()
    chosen = [rows[i] for i in order[: _READ[name]]]
    rest = others or [rows[i][0] for i in order[_READ[name] :]]
    picked = np.random.default_rng(1).permutation(len(rest))[:_HELD_OUT].tolist()
    texts, kinds = map(list, zip(*chosen, strict=True))
    return Known(texts, kinds, [rest[i] for i in picked])
