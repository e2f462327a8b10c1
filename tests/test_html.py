import re
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import FULL, PLAIN, TEXT, record, tagged

from voc._html import page_html, printable, table_html, voices_html
from voc.result import Result


class Page(HTMLParser):
    """Text cells and marks of a page; raises when tags do not close in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.cells, self.marks, self.tags = [], [], [], set()
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag in ("br", "meta"):
            return
        self.open.append(tag)
        if dict(attrs).get("class") == "text":
            self.cells.append("")
        if tag == "mark" and self.cells:
            self.marks.append((dict(attrs)["class"], ""))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "td" in self.open and self.cells:
            self.cells[-1] += data
        if "mark" in self.open and self.cells:
            self.marks[-1] = (self.marks[-1][0], self.marks[-1][1] + data)


def test_quotes_are_highlighted_by_kind_and_named_in_chinese():
    html = voices_html([FULL, PLAIN])
    assert Page(html).marks == [("pain", "发货太慢了"), ("praise", "客服倒是很热情")]
    for name in (
        "痛点 · 配送时效 · 一般 · 90%",
        "服务问题",
        "图例",
        'data-kind="痛点"',
        "坏行",
        "line 3: expected",
    ):
        assert name in html
    assert "另有" not in html


def test_overlapping_and_crossing_quotes_keep_the_text_whole():
    voice = tagged(record(0, 5), record(3, 9, kind="need"), record(0, 5, kind="praise"))
    page = Page(voices_html([voice]))
    assert page.cells[0].startswith(TEXT)
    assert [text for _, text in page.marks] == ["发货太", "慢了", "，客服倒"]


def test_everything_is_escaped():
    evil = "<script>alert('x')</script>\"&"
    voice = tagged(
        record(0, 8, text=evil, category="<b>"), id=evil, text=evil, error=evil,
        marks=frozenset({"bad_row"}),
    )  # fmt: skip
    page = Page(voices_html([voice]))
    assert not page.tags & {"script", "b"}
    assert page.cells[0].startswith(evil)


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.text(max_size=30), st.integers(0, 30), st.integers(0, 30)), max_size=4)
)
def test_any_text_and_any_spans_make_a_well_formed_page(drawn):
    voices = [
        tagged(record(min(a, b, len(text)), min(max(a, b), len(text)), text=text), text=text)
        for text, a, b in drawn
    ]
    html = voices_html(voices)
    html.encode("utf-8")
    shown = re.findall(r'<td class="text">(.*?)</td>', html, re.DOTALL)
    assert [unescape(re.sub("<[^>]*>", "", cell)) for cell in shown] == [
        unescape(printable(text)) for text, _, _ in drawn
    ]


def test_long_texts_are_cut_and_quotes_beyond_do_not_break():
    text = "慢" * 3000
    html = voices_html([tagged(record(2000, 2005, text=text), text=text)])
    assert "（还有 2000 字）" in html
    assert Page(html).marks == []


def test_the_notebook_shows_twenty_and_says_how_many_more():
    html = Result([PLAIN] * 23)._repr_html_()
    assert len(Page(html).cells) == 20
    assert "另有 3 条客户声音未显示" in html


@pytest.mark.parametrize("text", ["\ud800", "\0", "\x1b[31m"])
def test_what_no_page_can_hold_is_replaced(text):
    assert printable(text)[0] == "\ufffd"


def test_a_page_is_self_contained():
    html = page_html("标题<", table_html(["甲", "乙"], [("<", "1")], frozenset({1})))
    assert Page(html).tags >= {"html", "head", "body", "table"}
    assert "<td class=number>1</td>" in html
    assert "标题&lt;" in html
    assert "http" not in html
