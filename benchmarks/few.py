"""How a taxonomy of one's own gets better with every label: from its words alone to 200 texts a leaf."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from voc.estimators.classifier import PainClassifier
from voc.estimators.engines import LinearTexts
from voc.public.load import load_public
from voc.taxonomy import Category, Taxonomy

FOLDER = Path(__file__).parent / "taxonomies"
PER_LEAF = (0, 5, 20, 50, 200)
_AT_RANDOM = 50
_ASKED_SHARE = 0.4
_SOURCES = {
    "gov_board": ("gov_board", "all", "domain"),
    "hotline": ("gov_messages", "dev_raw", "category"),
    "emotion": ("emotion_ewect", "usual_dev", "emotion"),
}


@dataclass(frozen=True)
class Pool:
    """Texts of one taxonomy: those that may be labelled, and those that are asked."""

    texts: list[str]
    labels: list[str]
    free: list[int]
    asked: list[int]


def few_shot(name: str, folder: Path, seeds: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Measure one taxonomy; figures are means over the seeds.

    Parameters
    ----------
    name : str
        A file of ``benchmarks/taxonomies``, and the public corpus that it is for.
    folder : Path
        With the public corpora.
    seeds : sequence of int
        Of the draw of texts that are labelled, and of those that are asked.
    """
    own = Taxonomy.load(FOLDER / f"{name}.toml")
    for begin, taxonomy in (("phrases", own), ("names", _without_cues(own)), ("nothing", None)):
        for base in ("default", None):
            for size in (*PER_LEAF, f"{_AT_RANDOM} at random"):
                if size or taxonomy:
                    runs = [_run(name, folder, taxonomy, base, size, seed) for seed in seeds]
                    mean = {key: float(np.mean([run[key] for run in runs])) for key in runs[0]}
                    yield {"taxonomy": name, "begin": begin, "base": base, "size": size, **mean}


def _run(
    name: str, folder: Path, taxonomy: Taxonomy | None, base: str | None, size: int | str, seed: int
) -> dict[str, float]:
    from sklearn.metrics import f1_score

    pool = _pool(name, folder, seed)
    chosen = pool.free[:_AT_RANDOM] if isinstance(size, str) else _drawn(pool, size)
    started = time.perf_counter()
    classifier = PainClassifier(LinearTexts(base=base), taxonomy=taxonomy)
    classifier.fit([pool.texts[i] for i in chosen], [pool.labels[i] for i in chosen])
    seconds = time.perf_counter() - started
    said = classifier.predict([pool.texts[i] for i in pool.asked])
    right = [pool.labels[i] for i in pool.asked]
    f1 = f1_score(right, said, average="macro", labels=sorted(set(right)), zero_division=0)
    return {"labels": len(chosen), "macro_f1": float(f1), "fit_seconds": seconds}


def _pool(name: str, folder: Path, seed: int) -> Pool:
    corpus, split, key = _SOURCES[name]
    known = set(Taxonomy.load(FOLDER / f"{name}.toml").ids)
    found = load_public(corpus, folder=folder)
    rows = {
        text: str(labels[key])
        for text, labels, where in zip(found.texts, found.labels, found.splits, strict=True)
        if where == split and labels[key] in known
    }
    order = np.random.default_rng(seed).permutation(len(rows)).tolist()
    cut = int(len(order) * _ASKED_SHARE)
    return Pool(list(rows), list(rows.values()), order[cut:], order[:cut])


def _drawn(pool: Pool, size: int) -> list[int]:
    """So many texts of each label, or as many as there are."""
    labels = sorted(set(pool.labels))
    return [i for one in labels for i in [j for j in pool.free if pool.labels[j] == one][:size]]


def _without_cues(taxonomy: Taxonomy) -> Taxonomy:
    """Names and definitions alone."""
    bare = [
        replace(home, leaves=tuple(replace(leaf, aspect=()) for leaf in home.leaves))
        for home in taxonomy.categories
    ]
    categories: tuple[Category, ...] = tuple(bare)
    return Taxonomy(taxonomy.version, categories)
