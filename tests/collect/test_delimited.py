import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.collect.read import read
from voc.errors import InputError


@pytest.fixture
def voices(tmp_path):
    def reading(content, name="a.csv", **columns):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(path, **columns))

    return reading


def texts(voices):
    return [voice.text for voice in voices]


def test_a_plain_file(voices):
    first, second = voices("工单号,内容,评分,城市\nT1,发货慢,2星,南京\nT2,很好,5,\n")
    assert (first.id, first.text, first.score, first.meta) == (
        "T1",
        "发货慢",
        2.0,
        {"城市": "南京"},
    )
    assert (second.id, second.marks, second.error) == ("T2", frozenset(), None)


def test_rows_are_numbered_where_there_is_no_id(voices):
    assert [voice.id for voice in voices("内容\n慢\n\n好\n")] == ["1", "2"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "A.CSV"])
def test_delimiters_are_found(voices, delimiter, name):
    rows = [("编号", "内容", "评分"), ("1", "慢", "2")]
    content = "\n".join(delimiter.join(row) for row in rows)
    (voice,) = voices(content, name=name)
    assert (voice.id, voice.text, voice.score) == ("1", "慢", 2.0)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(voices, end):
    assert texts(voices(end.join(["编号,内容", "1,慢", '2,"好,用"', ""]))) == ["慢", "好,用"]


def test_a_quoted_field_may_span_lines(voices):
    found = voices('编号,内容\n1,"第一行\n第二行,还有""引号""\n第三行"\n2,好\n')
    assert texts(found) == ['第一行\n第二行,还有"引号"\n第三行', "好"]
    assert not any(voice.marks for voice in found)


def test_too_few_columns(voices):
    first, second, _ = voices("a,b,内容,评分,c\n1,2,只有三列\n1\n1,2,好,5,3\n")
    assert (first.text, first.marks) == ("只有三列", {"bad_row"})
    assert first.error == "line 2: expected 5 columns, got 3"
    assert (second.text, second.error) == ("1", "line 3: expected 5 columns, got 1")


def test_too_many_columns_give_the_surplus_back_to_the_text(voices):
    (voice,) = voices("编号,内容,评分\n1,屏幕好,就是贵,真贵,4\n")
    assert (voice.id, voice.text, voice.score) == ("1", "屏幕好,就是贵,真贵", 4.0)
    assert voice.error == "line 2: expected 3 columns, got 5"


def test_in_a_file_of_one_column_commas_need_no_quotes(voices):
    found = voices("内容\n慢,真慢\n好\n")
    assert texts(found) == ["慢,真慢", "好"]
    assert not any(voice.marks for voice in found)


def test_blank_columns_at_the_end_are_no_mistake(voices):
    (voice,) = voices("编号,内容\n1,好,,,\n")
    assert (voice.text, voice.marks) == ("好", frozenset())


def test_a_giant_text_is_no_stray_quote(voices):
    giant = "快递太慢，又慢。" * 20_000
    found = voices(f"内容\n不错\n{giant}\n不好\n")
    assert [voice.error for voice in found] == [None, None, None]
    assert found[1].text == giant


@pytest.mark.parametrize(
    "line",
    ['2,"坏了,3', '2,"坏"了,3', '2,"他说"坏了",真的',  '2,""坏了",3'],
)  # fmt: skip
@pytest.mark.parametrize("rest", ["3,好,4\n" * 3, '3,"好",4\n' * 3, "3,好,4\n" * 600])
def test_a_stray_quote_costs_only_its_own_line(voices, line, rest):
    found = voices(f"编号,内容,评分\n1,慢,2\n{line}\n{rest}")
    assert len(found) == 2 + rest.count("\n")
    assert found[1].error == "line 3: a stray or unclosed quote"
    assert "坏" in found[1].text
    assert {voice.text for voice in found[2:]} == {"好"}
    assert not any(voice.marks for voice in found[2:])


def test_quotes_inside_a_quoted_field_keep_the_text(voices):
    (voice,) = voices('编号,内容,评分\n1,"他说"好用"，我信了",5\n')
    assert (voice.text, voice.score) == ('他说"好用"，我信了', 5.0)


def test_line_numbers_count_physical_lines(voices):
    found = voices('编号,内容\n\n1,"一\n二"\n2\n"3\n4,好\n')
    assert [voice.error for voice in found] == [
        None, "line 5: expected 2 columns, got 1", "line 6: a stray or unclosed quote", None,
    ]  # fmt: skip


def test_undecodable_bytes_mark_only_their_row(voices):
    found = voices("编号,内容\n1,慢\n".encode() + b"2,\xe5\xa5\xbd\xff\n" + "3,好\n".encode())
    assert texts(found) == ["慢", "好\ufffd", "好"]
    assert [voice.error for voice in found] == [
        None, "line 3: 1 byte not in the file's encoding, utf-8", None,
    ]  # fmt: skip


def test_nuls_and_a_field_beyond_the_csv_limit_do_not_break_the_file(voices):
    long = "慢" * 140_000
    found = voices(f'编号,内容\n1,有\0空\n2,"{long}"\n3,好\n')
    assert texts(found) == ["有\0空", long, "好"]


def test_headers_blank_repeated_and_of_two_lines(voices):
    (voice,) = voices('"内容\n（必填）",,备注,备注\n好,1,2,3\n')
    assert voice.text == "好"
    assert voice.meta == {"column_2": "1", "备注": "2", "备注_2": "3"}


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(voices, content):
    with pytest.raises(InputError, match=r"a\.csv is empty; its first line must name the columns"):
        voices(content)


def test_a_header_alone_gives_no_voices(voices):
    assert voices("编号,内容\n") == []


def test_a_file_without_header_is_refused(voices):
    with pytest.raises(InputError, match=r"a\.csv looks like the text; its columns: '1', '太慢了'"):
        voices("1,太慢了\n2,很好\n")


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=8))
def test_what_csv_writes_is_read_back_unchanged(tmp_path_factory, written):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    sheet = io.StringIO(newline="")
    csv.writer(sheet).writerows(
        [["id", "text", "n"], *([str(i), t, "7"] for i, t in enumerate(written))]
    )
    path.write_bytes(sheet.getvalue().encode("utf-8-sig"))
    assert texts(read(path)) == written


@given(st.binary(max_size=12))
def test_no_bytes_under_a_header_ever_raise(tmp_path_factory, garbage):
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    path.write_bytes("编号,内容,物流太慢了客服也不理人\n".encode() + garbage)
    assert all(isinstance(voice.text, str) for voice in read(path))
