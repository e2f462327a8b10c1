"""Vectors that are asked for again, as in a fit, which reads its sample twice."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from voc.engines.base import Floats
from voc.topic_model.encoder_vectors import Vectors

_MOST = 50_000  # texts


class Remembered:
    """Vectors of an encoder that goes through no text twice, as long as few are asked for."""

    def __init__(self, vectors: Vectors) -> None:
        self._vectors = vectors
        self._known: dict[str, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Give vectors of shape (n_texts, width)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        fresh = dict(zip(new, self._vectors(new), strict=True)) if new else {}
        if len(self._known) + len(fresh) <= _MOST:
            self._known |= fresh
        return np.stack([fresh[text] if text in fresh else self._known[text] for text in texts])
