from dataclasses import replace

import numpy as np
from samples import record, tagged

from voc.engines.base import Scores
from voc.engines.targets import (
    build_targets,
    concatenated,
    hard_targets,
    pair_shares,
    soft_targets,
)
from voc.text.split import split_texts
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, STAGES, VOICE_TYPES

CATEGORIES = ("delivery.speed", "service.attitude")
TEXT = "发货太慢了，客服态度倒是很好，总体还行"
SLOW, KIND = slice(0, 5), slice(6, 14)


def unit(place, **more):
    return record(place.start, place.stop, text=TEXT, **more)


def build(*records):
    return build_targets([tagged(*records, text=TEXT)], CATEGORIES)


def test_each_clause_gets_the_records_it_shares():
    praise = unit(KIND, kind="praise", category="service.attitude", severity=0, stage="support")
    targets = build(unit(SLOW, severity=3), praise)
    assert targets.pairs.shape == (3, 3 * len(CATEGORIES))
    assert np.argwhere(targets.pairs).tolist() == [[0, 0], [1, 5]]
    assert np.argwhere(targets.severity).tolist() == [[0, 3]]
    assert np.argwhere(targets.stage).tolist() == [
        [0, STAGES.index("delivery")], [1, STAGES.index("support")],
    ]  # fmt: skip


def test_a_long_quote_reaches_all_its_clauses_a_scrap_none():
    assert build(unit(slice(0, 19))).pairs[:, 0].tolist() == [1, 1, 1]
    assert build(unit(slice(4, 14))).pairs[:, 0].tolist() == [0, 1, 0]
    assert build(unit(slice(1, 3))).pairs[:, 0].tolist() == [1, 0, 0]


def test_the_worst_severity_of_a_clause_counts():
    other = unit(SLOW, category="service.attitude", severity=4)
    targets = build(unit(SLOW, severity=2), other)
    assert np.argwhere(targets.severity).tolist() == [[0, 4]]
    assert targets.pairs[0].tolist() == [1, 1, 0, 0, 0, 0]


def test_records_of_other_categories_teach_nothing():
    targets = build(unit(SLOW, category="price.value"))
    assert not targets.pairs.any()
    assert not targets.severity.any()
    assert not targets.stage.any()


def test_voice_targets_are_in_the_order_of_the_labels():
    voice = replace(tagged(text=""), urgency=3)
    rows = build_targets([voice], CATEGORIES).voices
    assert rows["voice_type"][0].argmax() == VOICE_TYPES.index("service_issue")
    assert rows["sentiment"][0].argmax() == SENTIMENTS.index("mixed")
    assert rows["emotion"][0].argmax() == EMOTIONS.index("disappointment")
    assert rows["urgency"][0].tolist() == [0, 0, 0, 1]
    assert {f for f, v in zip(FLAGS, rows["flags"][0], strict=True) if v} == {"repeat", "churn"}


def test_a_voice_without_clauses_keeps_its_own_targets():
    targets = build_targets([tagged(text="。"), tagged(unit(SLOW), text=TEXT)], CATEGORIES)
    assert targets.pairs[:, 0].tolist() == [1, 0, 0]
    assert len(targets.voices["sentiment"]) == 2


def test_raw_spans_lead_past_what_the_view_drops():
    text = "<b>好\u200b慢</b>！ ＯＫ"
    clauses = split_texts([text])
    start, end = clauses.raw_spans()
    spans = zip(start.tolist(), end.tolist(), strict=True)
    assert [text[a:b] for a, b in spans] == ["好\u200b慢", "ＯＫ"]


def scored(texts, pairs, severity=None, stage=None, **voices):
    """What a teacher says: flat where nothing is given."""
    clauses = split_texts(texts)
    sizes = {
        "voice_type": VOICE_TYPES, "sentiment": SENTIMENTS, "emotion": EMOTIONS,
        "urgency": range(4), "flags": FLAGS,
    }  # fmt: skip
    given = {
        name: np.array(
            voices.get(name, np.full((len(texts), len(labels)), 1 / len(labels))), np.float32
        )
        for name, labels in sizes.items()
    }
    n = len(clauses)
    return clauses, Scores(
        np.array(pairs, np.float32).reshape(n, 6),
        np.full((n, 5), 0.2, np.float32) if severity is None else np.array(severity, np.float32),
        np.full((n, 8), 1 / 8, np.float32) if stage is None else np.array(stage, np.float32),
        given | {"polarity": np.full((len(texts), 1), 0.5, np.float32)},
    )


# Columns: pain speed, pain attitude, need speed, need attitude, praise speed, praise attitude.
PAIN, NEED, PRAISE, DOUBT = (
    [0.7, 0.2, 0, 0, 0.05, 0], [0, 0, 0, 0.4, 0.1, 0.1], [0, 0, 0, 0, 0.9, 0], [0.2, 0, 0, 0, 0.1, 0],
)  # fmt: skip


