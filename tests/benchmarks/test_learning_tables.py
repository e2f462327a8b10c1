import pytest

from benchmarks import learning_tables
from benchmarks.learning_tables import draw, few_table, task_table
from benchmarks.markers import between, update

COUNTS = {"learned": 8_000, "dropped": 3, "asked": 1_000, "seconds": 12.4}
FEW = [
    {"taxonomy": "hotline", "begin": begin, "base": base, "size": size, "labels": 7,
     "macro_f1": f1, "fit_seconds": 1.0}
    for begin, base, size, f1 in (
        ("phrases", "default", 0, 0.5),
        ("phrases", "default", 5, 0.6),
        ("phrases", "default", "50 at random", 0.65),
        ("nothing", None, 5, 0.3),
    )
]  # fmt: skip
RESULTS = {
    "machine": {"date": "2026-11-22", "processor": "A Processor", "cores": 2, "python": "3.11"},
    "tasks": {
        "hotline": {"linear": {"accuracy": 0.9, "macro_f1": 0.875, **COUNTS}},
        "car": {"plain": {"micro_f1": 0.62, **COUNTS}},
    },
    "few": {"hotline": FEW},
}


def test_a_row_for_each_corpus_and_engine():
    english, chinese = (task_table(RESULTS["tasks"], language) for language in (1, 0))
    rows = english.splitlines()[2:]
    assert rows == [
        "| categories of government messages | `linear` | 0.875 | — | 0.900 | 8,000 | 1,000 | 12 |",
        "| car forum: topic and polarity | character TF-IDF + LinearSVC | — | 0.620 | — | 8,000 | 1,000 | 12 |",
    ]
    assert "| 政务留言的类别 | `linear` | 0.875 |" in chinese


def test_a_row_for_each_way_to_begin():
    lines = few_table(FEW, 1).splitlines()
    assert lines[0] == (
        "| categories of a government hotline: begins with | base | 0 | 5 | 50 at random |"
    )
    assert lines[2:] == [
        "| names, definitions, phrases | `default` | 0.500 | 0.600 | 0.650 |",
        "| nothing | `None` | — | 0.300 | — |",
    ]
    assert "50 随机" in few_table(FEW, 0)


def test_what_was_not_measured_is_left_out():
    tables = learning_tables.learning_tables({"machine": RESULTS["machine"]}, 1)
    assert tables.startswith("Measured 2026-11-22 on A Processor, cores: 2")
    assert "|" not in tables
    assert "few-labels.svg" not in tables


def test_tables_go_between_the_markers(tmp_path):
    path = tmp_path / "page.md"
    path.write_text(
        "甲\n<!-- learning:begin -->\n旧\n<!-- learning:end -->\n乙\n", encoding="utf-8"
    )
    tables = learning_tables.learning_tables(RESULTS, 0)
    update(path, "learning", tables)
    text = path.read_text(encoding="utf-8")
    assert between(text, "learning") == tables
    assert text.startswith("甲\n")
    assert text.endswith("乙\n")


def test_the_picture_is_the_same_each_time(tmp_path):
    for name in ("a.svg", "b.svg"):
        draw(RESULTS["few"], tmp_path / name)
    first, second = ((tmp_path / name).read_bytes() for name in ("a.svg", "b.svg"))
    assert first == second
    assert first.startswith(b"<?xml")


@pytest.mark.parametrize("name", ["docs/retraining.md", "docs/retraining.zh.md"])
def test_documents_hold_the_last_results(name):
    """None are there before the first measurement, and then nothing may stand there."""
    found = between((learning_tables.ROOT / name).read_text(encoding="utf-8"), "learning")
    last = learning_tables.read_results()
    assert found == (dict(learning_tables.documents(last))[name] if last else "")
