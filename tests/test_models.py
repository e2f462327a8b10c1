"""The figures that stand in cards and documents are those of the committed model."""

import json
from pathlib import Path

import pytest

from recipes.card import model_card
from recipes.documents import evaluations, quality_tables
from voc.artifact import find_model
from voc.challenge import challenge_scores, load_challenge
from voc.corpus import load_corpus
from voc.evaluation import evaluate

ROOT = Path(__file__).parent.parent
FOLDER = find_model("default")


@pytest.fixture(scope="module")
def evaluation():
    return json.loads((FOLDER / "evaluation.json").read_text(encoding="utf-8"))


def test_the_demo_scores_as_evaluation_json_says(analyzer, evaluation):
    demo = load_corpus("demo").annotated
    figures = evaluate(demo, analyzer.classify(demo.voices))
    assert figures == pytest.approx(evaluation["demo"], abs=1e-3)


def test_the_challenge_scores_as_evaluation_json_says(analyzer, evaluation):
    items = load_challenge()
    tagged = list(analyzer.stream([item.text for item in items]))
    assert challenge_scores(items, tagged) == pytest.approx(evaluation["challenge"], abs=1e-3)


def test_the_card_is_made_from_config_and_evaluation(evaluation):
    config = json.loads((FOLDER / "config.json").read_text(encoding="utf-8"))
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == model_card(config, evaluation)


@pytest.mark.parametrize(("name", "language"), [("README.md", 0), ("README.en.md", 1)])
def test_the_readmes_hold_the_figures(name, language):
    assert quality_tables(evaluations(), language) in (ROOT / name).read_text(encoding="utf-8")
