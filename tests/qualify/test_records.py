import numpy as np
import pytest

from voc.engines.base import Scores
from voc.qualify.calibrate import Calibration
from voc.qualify.decode import Decoding
from voc.qualify.pairs import Findings
from voc.qualify.records import RecordBuilder
from voc.taxonomy import Taxonomy
from voc.text.split import split_texts
from voc.types import KINDS, STAGES, Voice

TAXONOMY = Taxonomy.load()


def build(texts, found, severity=2, stage="usage", decoding=None, taxonomy=TAXONOMY):
    clauses = split_texts(texts)
    n = len(clauses)
    grades = np.zeros((n, 5), np.float32)
    grades[:, int(severity)] = 1 - severity % 1
    if severity % 1:
        grades[:, int(severity) + 1] = severity % 1
    stages = np.zeros((n, len(STAGES)), np.float32)
    stages[:, STAGES.index(stage)] = 1
    scores = Scores(np.zeros((n, 0), np.float32), grades, stages, {})
    voices = [Voice(id=f"v{i}", text=text) for i, text in enumerate(texts)]
    names = tuple(dict.fromkeys(category for _, _, category, _ in found))
    findings = Findings(
        names,
        np.array([clause for clause, *_ in found], dtype=np.int64),
        np.array([KINDS.index(kind) for _, kind, *_ in found], dtype=np.int64),
        np.array([names.index(category) for _, _, category, _ in found], dtype=np.int64),
        np.array([score for *_, score in found], dtype=np.float32),
    )
    return RecordBuilder(taxonomy, decoding or Decoding())(voices, clauses, scores, findings)


def pain(clause, category="delivery.speed", score=0.5):
    return clause, "pain", category, score


def test_a_record_quotes_the_raw_text():
    [[record]] = build(["好！\u200bＡＰＰ　太卡，"], [pain(1, "capability.performance", 0.25)])
    assert (record.voice_id, record.kind, record.category) == (
        "v0",
        "pain",
        "capability.performance",
    )
    assert (record.start, record.end, record.quote) == (3, 6, "ＡＰＰ")
    assert (record.severity, record.stage, record.confidence) == (2, "usage", 0.25)


def test_each_voice_gets_its_own_in_text_order():
    found = [pain(0), pain(1), pain(1, "price.value"), pain(2)]
    records = build(["慢，贵", "", "差"], found)
    assert [[r.quote for r in of_voice] for of_voice in records] == [["慢", "贵", "贵"], [], ["差"]]
    assert [r.voice_id for of_voice in records for r in of_voice] == ["v0", "v0", "v0", "v2"]


@pytest.mark.parametrize("texts", [[], [""], ["慢"]])
def test_nothing_found(texts):
    assert build(texts, []) == [()] * len(texts)


@pytest.mark.parametrize(
    ("kind", "severity", "expected"),
    [
        ("pain", 0, 1), ("pain", 2.75, 3), ("pain", 4, 4), ("need", 0, 1), ("need", 4, 3),
        ("praise", 3, 0),
    ],
)  # fmt: skip
def test_severity_is_the_expected_grade_within_the_limits_of_the_kind(kind, severity, expected):
    [[record]] = build(["太慢"], [(0, kind, *pain(0)[2:])], severity=severity)
    assert record.severity == expected
    assert type(record.severity) is int


def test_stage_is_the_likeliest():
    [[record]] = build(["太慢"], [pain(0)], stage="loyalty")
    assert record.stage == "loyalty"


def test_level_is_that_of_the_leaf_or_the_commonest_of_the_category():
    leaf, top = build(["慢，慢"], [pain(0), pain(1, "delivery")])[0]
    assert leaf.level == TAXONOMY.leaf("delivery.speed").level
    levels = [one.level for one in TAXONOMY.category("delivery").leaves]
    assert levels.count(top.level) == max(map(levels.count, levels))


def test_a_category_without_leaves_has_a_level_as_well(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text('[[category]]\nid = "empty"\nzh = "空"\n', encoding="utf-8")
    own = Taxonomy.load().extend(path)
    [[record]] = build(["慢"], [pain(0, "empty")], taxonomy=own)
    assert record.level == "need_met"


def test_confidence_is_calibrated_and_short():
    decoding = Decoding(record=Calibration((0.0, 1.0), (0.0, 1 / 3)))
    [[record]] = build(["慢"], [pain(0, score=1.0)], decoding=decoding)
    assert record.confidence == 0.3333


def test_the_touchpoint_is_named_in_the_clause_else_shortly_before_else_usual():
    usual = TAXONOMY.leaf("service.attitude").touchpoint
    texts = [
        "打客服电话，态度差",
        "门店的人，在app上态度差",
        "电话打了" + "很" * 2 + "久了啊" * 12 + "，态度差",
        "态度差",
    ]
    found = [pain(i, "service.attitude") for i in (1, 3, 5, 6)]
    touchpoints = [r.touchpoint for of_voice in build(texts, found) for r in of_voice]
    assert touchpoints == ["hotline", "app", usual, usual]


def test_a_touchpoint_of_a_later_clause_does_not_count():
    usual = TAXONOMY.leaf("service.attitude").touchpoint
    assert usual != "app"
    [[record]] = build(["态度差，app也卡"], [pain(0, "service.attitude")])
    assert record.touchpoint == usual
