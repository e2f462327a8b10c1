"""Vectors by an encoder: means of the states of tokens."""

from types import SimpleNamespace

import numpy as np
import pytest
from tiny_encoder import save_tiny_checkpoint

from voc.engines.vectors import unit_length
from voc.topic_model import encoder_vectors
from voc.topic_model.encoder_vectors import _quick_at_bfloat16, vectors_of
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
    beginning = "充电冒烟" * 64
    assert np.allclose(vectors([beginning * 400]), vectors([beginning]), atol=1e-5)
    assert np.allclose(vectors([beginning + "师傅很热情"]), vectors([beginning]), atol=1e-5)


@pytest.mark.parametrize("able", [{"amx_bf16": True}, {"avx512_bf16": True, "amx_bf16": False}])
def test_half_precision_is_for_processors_that_are_quick_at_it(able):
    assert _quick_at_bfloat16(SimpleNamespace(get_capabilities=lambda: able))
    assert not _quick_at_bfloat16(SimpleNamespace(get_capabilities=lambda: {"avx2": True}))
    assert not _quick_at_bfloat16(SimpleNamespace())  # an older torch, which cannot tell


def test_half_precision_hardly_turns_a_vector(tmp_path, monkeypatch):
    texts = ["师傅很热情", "充电冒烟", "房间干净就是隔音太差"]
    found = []
    for name, quick in (("whole", False), ("half", True)):
        save_tiny_checkpoint(tmp_path / name)
        monkeypatch.setattr(encoder_vectors, "_quick_at_bfloat16", lambda _, quick=quick: quick)
        found.append(unit_length(vectors_of(tmp_path / name)(texts)))
    assert ((found[0] * found[1]).sum(axis=1) > 0.999).all()
    assert not np.array_equal(*found)


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
