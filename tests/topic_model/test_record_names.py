import numpy as np
import pytest
from samples import record, tagged

from voc.insight.reading import facts_of
from voc.topic_model.reading import Reading, rows_of_topics
from voc.topic_model.record_names import record_names

SLOW = ("送餐太慢", "送餐真的太慢了", "送餐慢", "等了很久")
BROKEN = ("空调坏了", "空调没开", "电梯很慢", "电梯坏了", "窗户漏风", "热水忽冷忽热", "马桶堵了")
OTHER = ("味道不错", "味道很好", "菜很香", "味道好")


def named(*topics):
    """Names of topics, each (quotes, kind, category, confidence)."""
    voices = (
        tagged(
            record(0, len(text), kind=kind, category=category, text=text, confidence=sure),
            text=text, id=f"{number}-{text}",
        )
        for number, (said, kind, category, sure) in enumerate(topics)
        for text in said
    )  # fmt: skip
    facts = facts_of(voices)
    labels = np.repeat(np.arange(len(topics)), [len(said) for said, *_ in topics])
    return record_names(Reading.of(facts.quote, labels), rows_of_topics(labels)[:-1], facts)


TASTE = (OTHER, "praise", "appeal.taste", 0.9)


def test_what_most_say_stands_alone():
    assert named((SLOW[:3] * 3 + SLOW[3:], "pain", "delivery.speed", 0.9), TASTE)[0] == "送餐太慢"


def test_what_the_others_mean_stands_under_the_aspect():
    said = ("味道不错", "味道很好", "好", "辣得过瘾", "一如既往", "味道赞")
    found = named((said, "praise", "appeal.taste", 0.9), (SLOW, "pain", "delivery.speed", 0.9))
    assert found[0].startswith("口味气味：味道")


def test_where_none_stands_for_the_others_a_few_stand_side_by_side():
    (found, _) = named((BROKEN, "pain", "environment.facility", 0.9), TASTE)
    assert found.startswith("设施设备：")
    assert "、" in found


def test_where_tags_are_not_sure_names_do_not_judge():
    said = ("内饰差", "内饰不错", "内饰垃圾", "内饰如何", "内饰用料", "看内饰", "塑料太多")
    found = named((said, "pain", "quality.workmanship", 0.6), TASTE)
    assert found[0] == "做工材质：内饰"


def test_things_alone_are_told_to_be_praised_or_blamed_where_both_are_done():
    blamed = (("空调", "马桶", "那个空调", "窗户", "浴室马桶"), "pain", "environment.facility", 0.9)
    praised = (("空调很好", "电梯很新"), "praise", "environment.facility", 0.9)
    assert named(blamed, TASTE)[0].startswith("设施设备：")
    assert named(blamed, praised, TASTE)[0].startswith("设施设备不满：")


def test_what_the_heading_says_is_not_said_again():
    said = (("安全隐患", "有安全隐患", "存在安全隐患"), "pain", "quality.safety", 0.9)
    assert named(said, TASTE)[0] == "安全隐患不满"


def test_equal_topics_have_different_names():
    topic = (["不错"] * 4, "praise", "overall.satisfaction", 0.9)
    found = named(topic, topic, topic)
    assert len(set(found)) == 3
    assert all("不错" in name or "好评" in name for name in found)


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", "13812345678", "😀😀"], ids=ascii)
def test_what_says_nothing_is_named_by_what_is_known_of_it(text):
    assert named(([text] * 2, "pain", "delivery.speed", 0.9)) == ["配送时效不满"]
    assert named(([text] * 2, "pain", "no.such", 0.9)) == ["其他不满"]


def test_a_topic_without_records_has_no_name():
    facts = facts_of([tagged(record(0, 4, text="送餐太慢"), text="送餐太慢")])
    labels = np.array([1])
    found = record_names(Reading.of(facts.quote, labels), rows_of_topics(labels)[:-1], facts)
    assert found[0] == ""
    assert found[1]
