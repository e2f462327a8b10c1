import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

import voc
from voc.errors import ArtifactError, InputError
from voc.estimators.triplet import Triplet
from voc.estimators.triplets import TripletExtractor

ASPECTS = ("菜", "服务", "环境", "价格", "上菜速度", "汤")
OPINIONS = {"很好吃": "positive", "太慢": "negative", "一般": "neutral", "非常棒": "positive"}


def example(*parts):
    """Put a text together out of (aspect, opinion) pairs, and tell its triplets."""
    text, triplets = "", []
    for aspect, opinion in parts:
        a = (len(text), len(text) + len(aspect)) if aspect else (0, 0)
        o = len(text) + len(aspect), len(text) + len(aspect) + len(opinion)
        text += f"{aspect}{opinion}，"
        triplets.append((a, o, OPINIONS[opinion]))
    return text, [Triplet.of(text, *t) for t in triplets]


TAUGHT = [
    *(example((a, o)) for a in ASPECTS for o in OPINIONS),
    *(example((a, o), ("面", "很好吃")) for a in ASPECTS[:3] for o in OPINIONS),
    *(example(("", o)) for o in OPINIONS),
    ("昨天和同事来的", []),
]
TEXTS, RIGHT = [text for text, _ in TAUGHT], [triplets for _, triplets in TAUGHT]
ODD = ["", "  ", "\x00", "\ud800好吃", "👍🏻👍🏻", "very good!", "，。！", "汤太慢" * 3000]


@pytest.fixture(scope="module")
def extractor():
    return TripletExtractor().fit(TEXTS, RIGHT)


def test_it_learns_its_lesson(extractor):
    assert extractor.score(TEXTS, RIGHT) > 0.8


def test_quotes_are_the_words_of_the_text(extractor):
    texts = ["ＡＰＰ说：服务太慢，菜很好吃", "價格一般！！！！！！上菜速度太慢"]
    found = extractor.predict(texts)
    assert any(found)
    for text, triplets in zip(texts, found, strict=True):
        for one in triplets:
            assert one.aspect == text[one.aspect_start : one.aspect_end]
            assert one.opinion == text[one.opinion_start : one.opinion_end] != ""
            assert 0 < one.confidence <= 1


def test_odd_texts_never_raise_and_change_no_other(extractor):
    alone = extractor.predict(["服务太慢"])[0]
    found = extractor.predict([*ODD, "服务太慢"])
    assert len(found) == len(ODD) + 1
    assert found[-1] == alone
    assert extractor.predict([]) == []
    assert extractor.predict([""]) == [()]


def test_learning_twice_gives_the_same(extractor):
    again = clone(extractor).fit(TEXTS, RIGHT)
    weights = again.model_.arrays()
    for name, array in extractor.model_.arrays().items():
        assert array.tobytes() == weights[name].tobytes()


def test_a_folder_brings_it_back(extractor, tmp_path):
    extractor.save(tmp_path / "mine")
    loaded = TripletExtractor.load(tmp_path / "mine")
    assert loaded.predict(TEXTS) == extractor.predict(TEXTS)
    loaded.save(tmp_path / "again")
    weights = [(tmp_path / name / "weights.npz").read_bytes() for name in ("mine", "again")]
    assert weights[0] == weights[1]
    with pytest.raises(ArtifactError, match="exists"):
        extractor.save(tmp_path / "mine")


def test_voc_load_says_what_the_folder_holds(extractor, tmp_path):
    extractor.save(tmp_path / "mine")
    with pytest.raises(
        ArtifactError,
        match=r"holds a TripletExtractor, not .*; load it by voc\.TripletExtractor\.load",
    ):
        voc.load(tmp_path / "mine")


def test_a_folder_of_another_kind_is_refused():
    with pytest.raises(ArtifactError, match="holds a model of records, expected a TripletE"):
        TripletExtractor.load("default")


def test_an_altered_folder_is_refused(extractor, tmp_path):
    extractor.save(tmp_path / "mine")
    weights = tmp_path / "mine" / "weights.npz"
    weights.write_bytes(weights.read_bytes()[:-9])
    with pytest.raises(ArtifactError, match=r"weights\.npz"):
        TripletExtractor.load(tmp_path / "mine")


def test_it_must_learn_before_it_reads():
    with pytest.raises(NotFittedError):
        TripletExtractor().predict(["好吃"])


@pytest.mark.parametrize(
    ("y", "message"),
    [
        ([[]], "2 texts and 1 rows"),
        ([[], []], "0 texts with triplets; expected 2"),
        ([[Triplet(0, 1, 1, 9, "positive")], []], r"y\[0\].*outside"),
        ([[], [Triplet(0, 1, 1, 1, "positive")]], r"y\[1\].*empty opinion"),
        ([[Triplet(0, 1, 1, 3, "POS")], []], "polarity 'POS', expected negative"),
        ([[(0, 1, 1, 3, "positive")], []], "holds a tuple"),
    ],
)
def test_triplets_that_cannot_be_are_refused(y, message):
    with pytest.raises(InputError, match=message):
        TripletExtractor().fit(["菜好吃", "汤不好"], y)


def test_two_triplets_are_equal_if_places_and_polarity_are():
    assert Triplet.of("菜好吃", (0, 1), (1, 3), "positive", 0.4) == Triplet(0, 1, 1, 3, "positive")


def test_opinions_of_one_polarity_can_be_learned():
    texts, right = ["菜很好吃", "汤很好吃", "面很好吃"], [[Triplet(0, 1, 1, 4, "positive")]] * 3
    assert TripletExtractor().fit(texts, right).score(texts, right) >= 0.5
