"""How good topics are: against known kinds, by their words, and from run to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Labels = NDArray[np.int64]
_TOP, _LEAST = 10, 5


def agreement(kinds: Sequence[str], labels: Labels) -> dict[str, float]:
    """NMI and ARI with known kinds, outliers taken as one more topic, and the outliers' share."""
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    return {
        "nmi": float(normalized_mutual_info_score(kinds, labels)),
        "ari": float(adjusted_rand_score(kinds, labels)),
        "topics": len(set(labels.tolist()) - {-1}),
        "outliers": float(np.mean(labels < 0)),
    }


def alike(runs: Sequence[Labels]) -> float:
    """Mean ARI of all pairs of runs over the same texts."""
    return alike_where_both([dict(enumerate(run.tolist())) for run in runs])


def thirds_left_out(n_texts: int) -> list[Labels]:
    """Rows of three overlapping parts, each of two thirds of the texts."""
    thirds = np.array_split(np.arange(n_texts), 3)
    return [np.concatenate(thirds[:k] + thirds[k + 1 :]) for k in range(3)]


def alike_where_both(parts: Sequence[Mapping[int, int]]) -> float:
    """Mean ARI of all pairs of runs over different texts, on the texts that both had.

    Parameters
    ----------
    parts : sequence of mappings
        From the rows of texts to topics.
    """
    from sklearn.metrics import adjusted_rand_score

    found = []
    for a, b in combinations(parts, 2):
        both = sorted(a.keys() & b.keys())
        found.append(adjusted_rand_score([a[row] for row in both], [b[row] for row in both]))
    return float(np.mean(found))


def words_of(texts: Sequence[str]) -> list[str]:
    """Cut texts at jieba's words, those of one character left out, with blanks between."""
    import jieba

    return [" ".join(w for w in jieba.lcut(t) if len(w) > 1 and w.isalpha()) for t in texts]


def coherence(words: Sequence[str], labels: Labels, held_out: Sequence[str]) -> dict[str, float]:
    """NPMI on other texts of the 10 words by which each topic stands out, and how many differ.

    Words are chosen by class-based TF-IDF in the same way for all programs.

    Parameters
    ----------
    words, held_out : sequence of str
        As ``words_of`` gives them.
    labels : ndarray of shape (n_texts,)
    """
    from sklearn.feature_extraction.text import CountVectorizer

    counter = CountVectorizer(token_pattern=r"\S+", min_df=_LEAST)
    counts = counter.fit_transform(words)
    there = sparse.csc_array((counter.transform(held_out) > 0).astype(np.float64))
    topics = sorted(set(labels.tolist()) - {-1})
    of_topic = np.stack([np.asarray(counts[labels == t].sum(axis=0)).ravel() for t in topics])
    share = of_topic / np.maximum(of_topic.sum(axis=1, keepdims=True), 1)
    total = np.maximum(of_topic.sum(axis=0), 1)
    weight = share * np.log(1 + of_topic.sum() / len(topics) / total)
    top = np.argsort(-weight, axis=1, kind="stable")[:, :_TOP]
    return {
        "npmi": float(np.mean([_npmi(there[:, row]) for row in top])),
        "diversity": len(np.unique(top)) / top.size,
    }


def _npmi(there: sparse.csc_array) -> float:
    n = there.shape[0]
    both = (there.T @ there).toarray() / n
    alone = np.diag(both)
    rows, columns = np.triu_indices(len(alone), 1)
    joint, apart = both[rows, columns], alone[rows] * alone[columns]
    found = np.full(len(joint), -1.0)  # never together
    seen = joint > 0
    found[seen] = np.log(joint[seen] / apart[seen]) / np.maximum(-np.log(joint[seen]), 1e-12)
    return float(found.mean())
