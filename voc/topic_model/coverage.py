"""How many clauses of a topic say what a phrase says, in its words or in nearly the same ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from voc.topic_model.words import Clause

Bools = NDArray[np.bool_]
_NOT = "不"
_NAMING = "nve"
# Characters that only tell the sort of a thing: 发动机 is no 机油, 时间 no 房间.
_SORTS = frozenset("机器员店人子件品点时间车大小头面")


class Coverage:
    """Clauses by what they say.

    Parameters
    ----------
    clauses : sequence of Clause

    Examples
    --------
    >>> from voc.topic_model.words import read
    >>> coverage = Coverage(read(["送餐太慢", "配送慢", "味道不错"]))
    >>> coverage.said({"送餐", "慢"}).tolist()
    [True, False, False]
    >>> coverage.said({"送餐", "慢"}, loosely={"送餐"}).tolist()
    [True, True, False]
    """

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._n = len(clauses)
        self._rows: defaultdict[str, list[int]] = defaultdict(list)
        self._holding: defaultdict[str, set[str]] = defaultdict(set)
        for row, clause in enumerate(clauses):
            for word in clause.words:
                if word.sense:
                    self._rows[word.sense].append(row)
                if word.sense and word.role in _NAMING:
                    for character in _telling(word.sense):
                        self._holding[character].add(word.sense)

    def said(
        self, senses: Collection[str], loosely: Collection[str] = (), *, negated: bool = False
    ) -> Bools:
        """Which clauses say all of it.

        Parameters
        ----------
        senses : collection of str
        loosely : collection of str
            Those of them for which another thing or action does that shares a character, as 配送
            does for 送餐, unless one of both is negated.
        negated : bool
            Whether it does even then: 不省油 speaks of 省油, too.
        """
        every = np.ones(self._n, dtype=np.bool_)
        for sense in senses:
            here = np.zeros(self._n, dtype=np.bool_)
            for one in {sense, *(self._near(sense, negated) if sense in loosely else ())}:
                here[self._rows.get(one, [])] = True
            every &= here
        return every

    def _near(self, sense: str, negated: bool) -> set[str]:
        near = {one for character in _telling(sense) for one in self._holding.get(character, ())}
        return {one for one in near if negated or one.startswith(_NOT) == sense.startswith(_NOT)}


def _telling(sense: str) -> set[str]:
    return set(sense.removeprefix(_NOT)) - _SORTS
