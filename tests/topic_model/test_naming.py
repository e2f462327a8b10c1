import numpy as np
import pytest

from voc.errors import InputError
from voc.topic_model.naming import name_topics
from voc.topic_model.reading import Reading, as_labels

REFUND = ["退款迟迟不到账", "我的退款还没到账", "退款迟迟不到账啊", "退款怎么迟迟不到账"]
TASTE = ["味道不错", "味道很好", "味道不错哦", "菜的味道真不错"]


def test_names_are_phrases_of_the_customers():
    assert name_topics([*REFUND, *TASTE], [0] * 4 + [1] * 4) == ["退款迟迟不到账", "味道不错"]


def test_where_opinions_differ_the_name_takes_no_side():
    mixed = ["早餐很差", "早餐不错", "早餐很差劲", "早餐还不错", "早餐"] * 4
    assert name_topics([*mixed, *REFUND], [0] * 20 + [1] * 4)[0] == "早餐"


def test_equal_topics_have_different_names():
    assert name_topics(["好评"] * 4, [0, 0, 1, 1]) == ["好评", "好评（2）"]


def test_topics_without_text_have_no_name_and_outliers_none():
    assert name_topics([*TASTE, "随便说说"], [2, 2, 2, 2, -1]) == ["", "", "味道不错"]
    assert name_topics([], []) == []
    assert name_topics(["慢"], [-1]) == []


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "13812345678", "的了吗"], ids=ascii)
def test_what_says_nothing_is_other(text):
    assert name_topics([text], [0]) == ["其他"]


def test_signs_name_themselves_and_brands_and_people_do_not():
    assert name_topics(["😀😀", "京东", "张三"], [0, 1, 2]) == ["😀😀", "其他", "其他（2）"]


def test_english_is_named_in_english():
    texts = ["the battery died fast", "my battery died fast", "nice screen", "a very nice screen"]
    assert name_topics(texts, [0, 0, 1, 1]) == ["battery died fast", "nice screen"]


def test_a_giant_text_is_read():
    assert len(name_topics(["退款慢" * 3000], [0])[0]) <= 10


def test_the_worst_quarter_is_not_read_and_order_does_not_matter():
    texts = [*REFUND * 6, *TASTE * 2]
    labels = [0] * 32
    scores = [0.9] * 24 + [0.1] * 8
    reading = Reading.of(texts, as_labels(labels, 32), np.array(scores))
    assert {clause.text for clause in reading.clauses[0]} == set(REFUND)
    assert name_topics(texts, labels, scores) == name_topics(texts[::-1], labels, scores[::-1])


def test_shares_of_a_sample_are_those_of_all():
    reading = Reading.of(["慢"] * 3000 + ["快"] * 10, as_labels([0] * 3000 + [1] * 10, 3010))
    assert [len(group) for group in reading.clauses] == [1000, 10, 0]
    assert reading.sizes.tolist() == [3000, 10, 0]


@pytest.mark.parametrize(
    ("labels", "scores"),
    [([0], None), ([0, -2], None), ([0.5, 1.0], None), ([[0], [1]], None), ([0, 1], [0.5])],
    ids=["short", "below", "fractions", "square", "scores"],
)
def test_wrong_labels_are_refused(labels, scores):
    with pytest.raises(InputError, match="expected"):
        name_topics(["慢", "快"], labels, scores)
