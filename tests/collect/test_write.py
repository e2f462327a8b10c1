import csv
import json
import os
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import openpyxl
import pandas as pd
import pyarrow.parquet
import pytest
import sqlalchemy

from voc._plain import RECORD_COLUMNS, VOICE_COLUMNS
from voc.collect.read import read
from voc.collect.write import check_target, write
from voc.errors import InputError
from voc.result import Result
from voc.types import Record, TaggedVoice, Voice

CHINA = timezone(timedelta(hours=8))
ENDINGS = [".jsonl", ".csv", ".xlsx", ".parquet", ".html"]


def tagged(text="发货太慢了", id="1", **voice):
    record = Record(
        voice_id=id, kind="pain", category="delivery.speed", start=0, end=len(text), quote=text, severity=2,
        stage="delivery", touchpoint=None, level="ease", confidence=0.9,
    )  # fmt: skip
    return TaggedVoice(
        voice=Voice(id=id, text=text, **voice), records=(record,), voice_type="service_issue",
        sentiment="negative", score=-0.5, emotion="anger", urgency=1, flags=frozenset({"churn"}),
        confidence=0.8, model="demo@1",
    )  # fmt: skip


RESULT = Result(
    [
        tagged(created_at=datetime(2025, 1, 2, 9, 30, tzinfo=CHINA), score=3.0, meta={"城市": "南京"}),
        tagged("很\n好,\"真的\"", id="2"),
    ]
)  # fmt: skip
ODD = ["\ud800", "有\0空", "\x0b\x1b", "👨‍👩‍👧", "慢" * 40_000, "=1+1", "-", "#N/A", ""]


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_jsonl_round_trips(tmp_path):
    path = tmp_path / "a.jsonl"
    result = Result([*RESULT, tagged("\ud800!")])
    write(result, path)
    lines = path.read_bytes().decode("utf-8").splitlines()
    assert "发货太慢了" in lines[0]
    assert Result.from_dicts(json.loads(line) for line in lines) == result
    assert [voice.text for voice in read(path)] == [voice.text for voice in result.voices]


def test_csv_opens_in_excel_and_reads_back(tmp_path):
    path = tmp_path / "a.csv"
    write(RESULT, path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfid,kind,")
    first, second = table(path)
    assert tuple(first) == RECORD_COLUMNS
    assert (first["created_at"], first["score"]) == ("2025-01-02 09:30:00+08:00", "3.0")
    assert (second["quote"], second["touchpoint"], second["score"]) == ('很\n好,"真的"', "", "")
    write(RESULT, path, what="voices", overwrite=True)
    assert tuple(table(path)[0]) == VOICE_COLUMNS
    assert [voice.created_at for voice in read(path)] == [
        voice.created_at for voice in RESULT.voices
    ]


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+86", "-1+1", "@SUM(1)", "\t=1", "＝1+1"])
def test_csv_runs_no_formulas(tmp_path, text):
    path = tmp_path / "a.csv"
    write([tagged(text)], path)
    (row,) = table(path)
    assert row["quote"] == "'" + text
    assert row["score"] == ""


def test_negative_numbers_stay_numbers(tmp_path):
    path = tmp_path / "a.csv"
    write(RESULT, path, what="voices")
    assert table(path)[0]["polarity"] == "-0.5"


def test_a_workbook_has_both_tables_and_no_formulas(tmp_path):
    path = tmp_path / "a.xlsx"
    write([*RESULT, tagged("=1+1"), tagged("#N/A")], path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["records", "voices"]
    rows = [[cell.value for cell in row] for row in book["voices"].rows]
    assert tuple(rows[0]) == VOICE_COLUMNS
    assert rows[1][VOICE_COLUMNS.index("created_at")] == datetime(2025, 1, 2, 9, 30)
    assert [row[1] for row in rows[3:]] == ["=1+1", "#N/A"]
    assert {row[1].data_type for row in book["voices"].rows} == {"s"}
    book.close()


@pytest.mark.parametrize(
    ("times", "zone"),
    [
        ([datetime(2025, 1, 2), None], None),
        ([datetime(2025, 1, 2, 8, tzinfo=CHINA), datetime(2025, 1, 2)], "UTC"),
        ([None, None], None),
    ],
)
def test_parquet(tmp_path, times, zone):
    path = tmp_path / "a.parquet"
    write([tagged(created_at=time) for time in times], path, what="voices")
    read_back = pyarrow.parquet.read_table(path)
    assert read_back.schema.names == list(VOICE_COLUMNS)
    assert read_back.schema.field("created_at").type.tz == zone
    assert read_back["created_at"][0].as_py() == (
        times[0] and times[0].astimezone(UTC) if zone else times[0]
    )
    assert read_back["text"].to_pylist() == ["发货太慢了"] * 2


def test_html_is_one_page(tmp_path):
    path = tmp_path / "a.html"
    write(RESULT, path)
    page = path.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("发货太慢了") >= 2
    assert "客户声音 2 条" in page


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'a.db'}"


def rows(url, name):
    engine = sqlalchemy.create_engine(url)
    with engine.connect() as connection:
        found = pd.read_sql(sqlalchemy.text(f"select * from {name}"), connection)
    engine.dispose()
    return found


def test_a_database(url):
    write(RESULT, url)
    assert list(rows(url, "voc_records").columns) == list(RECORD_COLUMNS)
    assert list(rows(url, "voc_voices")["text"]) == ["发货太慢了", '很\n好,"真的"']
    with pytest.raises(InputError, match=r"has a table voc_records; pass append=True"):
        write(RESULT, url)
    write(RESULT, url, append=True)
    assert len(rows(url, "voc_voices")) == 4
    write(RESULT, url, overwrite=True)
    assert len(rows(url, "voc_voices")) == 2


def test_a_database_that_cannot_be_opened(tmp_path):
    with pytest.raises(InputError, match="cannot open the database"):
        write(RESULT, "nonsense://x")
    with pytest.raises(InputError, match="the database refused: unable to open"):
        write(RESULT, f"sqlite:///{tmp_path}/no/such/folder/a.db")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("what", ["records", "voices"])
def test_odd_texts_and_nothing_at_all_can_be_written(tmp_path, ending, what):
    write([tagged(text, score=float("nan")) for text in ODD], tmp_path / f"a{ending}", what=what)
    write([], tmp_path / f"b{ending}", what=what)
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{ending}", f"b{ending}"]


def test_odd_texts_in_a_database(url):
    write([tagged(text, created_at=datetime(1, 1, 1)) for text in ODD], url)
    assert rows(url, "voc_voices")["text"][0] == "\ufffd"


def failing():
    yield from RESULT
    raise RuntimeError("the source broke off")


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError):
        write(failing(), path, overwrite=True)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [
        (f"a{ending}", "old")
    ]


