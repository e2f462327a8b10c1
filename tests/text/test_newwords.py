import random

import pytest

from voc.errors import InputError
from voc.text.newwords import NewWord, find_new_words
from voc.text.tokenize import Tokenizer

STARTS = [
    "这款",
    "买了",
    "换成",
    "新出",
    "朋友推荐",
    "店里试用",
    "直播间抢到",
    "同事那支",
    "听说",
    "终于等来",
]
ENDS = [
    "显色",
    "太干",
    "断货",
    "不错",
    "颜色正",
    "掉色",
    "好看",
    "偏贵",
    "味道重",
    "滋润",
    "拔干",
    "一般",
]
FILLING = [
    "物流两天就到包装完整", "客服回复及时态度温和", "颜色和图片接近", "味道清淡持久", "价格比商场便宜",
    "红色那支卖完只剩粉色", "管子很轻盖子松动", "口感柔软红豆馅香甜", "水管老化漏水", "红管家软件好用",
]  # fmt: skip


@pytest.fixture(scope="module")
def corpus():
    chance = random.Random(7)
    named = [f"{a}红管口红{b}，{chance.choice(FILLING)}" for a in STARTS for b in ENDS]
    return named + [f"{a}{c}{b}" for a in STARTS for b in ENDS for c in FILLING[:4]]


@pytest.fixture(scope="module")
def found(corpus):
    return find_new_words(corpus, top=20)


def test_an_unknown_product_is_found_whole(found):
    texts = [word.text for word in found]
    assert texts[0] == "红管口红"
    assert not {"红管", "管口红", "管口", "红管口"} & set(texts)


def test_its_numbers(found):
    word = found[0]
    assert isinstance(word, NewWord)
    assert word.count == len(STARTS) * len(ENDS)
    assert word.cohesion > 3
    assert word.entropy > 2
    assert found == sorted(found, key=lambda other: -other.score)


def test_the_tokenizer_then_keeps_it_whole(found):
    text = "买了红管口红太干"
    assert "红管口红" not in Tokenizer(pos=False).cut(text)
    assert "红管口红" in Tokenizer([word.text for word in found], pos=False).cut(text)


def test_known_words_and_plain_phrases_are_left_out(found):
    tokenizer = Tokenizer(pos=False)
    assert found
    assert not [word.text for word in found if tokenizer.knows(word.text)]
    assert not [word.text for word in found if word.text[0] in "了的" or word.text[-1] in "了的"]


def test_equal_texts_count_once():
    assert find_new_words(["蓝莓霓虹屏真亮"] * 100) == []


def test_latin_words_are_one_character():
    texts = [f"{a}Nova12霓屏{b}" for a in "买换用爱求问聊选" for b in "贵坏旧亮灵慢薄红"]
    assert [word.text for word in find_new_words(texts, max_length=3)] == ["Nova12霓屏"]


def test_a_short_list_of_short_words(corpus):
    few = find_new_words(corpus, max_length=2, top=3)
    assert len(few) <= 3
    assert all(len(word.text) == 2 for word in few)


@pytest.mark.parametrize(
    "texts", [[], ["", " ", "\x00\ud800", "😡" * 9, "hello world", "1" * 1000]]
)
def test_odd_texts_hold_no_words(texts):
    assert find_new_words(iter(texts)) == []


@pytest.mark.parametrize("option", [{"min_count": 1}, {"max_length": 1}, {"top": 0}])
def test_numbers_below_their_least_are_refused(option):
    with pytest.raises(InputError, match="too small: expected"):
        find_new_words(["好"], **option)
