"""A classifier that begins with the words of a taxonomy."""

import numpy as np
import pytest

from voc import PainClassifier
from voc.artifact import load_artifact
from voc.errors import InputError
from voc.estimators.engines import LinearTexts
from voc.estimators.phrases import phrases_of, resolved
from voc.taxonomy import Category, Leaf, Taxonomy

OWN = Taxonomy(
    3,
    (
        Category(
            id="tea",
            zh="奶茶",
            leaves=(
                Leaf(id="tea.sweet", zh="甜度", definition="太甜、不够甜", pain=("甜得发腻",)),
                Leaf(id="tea.wait", zh="等待", aspect=("排队", "出杯"), aliases=("tea.queue",)),
            ),
        ),
    ),
)
BARE = LinearTexts(base=None)


def test_names_definitions_and_cues_are_phrases():
    assert phrases_of(OWN) == [
        ("甜度", "tea.sweet"), ("太甜、不够甜", "tea.sweet"), ("甜得发腻", "tea.sweet"),
        ("等待", "tea.wait"), ("排队", "tea.wait"), ("出杯", "tea.wait"),
    ]  # fmt: skip


def test_it_works_without_a_single_label():
    made = PainClassifier(BARE, taxonomy=OWN).fit([], [])
    assert made.classes_.tolist() == ["tea.sweet", "tea.wait"]
    assert made.predict(["排队排了好久", "甜得发腻了"]).tolist() == ["tea.wait", "tea.sweet"]


def test_labels_are_learned_beside_the_phrases():
    texts, labels = ["喝完嗓子齁", "齁到了", "半天没叫号"], ["tea.sweet", "tea.sweet", "tea.wait"]
    made = PainClassifier(BARE, taxonomy=OWN).fit(texts, labels)
    assert made.predict(["有点齁", "排队", "叫号好慢"]).tolist() == [
        "tea.sweet", "tea.wait", "tea.wait",
    ]  # fmt: skip


def test_former_ids_are_those_of_today_and_several_labels_stay_several():
    assert resolved(["tea.queue", ["tea.queue", "tea.sweet"]], OWN) == [
        "tea.wait", ["tea.wait", "tea.sweet"],
    ]  # fmt: skip
    made = PainClassifier(BARE, taxonomy=OWN).fit(["又甜又慢"], [["tea.sweet", "tea.queue"]])
    assert made.classes_.tolist() == ["tea.sweet", "tea.wait"]


@pytest.mark.parametrize(
    ("y", "told"),
    [
        (["tea.swet"], r"y\[0\]: .*did you mean tea.sweet"),
        ([None], r"y\[0\]"),
        (np.eye(2)[:1], "matrix y and a taxonomy"),
        ([], "got 1 texts and 0 labels"),
    ],
)
def test_what_cannot_be_placed_is_told(y, told):
    with pytest.raises(InputError, match=told):
        PainClassifier(BARE, taxonomy=OWN).fit(["太甜"], y)


def test_one_leaf_is_too_few():
    one = Taxonomy(1, (Category(id="a", zh="甲", leaves=(Leaf(id="a.b", zh="乙"),)),))
    with pytest.raises(InputError, match="1 leaves"):
        PainClassifier(BARE, taxonomy=one).fit([], [])


def test_the_folder_holds_the_taxonomy(tmp_path):
    PainClassifier(BARE, taxonomy=OWN).fit([], []).save(tmp_path / "tea")
    assert load_artifact(tmp_path / "tea").taxonomy == OWN
    loaded = PainClassifier.load(tmp_path / "tea")
    assert loaded.taxonomy == OWN
    assert loaded.predict(["排队"]).tolist() == ["tea.wait"]


def test_the_folder_holds_the_taxonomy_that_was_learned_not_todays_file(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN.to_toml(), encoding="utf-8")
    made = PainClassifier(BARE, taxonomy=file).fit([], [])
    file.unlink()
    made.save(tmp_path / "tea")
    assert load_artifact(tmp_path / "tea").taxonomy == OWN
