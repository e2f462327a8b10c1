import json
from dataclasses import dataclass, field, replace

import pytest
from samples import record, tagged

import voc
from voc._label_scores import Score
from voc._scorecard import scorecard
from voc._scorecard_tables import figure_names
from voc.bootstrap import bootstrap_intervals
from voc.errors import InputError
from voc.evaluation import evaluate
from voc.taxonomy import Taxonomy

SLOW = record(0, 5, confidence=0.95)
KIND = record(6, 13, kind="praise", category="service.attitude", severity=0, confidence=0.55)
TOP = record(0, 5, category="delivery", confidence=0.4)
NEED = record(6, 13, kind="need", category="delivery.speed", severity=1, confidence=0.3)
OWN = record(0, 5, category="charging.pile")


def voice(number, *records, channel="review", source=None, **labels):
    meta = {} if source is None else {"source": source}
    return replace(tagged(*records, id=str(number), channel=channel, meta=meta), **labels)


@dataclass
class Stub:
    """Gives what it is told to; texts that it does not know are other."""

    answers: dict = field(default_factory=dict)
    name: str = "stub@1"

    def stream(self, voices, /):
        for one in voices:
            answer = self.answers.get(one.id, tagged())
            yield replace(answer, voice=one)


def card(gold, predicted, **how):
    answers = {one.voice.id: one for one in predicted}
    return scorecard(Stub(answers), gold, **{"challenge": False, "samples": 20, **how})


GOLD = [voice(1, SLOW, KIND), voice(2, NEED), voice(3, SLOW, KIND, urgency=3), voice(4)]
PREDICTED = [
    voice(1, SLOW), voice(2, TOP, NEED, voice_type="need"), voice(3, SLOW, KIND, urgency=2),
    voice(4, OWN, flags=frozenset({"repeat"})),
]  # fmt: skip


@pytest.fixture(scope="module")
def small():
    return card(GOLD, PREDICTED)


def test_figures_and_intervals_are_those_of_the_functions(small):
    figures = evaluate(GOLD, PREDICTED)
    assert small.voices == figures.pop("voices") == 4
    assert small.figures == figures
    assert small.intervals == bootstrap_intervals(GOLD, PREDICTED, samples=20)
    assert small.model == "stub@1"
    assert small.challenge is None


def test_categories_by_hand(small):
    assert small.categories == {
        "charging": Score(0.0, None, 0.0, 0, 1),
        "charging.pile": Score(0.0, None, 0.0, 0, 1),
        # TOP and NEED of voice 2 are of two kinds.
        "delivery": Score(3 / 4, 1.0, 6 / 7, 3, 4),
        "delivery.speed": Score(1.0, 1.0, 1.0, 3, 3),
        "service": Score(1.0, 0.5, 2 / 3, 2, 1),
        "service.attitude": Score(1.0, 0.5, 2 / 3, 2, 1),
    }


def test_leaves_add_up_to_record_leaf():
    predicted = [voice(1, SLOW, OWN), voice(2, KIND), voice(3, KIND), voice(4)]
    found = card(GOLD, predicted)
    for figure, chosen in (("record_leaf", True), ("record_top", False)):
        scores = [score for id, score in found.categories.items() if ("." in id) is chosen]
        right = sum((score.recall or 0) * score.reference for score in scores)
        everything = sum(score.reference + score.predicted for score in scores)
        assert found.figures[figure] == pytest.approx(2 * right / everything)


def test_labels_by_hand(small):
    assert small.labels["kind"] == {
        "pain": Score(2 / 4, 1.0, 4 / 6, 2, 4),
        "need": Score(1.0, 1.0, 1.0, 1, 1),
        "praise": Score(1.0, 0.5, 2 / 3, 2, 1),
    }
    assert small.labels["voice_type"] == {
        "service_issue": Score(1.0, 3 / 4, 6 / 7, 4, 3),
        "need": Score(0.0, None, 0.0, 0, 1),
    }
    assert list(small.labels["urgency"]) == ["1", "2", "3"]
    assert small.labels["urgency"]["3"] == Score(None, 0.0, 0.0, 1, 0)
    assert small.labels["flags"]["churn"] == Score(1.0, 3 / 4, 6 / 7, 4, 3)
    assert small.labels["sentiment"] == {"mixed": Score(1.0, 1.0, 1.0, 4, 4)}
    assert list(small.labels["emotion"]) == ["disappointment"]


def test_confidences_by_hand(small):
    assert small.confidence == {
        # Steps of 0.9, 0.5, 0.4 and 0.3: two of three, one of one, none of one, one of one right.
        "record_ece": pytest.approx((0.95 + 0.95 + 0.9 - 2 + 0.45 + 0.4 + 0.7) / 6),
        "voice_type_ece": pytest.approx(0.05),  # 0.8 in 4 voices, 3 of them right
        "records": 6,
        "backed_off": 1,
    }
    assert sum(row["n"] for row in small.reliability["record"]) == 6
    assert [row["n"] for row in small.reliability["voice_type"]] == [4]
    assert small.coverage["record"][0]["accuracy"] == pytest.approx(4 / 6)
    assert small.coverage["voice_type"][-1] == {
        "coverage": 0.5, "n": 2, "confidence": 0.8, "accuracy": 0.75,
    }  # fmt: skip


