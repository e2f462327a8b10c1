import numpy as np
import pytest
from samples import record, tagged

from voc.insight.reading import facts_of
from voc.topic_model.headings import headed
from voc.topic_model.topic import Topic

SAID = ("淋浴坏了", "电视打不开", "空调不制冷", "热水忽冷忽热")


def facts(*categories, said=SAID):
    return facts_of(
        tagged(record(0, len(text), category=category, text=text), text=text, id=text)
        for text, category in zip(said, categories, strict=True)
    )


def name(given, phrase="淋浴坏"):
    topic = Topic(id=3, name=phrase, keywords=(), size=4, share=1.0, voices=4)
    return list(headed([topic], np.full(given.n_records, 3), given))


def test_an_example_stands_under_the_name_of_its_aspect():
    assert name(facts(*["environment.facility"] * 4)) == ["设施设备：淋浴坏"]


def test_a_phrase_that_most_say_stands_alone():
    said = ("送餐太慢", "送餐真是太慢", "送餐又太慢了", "等了很久")
    assert name(facts(*["delivery.speed"] * 4, said=said), "送餐太慢") == ["送餐太慢"]


def test_leaves_of_one_category_stand_under_its_name():
    leaves = (
        "environment.facility",
        "environment.noise",
        "environment.cleanliness",
        "service.speed",
    )
    assert name(facts(*leaves)) == ["环境与设施：淋浴坏"]


@pytest.mark.parametrize("own", [False, True])
def test_without_an_aspect_that_most_share_the_phrase_must_do(own):
    unknown = ["no.such"] * 4
    mixed = ["environment.facility", "service.speed", "delivery.speed", "price.value"]
    assert name(facts(*(unknown if own else mixed))) == ["淋浴坏"]
