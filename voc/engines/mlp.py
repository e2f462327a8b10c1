"""A small network of one hidden layer and several heads, in numpy alone.

It is the context layer of the linear engine: what the hashed heads say of a clause, of its
neighbours and of the whole voice goes in, the final scores come out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Activation = Literal["softmax", "sigmoid"]

_FEW = 4  # rows that are multiplied as many are


@dataclass(frozen=True)
class Head:
    """One output of the network.

    Attributes
    ----------
    name : str
    size : int
        Number of labels.
    activation : "softmax" or "sigmoid"
        Whether the labels exclude each other.
    """

    name: str
    size: int
    activation: Activation = "softmax"


@dataclass(frozen=True)
class Mlp:
    """Weights of a network and its forward pass.

    Attributes
    ----------
    heads : tuple of Head
    hidden : ndarray of shape (n_features, n_hidden)
    hidden_bias : ndarray of shape (n_hidden,)
    output : ndarray of shape (n_hidden, n_outputs)
        Columns of all heads, one after another.
    output_bias : ndarray of shape (n_outputs,)
    """

    heads: tuple[Head, ...]
    hidden: Floats
    hidden_bias: Floats
    output: Floats
    output_bias: Floats

    def __call__(self, features: Floats) -> dict[str, Floats]:
        """Give probabilities by head; ``features`` is of shape (n_rows, n_features)."""
        activity = np.maximum(_product(features, self.hidden) + self.hidden_bias, 0)
        logits = _product(activity, self.output) + self.output_bias
        return {h.name: _activate(logits[:, a:b], h.activation) for h, a, b in _slices(self.heads)}

    def arrays(self, prefix: str) -> dict[str, Floats]:
        """Return the weights under names that ``from_arrays`` finds again."""
        names = ("hidden", "hidden_bias", "output", "output_bias")
        return {f"{prefix}.{name}": getattr(self, name) for name in names}

    @classmethod
    def from_arrays(cls, heads: Sequence[Head], arrays: Mapping[str, Floats], prefix: str) -> Mlp:
        """Rebuild a network from its weights."""
        names = ("hidden", "hidden_bias", "output", "output_bias")
        return cls(tuple(heads), *(arrays[f"{prefix}.{name}"].astype(np.float32) for name in names))


@dataclass(frozen=True)
class Target:
    """What one head shall learn.

    Attributes
    ----------
    values : ndarray of shape (n_rows, size)
        Probabilities; rows of a softmax head sum to 1, to 0 where the label is unknown, or to how far
        it is known.
    weight : float
        Of this head in the sum of losses.
    """

    values: Floats
    weight: float = 1.0


def fit_mlp(
    features: Floats,
    heads: Sequence[Head],
    targets: Mapping[str, Target],
    *,
    n_hidden: int,
    epochs: int,
    learning_rate: float = 2e-3,
    batch_size: int = 256,
    dropout: float = 0.3,
    weight_decay: float = 0.02,
    random_state: int = 0,
) -> Mlp:
    """Train a network by AdamW with a learning rate that falls to zero.

    Parameters
    ----------
    features : ndarray of shape (n_rows, n_features)
        About zero mean and unit variance.
    targets : mapping
        One for each head.
    dropout : float
        Share of hidden units left out; two thirds of it for features.

    Returns
    -------
    Mlp
    """
    rng = np.random.default_rng(random_state)
    weights = _initial(rng, features.shape[1], n_hidden, sum(h.size for h in heads))
    adam = _AdamW(weights, weight_decay)
    n_steps = epochs * -(-len(features) // batch_size)
    step = 0
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(features)), n_steps // epochs):
            gradients = _gradients(weights, features[rows], heads, targets, rows, dropout, rng)
            adam.step(gradients, learning_rate * (1 - step / n_steps))
            step += 1
    return Mlp(tuple(heads), *weights)


def average(networks: Sequence[Mlp]) -> Mlp:
    """Average the logits of several networks: one wider network."""
    share = np.float32(1 / len(networks))
    return Mlp(
        networks[0].heads,
        np.concatenate([n.hidden for n in networks], axis=1),
        np.concatenate([n.hidden_bias for n in networks]),
        np.concatenate([n.output for n in networks]) * share,
        np.sum([n.output_bias for n in networks], axis=0) * share,
    )


def _initial(rng: np.random.Generator, n_in: int, n_hidden: int, n_out: int) -> list[Floats]:
    def uniform(rows: int, columns: int) -> Floats:
        bound = 1 / np.sqrt(rows)
        return rng.uniform(-bound, bound, (rows, columns)).astype(np.float32)

    return [
        uniform(n_in, n_hidden), np.zeros(n_hidden, np.float32),
        uniform(n_hidden, n_out), np.zeros(n_out, np.float32),
    ]  # fmt: skip


def _gradients(
    weights: list[Floats],
    features: Floats,
    heads: Sequence[Head],
    targets: Mapping[str, Target],
    rows: NDArray[np.int64],
    dropout: float,
    rng: np.random.Generator,
) -> list[Floats]:
    hidden, hidden_bias, output, output_bias = weights
    x = features * _mask(rng, features.shape, dropout * 2 / 3)
    before = x @ hidden + hidden_bias
    mask = _mask(rng, before.shape, dropout)
    activity = np.maximum(before, 0) * mask
    logits = activity @ output + output_bias
    delta = np.empty_like(logits)
    for head, a, b in _slices(heads):
        target = targets[head.name]
        delta[:, a:b] = _loss_gradient(logits[:, a:b], target.values[rows], head) * target.weight
    delta /= len(rows)
    back = (delta @ output.T) * mask * (before > 0)
    return [x.T @ back, back.sum(0), activity.T @ delta, delta.sum(0)]


def _loss_gradient(logits: Floats, target: Floats, head: Head) -> Floats:
    given = _activate(logits, head.activation)
    if head.activation == "softmax":
        given *= target.sum(axis=1, keepdims=True)  # unknown labels teach nothing, half known half
    return given - target


def _mask(rng: np.random.Generator, shape: tuple[int, ...], rate: float) -> Floats:
    kept = rng.random(shape, dtype=np.float32) >= rate
    return np.asarray(kept / np.float32(1 - rate), dtype=np.float32)


class _AdamW:
    """Adam with decoupled weight decay; updates the arrays in place."""

    def __init__(self, weights: list[Floats], weight_decay: float) -> None:
        self.weights = weights
        self.weight_decay = weight_decay
        self.mean = [np.zeros_like(w) for w in weights]
        self.square = [np.zeros_like(w) for w in weights]
        self.steps = 0

    def step(self, gradients: list[Floats], learning_rate: float) -> None:
        self.steps += 1
        rate = learning_rate * np.sqrt(1 - 0.999**self.steps) / (1 - 0.9**self.steps)
        for w, g, m, s in zip(self.weights, gradients, self.mean, self.square, strict=True):
            m += 0.1 * (g - m)
            s += 0.001 * (g * g - s)
            if w.ndim == 2:
                w *= 1 - learning_rate * self.weight_decay
            w -= np.float32(rate) * m / (np.sqrt(s) + 1e-8)


def _product(rows: Floats, weights: Floats) -> Floats:
    """Multiply; BLAS sums a row or two in another way than many.

    What is said of a voice must not depend on how many others are in its batch.
    """
    n_rows, width = rows.shape
    if n_rows >= _FEW:
        return np.asarray(rows @ weights)
    padded = np.zeros((_FEW, width), dtype=np.float32)
    padded[:n_rows] = rows
    return np.asarray((padded @ weights)[:n_rows])


def _slices(heads: Sequence[Head]) -> list[tuple[Head, int, int]]:
    ends = np.cumsum([h.size for h in heads]).tolist()
    return [(h, end - h.size, end) for h, end in zip(heads, ends, strict=True)]


def _activate(logits: Floats, activation: Activation) -> Floats:
    if activation == "sigmoid":
        return logistic(logits)
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def logistic(logits: Floats) -> Floats:
    """Turn logits into probabilities."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -60, 60))), dtype=np.float32)
