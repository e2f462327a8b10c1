import numpy as np
import pytest

from voc.errors import InputError
from voc.topic_model.compare import compare_topics

NAMES = {0: "退款慢", 1: "物流慢", 2: "客服热情"}
GROUPS = ["大客户"] * 200 + ["小客户"] * 300
LABELS = [0] * 60 + [1] * 40 + [-1] * 100 + [0] * 15 + [1] * 66 + [-1] * 216 + [2] * 3


def test_what_differs_comes_first_with_its_interval():
    compared = compare_topics(LABELS, GROUPS, "大客户", "小客户", NAMES)
    refund, delivery = compared
    assert (refund.name, refund.voices_a, refund.voices_b) == ("退款慢", 60, 15)
    assert refund.difference == pytest.approx(0.25)
    assert 0 < refund.low < 0.25 < refund.high
    assert refund.differs
    assert not delivery.differs
    assert delivery.low < 0 < delivery.high
    assert compared.different == (refund,)
    assert compared.voices == (200, 300)


def test_the_other_way_round_is_the_mirror_image():
    one = compare_topics(LABELS, GROUPS, "大客户", "小客户", NAMES)[0]
    other = compare_topics(LABELS, GROUPS, "小客户", "大客户", NAMES)[0]
    assert (other.difference, other.low, other.high) == pytest.approx(
        (-one.difference, -one.high, -one.low)
    )
    assert other.p == pytest.approx(one.p)


def test_a_voice_counts_once():
    twice = compare_topics(
        LABELS * 2, GROUPS * 2, "大客户", "小客户", NAMES, [*range(500), *range(500)]
    )
    assert twice.to_dicts() == compare_topics(LABELS, GROUPS, "大客户", "小客户", NAMES).to_dicts()


def test_sentences_and_tables_in_both_languages():
    compared = compare_topics(LABELS, GROUPS, "大客户", "小客户", NAMES)
    assert (
        compared[0]
        .sentence()
        .startswith("“退款慢”：大客户30.0%（60条），小客户5.0%（15条），大客户高25.0个百分点")
    )
    assert "this may be chance" in compared[1].sentence("en")
    assert compared.to_markdown().startswith("| 话题 | 大客户 | 小客户 |")
    assert "| differs |" in compared.to_markdown("en")
    dots = [trace for trace in compared.plot().data if trace.name]
    assert [trace.name for trace in dots] == ["大客户", "小客户"]
    assert dots[0].marker.color[1] == "#fff"


def test_two_groups_without_topics_give_an_empty_table():
    compared = compare_topics([-1, -1], ["甲", "乙"], "甲", "乙", {})
    assert len(compared) == 0
    assert compared.to_frame().shape == (0, 13)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"a": "中客户"}, "no unit is of the group '中客户'; expected two of: 大客户, 小客户"),
        ({"groups": ["大客户"]}, "1 groups for 500 labels"),
        ({"level": 0}, "level=0"),
    ],
)
def test_what_cannot_be_used_is_refused(given, said):
    usual = {"labels": LABELS, "groups": GROUPS, "a": "大客户", "b": "小客户", "names": NAMES}
    with pytest.raises(InputError, match=said):
        compare_topics(**{**usual, **given})


def test_intervals_hold_together_and_false_alarms_are_rare():
    rng = np.random.default_rng(0)
    missed = alarms = 0
    for _ in range(25):
        shares = rng.dirichlet(np.ones(8))
        labels = np.concatenate([rng.choice(8, 200, p=shares), rng.choice(8, 300, p=shares)])
        compared = compare_topics(labels, GROUPS, "大客户", "小客户", {})
        missed += any(not row.low <= 0 <= row.high for row in compared)
        alarms += bool(compared.different)
    assert missed <= 3
    assert alarms <= 3
