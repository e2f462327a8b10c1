import pytest

from voc.engines.phrases import word_lists
from voc.engines.touchpoint import touchpoints
from voc.types import TOUCHPOINTS


def test_every_touchpoint_has_words_and_no_word_two_touchpoints():
    lists = word_lists("touchpoints.toml")
    assert tuple(lists) == TOUCHPOINTS
    words = [word for words in lists.values() for word in words]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("小程序里优惠券用不了", [(0, "mini_program")], id="mini-program"),
        pytest.param(
            "找在线客服,转人工客服", [(1, "online_chat"), (7, "online_chat")], id="longest"
        ),
        pytest.param("app下单,门店自提", [(0, "app"), (6, "store")], id="two"),
        pytest.param("路过", [], id="none"),
        pytest.param("", [], id="empty"),
        pytest.param("\ud800\0师傅", [(2, "onsite")], id="odd"),
    ],
)
def test_positions_in_text_order(text, expected):
    assert touchpoints(text) == expected
