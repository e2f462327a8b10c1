"""TopicModel: what it finds, what it refuses, what it makes of odd texts."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from talk import KINDS, TEXTS, one_hot, purity

from voc.errors import InputError
from voc.topic_model import learning
from voc.topic_model.model import TopicModel

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def model():
    return TopicModel(4).fit(TEXTS)


def test_finds_what_the_texts_are_about(model):
    assert model.n_topics_ == 4
    kept = model.labels_ >= 0
    assert purity(model.labels_[kept], np.array(KINDS)[kept]) > 0.8


def test_numbers_topics_by_size(model):
    sizes = np.bincount(model.labels_[model.labels_ >= 0])
    assert model.topics_.tolist() == [0, 1, 2, 3]
    assert sizes[0] >= sizes[-1] - 0.05 * len(TEXTS)


def test_assign_says_what_fit_said(model):
    found = model.assign(TEXTS)
    assert found.topics.tolist() == model.labels_.tolist() == model.predict(TEXTS).tolist()
    assert np.array_equal(found.scores, model.scores_)
    assert 0 <= found.scores.min() <= found.scores.max() <= 1


def test_transform_gives_a_distribution_whose_best_is_the_topic(model):
    fit = model.transform([*TEXTS, ""])
    assert fit.shape == (len(TEXTS) + 1, 4)
    assert np.allclose(fit.sum(axis=1), 1, atol=1e-5)
    kept = np.flatnonzero(model.labels_ >= 0)
    assert np.array_equal(fit[kept].argmax(axis=1), model.labels_[kept])


@pytest.mark.parametrize("share", [0, 0.1, 0.3])
def test_outliers_are_no_more_than_asked_for(share):
    labels = TopicModel(4, outliers=share).fit_predict(TEXTS)
    assert (labels < 0).mean() <= share
    assert (labels < 0).any() == (share > 0)


def test_the_order_of_texts_changes_nothing(model):
    order = np.random.default_rng(0).permutation(len(TEXTS))
    labels = TopicModel(4).fit_predict([TEXTS[i] for i in order])
    assert labels.tolist() == model.labels_[order].tolist()


def test_of_few_texts_nothing_depends_on_chance(model):
    other = TopicModel(4, random_state=7).fit(TEXTS)
    assert other.labels_.tolist() == model.labels_.tolist()


def test_another_process_finds_the_same(model):
    code = (
        f"import sys; sys.path.insert(0, {str(HERE)!r}); from talk import TEXTS;"
        "from voc.topic_model.model import TopicModel;"
        "print(*TopicModel(4).fit_predict(TEXTS))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert [int(word) for word in out.stdout.split()] == model.labels_.tolist()


def test_finds_a_number_of_topics():
    model = TopicModel().fit(TEXTS)
    assert 2 <= model.n_topics_ <= 10


def test_the_constructor_stores_and_clones():
    model = TopicModel(3, outliers=7, seeds={"退款": ["退款"]})
    assert clone(model).get_params() == model.get_params()


@pytest.mark.parametrize(
    ("texts", "n_topics"),
    [
        (["充电太慢"], 1),
        (["充电太慢", "物流很快", "客服不理人"], 2),
        (["充电太慢"] * 30, 1),
        (["好", "差", "慢"], 1),
        (["充电太慢了手机发烫，" * 10_000, "物流很快", "客服不理人"], 2),
    ],
)
def test_few_and_odd_texts_have_topics(texts, n_topics):
    model = TopicModel().fit(texts)
    assert model.n_topics_ == n_topics
    assert set(model.labels_) == set(range(n_topics))
    assert model.hierarchy_.linkage.shape == (n_topics - 1, 4)


def test_texts_without_letters_have_none():
    odd = ["", " ", "。。！", "12345", "😀", "\ud800", "\0"]
    model = TopicModel(4, outliers=0).fit(TEXTS + odd)
    assert model.labels_[-len(odd) :].tolist() == [-1] * len(odd)
    assert model.scores_[-len(odd) :].tolist() == [0] * len(odd)
    assert (model.labels_[: len(TEXTS)] >= 0).all()
    assert model.assign([]).topics.tolist() == []


def test_fewer_texts_than_topics_are_fewer_topics():
    with pytest.warns(UserWarning, match="only 2 different texts"):
        model = TopicModel(5).fit(["充电太慢", "物流很快"])
    assert model.n_topics_ == 2


@pytest.mark.parametrize(
    ("settings", "texts", "said"),
    [
        ({}, [], "none with a letter"),
        ({}, ["", "。。"], "none with a letter"),
        ({}, "充电太慢", "expected a list"),
        ({}, ["充电", None], "replace missing"),
        ({"n_topics": 0}, TEXTS, "n_topics=0"),
        ({"n_topics": 2.5}, TEXTS, "n_topics=2.5"),
        ({"n_topics": True}, TEXTS, "n_topics=True"),
        ({"outliers": 1}, TEXTS, "outliers=1"),
        ({"outliers": "5%"}, TEXTS, "outliers='5%'"),
        ({"random_state": -1}, TEXTS, "random_state=-1"),
        ({"seeds": ["退款"]}, TEXTS, "words by name"),
        ({"seeds": {"退款": "退款"}}, TEXTS, "list of words"),
        ({"seeds": {"退款": [""]}}, TEXTS, "at least one"),
        ({"seeds": {"退款": ["退款"]}, "n_topics": 1}, TEXTS, "more topics than seeds"),
        ({"stop": [3]}, TEXTS, "as a str"),
        ({"encoder": "no-such-model"}, TEXTS, "no-such-model"),
        ({"encoder": "default"}, TEXTS, "without an encoder"),
        ({"encoder": 3}, TEXTS, "encoder=3"),
        ({"encoder": lambda texts: np.zeros((1, 2))}, TEXTS, "one row for each"),
    ],
)
def test_what_cannot_be_is_refused(settings, texts, said):
    with pytest.raises(InputError, match=said):
        TopicModel(**settings).fit(texts)


@pytest.mark.parametrize("weights", [[1], [-1] * len(TEXTS), [np.nan] * len(TEXTS), "x"])
def test_odd_weights_are_refused(weights):
    with pytest.raises(InputError, match="sample_weight"):
        TopicModel(2).fit(TEXTS, sample_weight=weights)


def test_texts_of_no_weight_are_not_learned_from():
    weights = [float(kind in ("物流", "屏幕")) for kind in KINDS]
    model = TopicModel(2, outliers=0).fit(TEXTS, sample_weight=weights)
    counted = np.array(weights) > 0
    assert purity(model.labels_[counted], np.array(KINDS)[counted]) == 1


def test_a_text_counts_as_often_as_it_occurs():
    often = TopicModel(2, outliers=0).fit(["快递太慢"] * 5 + ["屏幕碎了"] * 9)
    assert often.labels_.tolist() == [1] * 5 + [0] * 9


def test_an_encoder_is_listened_to():
    places = dict(zip(TEXTS, one_hot(len(TEXTS)), strict=True))
    asked = []

    def encoder(texts):
        asked.extend(texts)
        return np.array([places.get(text.replace(",", "，"), [1, 0]) for text in texts])

    model = TopicModel(2, encoder=encoder, outliers=0).fit(TEXTS)
    assert purity(model.labels_, [kind == "物流" for kind in KINDS]) == 1
    assert len(asked) == len(set(asked)) == len(TEXTS)


def test_evidence_is_listened_to():
    evidence = np.array([[i % 2, (i + 1) % 2] for i in range(len(TEXTS))], dtype=np.float32)
    model = TopicModel(2, outliers=0).fit(TEXTS, evidence=evidence, evidence_weight=20)
    assert purity(model.labels_, [i % 2 for i in range(len(TEXTS))]) == 1
    assert np.array_equal(model.predict(TEXTS, evidence=evidence), model.labels_)
    assert model.predict(["快递太慢"]).shape == (1,)
    with pytest.raises(InputError, match="evidence of shape"):
        model.predict(["快递太慢"], evidence=[[1.0]])


def test_texts_without_evidence_are_measured_by_themselves():
    given = TopicModel(4).fit(TEXTS, evidence=one_hot(len(TEXTS)), evidence_weight=4)
    found = given.assign(TEXTS)
    assert (found.topics >= 0).mean() >= 0.94
    assert (found.topics == given.labels_)[found.topics >= 0].mean() > 0.8


def test_evidence_out_of_place_is_refused(model):
    with pytest.raises(InputError, match="fitted without"):
        model.predict(["快递太慢"], evidence=[[1.0]])
    with pytest.raises(InputError, match="evidence_weight"):
        TopicModel(2).fit(TEXTS, evidence_weight=-1)


def test_of_many_texts_a_part_is_learned_from(monkeypatch):
    monkeypatch.setattr("voc.topic_model.sample.MOST", 60)
    model = TopicModel(4).fit(TEXTS)
    assert len(model.labels_) == len(TEXTS)
    assert np.array_equal(model.labels_, TopicModel(4).fit_predict(TEXTS))
    assert learning.number_of_topics(len(TEXTS)) == TopicModel().fit(TEXTS).n_topics_
