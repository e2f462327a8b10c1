"""The figures that stand in cards and documents are those of the committed model."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import voc
from recipes.card import model_card
from recipes.documents import evaluations, quality_tables
from voc.artifact import find_model, read_config
from voc.challenge import challenge_scores, load_challenge
from voc.corpus import load_corpus
from voc.evaluation import evaluate

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module", params=["default", "accurate"])
def model(request):
    return request.param


@pytest.fixture(scope="module")
def evaluation(model):
    return json.loads((find_model(model) / "evaluation.json").read_text(encoding="utf-8"))


def test_the_challenge_scores_as_evaluation_json_says(model, evaluation):
    items = load_challenge()
    tagged = list(voc.load(model).stream([item.text for item in items]))
    assert challenge_scores(items, tagged) == pytest.approx(evaluation["challenge"], abs=5e-3)


def test_the_demo_scores_as_evaluation_json_says(model, evaluation):
    demo = load_corpus("demo").annotated
    figures = evaluate(demo, voc.load(model).classify(demo.voices))
    assert figures == pytest.approx(evaluation["demo"], abs=5e-3)


def test_the_card_is_made_from_config_and_evaluation(model, evaluation):
    config = read_config(find_model(model))
    card = (find_model(model) / "README.md").read_text(encoding="utf-8")
    assert card == model_card(config, evaluation)


def test_the_accurate_model_says_the_same_in_any_batch_and_thread():
    accurate = voc.load("accurate")
    texts = load_corpus("demo").texts[:24]
    alone = [accurate.classify(text)[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        threads = list(pool.map(lambda text: accurate.classify(text)[0], texts))
    for one, other, third in zip(alone, accurate.classify(texts), threads, strict=True):
        for again in (other, third):
            assert [r.category for r in again.records] == [r.category for r in one.records]
            assert sure(again) == pytest.approx(sure(one), abs=1e-4)


def test_auto_asks_the_accurate_model_when_in_doubt():
    result = voc.classify(load_corpus("demo").texts[:40], model="auto")
    assert {tagged.model.split("@")[0] for tagged in result} == {"default", "accurate"}


def sure(tagged):
    return [tagged.score, tagged.confidence, *(record.confidence for record in tagged.records)]


@pytest.mark.parametrize(("name", "language"), [("README.md", 0), ("README.en.md", 1)])
def test_the_readmes_hold_the_figures(name, language):
    assert quality_tables(evaluations(), language) in (ROOT / name).read_text(encoding="utf-8")
