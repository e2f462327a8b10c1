"""The steps of a fit, one by one."""

import numpy as np
import pytest

from voc.topic_model.grams import Grams
from voc.topic_model.hierarchy import hierarchy_of
from voc.topic_model.mixture import Mixture, Seen, fit_mixture
from voc.topic_model.neighbours import gathered
from voc.topic_model.number import number_of_topics
from voc.topic_model.outliers import least_score
from voc.topic_model.sample import draw, views
from voc.topic_model.seeds import Seeds


def blobs(n_each=60):
    """Unit vectors around three axes, and which."""
    rng = np.random.default_rng(0)
    owner = np.repeat(np.arange(3), n_each)
    points = np.eye(8)[owner] + 0.2 * rng.normal(size=(len(owner), 8))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32), owner


def test_neighbours_draw_points_together():
    points, owner = blobs()
    found = gathered(points, 3)
    cosine = found @ found.T
    same = owner[:, None] == owner
    assert cosine[same].mean() > 0.9
    assert abs(cosine[~same].mean()) < 0.1


def test_the_number_of_topics_never_falls():
    found = [number_of_topics(n) for n in range(1, 5000)]
    assert found == sorted(found)
    assert number_of_topics(10**8) == 60


def test_a_sample_counts_and_averages():
    evidence = np.array([[1, 0], [0, 1], [1, 0], [5, 5]], dtype=np.float32)
    weights = np.array([1, 3, 2, 0], dtype=np.float32)
    sample = draw(["乙", "甲", "甲", "丙"], weights, evidence, 0)
    assert sample.texts == ["乙", "甲"]
    assert sample.weights.tolist() == [1, 5]
    assert np.allclose(sample.evidence, [[1, 0], [0.4, 0.6]])
    assert sample.n_distinct == 2


def test_examples_stand_beside_the_texts():
    sample = draw(["乙", "甲"], np.ones(2, np.float32), np.ones((2, 1), np.float32), 0)
    more = sample.beside(["丙", "甲"])
    assert more.texts == ["乙", "甲", "丙"]
    assert more.evidence.tolist() == [[1], [1], [0]]


def test_rare_pairs_are_not_known():
    texts = [f"快递慢{i}" for i in range(60)] + ["屏幕"]
    assert Grams.of(texts).known.tolist() == ["快递", "慢1", "慢2", "慢3", "慢4", "慢5", "递慢"]


def test_a_mixture_moves_what_was_put_wrongly():
    texts = ["快递慢", "快递丢", "快递快", "屏幕碎", "屏幕黑", "屏幕亮"]
    seen = Seen(Grams.of(texts).matrix(texts), {}, np.zeros((6, 2), np.float32))
    start = np.array([0, 0, 1, 1, 1, 1])
    mixture = fit_mixture(seen, start, 2, np.ones(6, np.float32), {})
    assert mixture.scores(seen).argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1]
    assert mixture.share.sum() == pytest.approx(1, abs=1e-5)


def test_what_is_merged_is_the_mean():
    words = np.log(np.array([[0.5, 0.1], [0.5, 0.9]], np.float32))
    mixture = Mixture(np.array([0.25, 0.75], np.float32), words, {}, {})
    one = mixture.merged(np.array([0, 0]))
    assert np.exp(one.words[:, 0]).tolist() == pytest.approx([0.2, 0.8], abs=1e-6)


def test_alike_topics_are_joined_first():
    words = np.log(np.array([[0.8, 0.1, 0.7], [0.2, 0.9, 0.3]], np.float32))
    mixture = Mixture(np.full(3, 1 / 3, np.float32), words, {}, {})
    tree = hierarchy_of(mixture, np.array([4, 5, 6]))
    assert (tree.parents[0].left, tree.parents[0].right) == ((4,), (6,))
    assert tree.cut(2) == [[4, 6], [5]]
    assert tree.cut(1) == [[4, 5, 6]]


def test_equal_scores_are_no_outliers():
    assert least_score(np.full(10, 0.5, np.float32), 0.3) == 0.5
    assert least_score(np.array([], np.float32), 0.3) == 0


def test_seeds_are_read_as_texts_are():
    seeds = Seeds.of({"应用": ["ＡＰＰ"]}, ["好評"])
    assert seeds.hits(views(["app闪退", "好评", "慢"])).tolist() == [
        [True, False], [False, True], [False, False],
    ]  # fmt: skip
    said = seeds.said(["app好评"], np.array([2, -1]), 3)
    assert said[0, 2] > 0
    assert said[0, :2].tolist() == [0, 0]
