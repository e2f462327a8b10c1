from xml.etree import ElementTree

import pytest

from voc.insight.svg import element, stacked, width, wrapped, written

ODD = (
    "",
    " ",
    "\0\x07",
    "\ud800半个",
    "\ufffe\uffff",
    "<b>&\"'</b>",
    "👨‍👩‍👧好",
    "“（",
    "e\u0301",
    "\u202e倒",
)


def test_chinese_is_one_em_and_latin_about_half():
    assert width("客户", 10) == 20
    assert 4 < width("n", 10) < 7
    assert width("e\u0301", 10) == width("e", 10)


@pytest.mark.parametrize("most", [30, 55, 90])
def test_no_line_is_wider_than_the_box(most):
    text = "客服电话打不通，App也登不上去，等了 20 分钟没人理（真的）！supercalifragilistic"
    lines = wrapped(text, most, 10)
    assert all(width(line, 10) <= most for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_stay_whole_and_commas_stay_behind():
    assert wrapped("the delivery was late", 60, 10) == ["the delivery", "was late"]
    assert wrapped("打不通，没人理", 30, 10) == ["打不", "通，没", "人理"]
    assert wrapped('wish for "clarity"', 55, 10) == ["wish for", '"clarity"']


def test_what_is_left_over_is_told():
    assert wrapped("等了三天才发货" * 3, 50, 10, lines=2)[1].endswith("…")
    assert wrapped("很长" * 50_000, 50, 10, lines=3)[2] == "很长很长…"


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_give_sound_xml(text):
    drawn = element(
        "svg", written(text, 0, 0, 10), stacked(wrapped(text, 20, 10), 0, 0, 10), a=text
    )
    assert len(ElementTree.fromstring(drawn)) == 2


def test_attributes():
    assert element("line", x1=1.5, x2=2.0, stroke_width=None) == '<line x1="1.5" x2="2"/>'
    assert "&lt;" in written("<", 0, 0, 10, class_='"')
