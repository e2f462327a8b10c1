import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc._teaching import most_teaching

TEXTS = ["送货很慢", "送货很慢！", "客服很凶", "客服很凶。", "屏幕一碰就碎", "一碰就碎的屏幕", "嗯"]


def test_the_first_ones_are_all_different():
    first = most_teaching(TEXTS, [0.5] * len(TEXTS), 3)
    assert sorted(i // 2 for i in first) == [0, 1, 2]


def test_of_alike_texts_the_more_doubtful_comes_first():
    assert most_teaching(["送货很慢", "送货很慢"], [0.1, 0.4], 2) == [1, 0]


def test_what_many_say_comes_before_what_nobody_else_says():
    texts = ["魑魅魍魉饕餮", "送货很慢", "就是送货很慢"]
    assert most_teaching(texts, [0.5, 0.5, 0.5], 3)[0] != 0


def test_a_long_text_must_be_worth_reading():
    texts = ["送货很慢", "送货很慢" + "，" * 300, "送货很慢"]
    assert most_teaching(texts, [0.5, 0.5, 0.4], 1) == [0]


def test_where_nothing_is_common_doubt_decides():
    assert most_teaching(["甲乙", "丙丁", "戊己", ""], [0.2, 0.9, 0.5, 0.7], 4) == [1, 3, 2, 0]


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(0, 1)), max_size=12))
def test_each_is_chosen_once_and_more_begin_with_the_same(voices):
    texts, doubt = [text for text, _ in voices], [one for _, one in voices]
    everything = most_teaching(texts, doubt, len(texts))
    assert sorted(everything) == list(range(len(texts)))
    for n in range(len(texts)):
        assert most_teaching(texts, doubt, n) == everything[:n]


@pytest.mark.parametrize("odd", ["\0", "\ud800慢", "😡" * 3, "x" * 100_000, " "])
def test_odd_texts_are_texts(odd):
    assert sorted(most_teaching([odd, "送货很慢", odd], [0.3, 0.2, 0.1], 3)) == [0, 1, 2]


def test_the_greedy_choice_is_that_of_trying_all():
    rng = np.random.default_rng(0)
    texts = ["".join(rng.choice(list("甲乙丙丁戊"), 8)) for _ in range(30)]
    doubt = rng.random(30).tolist()
    grams = [{t[i : i + k] for k in (2, 3) for i in range(len(t) - k + 1)} for t in texts]
    worth = {g: np.log(sum(g in other for other in grams)) for of in grams for g in of}
    seen, expected = set(), []
    for _ in range(5):
        gains = [sum(worth[g] for g in of - seen) * d for of, d in zip(grams, doubt, strict=True)]
        expected.append(int(np.argmax(gains)))
        seen |= grams[expected[-1]]
    assert most_teaching(texts, doubt, 5) == expected