def test_pairs_of_a_clause_share_one_and_nothing_gets_the_rest():
    both = unit(SLOW, category="service.attitude")
    shares = pair_shares(build(unit(SLOW), both))
    assert shares.tolist() == [[0.5, 0.5, 0, 0, 0, 0, 0], *[[0, 0, 0, 0, 0, 0, 1]] * 2]
    assert shares.dtype == np.float32
    soft = pair_shares(soft_targets(*scored(["慢,要,好"], [DOUBT, PRAISE, [0] * 6])))
    np.testing.assert_allclose(soft[:, -1], [0.7, 0.1, 1], atol=1e-6)
    np.testing.assert_allclose(soft.sum(axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(soft[0, :-1], np.array(DOUBT), atol=1e-6)


def test_a_teacher_grades_as_far_as_it_sees_something():
    severity, stage = [[0, 0, 0, 1, 0]] * 4, [[0, 1, *[0] * 6]] * 4
    clauses, scores = scored(["慢,要", "好,吗"], [PAIN, NEED, PRAISE, DOUBT], severity, stage)
    targets = soft_targets(clauses, scores)
    np.testing.assert_array_equal(targets.pairs, scores.pairs)
    np.testing.assert_allclose(targets.severity[:, 3], [0.9, 0.4, 0, 0.2], atol=1e-6)
    np.testing.assert_allclose(targets.stage[:, 1], [0.95, 0.6, 0.9, 0.3], atol=1e-6)
    assert targets.clauses is clauses
    assert targets.voices.keys() == build().voices.keys()  # no polarity


def test_more_than_one_pair_is_no_more_than_certain():
    sure = [0.9, 0.9, 0, 0, 0, 0]
    targets = soft_targets(*scored(["慢"], [sure], [[0, 0, 0, 1, 0]], [[1, *[0] * 7]]))
    assert targets.severity.tolist() == [[0, 0, 0, 1, 0]]
    assert targets.stage[0, 0] == 1


def test_decisions_of_a_teacher_are_zeros_and_ones():
    severity = [[0, 0, 0.6, 0.4, 0]] * 4
    flags = [[0.5, 0.49, 0, 0, 0, 1], [0] * 6]
    urgency = [[0.1, 0.3, 0.4, 0.2], [0.7, 0.1, 0.1, 0.1]]
    teacher = scored(
        ["慢,要", "好,吗"], [PAIN, NEED, PRAISE, DOUBT], severity, flags=flags, urgency=urgency
    )
    hard = hard_targets(soft_targets(*teacher))
    assert np.argwhere(hard.pairs).tolist() == [[0, 0], [2, 4]]
    assert np.argwhere(hard.severity).tolist() == [[0, 2]]  # elsewhere no pain or need is likely
    assert hard.stage.sum(axis=1).tolist() == [1, 1, 1, 0]
    assert hard.voices["flags"].tolist() == [[1, 0, 0, 0, 0, 1], [0] * 6]
    assert hard.voices["urgency"].argmax(axis=1).tolist() == [2, 0]
    for rows in (hard.pairs, hard.severity, hard.stage, *hard.voices.values()):
        assert rows.dtype == np.float32
        assert set(np.unique(rows)) <= {0, 1}


def test_decided_annotations_stay_as_they_are():
    targets = build(unit(SLOW, severity=3))
    hard = hard_targets(targets)
    np.testing.assert_array_equal(hard.pairs, targets.pairs)
    np.testing.assert_array_equal(hard.severity, targets.severity)
    np.testing.assert_array_equal(hard.stage, targets.stage)
    for name, rows in targets.voices.items():
        np.testing.assert_array_equal(hard.voices[name], rows, err_msg=name)


def test_two_corpora_behind_each_other():
    first = build_targets([tagged(unit(SLOW), text=TEXT), tagged(text="。")], CATEGORIES)
    second = soft_targets(*scored(["", "太慢", "好，慢！"], [PAIN, PRAISE, DOUBT]))
    both = concatenated(first, second)
    texts = [TEXT, "。", "", "太慢", "好，慢！"]
    whole = split_texts(texts)
    assert both.clauses.texts == whole.texts
    for name in ("voice", "start", "end"):
        np.testing.assert_array_equal(getattr(both.clauses, name), getattr(whole, name))
    spans = [both.clauses.raw_spans(), whole.raw_spans()]
    np.testing.assert_array_equal(*map(np.stack, spans))
    assert both.pairs.shape == (6, 6)
    np.testing.assert_array_equal(both.pairs[:3], first.pairs)
    np.testing.assert_array_equal(both.pairs[3:], second.pairs)
    assert {name: len(rows) for name, rows in both.voices.items()} == dict.fromkeys(first.voices, 5)
    assert len(both.severity) == len(both.stage) == 6


def test_a_teacher_of_silence():
    silence = soft_targets(*scored(["", "。"], []))
    both = concatenated(build(unit(SLOW)), hard_targets(silence))
    assert both.clauses.n_voices == 3
    assert both.pairs.shape == (3, 6)
    assert pair_shares(silence).shape == (0, 7)
