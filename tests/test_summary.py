import re

from hypothesis import given
from hypothesis import strategies as st
from samples import FULL, PLAIN, record, tagged

from voc._aligned import aligned, cut, width
from voc._summary import summary


def test_counts_and_top_categories():
    worse = record(0, 4, severity=4, confidence=0.5)
    found = summary([FULL, PLAIN, tagged(worse, record(0, 5)), tagged(record(0, 2, "need", "价"))])
    assert (found.voices, found.records) == (4, {"pain": 3, "need": 1, "praise": 1})
    assert found.marks == {"near_duplicate": 1, "bad_row": 1}
    assert (found.voice_types, found.sentiments) == ({"service_issue": 4}, {"mixed": 4})
    (top,) = found.top["pain"]
    assert (top.category, top.count, top.share, top.quote) == ("delivery.speed", 3, 0.5, "发货太慢")
    assert abs(top.severity - 8 / 3) < 1e-9
    assert found.top["praise"][0].category == "service.attitude"


def test_the_most_frequent_ten_come_first():
    voices = [tagged(*[record(0, 1, category=f"c{n:02}")] * n) for n in range(1, 15)]
    top = summary(voices).top["pain"]
    assert [item.category for item in top] == [f"c{n:02}" for n in range(14, 4, -1)]


def test_the_terminal_tables_are_aligned():
    printed = str(summary([FULL, tagged(record(0, 5, category="unknown.id"))]))
    assert "客户声音 2 条：痛点 2，需求 0，满意点 1" in printed
    assert "标记：" in printed
    table = printed.split("\n\n")[1].splitlines()
    assert table[0].split() == ["痛点", "条数", "声音占比", "平均严重度", "例"]
    columns = {width(re.match(r".*?\d+ +[\d.]+% +[\d.]+", line)[0]) for line in table[1:]}
    assert len(columns) == 1
    assert {line.split()[0] for line in table[1:]} == {"配送时效", "unknown.id"}


def test_a_quote_cannot_steer_the_terminal():
    evil = "慢\x1b[31m\n\r死了"
    printed = str(summary([tagged(record(0, len(evil), text=evil), text=evil)]))
    assert "慢 [31m 死了" in printed
    assert "\x1b" not in printed


def test_html():
    html = summary([tagged(record(0, 2, text="<b>", category="<i>"))]).to_html()
    assert "&lt;b" in html
    assert "<i>" not in html
    assert "50" not in html
    assert "100.0%" in html


def test_nothing_to_summarise():
    assert "客户声音 0 条" in summary([]).to_html()


@given(st.text(), st.integers(2, 60))
def test_cut_texts_fit(text, columns):
    assert width(cut(text, columns)) <= columns


@given(
    st.lists(
        st.tuples(st.text(st.characters(categories=["L", "N", "So"])), st.just("1")), min_size=1
    )
)
def test_rows_end_in_the_same_column(rows):
    lines = aligned(rows, frozenset({1})).split("\n")
    assert len({width(line) for line in lines}) == 1
