"""What a fitted model can be made of: merged, split, updated, stored."""

import json

import numpy as np
import pytest
from sklearn.exceptions import NotFittedError
from talk import KINDS, TEXTS, purity

from voc.errors import ArtifactError, InputError, ModelNotFoundError
from voc.topic_model.matching import Changes
from voc.topic_model.model import TopicModel

SEEDS = {"到账": ["到账"], "热水": ["热水"]}


@pytest.fixture
def model():
    return TopicModel(4, outliers=0).fit(TEXTS)


def test_merged_topics_are_one(model):
    before = model.labels_.copy()
    model.merge([[1, 3]])
    assert model.topics_.tolist() == [0, 1, 2]
    assert np.array_equal(model.labels_, np.where(before == 3, 1, before))
    assert np.array_equal(model.predict(TEXTS), model.labels_)
    assert model.transform(TEXTS).shape == (len(TEXTS), 3)
    assert model.hierarchy_.topics == (0, 1, 2)


def test_the_hierarchy_says_what_to_merge(model):
    groups = model.hierarchy_.cut(2)
    assert sorted(topic for group in groups for topic in group) == [0, 1, 2, 3]
    assert len(model.hierarchy_.parents) == 3
    assert model.merge(groups).n_topics_ == 2
    with pytest.raises(InputError, match="expected 1 to 2"):
        model.hierarchy_.cut(3)


def test_a_split_topic_is_several():
    model = TopicModel(2, outliers=0).fit(TEXTS)
    coarse = purity(model.labels_)
    largest = model.labels_ == 0
    model.split(0, 2)
    assert model.topics_.tolist() == [0, 1, 2]
    assert purity(model.labels_) > coarse
    assert np.mean(np.isin(model.labels_[largest], [0, 2])) > 0.95
    assert np.array_equal(model.predict(TEXTS), model.labels_)


def test_a_merged_topic_can_be_split_again(model):
    model.merge([[0, 1, 2, 3]]).split(0, 4)
    assert model.n_topics_ == 4
    assert purity(model.labels_) > 0.8


@pytest.mark.parametrize("groups", [[[0, 9]], [[0, 1], [1, 2]], [[-1, 0]]])
def test_what_cannot_be_merged_is_refused(model, groups):
    with pytest.raises(InputError, match="each topic once"):
        model.merge(groups)


@pytest.mark.parametrize(("topic", "n"), [(0, 1), (0, 10_000), (9, 2)])
def test_what_cannot_be_split_is_refused(model, topic, n):
    with pytest.raises(InputError):
        model.split(topic, n)


def test_seeds_are_topics_of_their_own():
    model = TopicModel(6, seeds=SEEDS, outliers=0).fit(TEXTS)
    named = {name: topic for topic, name in model.names_.items()}
    holds = np.array(["到账" in text for text in TEXTS])
    assert (model.labels_[holds] == named["到账"]).all()
    assert model.n_topics_ == 6
    assert model.predict(["热水忽冷忽热"]).tolist() == [named["热水"]]


def test_a_split_seed_draws_no_longer():
    model = TopicModel(4, seeds={"退款": ["退"]}, outliers=0).fit(TEXTS)
    topic = next(iter(model.names_))
    model.split(topic, 2)
    assert model.n_topics_ == 5
    assert model.names_ == {}
    assert np.array_equal(model.predict(TEXTS), model.labels_)


def test_all_texts_may_be_of_seeds():
    labels = TopicModel(seeds={"快递": ["快递"]}).fit_predict(["快递慢", "快递快"])
    assert labels.tolist() == [0, 0]


def test_stop_topics_are_put_aside():
    model = TopicModel(3, stop=["客服"], outliers=0).fit(TEXTS)
    aside = np.array([kind == "客服" for kind in KINDS])
    assert (model.labels_[aside] == -1).all()
    assert (model.labels_[~aside] >= 0).mean() > 0.9
    assert model.transform(TEXTS).shape == (len(TEXTS), 3)


