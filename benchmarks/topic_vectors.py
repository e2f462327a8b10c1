"""Vectors of texts by an encoder, as voc reads it and as sentence-transformers does.

    python -m benchmarks.topic_vectors READER FOLDER ENCODER

FOLDER holds texts.json ({"texts": […]}); vectors.npy is written beside it. Prints one JSON object:
seconds, without those of loading the encoder, and peak_mb.
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

from benchmarks.child import peak_mb, tell

Read = Callable[[Sequence[str]], Any]


def main() -> None:
    """Read texts once and tell what it took."""
    tell(_reports())


def _reports() -> Iterator[dict[str, Any]]:
    reader, folder, encoder = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))["texts"]
    read = READERS[reader](encoder)
    read(texts[:1])
    started = time.perf_counter()
    vectors = read(texts)
    seconds = time.perf_counter() - started
    np.save(folder / "vectors.npy", np.asarray(vectors, dtype=np.float32))
    yield {"seconds": seconds, "peak_mb": peak_mb()}


def _voc(encoder: str) -> Read:
    from voc.topic_model.encoder_vectors import vectors_of
    from voc.topic_model.sample import views

    read = vectors_of(encoder)
    return lambda texts: read(views(texts))


def _sentence_transformers(encoder: str) -> Read:
    load: Any = import_module("sentence_transformers").SentenceTransformer
    model = load(encoder, model_kwargs={"dtype": "float32"})
    return lambda texts: model.encode(list(texts), batch_size=32)


READERS = {"voc": _voc, "sentence-transformers": _sentence_transformers}

if __name__ == "__main__":
    main()
