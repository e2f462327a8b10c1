from itertools import permutations

from voc.topic_model.keywords import topic_keywords

TEXTS = [
    "客服一直打不通", "电话打不通", "客服不接电话", "客服电话打不通", "送餐很快", "送餐快", "送餐速度快", "骑手送餐很快",
]  # fmt: skip
LABELS = [0, 0, 0, 0, 1, 1, 1, 1]


def test_keywords_set_topics_apart():
    phone, delivery = topic_keywords(TEXTS, LABELS)
    assert {"客服", "打不通"} <= set(phone)
    assert not set(phone) & set(delivery)


def test_no_keyword_is_in_another_and_none_is_a_stop_word():
    for words in topic_keywords(TEXTS, LABELS):
        assert not any(one in other for one, other in permutations(words, 2))
        assert not {"一直", "的", "了", "不"} & set(words)


def test_a_negated_word_is_no_keyword_without_its_negation():
    (words,) = topic_keywords(["停车不方便", "停车很不方便", "停车太不方便"], [0, 0, 0])
    assert "方便" not in words
    assert any("不方便" in word for word in words)


def test_n_and_empty_topics():
    assert [len(words) for words in topic_keywords(TEXTS, LABELS, n=1)] == [1, 1]
    assert topic_keywords(["", "慢"], [0, 2]) == [(), (), ("慢",)]
