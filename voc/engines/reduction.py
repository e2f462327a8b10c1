"""Fewer heads that say nearly the same: the directions in which the heads of a model differ most.

Hundreds of heads, each with a weight for every n-gram, are much to store, to multiply and to read
in context, while many of them rise and fall together. As the heads are linear, so are the directions:
they take the place of the heads, with n-gram weights of their own.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from voc.engines.base import Floats
from voc.engines.linear import HashedHeads


def directions(of_clause: Floats, of_voice: Floats, n: int) -> Floats:
    """Find the directions of largest variance over clauses and voices together (PCA).

    Parameters
    ----------
    of_clause, of_voice : ndarray of shape (n_rows, n_heads)
        Logits of the heads on unseen text.
    n : int
        How many, at most ``n_heads``.

    Returns
    -------
    ndarray of shape (n_heads, n)
        Orthonormal columns, the largest variance first.

    Examples
    --------
    >>> alike = np.float32([[1, 2], [2, 4], [3, 6]])
    >>> (alike @ directions(alike, alike, 1)).round(1).astype(str).tolist()
    [['2.2'], ['4.5'], ['6.7']]
    """
    logits = np.concatenate((of_clause, of_voice)).astype(np.float64)
    _, vectors = np.linalg.eigh(np.cov(logits, rowvar=False))
    chosen = vectors[:, ::-1][:, :n]
    # An eigenvector may point either way; the same input shall give the same model everywhere.
    largest = chosen[np.abs(chosen).argmax(axis=0), np.arange(n)]
    return np.asarray(chosen * np.sign(largest), dtype=np.float32)


def along(heads: HashedHeads, basis: Floats) -> HashedHeads:
    """Make heads whose logits are ``logits @ basis``."""
    return replace(heads, weights=heads.weights @ basis, bias=heads.bias @ basis)
