import importlib.util
import json
from dataclasses import replace

import pytest
from conftest import SHARED
from samples import TEXT, record, tagged

from voc.errors import InputError
from voc.evaluation import evaluate, macro_f1, matched, weighted_kappa

SLOW = record(0, 5)  # 发货太慢了
KIND = record(6, 13, kind="praise", category="service.attitude", severity=0, stage="support")
NEED = record(6, 13, kind="need", category="service.reach", severity=1, stage="support")
NO_RECORD_FIGURE = {"voices", "voice_type", "sentiment", "urgency", "emotion", "flags"}


def voice(*records, number=1, **labels):
    return replace(tagged(*records, id=str(number)), **labels)


def test_the_same_is_perfect():
    result = [voice(SLOW, KIND), voice(NEED, number=2, sentiment="positive", urgency=3)]
    figures = evaluate(result, result)
    assert figures.pop("voices") == 2
    assert figures.pop("sentiment") == 1.0  # labels that occur on neither side count as right
    assert figures.pop("emotion") == 0.0  # no emotion occurs five times
    assert set(figures.values()) == {1.0}


def test_figures_of_records_by_hand():
    reference = [voice(SLOW, KIND), voice(NEED, number=2)]
    predicted = [
        voice(record(0, 3, severity=4, stage="usage"), record(6, 13, category="delivery.courier")),
        voice(NEED, record(0, 5, category="delivery"), number=2),
    ]
    figures = evaluate(reference, predicted)
    # Right: pain delivery.speed, need service.reach; extra: 2; missed: praise service.attitude.
    assert figures["record_leaf"] == pytest.approx(2 * 2 / (2 * 2 + 2 + 1))
    # By top category the two pains of delivery of the first voice are one.
    assert figures["record_top"] == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert figures["pain_leaf"] == pytest.approx(2 * 1 / (2 * 1 + 2 + 0))
    assert figures["need"] == 1.0
    # Pain: characters 0-2 right, 6-12 extra and, in the second voice, 0-4 extra; 3-4 missed.
    # Praise: 6-12 missed. Need: 6-12 right.
    right, extra, missed = 3 + 7, 7 + 5, 2 + 7
    assert figures["span"] == pytest.approx(2 * right / (2 * right + extra + missed))
    assert figures["stage"] == 0.5
    # Severities (2, 4) and (1, 1): observed cost 4, by chance (0 + 1 + 9 + 1) ...
    cost = (2 - 4) ** 2
    chance = ((2 - 4) ** 2 + (2 - 1) ** 2 + (1 - 4) ** 2 + (1 - 1) ** 2) / 2
    assert figures["severity"] == pytest.approx(1 - cost / chance)


def test_figures_of_voices_by_hand():
    reference = [
        voice(number=i, sentiment="negative", emotion="anger", urgency=u, flags=frozenset())
        for i, u in enumerate([0, 0, 3, 3, 3])
    ]
    predicted = [
        replace(tagged, urgency=u) for tagged, u in zip(reference, [0, 1, 3, 3, 2], strict=True)
    ]
    predicted[0] = replace(
        predicted[0], sentiment="neutral", emotion="joy", voice_type="other",
        flags=frozenset({"churn"}),
    )  # fmt: skip
    predicted[1] = replace(predicted[1], flags=frozenset({"repeat"}))
    reference[1] = replace(reference[1], flags=frozenset({"repeat", "safety"}))
    figures = evaluate(reference, predicted)
    assert figures["voice_type"] == pytest.approx(8 / 9)
    assert figures["sentiment"] == pytest.approx((8 / 9 + 0 + 1 + 1) / 4)
    assert figures["emotion"] == pytest.approx(8 / 9)
    assert figures["flags"] == pytest.approx(2 / (2 + 1 + 1))
    chance = sum((r - p) ** 2 for r in [0, 0, 3, 3, 3] for p in [0, 1, 3, 3, 2]) / 5
    assert figures["urgency"] == pytest.approx(1 - 2 / chance)


def test_order_does_not_count_and_extra_predictions_do_not():
    reference = [voice(SLOW), voice(KIND, number=2)]
    predicted = [voice(KIND, number=2), voice(NEED, number=3), voice(SLOW)]
    assert evaluate(reference, predicted)["record_leaf"] == 1.0


def test_a_missing_prediction_is_named():
    with pytest.raises(InputError, match="1 of 2 voices lack a prediction, the first is '2'"):
        evaluate([voice(), voice(number=2)], [voice()])


def test_another_text_is_named():
    with pytest.raises(InputError, match=r"1 of 1 voices have another text .* the first is '1'"):
        matched([voice()], [tagged(id="1", text="别的")])


def test_a_label_that_only_the_prediction_knows_is_wrong_and_no_more():
    figures = evaluate([voice(SLOW)], [voice(SLOW, voice_type="吐槽", sentiment="?", emotion="?")])
    assert (figures["voice_type"], figures["sentiment"]) == (0.0, 0.75)
    assert figures["record_leaf"] == 1.0


def test_a_grade_out_of_range_is_not_counted_as_another_one():
    with pytest.raises(IndexError):
        evaluate([voice(urgency=0)], [voice(urgency=4)])


def test_nothing_to_compare():
    figures = evaluate([], [])
    assert figures["voices"] == 0
    assert figures["record_leaf"] == 1.0
    assert figures["stage"] == 0.0


def test_macro_f1():
    pairs = [("a", "a"), ("a", "b"), ("b", "b"), ("c", "b")]
    assert macro_f1(pairs, ["a", "b", "c"]) == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)
    assert macro_f1(pairs, []) == 0.0


def test_weighted_kappa():
    assert weighted_kappa([(0, 0), (3, 3)], 4) == 1.0
    assert weighted_kappa([(0, 3), (3, 0)], 4) == -1.0
    assert weighted_kappa([(1, 1)], 4) == 1.0
    assert weighted_kappa([], 4) == 0.0
    assert weighted_kappa([(0, 0), (0, 1), (1, 1), (2, 2)], 3) == pytest.approx(1 - 1 / (20 / 4))


@pytest.mark.shared
def test_the_figures_are_those_of_the_scorer_of_the_label_guide(analyzer):
    from voc.annotations import read_annotations, to_line

    path = SHARED / "gold" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold, texts = (SHARED / "gold" / name for name in ("gold_dev.jsonl", "gold_dev_texts.jsonl"))
    reference = read_annotations(gold, texts)
    predicted = analyzer.tag([tagged.voice for tagged in reference])
    lines = {tagged.voice.id: json.loads(to_line(tagged)) for tagged in predicted}
    expected = scorer.score(scorer.read(gold), lines, scorer.read(texts))
    figures = evaluate(reference, predicted)
    assert figures.keys() == expected.keys()
    # The scorer looks for a quote from the beginning of a text; some stand there twice.
    assert figures.pop("span") == pytest.approx(expected.pop("span"), abs=0.005)
    assert figures == pytest.approx(expected, abs=1e-12)
    assert TEXT not in lines
