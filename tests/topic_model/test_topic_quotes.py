import pytest

from voc.errors import InputError
from voc.topic_model.quotes import topic_quotes

TEXTS = [
    "等了两个小时才送到",
    "等了两个小时才送到!!",
    "等了两个小时送到",
    "外卖迟到一个多小时",
    "慢",
]


def test_the_first_is_typical_and_the_next_is_different():
    found = topic_quotes(TEXTS, [0] * 5, [0.9, 0.9, 0.85, 0.8, 0.95], n=2)
    assert found == [("等了两个小时才送到", "外卖迟到一个多小时")]


def test_texts_stay_as_written():
    assert topic_quotes(["ＡＰＰ閃退了！ "], [0]) == [("ＡＰＰ閃退了！ ",)]


def test_the_same_is_quoted_once_and_blanks_never():
    assert topic_quotes(["送餐真的太慢", "送餐真的太慢。", " ", ""], [0] * 4) == [("送餐真的太慢",)]


def test_no_more_than_there_are_and_no_outliers():
    (none, both) = topic_quotes(["😀", "慢", "快"], [1, -1, 1])
    assert none == ()
    assert set(both) == {"😀", "快"}


def test_unknown_scores_come_last():
    nan = float("nan")
    assert topic_quotes(["快递三天没动静", "骑手态度非常恶劣"], [0, 0], [nan, 0.1], n=1) == [
        ("骑手态度非常恶劣",)
    ]


def test_scores_must_fit():
    with pytest.raises(InputError, match="one for each"):
        topic_quotes(["慢"], [0], [0.1, 0.2])