def test_update_keeps_the_ids_of_what_is_still_there():
    kinds = np.array(KINDS)
    old = [text for text, kind in zip(TEXTS, KINDS, strict=True) if kind != "退款"]
    model = TopicModel(3, outliers=0).fit(old)
    was = {kind: int(np.bincount(model.labels_[kinds[kinds != "退款"] == kind]).argmax())
           for kind in ("物流", "屏幕", "客服")}  # fmt: skip
    new = [text for text, kind in zip(TEXTS, KINDS, strict=True) if kind != "客服"]
    changes = model.update(new)
    assert changes == Changes(tuple(sorted((was["物流"], was["屏幕"]))), (3,), (was["客服"],))
    assert set(model.topics_.tolist()) == {was["物流"], was["屏幕"], 3}
    now = kinds[kinds != "客服"]
    assert (model.labels_[now == "物流"] == was["物流"]).mean() > 0.9
    assert (model.labels_[now == "退款"] == 3).mean() > 0.9
    assert np.array_equal(model.predict(new), model.labels_)


def test_update_with_the_same_texts_changes_nothing(model):
    before = model.labels_.copy()
    assert model.update(TEXTS) == Changes((0, 1, 2, 3), (), ())
    assert np.array_equal(model.labels_, before)


def test_update_keeps_seeds():
    model = TopicModel(4, seeds=SEEDS).fit(TEXTS)
    names = model.names_
    model.update(TEXTS[:100])
    assert model.names_ == names


def test_an_id_is_never_used_again(model):
    model.split(0, 2)
    model.merge([[0, 4]])
    model.split(0, 2)
    assert model.topics_.tolist() == [0, 1, 2, 3, 5]


def test_a_stored_model_says_the_same(tmp_path):
    model = TopicModel(5, seeds=SEEDS, stop=["唉"], random_state=3).fit(TEXTS).merge([[0, 2]])
    model.save(tmp_path / "主题")
    again = TopicModel.load(tmp_path / "主题")
    assert again.get_params() == model.get_params()
    assert np.array_equal(again.predict(TEXTS), model.labels_)
    assert np.array_equal(again.labels_, model.labels_)
    assert again.names_ == model.names_
    assert again.merge([[0, 1]]).n_topics_ == model.n_topics_ - 1
    again.update(TEXTS)
    with pytest.raises(ArtifactError, match="exists"):
        model.save(tmp_path / "主题")
    model.save(tmp_path / "主题", overwrite=True)


def test_a_function_as_encoder_is_given_again(tmp_path):
    def encoder(texts):
        return np.array([[len(text), 1.0] for text in texts])

    model = TopicModel(2, encoder=encoder).fit(TEXTS)
    model.save(tmp_path / "m")
    again = TopicModel.load(tmp_path / "m", encoder=encoder)
    assert np.array_equal(again.predict(TEXTS), model.labels_)
    with pytest.raises(InputError, match="encoder="):
        TopicModel.load(tmp_path / "m").predict(TEXTS)


def test_a_stored_model_holds_no_texts(tmp_path):
    TopicModel(2).fit(TEXTS).save(tmp_path / "m")
    with pytest.raises(InputError, match="holds no texts"):
        TopicModel.load(tmp_path / "m").split(0, 2)


def test_a_broken_folder_is_refused(tmp_path):
    TopicModel(2).fit(TEXTS).save(tmp_path / "m")
    path = tmp_path / "m" / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    for changed in ({"estimator": "PainClassifier"}, {"pulls": {"encoder": 1.0}}, {"seeds": 3}):
        path.write_text(json.dumps({**config, **changed}), encoding="utf-8")
        with pytest.raises(ArtifactError):
            TopicModel.load(tmp_path / "m")
    with pytest.raises(ModelNotFoundError):
        TopicModel.load(tmp_path / "none")


def test_only_a_fitted_model_assigns():
    for use in (lambda m: m.predict(["快递"]), lambda m: m.merge([]), lambda m: m.save("x")):
        with pytest.raises(NotFittedError):
            use(TopicModel())
