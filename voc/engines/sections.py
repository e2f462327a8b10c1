"""Long voices in sections: what is read in context must be of the length that was learned from.

The logits of a whole voice grow with the number of its clauses, and a network that learned from voices
of a few clauses makes nothing of those of a hundred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Clauses, Floats
from voc.text.normalize import NormalizedBatch

_LONG = 24  # clauses from which a voice is long: nearly all that was learned from had fewer
_MOST = 12  # clauses of a section


@dataclass(frozen=True)
class Sections:
    """Parts of voices, as if each were a voice.

    Attributes
    ----------
    clauses : Clauses
        The same clauses; ``voice`` is the number of the section.
    first : ndarray of shape (n_voices,), int64
        First section of each voice; each has one at least.

    Examples
    --------
    >>> from voc.text.split import split_texts
    >>> sections = Sections.of(split_texts(["送货太慢，" * 30, "好吃"]))
    >>> sections.first.tolist(), sections.clauses.n_voices
    ([0, 3], 4)
    """

    clauses: Clauses
    first: NDArray[np.int64]

    @classmethod
    def of(cls, clauses: Clauses) -> Sections:
        """Cut voices of many clauses into sections of about the same number of them."""
        counts = np.bincount(clauses.voice, minlength=clauses.n_voices)
        n_parts = np.where(counts > _LONG, -(-counts // _MOST), 1)
        first = np.cumsum(n_parts) - n_parts
        if not len(counts) or n_parts.max() == 1:
            return cls(clauses, first)
        voice, batch = clauses.voice, clauses.batch
        place = np.arange(len(voice)) - (np.cumsum(counts) - counts)[voice]
        section = first[voice] + place * n_parts[voice] // counts[voice]
        begin = batch.bounds[voice] + clauses.start
        bounds = np.empty(n_parts.sum() + 1, dtype=np.int64)
        opens = np.flatnonzero(np.diff(section, prepend=-1))
        bounds[section[opens]] = begin[opens]
        bounds[first] = batch.bounds[:-1]
        bounds[-1] = batch.bounds[-1]
        start = begin - bounds[section]
        part = NormalizedBatch(batch.codes, batch.origin, bounds)
        return cls(Clauses(part, section, start, start + clauses.end - clauses.start), first)

    def joined(self, scores: Mapping[str, Floats]) -> dict[str, Floats]:
        """Say of voices what is said of their sections: the mean, by clauses; flags raised anywhere."""
        n_sections = self.clauses.n_voices
        if n_sections == len(self.first):
            return dict(scores)
        weight = np.bincount(self.clauses.voice, minlength=n_sections).clip(1)[:, None]
        whole = np.add.reduceat(weight, self.first)
        means = {
            name: (np.add.reduceat(rows * weight, self.first) / whole).astype(np.float32)
            for name, rows in scores.items()
        }
        return {**means, "flags": np.maximum.reduceat(scores["flags"], self.first)}

    def alone(self, clause: int) -> tuple[Clauses, int, int]:
        """Give the section of a clause as a text of its own, its first clause and its first character."""
        number = self.clauses.voice[clause]
        here = np.flatnonzero(self.clauses.voice == number)
        view = self.clauses.batch.take([number])
        own = Clauses(view, np.zeros_like(here), self.clauses.start[here], self.clauses.end[here])
        return own, int(here[0]), int(self.clauses.batch.bounds[number])
