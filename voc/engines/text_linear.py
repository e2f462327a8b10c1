"""Labels of whole texts by linear heads over n-grams, and over what a trained engine makes of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc._npz import write_npz
from voc.engines.base import Floats
from voc.engines.linear import HashedHeads, LinearEngine
from voc.engines.model_view import model_view
from voc.text.split import split_texts

BASE_FILE = "base.npz"
_BATCH = 2048  # texts


@dataclass(frozen=True)
class TextHeads:
    """A linear model over texts; implements ``voc.engines.lesson.TextModel``.

    Attributes
    ----------
    hashed : HashedHeads
        One head a label.
    base : LinearEngine or None
        The engine whose view of a text is read beside the n-grams.
    of_view : ndarray of shape (n_features, n_labels)
        Weights of that view; without a base, of shape (0, n_labels).
    """

    hashed: HashedHeads
    base: LinearEngine | None
    of_view: Floats

    def logits(self, texts: Sequence[str]) -> Floats:
        """Score texts, some thousands at a time."""
        none = np.zeros((0, len(self.hashed.bias)), dtype=np.float32)
        return np.concatenate([none, *(self._logits(batch) for batch in batches(texts))])

    def _logits(self, texts: Sequence[str]) -> Floats:
        clauses = split_texts(texts)
        _, whole = self.hashed(clauses)
        return whole if self.base is None else whole + model_view(self.base, clauses) @ self.of_view

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights, those of n-grams as bytes with one scale a label."""
        return {**self.hashed.arrays(), "view.weights": self.of_view}

    def config(self) -> dict[str, Any]:
        """Return what is no array."""
        base = None if self.base is None else self.base.config()
        return {"bits": self.hashed.table.bits, "base": base}

    def files(self) -> Mapping[str, bytes]:
        """Return the weights of the base: a copy, as the built-in model may change."""
        if self.base is None:
            return {}
        stream = BytesIO()
        write_npz(stream, self.base.arrays())
        return {BASE_FILE: stream.getvalue()}

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        config: Mapping[str, Any],
        base: LinearEngine | None,
    ) -> TextHeads:
        """Rebuild a model from ``arrays()``, ``config()`` and its base."""
        hashed = HashedHeads.from_arrays(arrays, config["bits"])
        return cls(hashed, base, arrays["view.weights"].astype(np.float32))


def batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a sequence into pieces that fit into memory."""
    return (texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH))
