import pytest

from voc.insight.forest import forest


def test_the_first_is_at_the_top_and_texts_are_escaped():
    made = forest("<b>", "x", ["慢", "<i>"], [(1, 0.5, 3), (-1, -2, 0)], ["#000", "#111"], "x.plot")
    assert made.layout.yaxis.autorange == "reversed"
    assert made.layout.title.text == "&lt;b&gt;"
    assert list(made.data[0].y) == ["慢", "&lt;i&gt;"]
    assert made.data[0].error_x.array == pytest.approx((2, 1))
    assert made.data[0].error_x.arrayminus == pytest.approx((0.5, 1))


def test_zero_is_drawn_where_it_is_in_sight():
    assert len(forest("", "", ["a"], [(1, -1, 2)], ["#000"], "x.plot").layout.shapes) == 1
    assert len(forest("", "", ["a"], [(5, 4, 6)], ["#000"], "x.plot").layout.shapes) == 0
