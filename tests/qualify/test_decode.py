import json

import numpy as np
import pytest

from voc.engines.base import Scores
from voc.qualify.calibrate import Calibration
from voc.qualify.decode import Decoding, decode_voices, polarity_scores
from voc.types import EMOTIONS, FLAGS, SENTIMENTS, VOICE_TYPES


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
    tags = decode_voices(voices(), decoding)
    assert (tags.voice_type, tags.sentiment, tags.emotion) == (
        ["complaint"], ["negative"], ["anger"],
    )  # fmt: skip
    assert tags.urgency == [2]
    assert tags.flags == [{FLAGS[0], FLAGS[5]}]
    assert tags.confidence == [0.4]
    assert tags.score == [-1]


def test_urgency_is_the_expected_grade():
    tags = decode_voices(voices(urgency=np.float32([[0.4, 0, 0, 0.6]])), Decoding())
    assert tags.urgency == [2]
    assert type(tags.urgency[0]) is int


def test_no_voices():
    empty = {name: rows[:0] for name, rows in voices().voices.items()}
    assert all(column == [] for column in decode_voices(voices(**empty), Decoding()))


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
    decoding = Decoding(record=Calibration((0.1, 0.9), (0.2, 0.8)))
    assert Decoding.from_config(json.loads(json.dumps(decoding.to_config()))) == decoding
