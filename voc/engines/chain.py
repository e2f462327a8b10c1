"""A chain over the characters of a text: each is outside of a span, begins one, or is inside one.

This is a linear-chain conditional random field with three states, for many texts at once. Because
no state but "begin" leads into a span, the probability of each single span can be told exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.engines.base import Floats

OUTSIDE, BEGIN, INSIDE = range(3)
_IMPOSSIBLE = -30.0
_LONGEST = 512  # characters that one chain reads; longer texts are read in pieces
_CELLS = 1 << 16  # characters, padding included, that are read at once

Doubles = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Chain:
    """How states follow each other.

    Attributes
    ----------
    step : ndarray of shape (3, 3)
        Score of each state (column) after each (row).
    first : ndarray of shape (3,)
        Score of each state at the first character.
    """

    step: Doubles
    first: Doubles

    @classmethod
    def untrained(cls) -> Chain:
        """Know no more than that a span begins before it goes on."""
        step, first = np.zeros((3, 3)), np.zeros(3)
        step[OUTSIDE, INSIDE] = first[INSIDE] = _IMPOSSIBLE
        return cls(step, first)


@dataclass(frozen=True)
class Block:
    """Sequences of about one length, side by side.

    Attributes
    ----------
    place : ndarray of shape (n_steps, n_sequences)
        Which character of the batch stands at each step; 0 where ``there`` is False.
    there : ndarray of the same shape
        False after the end of a sequence.
    """

    place: Places
    there: NDArray[np.bool_]


@dataclass(frozen=True)
class Passes:
    """What the characters before and after each place say; see ``read``.

    Attributes
    ----------
    before, after : ndarray of shape (n_steps, n_sequences, 3)
        Their product is the probability of each state.
    weight : ndarray of shape (n_steps, n_sequences, 3)
        Of each state by the character itself, divided by the norm of the step.
    """

    before: Doubles
    after: Doubles
    weight: Doubles


@dataclass(frozen=True)
class Spans:
    """Spans with their probabilities.

    Attributes
    ----------
    start, end : ndarray of shape (n_spans,)
        Half-open, in characters of the batch.
    probability : ndarray of shape (n_spans,)
    """

    start: Places
    end: Places
    probability: Doubles

    def take(self, rows: Places | NDArray[np.bool_]) -> Spans:
        """Some of them."""
        return Spans(self.start[rows], self.end[rows], self.probability[rows])


def blocks(bounds: Places) -> Iterator[Block]:
    """Put all sequences into blocks, short ones with short ones."""
    edges = _pieces(bounds)
    length = np.diff(edges)
    order = np.argsort(length, kind="stable")
    order = order[length[order] > 0]
    waiting: list[int] = []
    for row in order.tolist():
        if waiting and (len(waiting) + 1) * int(length[row]) > _CELLS:
            yield block(edges, np.array(waiting))
            waiting = []
        waiting.append(row)
    if waiting:
        yield block(edges, np.array(waiting))


def block(bounds: Places, rows: Places) -> Block:
    """Put some sequences side by side; ``bounds`` as of ``NormalizedBatch``."""
    length = (bounds[1:] - bounds[:-1])[rows]
    step = np.arange(int(length.max(initial=0)))[:, None]
    there = step < length
    return Block(np.where(there, bounds[rows] + step, 0), there)


def read(chain: Chain, scores: Floats, here: Block) -> Passes:
    """Read each sequence from both ends.

    Parameters
    ----------
    chain : Chain
    scores : ndarray of shape (n_chars, 2)
        Of "begin" and "inside", by the character; "outside" has 0.
    here : Block
    """
    full = np.concatenate([np.zeros((len(scores), 1)), scores], axis=1)
    weight = np.exp(full - full.max(axis=1, keepdims=True))[here.place]
    step, there = np.exp(chain.step), here.there[:, :, None]
    before = np.empty_like(weight)
    now = weight[0] * np.exp(chain.first)
    for t in range(len(weight)):
        if t:
            now = np.where(there[t], (before[t - 1] @ step) * weight[t], before[t - 1])
        norm = now.sum(axis=1, keepdims=True)
        before[t] = now / norm
        weight[t] /= norm
    after = np.ones_like(weight)
    for t in range(len(weight) - 1, 0, -1):
        after[t - 1] = np.where(there[t], (weight[t] * after[t]) @ step.T, 1)
    return Passes(before, after, weight)


def likely_spans(chain: Chain, scores: Floats, bounds: Places, least: float) -> Spans:
    """Find all spans of some probability; those of one text may overlap.

    Parameters
    ----------
    chain : Chain
    scores : ndarray of shape (n_chars, 2)
    bounds : ndarray of shape (n_texts + 1,)
    least : float
        Probability, above 0.
    """
    table = _table(chain, scores, bounds)
    step = np.exp(chain.step)
    start = np.flatnonzero(table["begin"] * table["after_begin"] >= least)
    mass, leave, found = table["begin"][start], "leave_begin", []
    for length in range(1, _LONGEST + 1):
        probability = mass * table[leave][start + length - 1]
        enough = probability >= least
        found.append((start[enough], start[enough] + length, probability[enough]))
        on = start + length < len(scores)
        start, mass = start[on], mass[on]
        state = BEGIN if length == 1 else INSIDE
        mass = mass * step[state, INSIDE] * table["inside"][start + length]
        # What comes later may speak for a span more than what came before.
        on = mass * table["after_inside"][start + length] >= least
        start, mass, leave = start[on], mass[on], "leave_inside"
        if not len(start):
            break
    return Spans(*(np.concatenate(column) for column in zip(*found, strict=True)))


def _table(chain: Chain, scores: Floats, bounds: Places) -> dict[str, Doubles]:
    """What is needed to tell the probability of a span, for each character of the batch."""
    names = ("begin", "after_begin", "after_inside", "inside", "leave_begin", "leave_inside")
    table: dict[str, Doubles] = {name: np.zeros(len(scores)) for name in names}
    step = np.exp(chain.step)
    for here in blocks(bounds):
        passes = read(chain, scores, here)
        inside = passes.weight[:, :, INSIDE].copy()
        inside[0] = 0  # no span goes on from another text
        out = (passes.weight * passes.after)[1:, :, :INSIDE]
        columns: dict[str, Any] = {
            "begin": passes.before[:, :, BEGIN],
            "after_begin": passes.after[:, :, BEGIN],
            "after_inside": passes.after[:, :, INSIDE],
            "inside": inside,
        }
        for name, state in (("leave_begin", BEGIN), ("leave_inside", INSIDE)):
            leave = np.ones(here.there.shape)
            leave[:-1] = np.where(here.there[1:], out @ step[state, :INSIDE], 1)
            columns[name] = leave
        for name, column in columns.items():
            table[name][here.place[here.there]] = column[here.there]
    return table


def _pieces(bounds: Places) -> Places:
    """Cut what is too long."""
    if int(np.diff(bounds).max(initial=0)) <= _LONGEST:
        return bounds
    edges = bounds.tolist()
    cuts = {cut for a, b in pairwise(edges) for cut in range(a, b, _LONGEST)}
    return np.array(sorted(cuts | set(edges)), dtype=np.int64)
