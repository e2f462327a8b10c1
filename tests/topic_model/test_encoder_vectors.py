"""Vectors by an encoder: means of the states of tokens."""

import numpy as np
import pytest
from tiny_encoder import save_tiny_checkpoint

from voc.topic_model.encoder_vectors import vectors_of
from voc.topic_model.placing import Placing
from voc.topic_model.remembered import Remembered


@pytest.fixture(scope="module")
def vectors(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tiny")
    save_tiny_checkpoint(folder)
    return vectors_of(folder)


def test_a_text_has_the_same_vector_in_any_company(vectors):
    alone, among = (
        vectors(["充电冒烟"]),
        vectors(["师傅很热情", "充电冒烟", "房间干净就是隔音太差"]),
    )
    assert among.shape == (3, 64)
    assert np.allclose(alone[0], among[1], atol=1e-5)
    assert not np.allclose(among[0], among[1], atol=1e-2)


def test_nothing_has_no_vectors(vectors):
    assert len(vectors([])) == 0


def test_a_giant_text_is_read_in_its_beginning(vectors):
    assert np.allclose(vectors(["充电冒烟" * 25_000]), vectors(["充电冒烟" * 150]), atol=1e-5)


def test_what_is_remembered_is_not_read_again():
    asked = []

    def encoder(texts):
        asked.append(list(texts))
        return np.array([[len(text), 1.0] for text in texts], dtype=np.float32)

    memory = Remembered(encoder)
    assert memory(["一", "二二", "一"])[:, 0].tolist() == [1, 2, 1]
    assert memory(["三三三", "二二"])[:, 0].tolist() == [3, 2]
    assert asked == [["一", "二二"], ["三三三"]]


def test_the_direction_of_judgement_is_left_out_where_texts_judge():
    rng = np.random.default_rng(0)
    judged = rng.choice([-1.0, 0.0, 1.0], 200).astype(np.float32)
    vectors = rng.normal(size=(200, 8)).astype(np.float32)
    plain = Placing.of(vectors, judged)
    assert not plain.judgement.any()
    vectors[:, 0] += 6 * judged
    placing = Placing.of(vectors, judged)
    assert abs(placing.judgement[0]) > 0.9
    assert np.allclose(placing(vectors) @ placing.judgement, 0, atol=1e-5)
