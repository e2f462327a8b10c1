from dataclasses import replace

import numpy as np
from samples import record, tagged

from voc.engines.targets import build_targets
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
