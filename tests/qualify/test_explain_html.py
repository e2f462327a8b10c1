import re
from html import unescape

import numpy as np
import pytest
from samples import TEXT, record

from voc._html import printable
from voc.qualify.explain import Explanation, RecordEvidence
from voc.types import Voice


def html_of(*weighted, text=TEXT):
    items = tuple(
        RecordEvidence(one, text, np.array(weights, dtype=float), 0.5, "exact")
        for one, weights in weighted
    )
    return Explanation(Voice(id="1", text=text), items)._repr_html_()


def body(html):
    """Text of each paragraph, without its tags."""
    return [unescape(re.sub("<[^>]*>", "", p)) for p in re.findall("<p>(.*?)</p>", html, re.DOTALL)]


def spread(weights, text=TEXT):
    return [*weights, *[0] * (len(text) - len(weights))]


def test_a_line_names_its_record_in_both_languages_and_shades_its_characters():
    html = html_of((record(0, 5), spread([2, 0.01, -1])))
    legend, line = body(html)
    assert "支持" in legend
    assert "speaks against" in legend
    head, text = line.split("\n")
    assert (
        head
        == "痛点 pain · 配送时效 delivery speed +1.51 = +1.01 文字 text +0.50 其余 rest (exact)"
    )
    assert text == TEXT
    assert '<span style="background:rgba(0,158,115,0.70)" title="+2.00">发</span>货' in html
    assert '<span style="background:rgba(213,94,0,0.35)" title="-1.00">太</span>慢' in html
    assert re.findall("<u>(.*?)</u>", re.sub("</?span[^>]*>", "", html)) == ["发货太慢了"]


def test_everything_is_escaped_and_nothing_is_fetched():
    evil = "<script>alert('x')</script>\"&\0\ud800"
    weights = np.linspace(-1, 1, len(evil))
    html = html_of((record(0, 8, text=evil, category="<b>"), weights), text=evil)
    assert "<script" not in html
    assert "<b>&lt;b&gt;" not in html
    assert body(html)[1].endswith(unescape(printable(evil)))
    assert not re.search(r"https?:|src=|url\(|@import", html)
    html.encode("utf-8")


def test_no_records_is_said_in_both_languages():
    assert body(html_of()) == ["没有记录 · no records"]


@pytest.mark.parametrize(("start", "end", "shown"), [(1000, 1005, 305), (0, 3000, 750)])
def test_of_long_texts_the_part_around_the_quote_is_shown(start, end, shown):
    text = "慢" * 3000
    html = html_of((record(start, end, text=text), np.ones(3000)), text=text)
    assert body(html)[1].count("慢") == shown
    assert body(html)[1].endswith("…")
