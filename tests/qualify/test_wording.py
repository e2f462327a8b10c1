import numpy as np

from voc.qualify.wording import candidates, diverse, wordings


def near(phrases):
    return np.ones(len(phrases), np.float32)


def test_phrases_that_set_a_group_apart_come_first():
    members = [(0, "物流太慢"), (1, "物流又慢"), (2, "今天物流没到"), (3, "今天没到")]
    found = wordings(members, ["今天吃饭", "今天下雨", "今天休息"], near)
    assert found[0].phrase == "物流"
    assert (found[0].voices, found[0].noun) == (3, True)
    assert "今天" not in {word.phrase for word in found}


def test_a_phrase_far_from_the_group_is_left_out():
    members = [(0, "物流太慢"), (1, "物流又慢")]
    assert wordings(members, [], lambda phrases: np.zeros(len(phrases), np.float32)) == []


def test_voices_are_counted_once_and_one_voice_is_too_few():
    assert wordings([(0, "物流慢"), (0, "物流慢")], [], near) == []
    (word,) = wordings([(0, "物流"), (0, "物流"), (1, "物流")], ["今天"] * 9, near)
    assert word.voices == 2


def test_no_phrase_holds_another():
    members = [(n, "物流速度太慢") for n in range(4)]
    phrases = [word.phrase for word in wordings(members, [], near)]
    assert phrases
    assert not any(a != b and a in b for a in phrases for b in phrases)


def test_candidates_are_of_content_and_not_too_long():
    found = dict(candidates("我们的客服真的非常热情，iPhone15充电器也不错👍"))
    assert found["客服"] is True
    assert found["不错"] is False
    assert not {"我们", "的", "👍"} & found.keys()
    assert all(2 <= len(phrase) <= 6 for phrase in found)
    assert list(candidates("")) == []


def test_quotes_that_repeat_are_passed_over():
    assert diverse(["慢", "慢", "快"], 5) == ("慢", "快")
    assert diverse(["发货慢", "退款难", "客服凶"], 2) == ("发货慢", "退款难")
