import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import awkward_texts

from voc.text.split import split, split_texts


def texts_of(text):
    return [clause.text for clause in split(text)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("房间干净，隔音差。早餐一般！", ["房间干净", "隔音差", "早餐一般"]),
        ("质量好 物流慢\n客服不理人", ["质量好", "物流慢", "客服不理人"]),
        ("花了1,000元，3.5寸的", ["花了1,000元", "3.5寸的"]),
        ("iPhone 15 pro max充电慢", ["iPhone 15 pro max充电慢"]),
        ("味道还可以但是分量太少了", ["味道还可以", "但是分量太少了"]),
        ("但是太慢", ["但是太慢"]),
        ("⭐⭐⭐⭐⭐", ["⭐⭐⭐"]),
        ("👍🏻！", ["👍🏻"]),
        ("“太慢了”", ["太慢了"]),
        ("满意度100%。", ["满意度100%"]),
        ("慢", ["慢"]),
        ("", []),
        (" \n\x00", []),
        ("……！？。", []),
    ],
)
def test_where_cuts_are(text, clauses):
    assert texts_of(text) == clauses


def test_long_clauses_are_cut_at_words_of_sequence_short_ones_are_not():
    assert texts_of("我昨天下单然后退了") == ["我昨天下单然后退了"]
    long = "昨天下午在楼下的门店买了一台新的空气净化器然后今天早上一开机就冒烟了"
    assert texts_of(long) == [long[:21], long[21:]]


def test_a_cut_in_one_text_keeps_none_from_the_next():
    first = "昨天下午在楼下的门店买了一台新的空气净化器然后冒烟了"
    second = "今天上午又到你们门店去换一台新的空气净化器来用"
    assert split_texts([first, second]).end.tolist()[2:] == split_texts([second]).end.tolist()


def test_a_neighbour_in_the_batch_changes_nothing():
    text = ".a的的但是的的的的"
    assert split_texts(["a", text]).start.tolist()[1:] == split_texts([text]).start.tolist()


@pytest.mark.parametrize("texts", [[], [""], ["", "。", "\x00"]])
def test_batches_without_any_clause(texts):
    clauses = split_texts(texts)
    assert len(clauses) == 0
    assert clauses.n_voices == len(clauses.texts) == len(texts)
    assert [array.tolist() for array in clauses.raw_spans()] == [[], []]


def is_word(character):
    return character.isalnum() or ord(character) >= 0x10000


@settings(max_examples=150, deadline=None)
@given(st.lists(awkward_texts(), max_size=5))
def test_clauses_hold_all_words_and_nothing_else_needs_them(texts):
    clauses = split_texts(texts)
    covered = [set() for _ in texts]
    for voice, start, end in zip(clauses.voice, clauses.start, clauses.end, strict=True):
        view = clauses.texts[voice]
        assert 0 <= start < end <= len(view)
        assert not covered[voice] & set(range(start, end))
        assert view[start:end].strip(" \n,。!") == view[start:end]
        covered[voice] |= set(range(start, end))
    for view, places in zip(clauses.texts, covered, strict=True):
        assert {i for i, character in enumerate(view) if is_word(character)} <= places


@settings(max_examples=150, deadline=None)
@given(st.lists(awkward_texts(), max_size=5))
def test_spans_lie_inside_the_raw_text_in_order_and_hold_a_word(texts):
    clauses = split_texts(texts)
    start, end = clauses.raw_spans()
    previous = dict.fromkeys(range(len(texts)), 0)
    for voice, a, b in zip(clauses.voice.tolist(), start.tolist(), end.tolist(), strict=True):
        assert previous[voice] <= a < b <= len(texts[voice])
        assert texts[voice][a:b].strip()
        previous[voice] = b


@settings(max_examples=150, deadline=None)
@given(st.lists(awkward_texts(max_size=40), max_size=4))
def test_a_batch_equals_its_texts_one_by_one(texts):
    clauses = split_texts(texts)
    start, end = clauses.raw_spans()
    together = list(zip(clauses.voice.tolist(), start.tolist(), end.tolist(), strict=True))
    assert together == [(i, c.start, c.end) for i, text in enumerate(texts) for c in split(text)]
    assert all(c.text == text[c.start : c.end] for text in texts for c in split(text))
