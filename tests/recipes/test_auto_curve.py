import json
import shutil
from dataclasses import replace

import pytest
from samples import record, tagged

from recipes.auto_curve import FIGURES, auto_curve, choose_threshold, write_curve
from recipes.card import model_card
from recipes.documents import evaluations
from voc.artifact import find_model, read_config
from voc.evaluation import evaluate
from voc.qualify.cascade import CascadeAnalyzer
from voc.qualify.loading import load


def voice(id, confidence, category="delivery.speed"):
    one = tagged(record(0, 5, category=category, confidence=confidence, voice_id=id), id=id)
    return replace(one, confidence=0.99)


def said(**confidences):
    """Give voices of one record each, right if their name begins with r."""
    return [
        voice(id, confidence, "delivery.speed" if id.startswith("r") else "price.value")
        for id, confidence in confidences.items()
    ]


def points(*leaves):
    return [
        {"threshold": i / 10, "share": i / len(leaves), "record_leaf": leaf}
        for i, leaf in enumerate(leaves)
    ]


def test_the_curve_goes_from_the_one_model_alone_to_the_other():
    first = said(r1=0.95, w2=0.31, w3=0.58, r4=0.85)
    reference = [voice(one.voice.id, 1.0) for one in first]
    second = [voice(one.voice.id, 0.0) for one in first]
    curve = auto_curve(reference, first, second)
    assert set(curve[0]) == {"threshold", "share", *FIGURES}
    shares = {point["threshold"]: (point["share"], point["record_leaf"]) for point in curve}
    assert shares[0.0] == (0.0, 0.5)
    assert shares[0.35] == (0.25, 0.75)
    assert shares[0.6] == (0.5, 1.0)
    assert shares[0.9] == (0.75, 1.0)
    assert shares[1.01] == (1.0, 1.0)
    assert choose_threshold(curve) == 0.6


@pytest.mark.parametrize(
    ("leaves", "chosen"),
    [
        ((0.5, 0.6, 0.69, 0.7), 0.2),  # 0.69 is at least 0.5 + 0.9 * 0.2
        ((0.5, 0.6, 0.67, 0.7), 0.3),
        ((0.5, 0.72, 0.6, 0.7), 0.1),  # better together than either alone
        ((0.7, 0.7, 0.7, 0.7), 0.0),
        ((0.7, 0.6, 0.5, 0.5), 0.0),  # a second model that is worse is never asked
    ],
    ids=["near", "all", "peak", "flat", "worse"],
)
def test_the_threshold_is_that_of_the_smallest_share_that_gains_enough(leaves, chosen):
    assert choose_threshold(points(*leaves)) == chosen


def test_a_point_is_what_the_analyzer_of_that_threshold_gets(analyzer):
    texts = ["充电时冒烟了", "就那样吧，说不上来", "师傅很热情，就是慢", "退款退款", "", "好"]
    lexicon = load("lexicon")
    first, second = list(analyzer.stream(texts)), list(lexicon.stream(texts))
    reference = second[:3] + first[3:]
    for point in auto_curve(reference, first, second):
        auto = CascadeAnalyzer.of("auto", analyzer, lexicon, point["threshold"])
        result = list(auto.stream(texts))
        asked = sum(one.model == lexicon.name for one in result) / len(texts)
        assert point["share"] == pytest.approx(asked, abs=1e-4)
        assert point["voice_type"] == pytest.approx(
            evaluate(reference, result)["voice_type"], abs=1e-4
        )


@pytest.fixture
def written(tmp_path):
    """The default model as both, with the curve written into a copy of it."""
    folder = shutil.copytree(find_model("default"), tmp_path / "accurate")
    voices = list(load("default").stream(["充电时冒烟了", "师傅很热情"]))
    write_curve(find_model("default"), folder, {"held_out": voices, "gold_dev": voices[:1]})
    return folder


def test_only_what_is_said_of_auto_is_written(written):
    before, after = read_config(find_model("default")), read_config(written)
    assert after.pop("auto") == {"threshold": 0.0}  # no gain over itself
    assert after == before
    load(written)  # its sums still fit
    old, new = (
        json.loads((folder / "evaluation.json").read_text(encoding="utf-8"))
        for folder in (find_model("default"), written)
    )
    auto = new.pop("auto")
    assert new == old
    assert auto["voices"] == {"held_out": 2, "gold_dev": 1}
    assert auto["weights"] == [before["files"]["weights.npz"]] * 2
    assert auto["gold_dev"][0]["record_leaf"] == 1.0
    assert auto["held_out"][-1]["share"] == 1.0


def test_the_card_shows_the_curve(written):
    evaluation = json.loads((written / "evaluation.json").read_text(encoding="utf-8"))
    card = (written / "README.md").read_text(encoding="utf-8")
    assert card == model_card(read_config(written), evaluation)
    assert "| 阈值 threshold, 留出 held out | 份额 share | record_leaf |" in card
    assert "| 1.01 | 100% | 1.000 | 1.000 |" in card
    assert "低于 0.0 的声音" in card


def test_the_committed_curve_is_of_the_committed_models():
    auto = evaluations().get("accurate", {}).get("auto")
    if auto is None:
        pytest.skip("there is no model accurate with a curve")
    configs = [read_config(find_model(name)) for name in ("default", "accurate")]
    assert auto["weights"] == [config["files"]["weights.npz"] for config in configs]
    assert configs[1]["auto"] == {"threshold": auto["threshold"]}
