"""Programs that find topics; each runs in a process of its own, maybe of another interpreter.

    python -m benchmarks.topic_programs NAME FOLDER SEED

FOLDER holds texts.json ({"texts": […], "n_topics": 10}) and, for programs that read vectors,
vectors.npy. Prints one JSON object: labels (-1 for outliers), seconds, peak_mb.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.child import peak_mb, tell

Labels = NDArray[np.int64]
Vectors = NDArray[np.float32]
Program = Callable[[Sequence[str], Vectors | None, int, int], Labels]


def main() -> None:
    """Run one program once and tell what it found."""
    tell(_reports())


def _reports() -> Iterator[dict[str, Any]]:
    name, folder, seed = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    given = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "vectors.npy") if name in WITH_VECTORS else None
    started = time.perf_counter()
    labels = PROGRAMS[name](given["texts"], vectors, given["n_topics"], seed)
    seconds = time.perf_counter() - started
    yield {"labels": np.asarray(labels).tolist(), "seconds": seconds, "peak_mb": peak_mb()}


def _voc(outliers: float) -> Program:
    def run(texts: Sequence[str], vectors: Vectors | None, n_topics: int, seed: int) -> Labels:
        from voc.topic_model.model import TopicModel
        from voc.topic_model.sample import views

        encoder = None
        if vectors is not None:
            place = {view: row for row, view in enumerate(views(texts))}
            encoder = lambda asked: vectors[[place[text] for text in asked]]  # noqa: E731
        model = TopicModel(n_topics, encoder=encoder, outliers=outliers, random_state=seed)
        return model.fit_predict(texts)

    return run


def _words(text: str) -> list[str]:
    import jieba

    return [word for word in jieba.lcut(text) if word.strip()]


def _weighted(texts: Sequence[str], unit: str) -> Any:  # noqa: ANN401
    from sklearn.feature_extraction.text import TfidfVectorizer

    how: dict[str, Any] = (
        {"tokenizer": _words, "token_pattern": None}
        if unit == "words"
        else {"analyzer": "char", "ngram_range": (1, 2)}
    )
    return TfidfVectorizer(min_df=3, max_df=0.5, sublinear_tf=True, **how).fit_transform(texts)


def _k_means(unit: str) -> Program:
    def run(texts: Sequence[str], vectors: Vectors | None, n_topics: int, seed: int) -> Labels:
        from sklearn.cluster import MiniBatchKMeans
        from sklearn.decomposition import TruncatedSVD
        from sklearn.preprocessing import normalize

        reduced = TruncatedSVD(100, random_state=seed).fit_transform(_weighted(texts, unit))
        means = MiniBatchKMeans(n_topics, n_init=10, random_state=seed)
        return np.asarray(means.fit_predict(normalize(reduced)))

    return run


def _nmf(texts: Sequence[str], vectors: Vectors | None, n_topics: int, seed: int) -> Labels:
    from sklearn.decomposition import NMF

    parts = NMF(n_topics, random_state=seed, init="nndsvda").fit_transform(
        _weighted(texts, "words")
    )
    return np.asarray(parts.argmax(axis=1))


def _bertopic(*, k_means: bool) -> Program:
    def run(texts: Sequence[str], vectors: Vectors | None, n_topics: int, seed: int) -> Labels:
        from sklearn.cluster import KMeans
        from sklearn.feature_extraction.text import CountVectorizer

        further = {"hdbscan_model": KMeans(n_topics, random_state=seed)} if k_means else {}
        model = import_module("bertopic").BERTopic(
            embedding_model=None,
            umap_model=import_module("umap").UMAP(
                n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=seed
            ),
            vectorizer_model=CountVectorizer(tokenizer=_words, token_pattern=None),
            **further,
        )
        return np.asarray(model.fit_transform(list(texts), vectors)[0])

    return run


PROGRAMS: dict[str, Program] = {
    "voc": _voc(0.05),
    "voc, no outliers": _voc(0),
    "voc + encoder": _voc(0.05),
    "voc + encoder, no outliers": _voc(0),
    "MiniBatchKMeans, words": _k_means("words"),
    "MiniBatchKMeans, characters": _k_means("characters"),
    "NMF, words": _nmf,
    "BERTopic": _bertopic(k_means=False),
    "BERTopic, KMeans": _bertopic(k_means=True),
}
PEERS = ("BERTopic", "BERTopic, KMeans")
WITH_VECTORS = {  # by whom they are read; BERTopic with KMeans gets the same ones as voc
    "voc + encoder": "voc",
    "voc + encoder, no outliers": "voc",
    "BERTopic": "sentence-transformers",
    "BERTopic, KMeans": "voc",
}

if __name__ == "__main__":
    main()
