"""A taxonomy of few words: where no cue phrase tells, the leaf that a clause lies nearest to.

Where a clause lies is what the heads of a trained model make of its words; where a leaf lies, what
they make of its name, its definition and its cue phrases. Which kind it is, pain, need or praise,
the trained model knows for any taxonomy.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from voc.engines.base import Clauses, Floats, Scores
from voc.engines.lexicon import LexiconEngine
from voc.engines.linear import LinearEngine
from voc.engines.vectors import Space, unit_length
from voc.taxonomy import Leaf, Taxonomy
from voc.text.split import split_texts
from voc.types import KINDS, Kind

_TOLD = 0.5  # a clause that a cue phrase gives this is left to it
_NEAR = 0.3  # least cosine
_SAID = 0.4  # least probability of the kind
_SCORE = 0.55  # of a record that nearness alone gives


@dataclass(frozen=True)
class SimilarityEngine:
    """Cue phrases first, nearness second; implements ``voc.engines.base.Engine``.

    Attributes
    ----------
    cues : LexiconEngine
        Reads the taxonomy's cue phrases.
    model : LinearEngine
        Its heads span the space, and it tells the kind.

    Examples
    --------
    >>> import voc
    >>> from voc.taxonomy import Category
    >>> taste = Leaf(id="food.taste", zh="口味", definition="好吃难吃、咸淡")
    >>> wait = Leaf(id="food.wait", zh="上菜", definition="上菜快慢、排队等位")
    >>> own = Taxonomy(1, (Category(id="food", zh="餐饮", leaves=(taste, wait)),))
    >>> [(r.kind, r.category) for r in voc.classify("汤齁得没法喝", taxonomy=own).records]
    [('pain', 'food.taste')]
    """

    cues: LexiconEngine
    model: LinearEngine
    name: ClassVar[str] = "similarity"

    @property
    def pairs(self) -> tuple[tuple[Kind, str], ...]:
        """Every kind with every leaf."""
        return self.cues.pairs

    def score(self, clauses: Clauses) -> Scores:
        """Score a batch by cue phrases, and what they leave open by nearness."""
        scores = self.cues.score(clauses)
        if not len(clauses) or not self.pairs:
            return scores
        of_clause, _ = self.model.hashed(clauses)
        cosine = self._space.place(of_clause) @ self._centres.T
        kinds = self._kinds(clauses)
        open_ = scores.pairs.max(axis=1) < _TOLD
        rows = np.flatnonzero(open_ & (cosine.max(axis=1) >= _NEAR) & (kinds.max(axis=1) >= _SAID))
        kind, leaf = kinds[rows].argmax(axis=1), cosine[rows].argmax(axis=1)
        pairs = scores.pairs.copy()
        pairs[rows, kind * len(self._centres) + leaf] = np.maximum(_SCORE, cosine[rows, leaf])
        return replace(scores, pairs=pairs)

    def _kinds(self, clauses: Clauses) -> Floats:
        """Probability of each kind, of shape (n_clauses, 3)."""
        pairs = self.model.score(clauses).pairs
        of_kind = np.array([[kind == one for kind, _ in self.model.pairs] for one in KINDS])
        return np.asarray(pairs @ of_kind.T.astype(np.float32))

    @cached_property
    def _space(self) -> Space:
        """Learned from the built-in cue phrases: they say many things in many manners."""
        groups = defaultdict(list)
        phrases: list[str] = []
        for leaf in Taxonomy.load().leaves:
            for phrase, _ in leaf.cues():
                groups[leaf.id].append(len(phrases))
                phrases.append(phrase)
        _, vectors = self.model.hashed(split_texts(phrases))
        return Space.of(vectors, map(np.array, groups.values()))

    @cached_property
    def _centres(self) -> Floats:
        """Where the leaves lie, in their order."""
        return unit_length(np.stack([self._centre(leaf) for leaf in self.cues.taxonomy.leaves]))

    def _centre(self, leaf: Leaf) -> Floats:
        _, vectors = self.model.hashed(split_texts(list(_words(leaf))))
        return np.asarray(self._space.place(vectors).mean(axis=0))


def _words(leaf: Leaf) -> Iterator[str]:
    yield leaf.zh
    yield from filter(None, leaf.definition.replace("，", "、").split("、"))
    yield from (phrase for phrase, _ in leaf.cues())
