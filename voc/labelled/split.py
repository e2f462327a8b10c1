"""Split texts into two parts, so that no text of one is a copy of a text of the other.

Groups of copies (``voc.labelled.copies``) are shared out label by label, the rarest first, as in
iterative stratification (Sechidis et al. 2011), each drawn with the odds of what the label still
lacks on either side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from voc.errors import InputError
from voc.labelled.copies import copy_groups

_NONE = ("",)  # stands for the label of a text that has none, so that these are shared out too


def split_indices(
    texts: Sequence[str],
    labels: Sequence[Sequence[str]],
    test: float = 0.2,
    random_state: int = 0,
) -> tuple[list[int], list[int]]:
    """Places of the texts to learn from, and of those to measure on, both ascending.

    Parameters and errors as ``LabelledCorpus.split``.

    Examples
    --------
    >>> texts = ["发货太慢了", "发货太慢了！！", "客服很热情", "态度真好", "等了五天"]
    >>> split_indices(texts, [["物流"], ["物流"], ["服务"], ["服务"], ["物流"]], test=0.4)
    ([0, 1, 2], [3, 4])
    """
    if not 0 < test < 1:
        raise InputError(f"test={test} is outside (0, 1); 0.2 holds out a fifth of the texts")
    groups = copy_groups(texts)
    held_out = {place for group in _drawn(groups, labels, test, random_state) for place in group}
    if not held_out:
        raise InputError(
            f"none of {len(texts)} texts can be held out: no label has two texts that are no copies "
            "of each other; add texts or merge labels"
        )
    places = range(len(texts))
    return [p for p in places if p not in held_out], [p for p in places if p in held_out]


def _drawn(
    groups: list[list[int]], labels: Sequence[Sequence[str]], test: float, random_state: int
) -> Iterable[list[int]]:
    """The groups to hold out."""
    sizes = [Counter(name for p in group for name in labels[p] or _NONE) for group in groups]
    lacking = _lacking(sizes, test)
    rng = np.random.default_rng(random_state)
    order = rng.permutation(len(groups)).tolist()
    for number, name in _rarest_first(sizes, order):
        in_train, in_test = lacking[name]
        goes = _goes_to_test(sizes[number][name], in_train, in_test, rng.random())
        for other, size in sizes[number].items():
            lacking[other][goes] -= size
        if goes:
            yield groups[number]


def _lacking(sizes: Sequence[Mapping[str, int]], test: float) -> dict[str, list[int]]:
    """How many texts of each label belong in train and in test: at least one each, where it has two."""
    counts: Counter[str] = Counter()
    groups: Counter[str] = Counter()
    for size in sizes:
        counts.update(size)
        groups.update(size.keys())
    wanted = {
        name: min(max(1, round(test * count)), count - 1) if groups[name] > 1 else 0
        for name, count in counts.items()
    }
    return {name: [counts[name] - wanted[name], wanted[name]] for name in counts}


def _rarest_first(
    sizes: Sequence[Mapping[str, int]], order: Iterable[int]
) -> Iterable[tuple[int, str]]:
    """Each group once, with the label that it is drawn for: the one with fewest groups left."""
    waiting: dict[str, dict[int, None]] = {}
    for number in order:
        for name in sizes[number]:
            waiting.setdefault(name, {})[number] = None
    while waiting:
        name = min(waiting, key=lambda name: (len(waiting[name]), name))
        for number in waiting.pop(name):
            for other in sizes[number].keys() & waiting.keys():
                del waiting[other][number]
            yield number, name


def _goes_to_test(size: int, train: int, test: int, chance: float) -> bool:
    """Draw a side with the odds of what it lacks; a group too large for one goes to the other."""
    if test <= 0 or (train >= size > test):
        return False
    if train <= 0 or test >= size > train:
        return True
    return chance * (train + test) < test
