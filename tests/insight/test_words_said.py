from xml.etree import ElementTree

import pytest
from samples import record, tagged

from voc.errors import InputError
from voc.insight.cloud import place
from voc.insight.terms import terms_of
from voc.insight.words import words
from voc.text.tokenize import Token


def said(*quotes, kind="pain", **more):
    return [
        tagged(record(0, len(text), text=text, kind=kind), text=text, id=f"{kind}{n}", **more)
        for n, text in enumerate(quotes)
    ]


def test_stop_words_and_numbers_are_left_out():
    assert terms_of("我们的快递在 3 天以后") == {"快递"}
    assert terms_of("，。\x00\ud800") == set()


def test_phrases_may_begin_with_a_negation_but_not_cross_a_mark():
    assert "没有发票" in terms_of("没有发票")
    assert "快递发票" not in terms_of("快递，发票")


def test_each_record_counts_a_word_once():
    (row,) = words(said("快递快递", "快递"))
    assert (row.text, row.records, row.share) == ("快递", 2, 1)
    assert row.z is None


def test_what_only_comes_up_in_a_phrase_is_left_out():
    assert [row.text for row in words(said("快递太慢", "快递太慢", "快递太慢"))] == ["快递太慢"]


def test_what_sets_them_apart():
    voices = said(*["发票不对"] * 40, "客服", "客服") + said(*["客服热情"] * 40, kind="praise")
    pain = words(voices, "pain")
    found = {row.text: row for row in pain}
    assert found["客服"].z < 0
    assert found["客服"].log_odds < 0
    assert "客服" not in {row.text for row in pain.typical()}
    assert pain.typical()[0].text.startswith("发票")


def test_slices_are_compared_with_the_same_kind():
    voices = said("发票", "发票", segment="大客户") + said("快递", "快递", segment="小客户")
    (row,) = words(voices, where={"segment": "大客户"})
    assert (row.text, row.share) == ("发票", 1)
    assert row.z > 0
    with pytest.raises(InputError, match="大客户, 小客户"):
        words(voices, where={"segment": "会员"})
    with pytest.raises(InputError, match="pain, need"):
        words(voices, "complaint")


def test_nothing_said():
    empty = words([])
    assert len(empty) == 0
    assert len(words([tagged()], "need", {"segment": "大客户"})) == 0
    assert ElementTree.fromstring(empty.to_svg()).tag.endswith("svg")


def test_a_tokenizer_of_ones_own():
    def whole(text):
        return [Token(text, 0, len(text), "n")]

    assert words(said("蓝海豚卡", "蓝海豚卡"), tokenize=whole)[0].text == "蓝海豚卡"


def test_no_two_words_of_a_cloud_overlap():
    given = [(f"词语{n}", 100 / (n + 1)) for n in range(60)]
    boxes = place(given, 600, 300)
    assert len(boxes) > 40
    assert boxes[0][:3] == ("词语0", 300, 150)
    for n, one in enumerate(boxes):
        assert one.width / 2 <= one.x <= 600 - one.width / 2
        for other in boxes[:n]:
            apart_x = abs(one.x - other.x) >= (one.width + other.width) / 2
            assert apart_x or abs(one.y - other.y) >= (one.height + other.height) / 2


def test_a_cloud_is_always_the_same_and_escaped():
    voices = said("<b>快递&", "<b>快递&", "👍🏻好看", "👍🏻好看")
    svg = words(voices).to_svg(300, 200)
    assert svg == words(voices).to_svg(300, 200)
    texts = [text.text for text in ElementTree.fromstring(svg).iter() if text.tag.endswith("title")]
    assert "快递: 2" in texts


def test_a_word_wider_than_the_picture_still_fits_or_is_left_out():
    boxes = place([("超" * 40, 3), ("慢" * 200, 2), ("", 1)], 300, 200)
    assert all(box.width <= 300 for box in boxes)


def test_bars():
    figure = words(said("快递", "快递")).plot()
    assert list(figure.data[0].y) == ["快递"]
