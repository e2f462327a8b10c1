"""The small models of public corpora that come with voc."""

import json

import pytest

import voc
from voc.artifact import find_model
from voc.errors import ArtifactError


def test_the_hotline_knows_its_seven_fields():
    hotline = voc.PainClassifier.load("hotline")
    assert len(hotline.classes_) == 7
    said = hotline.predict(["公司拖欠工资不给", "医院乱收费", "河水发黑发臭", "学校违规补课"])
    assert said.tolist() == ["劳动和社会保障", "卫生计生", "环境保护", "教育文体"]


def test_a_post_about_a_car_may_have_several_topics():
    car = voc.PainClassifier.load("car")
    (said,) = car.predict(["油耗太高了，不过动力很足"])
    assert {label.split(".")[0] for label in said} == {"动力", "油耗"}


@pytest.mark.parametrize("name", ["hotline", "car"])
def test_the_card_tells_the_figures_and_where_the_texts_are_from(name):
    folder = find_model(name)
    card = (folder / "README.md").read_text(encoding="utf-8")
    evaluation = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    main = evaluation["figures"][evaluation["main"]]
    assert f"| {evaluation['main']} | {main:.3f} |" in card
    assert "licence" in card
    assert evaluation["texts"]["test"] > 400


def test_it_is_no_model_of_records():
    with pytest.raises(ArtifactError, match=r"voc\.PainClassifier\.load"):
        voc.load("hotline")