def test_a_failure_leaves_no_tables_and_no_rows(url):
    with pytest.raises(RuntimeError):
        write(failing(), url)
    write(RESULT, url)
    for how in ("overwrite", "append"):
        with pytest.raises(RuntimeError):
            write(failing(), url, **{how: True})
        assert len(rows(url, "voc_voices")) == 2


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_existing_file_is_not_replaced_unasked(tmp_path, ending):
    path = tmp_path / f"a{ending}"
    path.write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match=r"exists; choose another name or pass overwrite=True"):
        write(RESULT, path)
    assert path.read_text(encoding="utf-8") == "old"


def test_targets_that_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"a\.docx is of no kind.*\.jsonl \.csv \.xlsx"):
        write(RESULT, tmp_path / "a.docx")
    with pytest.raises(InputError, match=r"the folder of .* does not exist"):
        check_target(tmp_path / "no" / "a.csv", overwrite=False)
    with pytest.raises(InputError, match="append=True goes with a database"):
        write(RESULT, tmp_path / "a.csv", append=True)
    with pytest.raises(InputError, match="what='topics' is no table"):
        write(RESULT, tmp_path / "a.csv", what="topics")
    assert list(tmp_path.iterdir()) == []


def test_a_str_names_a_file_and_its_mode_is_the_usual_one(tmp_path):
    write(RESULT, str(tmp_path / "a.csv"))
    plain = tmp_path / "plain"
    plain.touch()
    assert os.stat(tmp_path / "a.csv").st_mode == plain.stat().st_mode


@pytest.mark.parametrize(("ending", "count"), [(".jsonl", 400), (".csv", 400), (".parquet", 6000)])
def test_streams_are_written_in_constant_memory(tmp_path, ending, count):
    def peak(count, path):
        tracemalloc.start()
        write((tagged(str(n) * 50) for n in range(count)), path, what="voices")
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(10, tmp_path / f"warm{ending}")
    few, many = peak(count, tmp_path / f"a{ending}"), peak(2 * count, tmp_path / f"b{ending}")
    assert many < 1.2 * few + 20_000
