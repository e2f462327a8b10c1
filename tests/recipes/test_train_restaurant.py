import json

import pytest

from recipes.restaurant_card import restaurant_card, stage_figures
from recipes.restaurant_data import review
from recipes.restaurant_rules import Rules
from voc.artifact import find_model, read_config
from voc.estimators.triplet import Triplet
from voc.estimators.triplets import TripletExtractor

ROW = {
    "text": "\ufeff菜ok，贵。",
    "labels": {
        "tokens": ["\ufeff菜", "ok", "，", "贵", "。"],
        "triplets": [[[0, 0], [1, 1], "POS"], [[-1, -1], [3, 3], "Negative"]],
    },
}


def test_token_numbers_become_offsets_of_characters():
    text, triplets = review(ROW)
    assert text == "菜ok，贵。"
    assert triplets == [Triplet(0, 0, 4, 5, "negative"), Triplet(0, 1, 1, 3, "positive")]
    assert [one.opinion for one in triplets] == ["贵", "ok"]


def test_figures_of_each_stage():
    right = [[Triplet(0, 1, 1, 3, "positive"), Triplet(0, 0, 4, 5, "negative")]]
    found = [[Triplet(0, 1, 1, 3, "negative"), Triplet(0, 0, 4, 5, "negative")]]
    figures = stage_figures(found, right)
    assert {name: each["f1"] for name, each in figures.items()} == {
        "aspect": 1.0, "opinion": 1.0, "pair": 1.0, "triplet": 0.5,
    }  # fmt: skip


def test_rules_take_the_nouns_before_an_opinion_word():
    reviews = {
        f"{n}号的牛肉面好吃": [Triplet.of(f"{n}号的牛肉面好吃", (3, 6), (6, 8), "positive")]
        for n in range(6)
    }
    (found,) = Rules.count(reviews).find("昨天牛肉面真好吃，下次再来")
    assert (found.aspect, found.opinion, found.polarity) == ("牛肉面", "真好吃", "positive")


@pytest.fixture(scope="module")
def folder():
    return find_model("restaurant")


def test_the_card_is_made_from_config_and_evaluation(folder):
    evaluation = json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert card == restaurant_card(read_config(folder), evaluation)
    model, rules = (evaluation[n]["triplet"]["f1"] for n in ("restaurant_aste/dev", "rules"))
    assert model > 0.35 > 0.2 > rules


def test_the_model_reads_a_review(folder):
    text = "味道很好，服务太差。"
    (found,) = TripletExtractor.load(folder).predict([text])
    assert [(one.aspect, one.polarity) for one in found] == [
        ("味道", "positive"), ("服务", "negative"),
    ]  # fmt: skip


def test_the_model_is_small(folder):
    assert sum(path.stat().st_size for path in folder.iterdir()) < 6_000_000
