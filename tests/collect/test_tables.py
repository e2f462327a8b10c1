import sqlite3
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from voc.collect.read import read
from voc.errors import InputError


@pytest.fixture
def workbook(tmp_path):
    def writing(*rows, sheets=("Sheet",)):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title in sheets:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = tmp_path / "a.xlsx"
        book.save(path)
        book.close()
        return path

    return writing


def test_a_workbook(workbook):
    path = workbook(
        ("编号", "评论内容", "评论时间", "评分"),
        (1, "慢", datetime(2025, 1, 2, 9), 4.5),
        (),
        (2, 12345, None, None, "表外备注"),
        (3, None, "2025/1/3", "差"),
    )
    first, second, third = read(path)
    assert (first.id, first.text, first.created_at) == ("1", "慢", datetime(2025, 1, 2, 9))
    assert (second.text, second.score, second.meta) == ("12345", None, {"column_5": "表外备注"})
    assert (third.marks, third.created_at) == ({"empty"}, datetime(2025, 1, 3))
    assert third.meta == {"score": "差"}


def test_a_title_above_the_header_is_skipped(workbook):
    rows = (("2025年3月客户评论内容汇总",), (), ("编号", "内容"), ("1", "慢"))
    assert [voice.text for voice in read(workbook(*rows))] == ["慢"]


def test_formatted_but_empty_columns_leave_no_trace(workbook):
    (voice,) = read(workbook(("编号", "内容", None, ""), ("1", "慢", None, None)))
    assert voice.meta == {}


def test_a_sheet_of_one_column(workbook):
    assert [voice.text for voice in read(workbook(("内容",), ("慢",), ("好",)))] == ["慢", "好"]


def test_sheets_are_chosen_by_name(workbook):
    path = workbook(("内容",), ("慢",), sheets=("一月", "二月"))
    assert len(list(read(path, sheet="二月"))) == 1
    with pytest.raises(InputError, match=r"no sheet='三月'; its sheets: '一月', '二月'"):
        read(path, sheet="三月")


def test_an_empty_workbook_and_no_workbook(workbook, tmp_path):
    with pytest.raises(InputError, match="is empty; its first row must name columns"):
        read(workbook())
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0 encrypted")
    with pytest.raises(InputError, match="is no workbook that can be read"):
        read(path)


def test_a_frame_with_an_index_missing_values_and_odd_column_names():
    table = pd.DataFrame(
        {"content": ["慢", None, float("nan"), 5.0], "score": [1, 2, None, 4], 7: [True] * 4},
        index=["a", "b", "c", "d"],
    )
    found = list(read(table))
    assert [(voice.id, voice.text) for voice in found] == [
        ("a", "慢"),
        ("b", ""),
        ("c", ""),
        ("d", "5"),
    ]
    assert found[1].marks == {"empty"}
    assert [voice.score for voice in found] == [1.0, 2.0, None, 4.0]
    assert found[0].meta == {"7": True}


def test_an_index_that_repeats_gives_no_ids():
    table = pd.DataFrame({"text": ["慢", "好"]}, index=[0, 0])
    assert [voice.id for voice in read(table)] == ["1", "2"]


def test_a_frame_without_text_and_an_empty_frame():
    with pytest.raises(InputError, match="of the DataFrame looks like the text; its columns: 'a'"):
        read(pd.DataFrame({"a": ["慢"]}))
    assert list(read(pd.DataFrame({"text": []}))) == []


def test_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    times = pd.to_datetime(["2025-01-02", None])
    pd.DataFrame({"评价": ["慢", "好"], "日期": times, "城市": ["南京", None]}).to_parquet(path)
    first, second = read(path)
    assert (first.text, first.created_at, first.meta) == (
        "慢",
        datetime(2025, 1, 2),
        {"城市": "南京"},
    )
    assert (second.created_at, second.meta) == (None, {"城市": None})


def test_no_parquet(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_bytes(b"nothing")
    with pytest.raises(InputError, match=r"a\.parquet is no Parquet file"):
        read(path)


@pytest.fixture
def url(tmp_path):
    path = tmp_path / "a.db"
    connection = sqlite3.connect(path)
    connection.execute("create table t (id integer, content text, nps real)")
    connection.executemany("insert into t values (?, ?, ?)", [(1, "慢", 3), (2, None, 9)])
    connection.commit()
    connection.close()
    return f"sqlite:///{path}"


def test_a_database(url):
    first, second = read(url, query="select * from t where content is null or content like '%慢%'")
    assert (first.id, first.text, first.score) == ("1", "慢", 3.0)
    assert second.marks == {"empty"}


def test_a_database_that_fails(url):
    with pytest.raises(InputError, match="the query failed: no such table: u"):
        read(url, query="select * from u")
    with pytest.raises(InputError, match="cannot open the database"):
        read("nonsense", query="select 1")
    with pytest.raises(InputError, match="no column of the query looks like the text"):
        read(url, query="select id from t")


def test_a_query_that_is_not_read_to_its_end_leaves_nothing_open(url):
    assert next(read(url, query="select * from t")).text == "慢"
