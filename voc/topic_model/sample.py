"""What is learned from: each text once, in an order that does not depend on the input's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats
from voc.text.normalize import normalize_batch

MOST = 20_000  # distinct texts that a model is learned from; more change little


@dataclass(frozen=True)
class Sample:
    """Distinct texts, sorted.

    Attributes
    ----------
    texts : list of str
        Model views.
    weights : ndarray of shape (n_distinct,)
        How often each occurs, or the sum of its weights.
    evidence : ndarray of shape (n_distinct, n_features) or None
        Mean of what was given for each.
    n_distinct : int
        How many there were before a part was drawn.
    """

    texts: list[str]
    weights: Floats
    evidence: Floats | None
    n_distinct: int

    def take(self, rows: NDArray[np.int64]) -> Sample:
        """Give some of the texts."""
        texts = [self.texts[row] for row in rows.tolist()]
        evidence = None if self.evidence is None else self.evidence[rows]
        return Sample(texts, self.weights[rows], evidence, self.n_distinct)

    def beside(self, examples: Sequence[str]) -> Sample:
        """Add texts that were not there, with a weight of 1 and no evidence."""
        new = sorted(set(examples) - set(self.texts))
        evidence = self.evidence
        if evidence is not None:
            evidence = np.pad(evidence, ((0, len(new)), (0, 0)))
        weights = np.append(self.weights, np.ones(len(new), dtype=np.float32))
        return Sample([*self.texts, *new], weights, evidence, self.n_distinct + len(new))


def views(texts: Sequence[str]) -> list[str]:
    """Model views; empty where there is no letter.

    Examples
    --------
    >>> views(["ＡＰＰ卡了！！！！", "12345", " 。。"])
    ['app卡了!!!', '', '']
    """
    found = normalize_batch(texts).texts()
    return [text if any(map(str.isalpha, text)) else "" for text in found]


def draw(
    texts: Sequence[str], weights: Floats, evidence: Floats | None, random_state: int
) -> Sample:
    """Take each text with letters and a weight once, and of very many a part.

    Parameters
    ----------
    texts : sequence of str
        Model views.
    weights : ndarray of shape (n_texts,)
    evidence : ndarray of shape (n_texts, n_features) or None
    random_state : int
        Which part.
    """
    rows = np.array([i for i, text in enumerate(texts) if text and weights[i] > 0], dtype=np.int64)
    distinct = sorted({texts[row] for row in rows})
    place = {text: number for number, text in enumerate(distinct)}
    owner = np.array([place[texts[row]] for row in rows], dtype=np.int64)
    total = np.bincount(owner, weights[rows], len(distinct)).astype(np.float64)
    kept = _part(len(distinct), random_state)
    return Sample(
        [distinct[i] for i in kept.tolist()],
        total[kept].astype(np.float32),
        None if evidence is None else _means(evidence[rows], owner, weights[rows], total)[kept],
        len(distinct),
    )


def _part(n_distinct: int, random_state: int) -> NDArray[np.int64]:
    if n_distinct <= MOST:
        return np.arange(n_distinct)
    return np.sort(np.random.default_rng(random_state).choice(n_distinct, MOST, replace=False))


def _means(
    evidence: Floats, owner: NDArray[np.int64], weights: Floats, total: NDArray[np.float64]
) -> Floats:
    sums = np.zeros((len(total), evidence.shape[1]), dtype=np.float64)
    np.add.at(sums, owner, evidence * weights[:, None])
    return np.asarray(sums / total[:, None], dtype=np.float32)
