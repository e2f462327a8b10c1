import json
from dataclasses import replace

import numpy as np
import pytest

from voc.engines.base import Scores
from voc.qualify.calibrate import Calibration
from voc.qualify.decode import (
    Decoding,
    PairDecoder,
    decode_voices,
    polarity_scores,
)
from voc.taxonomy import Taxonomy
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, VOICE_TYPES

PAIRS = (
    ("pain", "delivery.speed"), ("pain", "delivery.courier"), ("pain", "price.value"),
    ("need", "service.reach"), ("praise", "appeal.taste"),
)  # fmt: skip
DECODING = Decoding(pain=0.4, need=0.4, praise=0.4, second=0.35, leaf=0.3)


def decode(*rows, pairs=PAIRS, **changes):
    decoder = PairDecoder(pairs, Taxonomy.load(), replace(DECODING, **changes))
    found = decoder(np.array(rows, dtype=np.float32).reshape(len(rows), len(pairs)))
    return [(f.clause, f.kind, f.category, round(f.score, 4)) for f in found]


def test_the_best_category_of_each_kind_that_is_likely_enough():
    assert decode([0.5, 0.1, 0, 0.39, 0.4], [0, 0, 0, 0.1, 0]) == [
        (0, "pain", "delivery.speed", 0.5), (0, "praise", "appeal.taste", 0.4),
    ]  # fmt: skip


def test_a_kind_is_as_likely_as_its_categories_together():
    assert decode([0.2, 0.15, 0.1, 0, 0]) == [(0, "pain", "delivery.speed", 0.2)]


def test_a_second_category_of_its_own_right():
    assert decode([0.4, 0, 0.45, 0, 0]) == [
        (0, "pain", "price.value", 0.45), (0, "pain", "delivery.speed", 0.4),
    ]  # fmt: skip
    assert decode([0.4, 0, 0.45, 0, 0], second=0.41) == [(0, "pain", "price.value", 0.45)]


def test_an_uncertain_leaf_backs_off_to_the_likeliest_parent():
    assert decode([0.2, 0.15, 0.25, 0, 0], leaf=0.5) == [(0, "pain", "delivery", 0.35)]
    assert decode([0.2, 0.15, 0.25, 0, 0], leaf=0.4) == [(0, "pain", "price.value", 0.25)]


def test_scores_never_exceed_one():
    assert decode([1.2, 0, 0, 0, 0]) == [(0, "pain", "delivery.speed", 1.0)]
    assert decode([0.9, 0.8, 0.1, 0, 0], leaf=0.6) == [(0, "pain", "delivery", 1.0)]


def test_clauses_come_in_order_and_the_surest_first():
    found = decode([0, 0, 0, 0.9, 0.5], [0.6, 0, 0, 0, 0.7])
    assert [(clause, kind) for clause, kind, *_ in found] == [
        (0, "need"), (0, "praise"), (1, "praise"), (1, "pain"),
    ]  # fmt: skip


@pytest.mark.parametrize("pairs", [PAIRS, ()])
def test_no_clauses_no_pairs(pairs):
    assert decode(pairs=pairs) == []
    assert decode([0] * len(pairs), pairs=pairs) == []


def test_equal_scores_are_decided_by_the_order_of_the_columns():
    assert decode([0.3, 0.3, 0.3, 0, 0]) == [(0, "pain", "delivery.speed", 0.3)]


def one_hot(labels, label):
    return np.float32([[name == label for name in labels]])


def voices(**changes):
    rows = {
        "voice_type": one_hot(VOICE_TYPES, "complaint") * 0.8,
        "sentiment": one_hot(SENTIMENTS, "negative"),
        "emotion": one_hot(EMOTIONS, "anger"),
        "urgency": np.float32([[0, 0.5, 0.5, 0]]),
        "flags": np.float32([[0.5, 0.49, 0, 0, 0, 1]]),
    }
    none = np.zeros((0, 0), np.float32)
    return Scores(none, none, none, rows | changes)


def test_tags_of_a_voice():
    decoding = Decoding(voice_type=Calibration((0.0, 1.0), (0.0, 0.5)))
    [tags] = decode_voices(voices(), decoding)
    assert (tags.voice_type, tags.sentiment, tags.emotion) == ("complaint", "negative", "anger")
    assert tags.urgency == 2
    assert tags.flags == {FLAGS[0], FLAGS[5]}
    assert tags.confidence == 0.4
    assert tags.score == -1


def test_urgency_is_the_expected_grade():
    [tags] = decode_voices(voices(urgency=np.float32([[0.4, 0, 0, 0.6]])), Decoding())
    assert tags.urgency == 2
    assert type(tags.urgency) is int


def test_no_voices():
    empty = {name: rows[:0] for name, rows in voices().voices.items()}
    assert decode_voices(voices(**empty), Decoding()) == []


@pytest.mark.parametrize(
    ("negative", "neutral", "positive", "mixed", "polarity"),
    [
        (1, 0, 0, 0, -1), (0, 1, 0, 0, 0), (0, 0, 1, 0, 1), (0, 0, 0, 1, 0), (0.5, 0, 0.5, 0, 0),
        (0, 0.5, 0.5, 0, 0.5), (0.75, 0, 0.25, 0, -0.5),
    ],
)  # fmt: skip
def test_polarity(negative, neutral, positive, mixed, polarity):
    rows = np.float32([[negative, neutral, positive, mixed]])
    assert SENTIMENTS == ("negative", "neutral", "positive", "mixed")
    assert polarity_scores({"sentiment": rows})[0] == pytest.approx(polarity)


def test_an_engine_with_a_polarity_of_its_own_has_half_a_say():
    rows = {"sentiment": np.float32([[0, 0, 1, 0]]), "polarity": np.float32([[0.5]])}
    assert polarity_scores(rows)[0] == 0.5


def test_a_decoding_survives_json():
    decoding = replace(DECODING, record=Calibration((0.1, 0.9), (0.2, 0.8)))
    assert Decoding.from_config(json.loads(json.dumps(decoding.to_config()))) == decoding
