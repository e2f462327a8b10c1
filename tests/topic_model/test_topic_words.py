import pytest

from voc.topic_model.words import BAD, GOOD, read


def said(text):
    return [(word.text, word.sense) for word in read([text])[0].words if word.sense]


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("味道不错", GOOD), ("味道很好", GOOD), ("态度不好", BAD), ("味道太差", BAD),
        ("送餐太慢", "慢"), ("停车不方便", "不方便"), ("停车不太方便", "不方便"),
    ],
    ids=["good", "very_good", "not_good", "bad", "degree", "negated", "softly_negated"],
)  # fmt: skip
def test_ways_to_put_the_same_are_one(text, sense):
    assert said(text)[1][1] == sense


def test_good_before_a_quality_only_raises_it():
    assert {sense for _, sense in said("好难吃")} == {"难吃"}


def test_a_negation_ends_with_what_it_negates():
    assert [sense for _, sense in said("没筷子就吃饭")][-1] != "不吃饭"


def test_spelling_is_folded_and_latin_words_are_kept_apart():
    clause = read(["ＡＰＰ閃退"])[0]
    assert clause.text == "app闪退"
    assert clause.words[0].role == "n"
    assert read(["斯巴鲁 xyz 漏油"])[0].words[1].role == "."
    assert {word.role for word in read(["battery died"])[0].words} == {"e"}


@pytest.mark.parametrize("text", ["", "  ", "\x00", "\ud800", "😀", "123", "我的了"], ids=ascii)
def test_what_says_nothing_has_no_senses(text):
    assert read([text])[0].senses() == frozenset()
