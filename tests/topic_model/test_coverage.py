import pytest

from voc.topic_model.coverage import Coverage
from voc.topic_model.words import read

SAID = ["送餐太慢", "配送慢", "送餐不慢", "发动机有异响", "烧机油", "不省油", "", "送餐"]


@pytest.fixture(scope="module")
def coverage():
    return Coverage(read(SAID))


def who(found):
    return [text for text, said in zip(SAID, found.tolist(), strict=True) if said]


def test_a_clause_says_a_phrase_if_it_says_all_of_it(coverage):
    assert who(coverage.said({"送餐", "慢"})) == ["送餐太慢"]
    assert who(coverage.said({"送餐"})) == ["送餐太慢", "送餐不慢", "送餐"]
    assert coverage.said(()).all()
    assert not coverage.said({"没有人说"}).any()


def test_a_shared_character_makes_words_near_but_not_one_of_sorts(coverage):
    assert who(coverage.said({"送餐", "慢"}, {"送餐"})) == ["送餐太慢", "配送慢"]
    assert "烧机油" not in who(coverage.said({"发动机"}, {"发动机"}))


def test_a_negated_word_is_near_only_if_it_may_be():
    coverage = Coverage(read(["停车方便", "停车不方便", "送餐", "没送餐"]))
    assert coverage.said({"送餐"}, {"送餐"}).tolist() == [False, False, True, False]
    assert coverage.said({"送餐"}, {"送餐"}, negated=True).tolist() == [False, False, True, True]


def test_nothing_is_read_of_nothing():
    assert Coverage([]).said({"慢"}).shape == (0,)
