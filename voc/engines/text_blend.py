"""Labels of whole texts by an encoder and by n-grams: where one errs, the other often does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.engines.lesson import Learned, Lesson
from voc.engines.mlp import logistic
from voc.engines.text_encoder import TextEncoder
from voc.engines.text_linear import TextHeads

_USUAL = (1.0, 3.0)  # where there is nothing to weigh by: margins are smaller than logits


@dataclass(frozen=True)
class TextBlend:
    """The weighted sum of what two models say; implements ``voc.engines.lesson.TextModel``.

    Attributes
    ----------
    encoder : TextEncoder
    heads : TextHeads
        Of n-grams alone.
    weights : tuple of two floats
        Of the encoder's scores, and of the heads'.
    """

    encoder: TextEncoder
    heads: TextHeads
    weights: tuple[float, float]

    def logits(self, texts: Sequence[str]) -> Floats:
        """Score texts by both."""
        return _weighted(self.encoder.logits(texts), self.heads.logits(texts), self.weights)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the weights of both that are not in files."""
        return {**self.encoder.arrays(), **self.heads.arrays()}

    def config(self) -> dict[str, Any]:
        """Return what is no array."""
        return {**self.encoder.config(), **self.heads.config(), "weights": list(self.weights)}

    def files(self) -> Mapping[str, bytes]:
        """Return the encoder and its tokenizer."""
        return self.encoder.files()

    @classmethod
    def from_parts(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        config: Mapping[str, Any],
        files: Mapping[str, bytes],
    ) -> TextBlend:
        """Rebuild a model from ``arrays()``, ``config()`` and ``files()``."""
        of_encoder, of_heads = config["weights"]
        return cls(
            TextEncoder.from_parts(arrays, config, files),
            TextHeads.from_arrays(arrays, config, None),
            (float(of_encoder), float(of_heads)),
        )


def blend(lesson: Lesson, encoder: Learned, heads: Learned) -> Learned:
    """Put two models together, at the weights at which the right labels are likeliest.

    Parameters
    ----------
    lesson : Lesson
    encoder : Learned
        A ``TextEncoder``.
    heads : Learned
        ``TextHeads`` that were looked at in all examples, if there are any in which the encoder was.
    """
    assert isinstance(encoder.model, TextEncoder)
    assert isinstance(heads.model, TextHeads)
    there = heads.logits[encoder.rows]
    unseen = lesson.take(encoder.rows)
    weights = _likeliest(unseen, encoder.logits, there) if len(unseen.texts) else _USUAL
    model = TextBlend(encoder.model, heads.model, weights)
    return Learned(model, encoder.rows, _weighted(encoder.logits, there, weights))


def _likeliest(unseen: Lesson, a: Floats, b: Floats) -> tuple[float, float]:
    from scipy.optimize import minimize

    def surprise(point: Floats) -> float:
        logits = _weighted(a, b, np.exp(point[:2])) + point[2]
        return float(np.average(_surprises(logits, unseen), weights=unseen.weights))

    start = np.append(np.log(_USUAL), 0.0)
    found = minimize(surprise, start, method="Nelder-Mead", options={"maxiter": 200}).x
    of_encoder, of_heads = np.exp(found[:2]).round(4).tolist()
    return of_encoder, of_heads


def _surprises(logits: Floats, unseen: Lesson) -> Floats:
    """How unlikely the right labels of each text are."""
    if unseen.exclusive:
        highest = logits.max(axis=1)
        total = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))
        return np.asarray(total - (logits * unseen.values).sum(axis=1))
    right = np.where(unseen.values > 0, logits, -logits)
    return np.asarray(-np.log(logistic(right) + 1e-7).sum(axis=1))


def _weighted(a: Floats, b: Floats, weights: Sequence[float] | Floats) -> Floats:
    return np.asarray(a * weights[0] + b * weights[1], dtype=np.float32)
