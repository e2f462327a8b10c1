import pytest

from voc.qualify.words import letters_of, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("发货太慢", "發貨太慢"), ("APP卡顿", "ａｐｐ卡頓"), ("发货，太慢！", "发货太慢😡"), ("太 慢", "太慢\n"),
        ("找〔电话1a2b3c〕", "找〔电话ffffff〕"), ("慢\u200b死了", "慢死了"), ("太太太太太慢", "太太太慢"),
    ],
    ids=["script", "width", "marks", "blanks", "pseudonyms", "invisible", "repeats"],
)  # fmt: skip
def test_the_same_words(one, other):
    assert letters_of([one]) == letters_of([other])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("涨了5.5元", "涨了55元"),
        ("快", "不快"),
        ("👍", "👎"),
        ("找〔电话1a2b3c〕", "找〔姓名1a2b3c〕"),
    ],
    ids=["numbers", "negation", "emoji", "pseudonyms"],
)
def test_other_words(one, other):
    assert letters_of([one]) != letters_of([other])


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "。。", "hello", "慢" * 100_000])
def test_odd_texts_have_letters_and_as_many_places(text):
    found = words(text)
    assert [found.letters] == letters_of([text])
    assert len(found.letters) == len(found.starts) == len(found.ends)


def test_spans_move_with_the_words():
    first, other = words("找〔电话1a2b3c〕，没人接"), words("找☎〔电话ffffff〕没人接！")
    assert first.span_in(other, 1, 11) == (2, 12)
    assert first.span_in(other, 12, 15) == (12, 15)
    assert first.span_in(other, 11, 12) is None
