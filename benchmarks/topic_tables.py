"""Bring the table of docs/topics up to date with benchmarks/topics.json.

    python -m benchmarks.topic_tables

``language`` is 0 (Chinese) or 1 (English). Tests fail where a document is stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.markers import update
from benchmarks.topic_texts import TUNED_ON
from benchmarks.topics import RESULTS
from voc._scorecard_tables import markdown_table

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("topics.zh.md", "topics.md")

_HEAD = (
    ("方法", "NMI", "ARI", "话题数", "无话题", "NPMI", "多样性", "种子间 ARI", "部分间 ARI", "秒", "其中编码", "峰值 MB"),
    ("method", "NMI", "ARI", "topics", "outliers", "NPMI", "diversity", "ARI between seeds",
     "ARI between parts", "seconds", "of these encoding", "peak MB"),
)  # fmt: skip
_TEXTS = ("{name}，{texts:,} 条", "{name}, {texts:,} texts")
_NAMES: Mapping[str, tuple[str, str]] = {
    "shopping": ("网购评论的 10 类商品", "10 kinds of goods of shopping reviews"),
    "hotline": ("政务热线的 7 个类别", "7 categories of a government hotline"),
    "letters": ("写给官员的信的 8 个领域", "8 domains of letters to officials"),
    "cars": ("汽车论坛帖子说的 10 个方面", "10 things that posts of a car forum are about"),
    "trades": ("8 个行业的客户声音", "voices of customers of 8 trades"),
}
_TUNED = {
    True: (
        "voc 的设置在这个来源的文本上比较过。",
        "Settings of voc were compared on texts of this source.",
    ),
    False: ("没有设置是看着这个来源选的。", "No setting was chosen on this source."),
}
_MEASURED = (
    "{date} 测于 {processor}，一个线程；`python -m benchmarks.topics`。",
    "Measured {date} on {processor}, one thread, by `python -m benchmarks.topics`.",
)


def tables(results: Mapping[str, Any], language: int) -> str:
    """One table for each corpus."""
    parts = [_MEASURED[language].format(**results["machine"])]
    for name, measured in results["corpora"].items():
        title = _TEXTS[language].format(name=_NAMES[name][language], texts=measured["texts"])
        said = _TUNED[name in TUNED_ON][language]
        parts.append(
            f"### {title}\n\n{said}\n\n{markdown_table([_HEAD[language], *_rows(measured)])}"
        )
    return "\n\n".join(parts) + "\n"


def _rows(measured: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    """The best first."""
    found = {title: row for title, row in measured.items() if isinstance(row, Mapping)}
    for title, row in sorted(found.items(), key=lambda one: -one[1]["nmi"]):
        encoding = row.get("encoding_seconds", 0.0)
        yield (
            title,
            *(f"{row[name]:.3f}" for name in ("nmi", "ari")),
            str(row["topics"]),
            f"{row['outliers']:.1%}",
            *(f"{row[name]:.2f}" for name in ("npmi", "diversity")),
            *(f"{row[name]:.2f}" for name in ("alike_between_seeds", "alike_between_parts")),
            f"{row['seconds'] + encoding:.0f}",
            f"{encoding:.0f}",
            f"{row['peak_mb']:.0f}",
        )


def main() -> None:
    """Write both pages."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    for language, page in enumerate(PAGES):
        update(DOCS / page, "topics", tables(results, language))


if __name__ == "__main__":
    main()