def grouped(*groups):
    """Gold of so many voices of each (n, channel, source); every tenth is predicted wrongly."""
    every = [place for n, *place in groups for _ in range(n)]
    gold = [voice(i, SLOW, channel=c, source=s) for i, (c, s) in enumerate(every)]
    predicted = [replace(v, records=() if i % 10 == 0 else v.records) for i, v in enumerate(gold)]
    return gold, predicted


def test_groups_have_ten_voices_at_least_and_the_largest_is_first():
    gold, predicted = grouped((10, "review", "a"), (9, "call", "b|c"), (12, "chat", "b|c"))
    groups = card(gold, predicted).groups
    assert list(groups["channel"]) == ["chat", "review"]
    assert list(groups["source"]) == ["b|c", "a"]
    assert groups["channel"]["review"] == evaluate(gold[:10], predicted[:10])
    assert groups["source"]["b|c"]["voices"] == 21


def test_there_is_no_group_of_all_nor_of_voices_without_a_source():
    assert card(*grouped((12, "review", "a"))).groups == {}
    assert list(card(*grouped((12, "review", "a"), (12, "review", None))).groups["source"]) == ["a"]
    assert card(*grouped((5, "review", "a"), (5, "call", "b"))).groups == {}


def test_dicts_are_json_and_rounded(small):
    plain = small.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    assert plain["categories"]["delivery"] == {
        "precision": 0.75, "recall": 1.0, "f1": 0.8571, "reference": 3, "predicted": 4,
    }  # fmt: skip
    assert plain["intervals"]["stage"] == [1.0, 1.0]
    assert plain["challenge"] is None
    assert list(plain)[:4] == ["model", "voices", "figures", "intervals"]


def test_the_text_is_aligned_and_holds_every_table(small):
    text = str(small)
    assert text.startswith("stub@1：4 条客户声音 voices\n\n总览 figures\n")
    for name, value in small.figures.items():
        assert f"{name} {figure_names()[name]['zh']}" in text
        assert f"{value:.3f}" in text
    assert "\n  service.attitude 服务态度 " in text
    assert "\n  charging.pile " in text  # of another taxonomy: no name
    assert "need 需求" in text
    assert "challenge" not in text
    assert "可靠性 reliability: 记录 record" in text
    assert "—" in text


def test_markdown_has_the_same_tables(small):
    lines = small.to_markdown().splitlines()
    assert lines[0] == "# stub@1：4 条客户声音 voices"
    assert "| service.attitude 服务态度 | 1.000 | 0.500 | 0.667 | 2 | 1 |" in lines
    titles = [line[3:] for line in lines if line.startswith("## ")]
    assert titles == [block.split("\n")[0] for block in str(small).split("\n\n")[1:]]
    tables = [line for line in lines if line.startswith("|")]
    assert all(line.endswith(" |") for line in tables)


def test_odd_sources_do_not_break_the_tables():
    gold, predicted = grouped((10, "review", "a|b\n\x1b[31m\ud800"), (10, "review", "长" * 100))
    found = card(gold, predicted)
    assert "a\\|b [31m" in found.to_markdown()
    assert str(found).isascii() is False
    assert max(map(len, str(found).splitlines())) < 150
    assert "\x1b" not in str(found) + found.to_markdown()


def test_no_records_at_all():
    found = card([voice(1), voice(2)], [voice(1), voice(2)])
    assert found.categories == found.labels["kind"] == {}
    assert found.coverage["record"] == found.reliability["record"] == []
    assert "方面 categories" not in str(found)


def test_the_challenge_is_measured():
    found = card(GOLD, PREDICTED, challenge=True)
    assert list(found.challenge)[-1] == "all"
    assert len(found.challenge) == 13
    assert found.to_dict()["challenge"]["all"] < 0.2
    assert "挑战集 challenge" in str(found)
    assert "| all |" in found.to_markdown()


def test_the_lexicon_on_the_demo_corpus():
    gold = voc.load_corpus("demo").annotated[:60]
    found = voc.scorecard(voc.load("lexicon"), gold, challenge=False, samples=50)
    assert found.model == "lexicon@1"
    assert set(found.categories) <= {
        *Taxonomy.load().ids,
        *(c.id for c in Taxonomy.load().categories),
    }
    for name, value in found.figures.items():
        assert found.intervals[name].low <= value <= found.intervals[name].high


@pytest.mark.parametrize(
    ("gold", "how", "message"),
    [
        ([], {}, "gold has no voices"),
        ([voice(1), voice(1)], {}, "voices of the same id"),
        (GOLD, {"samples": 0}, "samples=0 is below 1"),
    ],
)
def test_what_cannot_be_measured_is_refused(gold, how, message):
    with pytest.raises(InputError, match=message):
        card(gold, PREDICTED, **how)


def test_an_analyzer_that_loses_a_voice_is_refused():
    class Lossy(Stub):
        def stream(self, voices, /):
            return list(super().stream(voices))[1:]

    with pytest.raises(InputError, match="1 of 4 voices lack a prediction, the first is '1'"):
        scorecard(Lossy(), GOLD, challenge=False)


def test_every_figure_has_a_name():
    names = figure_names()
    assert list(names) == [name for name in evaluate([], []) if name != "voices"]
    assert all(set(name) == {"zh", "en"} and all(name.values()) for name in names.values())
