import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import awkward_texts

from voc.text.noise import blank_noise


def cleaned(text):
    """What is left, blanks joined."""
    return " ".join(blank_noise([text])[0].split())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<p>太慢<br/>了</p>", "太慢 了"),
        ("好<!-- 注释 <b> -->贵", "好 贵"),
        ("<!-- 没完<!-- 完了 -->贵", "<!-- 没完 贵"),
        ("太慢&nbsp;了&#12345;", "太慢 了"),
        ("看https://t.cn/A6?x=1&y=%20#z再说", "看 再说"),
        ("www.example.com/a-b_c 打不开", "打不开"),
        ("回复@小明:太贵", "太贵"),
        ("太贵//@客服_01:您好", "太贵 您好"),
        ("#双十一吐槽#发货慢", "双十一吐槽 发货慢"),
        ("写信到abc@qq.com没人回", "写信到abc@qq.com没人回"),
        ("3<5, 5>3", "3<5, 5>3"),
        ("A&B", "A&B"),
    ],
)
def test_what_is_no_language_goes_and_what_is_stays(text, left):
    assert cleaned(text) == left


def test_han_right_behind_a_url_is_no_part_of_it():
    assert cleaned("http://t.cn/abc太坑了") == "太坑了"


@settings(max_examples=100, deadline=None)
@given(st.lists(awkward_texts(), max_size=4))
def test_lengths_stay_and_only_blanks_are_put_in(texts):
    blanked = blank_noise(texts)
    assert [len(text) for text in blanked] == [len(text) for text in texts]
    for raw, clean in zip(texts, blanked, strict=True):
        assert all(c in (" ", r) for r, c in zip(raw, clean, strict=True))
    assert blanked == [blank_noise([text])[0] for text in texts]


@pytest.mark.parametrize("piece", ["<!--", "<a ", "&#1", "http://", "www.", "//@", "a#", "#a"])
def test_a_long_hostile_text_takes_no_longer_than_many_short_ones(piece):
    text = (piece * 100_000)[:100_000]
    start = time.process_time()
    blank_noise([text])
    assert time.process_time() - start < 2
