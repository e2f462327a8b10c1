import numpy as np
import pytest
from samples import record, tagged

from voc.insight.reading import facts_of
from voc.topic_model.headings import heading

SAID = ("淋浴坏了", "电视打不开", "空调不制冷", "热水忽冷忽热")


def over(*categories, kinds=("pain",) * 4, said=SAID, **more):
    voices = (
        tagged(record(0, len(text), kind=kind, category=category, text=text, **more), text=text, id=text)
        for text, kind, category in zip(said, kinds, categories, strict=True)
    )  # fmt: skip
    facts = facts_of(voices)
    return heading(np.arange(facts.n_records), facts)


def test_records_of_one_leaf_stand_under_its_name():
    found = over(*["environment.facility"] * 3, "service.speed")
    assert (found.text, found.kind) == ("设施设备", "pain")


def test_leaves_of_one_category_stand_under_its_name():
    assert over(
        "environment.facility", "environment.noise", "environment.cleanliness", "service.speed"
    ).text == "环境与设施"  # fmt: skip


@pytest.mark.parametrize(
    ("kinds", "confidence", "text"),
    [
        (["pain"] * 4, 0.9, "其他不满"),
        (["praise"] * 4, 0.9, "其他好评"),
        (["praise"] * 4, 0.5, "其他话题"),
        (["pain", "praise"] * 2, 0.9, "其他话题"),
        (["need"] * 4, 0.5, "希望与建议"),
    ],
)
def test_without_an_aspect_the_kind_stands_for_them_if_it_is_sure(kinds, confidence, text):
    mixed = ["environment.facility", "service.speed", "delivery.speed", "price.value"]
    found = over(*mixed, kinds=kinds, confidence=confidence)
    assert found.text == text
    assert found.sure == pytest.approx(confidence)


def test_questions_are_called_so_and_wishes_of_one_aspect_are_not():
    said = ("多少钱", "有优惠吗", "怎么买", "价格呢")
    need, value = ["need"] * 4, ["price.value"] * 4
    assert over(*value, kinds=need, said=said).text == "询问"
    assert over(*value, kinds=need).text == "价格与性价比"


def test_categories_of_no_taxonomy_are_none():
    assert over(*["no.such"] * 4, confidence=0.9).text == "其他不满"
