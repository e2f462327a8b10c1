from itertools import pairwise, product

import numpy as np
import pytest

from voc.engines.chain import BEGIN, INSIDE, OUTSIDE, Chain, blocks, likely_spans, read

CHAIN = Chain(
    np.array([[0.3, -0.2, -30.0], [0.1, -1.0, 0.7], [0.4, -0.5, 0.2]]), np.array([0.0, 0.5, -30.0])
)


def by_hand(scores):
    """Probability of each sequence of states."""
    full = np.concatenate([np.zeros((len(scores), 1)), scores], axis=1)
    weights = {}
    for states in product((OUTSIDE, BEGIN, INSIDE), repeat=len(scores)):
        total = CHAIN.first[states[0]] + sum(full[i, s] for i, s in enumerate(states))
        total += sum(CHAIN.step[a, b] for a, b in pairwise(states))
        weights[states] = np.exp(total)
    norm = sum(weights.values())
    return {states: weight / norm for states, weight in weights.items()}


def spans_of(states):
    starts = [i for i, s in enumerate(states) if s == BEGIN]
    for start in starts:
        end = start + 1
        while end < len(states) and states[end] == INSIDE:
            end += 1
        yield start, end


def test_probabilities_are_those_of_all_sequences_of_states():
    scores = np.random.default_rng(0).normal(size=(5, 2)).astype(np.float32)
    expected = {}
    for states, probability in by_hand(scores).items():
        for span in spans_of(states):
            expected[span] = expected.get(span, 0) + probability
    found = likely_spans(CHAIN, scores, np.array([0, 5]), 0.01)
    told = dict(
        zip(
            zip(found.start.tolist(), found.end.tolist(), strict=True),
            found.probability,
            strict=True,
        )
    )
    likely = {span: p for span, p in expected.items() if p >= 0.01}
    assert told == pytest.approx(likely, abs=1e-6)


def test_the_two_passes_give_the_probability_of_each_state():
    scores = np.random.default_rng(1).normal(size=(4, 2)).astype(np.float32)
    (here,) = blocks(np.array([0, 4]))
    passes = read(CHAIN, scores, here)
    expected = np.zeros((4, 3))
    for states, probability in by_hand(scores).items():
        for i, state in enumerate(states):
            expected[i, state] += probability
    assert (passes.before * passes.after)[:, 0] == pytest.approx(expected, abs=1e-6)


def test_texts_do_not_touch_each_other_whatever_stands_beside_them():
    scores = np.random.default_rng(2).normal(size=(7, 2)).astype(np.float32)
    together = likely_spans(CHAIN, scores, np.array([0, 3, 3, 7]), 0.02)
    alone = likely_spans(CHAIN, scores[3:], np.array([0, 4]), 0.02)
    inside = together.take(together.start >= 3)
    order = np.lexsort((alone.end, alone.start)), np.lexsort((inside.end, inside.start))
    assert (inside.start[order[1]] - 3).tolist() == alone.start[order[0]].tolist()
    assert inside.probability[order[1]] == pytest.approx(alone.probability[order[0]])
    assert not ((together.start < 3) & (together.end > 3)).any()


def test_a_long_text_is_read_in_pieces():
    long = list(blocks(np.array([0, 2000])))
    assert sum(int(block.there.sum()) for block in long) == 2000
    assert max(len(block.there) for block in long) == 512


def test_no_characters_hold_no_spans():
    none = [b for b in blocks(np.array([0, 0, 0]))]
    assert none == []
