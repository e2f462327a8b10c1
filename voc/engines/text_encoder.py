"""Labels of whole texts by an encoder that was fine-tuned for them (onnxruntime, no torch)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.encoder import (
    BODY_FILE,
    TOKENIZER_FILE,
    Body,
    load_tokenizer,
    mean_by_voice,
    onnx_body,
    token_states,
    window_features,
)
from voc.engines.text_linear import batches
from voc.engines.windows import Tokenizer, cut_windows
from voc.text.split import split_texts


@dataclass(frozen=True)
class TextEncoder:
    """An encoder and one linear layer; implements ``voc.engines.lesson.TextModel``.

    Attributes
    ----------
    body : Body
    tokenizer : Tokenizer
    query : ndarray of shape (width,)
        What attention looks for among the tokens of a window.
    weights : ndarray of shape (3 * width, n_labels)
    bias : ndarray of shape (n_labels,)
    window : int
        Most tokens that the encoder reads at once.
    stored : mapping
        The files that ``body`` and ``tokenizer`` were made of.
    """

    body: Body
    tokenizer: Tokenizer
    query: Floats
    weights: Floats
    bias: Floats
    window: int
    stored: Mapping[str, bytes]

    def logits(self, texts: Sequence[str]) -> Floats:
        """Score texts; long ones by windows, whose features are averaged."""
        none = np.zeros((0, len(self.bias)), dtype=np.float32)
        return np.concatenate([none, *(self._logits(batch) for batch in batches(texts))])

    def _logits(self, texts: Sequence[str]) -> Floats:
        windows = cut_windows(split_texts(list(texts)), self.tokenizer, self.window)
        features = np.zeros((len(windows.ids), len(self.weights)), dtype=np.float32)
        for row, tokens in token_states(self.body, windows):
            features[row] = window_features(tokens, self.query)
        of_text = mean_by_voice(features, windows, len(texts))
        # One row at a time would be added up in another order than many.
        return np.asarray(np.einsum("tf,fl->tl", of_text, self.weights) + self.bias, np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights that are not the encoder's."""
        return {"text.query": self.query, "text.weights": self.weights, "text.bias": self.bias}

    def config(self) -> dict[str, Any]:
        """Return what is no array."""
        return {"window": self.window}

    def files(self) -> Mapping[str, bytes]:
        """Return the encoder and its tokenizer."""
        return self.stored

    @classmethod
    def from_parts(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        config: Mapping[str, Any],
        files: Mapping[str, bytes],
    ) -> TextEncoder:
        """Rebuild a model from ``arrays()``, ``config()`` and ``files()``."""
        query, weights, bias = (
            np.ascontiguousarray(arrays[f"text.{name}"], dtype=np.float32)  # as after loading
            for name in ("query", "weights", "bias")
        )
        body, tokenizer = onnx_body(files[BODY_FILE]), load_tokenizer(files[TOKENIZER_FILE])
        return cls(body, tokenizer, query, weights, bias, config["window"], files)
