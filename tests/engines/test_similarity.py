import numpy as np
import pytest

import voc
from voc.engines.lexicon import LexiconEngine
from voc.engines.similarity import SimilarityEngine
from voc.evaluation import evaluate
from voc.result import Result
from voc.taxonomy import Category, Leaf, Taxonomy
from voc.text.split import split_texts

LEAVES = (
    Leaf(id="food.taste", zh="口味", definition="好吃难吃、咸淡"),
    Leaf(id="food.wait", zh="上菜", definition="上菜快慢、排队等位", pain=("等位",)),
)
OWN = Taxonomy(1, (Category(id="food", zh="餐饮", leaves=LEAVES),))


@pytest.fixture(scope="module")
def engine():
    return SimilarityEngine(LexiconEngine(OWN), voc.load("default").engine)


def test_a_cue_phrase_has_the_first_word(engine):
    clauses = split_texts(["等位"])
    np.testing.assert_array_equal(engine.score(clauses).pairs, engine.cues.score(clauses).pairs)


def test_what_no_phrase_tells_goes_to_the_nearest_leaf(engine):
    clauses = split_texts(["汤齁得没法喝"])
    assert engine.cues.score(clauses).pairs.max() == 0
    pairs = engine.score(clauses).pairs[0]
    assert engine.pairs[int(pairs.argmax())] == ("pain", "food.taste")
    assert 0.5 <= pairs.max() <= 1


def test_what_is_about_something_else_gets_nothing(engine):
    assert engine.score(split_texts(["手机屏幕碎了", "今天星期三"])).pairs.max() == 0


def test_the_batch_does_not_matter(engine):
    texts = ["汤齁得没法喝", "手机屏幕碎了", "等位"]
    whole = engine.score(split_texts(texts)).pairs
    alone = np.concatenate([engine.score(split_texts([text])).pairs for text in texts])
    np.testing.assert_allclose(whole, alone, atol=1e-5)


@pytest.mark.parametrize("text", ["", "。。。", "\0\ud800慢", "慢" * 3000, "😀🎉", "too slow"])
def test_odd_texts_do_no_harm(engine, text):
    assert np.isfinite(engine.score(split_texts([text])).pairs).all()


def test_a_taxonomy_without_leaves():
    bare = SimilarityEngine(LexiconEngine(Taxonomy(1, ())), voc.load("default").engine)
    assert bare.score(split_texts(["慢"])).pairs.shape == (1, 0)


def test_it_finds_far_more_than_cue_phrases_alone():
    demo = voc.load_corpus("demo").annotated[:150]
    with_words = voc.load("default", taxonomy=Taxonomy.load()).classify(demo.voices)
    cues = voc.load("lexicon").classify(demo.voices)
    better = evaluate(demo, Result(with_words))["record_leaf"]
    assert better > evaluate(demo, Result(cues))["record_leaf"] + 0.05
