import json

import pytest

from benchmarks.markers import between
from benchmarks.topic_tables import DOCS, PAGES, RESULTS, tables

ROW = {
    "nmi": 0.5, "ari": 0.4, "topics": 10, "outliers": 0.05, "npmi": 0.1, "diversity": 0.8,
    "alike_between_seeds": 0.9, "alike_between_parts": 0.7, "seconds": 5.0, "peak_mb": 300.0,
}  # fmt: skip
MADE = {
    "machine": {"date": "2026-11-22", "processor": "A Processor"},
    "corpora": {
        "shopping": {
            "texts": 6000, "a": ROW, "b": ROW | {"nmi": 0.6, "encoding_seconds": 100.0},
        }
    },
}  # fmt: skip


def test_the_best_stands_first_and_encoding_counts():
    rows = tables(MADE, 1).splitlines()[-2:]
    assert rows[0].startswith("| b | 0.600 | 0.400 | 10 | 5.0% |")
    assert rows[0].endswith("| 105 | 100 | 300 |")
    assert rows[1].endswith("| 5 | 0 | 300 |")
    assert "6,000 条" in tables(MADE, 0)


@pytest.mark.parametrize("language", [0, 1])
def test_the_pages_show_what_was_measured(language):
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    shown = between((DOCS / PAGES[language]).read_text(encoding="utf-8"), "topics")
    assert shown == tables(results, language)
