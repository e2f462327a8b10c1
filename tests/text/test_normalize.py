import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import awkward_texts

from voc.text.normalize import folding_table, normalize, normalize_batch


@pytest.mark.parametrize(
    ("raw", "view"),
    [
        ("ＡＰＰ　卡！", "app 卡!"),
        ("體驗很差，退貨", "体验很差,退货"),
        ("太太太太太慢", "太太太慢"),
        ("10000元", "10000元"),
        ("慢。。。。。。", "慢。。。"),
        ("好 \t 慢", "好 慢"),
        ("第一\r\n第二\u2028第三", "第一\n\n第二\n第三"),
        ("零\u200b宽\ufeff\x00", "零宽"),
        ("半\ud800个\udfff", "半个"),
        ("❤\ufe0f👍🏻", "❤👍🏻"),
        ("ｅ\u0301", "e"),
        ("①②½℃", "12½℃"),
        ("<b>快</b>", " 快 "),
        ("𠮷野家", "𠮷野家"),
        ("", ""),
        ("\x00\u200b", ""),
    ],
)
def test_the_view_of_the_model(raw, view):
    assert normalize(raw).text == view


def test_spans_lead_back():
    view = normalize("ＡＰＰ太太太太太卡了\u200b！！")
    start = view.text.index("卡了")
    assert view.raw[slice(*view.span(start, start + 2))] == "卡了"
    assert view.span(0, 3) == (0, 3)
    assert view.span(0, len(view.text)) == (0, len(view.raw))
    assert view.span(start, start) == (8, 8)
    assert view.span(len(view.text), len(view.text)) == (13, 13)


@pytest.mark.parametrize("span", [(-1, 1), (0, 3), (2, 1)])
def test_a_span_outside_raises(span):
    with pytest.raises(IndexError, match=r"outside \[0, 2\]"):
        normalize("慢了").span(*span)


@settings(max_examples=200, deadline=None)
@given(awkward_texts())
def test_offsets_always_lead_back(raw):
    view = normalize(raw)
    assert view.offsets.shape == (len(view.text) + 1,)
    assert view.offsets.dtype == np.int32
    assert (np.diff(view.offsets) > 0).all()
    assert 0 <= view.offsets[0]
    assert view.offsets[-1] == len(raw)
    table = folding_table()
    for character, at in zip(view.text, view.offsets[:-1], strict=True):
        code = ord(raw[at])
        assert character == " " or ord(character) == (table[code] if code < len(table) else code)


@settings(max_examples=100, deadline=None)
@given(st.lists(awkward_texts(), max_size=5))
def test_a_batch_equals_its_texts_one_by_one(texts):
    batch = normalize_batch(texts)
    views = [normalize(text) for text in texts]
    assert batch.texts() == [view.text for view in views]
    assert batch.bounds.tolist() == [0, *np.cumsum([len(view.text) for view in views])]
    origin = np.concatenate([[], *(view.offsets[:-1] for view in views)])
    assert batch.origin.tolist() == origin.tolist()


@settings(max_examples=100, deadline=None)
@given(awkward_texts())
def test_views_hold_no_character_that_has_to_go(raw):
    text = normalize(raw).text
    assert "\x00" not in text
    assert "  " not in text
    assert not any("\ud800" <= character <= "\udfff" for character in text)


def test_folding_is_read_only():
    with pytest.raises(ValueError, match="read-only"):
        folding_table()[0] = 1
