import pytest

from voc.topic_model.phrases import phrases
from voc.topic_model.words import read


def texts(clause):
    return {phrase.text for phrase in phrases(read([clause])[0])}


def test_phrases_begin_and_end_well():
    for text in texts("我的退款就是一直没有到账的呢"):
        assert text[0] not in "我的就是一"
        assert text[-1] not in "的呢了没"


def test_a_phrase_is_never_cut_off_from_its_negation():
    assert "好吃" not in texts("一点都不好吃")
    assert "筷子" not in texts("没给筷子")


@pytest.mark.parametrize(
    "text", ["电话13812345678打不通", "张三态度很差", "三星手机很卡"], ids=ascii
)
def test_numbers_and_names_are_in_no_phrase(text):
    found = texts(text)
    assert found
    assert not any(c.isdigit() or c in "张三星" for phrase in found for c in phrase)


def test_a_phrase_that_lost_its_object_is_cut_badly():
    (whole,) = (p for p in phrases(read(["退款慢"])[0]) if p.text == "退款慢")
    (part,) = (p for p in phrases(read(["退款慢"])[0]) if p.text == "退款")
    assert whole.cut == 1.0
    assert part.cut < whole.cut


def test_phrases_are_short():
    long = "客服态度价格房间早餐空调电视" * 3
    assert max(map(len, texts(long))) <= 10


def test_words_apart_make_no_phrase():
    assert "味道很差" not in texts("味道, 很差")
