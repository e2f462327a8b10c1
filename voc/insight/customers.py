"""What each customer says, as rows of numbers: what personas are made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from voc.insight.codes import Floats, Ints, once
from voc.insight.facts import Facts
from voc.types import KINDS

_LEAF, _STAGE, _MOOD = 0.5, 0.4, 0.4  # weights beside groups of categories, which are of length 1


@dataclass(frozen=True)
class Customers:
    """Counts of the customers that are known by name.

    Attributes
    ----------
    voices : ndarray of shape (n_customers,)
        Voices of each.
    of_voice : ndarray of shape (n_voices,)
        Row of the customer; -1 where nobody knows who wrote.
    said : sparse array of shape (n_customers, n_kinds * n_categories)
        Voices in which a customer said something of a kind and a category, kind by kind.
    stages : ndarray of shape (n_customers, n_stages)
        Records at each stage.
    mood : ndarray of shape (n_customers,)
        Mean polarity of the texts, in [-1, 1]; 0 where unknown.
    parents : ndarray of shape (n_kinds * n_categories, n_kinds * n_parents)
        1 where a kind and category belong to a kind and group of categories.
    """

    voices: Ints
    of_voice: Ints
    said: sparse.csr_array
    stages: Floats
    mood: Floats
    parents: Floats

    @classmethod
    def of(cls, facts: Facts) -> Customers:
        """Count what each customer says."""
        of_voice, n = facts.customer.codes, len(facts.customer.values)
        known = of_voice >= 0
        who = of_voice[facts.voice]
        rows = np.flatnonzero(who >= 0)
        width = len(KINDS) * len(facts.category.values)
        about = rows[facts.category.codes[rows] >= 0]
        pair = facts.kind[about] * len(facts.category.values) + facts.category.codes[about]
        voice, pair = np.divmod(once(facts.voice[about] * width + pair), max(width, 1))
        said = sparse.csr_array((np.ones(len(pair)), (of_voice[voice], pair)), shape=(n, width))
        stages = np.zeros((n, len(facts.stage.values)))
        staged = rows[facts.stage.codes[rows] >= 0]
        np.add.at(stages, (who[staged], facts.stage.codes[staged]), 1)
        voices = np.bincount(of_voice[known], minlength=n)
        polarity = np.bincount(of_voice[known], np.nan_to_num(facts.polarity[known]), n)
        mood = polarity / np.maximum(voices, 1)
        return cls(voices, of_voice, said, stages, mood, _parents(facts))

    def features(self) -> Floats:
        """Rows by which customers are alike: what they say, at which stages, in which mood."""
        leaves = (self.said > 0).toarray().astype(np.float64)
        groups = (leaves @ self.parents > 0).astype(np.float64)
        said = (_unit(groups * _rarity(groups)), _LEAF * _unit(leaves * _rarity(leaves)))
        rest = (_STAGE * _unit(self.stages), _MOOD * self.mood[:, None])
        return np.asarray(np.hstack((*said, *rest)), dtype=np.float64)


def _parents(facts: Facts) -> Floats:
    taxonomy, values = facts.taxonomy, facts.category.values
    homes = [taxonomy.parent(id) if id in taxonomy else id for id in values]
    names = sorted(set(homes))
    one = np.array([[home == name for name in names] for home in homes], dtype=np.float64)
    blocks = np.kron(np.eye(len(KINDS)), one.reshape(len(values), len(names)))
    return np.asarray(blocks, dtype=np.float64)


def _rarity(there: Floats) -> Floats:
    return np.asarray(np.sqrt(np.log1p(len(there) / np.maximum(there.sum(axis=0), 1))))


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1), dtype=np.float64)
