"""Which voices say, or of which is known, that their matter is still open."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from voc.collect.values import folded
from voc.errors import InputError
from voc.insight.cells import Bools
from voc.insight.codes import Codes
from voc.insight.facts import Facts
from voc.types import Flag

# Who says these is not done: 反复未决, 升级维权, 要求退赔, 流失.
OPEN_FLAGS: frozenset[Flag] = frozenset({"repeat", "escalate", "refund", "churn"})
_YES = "1 true yes y t 是 已 已解决 解决 已完成 完成 已关闭 关闭 已办结 办结 resolved closed done solved"
_NO = (
    "0 false no n f 否 未 未解决 没解决 未完成 处理中 待处理 未关闭 未办结 unresolved open pending"
)
_RESOLVED = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


class Unresolved(NamedTuple):
    """Of which voices it is known, and which of these are still open; both of shape (n_voices,)."""

    known: Bools
    open: Bools


def unresolved(facts: Facts, resolved: str | None = None) -> Unresolved | None:
    """Which voices are still open; None where nothing tells.

    Parameters
    ----------
    facts : Facts
    resolved : str, optional
        A column that says yes or no. Without, a voice with a flag of ``OPEN_FLAGS`` is open.

    Raises
    ------
    InputError
        There is no such column, or nothing in it says yes or no.
    """
    if resolved is not None:
        return _of_column(facts, resolved)
    if facts.frame is not None and "flags" not in facts.frame.columns:
        return None
    still = np.array([not OPEN_FLAGS.isdisjoint(flags) for flags in facts.flags], dtype=bool)
    return Unresolved(np.ones_like(still), still)


def _of_column(facts: Facts, name: str) -> Unresolved:
    given = Codes.of(facts.column(name))
    means = [_RESOLVED.get(folded(value).strip()) for value in given.values]
    if given.values and not any(meaning is not None for meaning in means):
        raise InputError(
            f"resolved={name!r}: that column says {', '.join(given.values[:5])}; "
            "expected yes or no, as 1 and 0, 是 and 否, 已解决 and 未解决"
        )
    known = np.array([*(meaning is not None for meaning in means), False])
    still = np.array([*(meaning is False for meaning in means), False])
    return Unresolved(known[given.codes], still[given.codes])
