"""Bring the tables of docs/retraining up to date with benchmarks/learning.json.

    python -m benchmarks.learning_tables

puts them between the markers of both languages and draws docs/few-labels.svg, after
``python -m benchmarks.learning`` has measured. Words are given in Chinese and English; ``language``
is 0 or 1. Tests fail where a document is stale.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.learning import RESULTS
from benchmarks.markers import update
from voc._scorecard_tables import markdown_table, number

ROOT = Path(__file__).parent.parent
PICTURE = "few-labels.svg"

Results = Mapping[str, Any]
Row = Mapping[str, Any]

_MEASURED = (
    "{date} 测于 {processor}，{cores} 核，Python {python}；`python -m benchmarks.learning`。",
    "Measured {date} on {processor}, cores: {cores}, Python {python}, by `python -m benchmarks.learning`.",
)
_TASKS: Mapping[str, tuple[str, str]] = {
    "hotline": ("政务留言的类别", "categories of government messages"),
    "car": ("汽车论坛：主题与极性", "car forum: topic and polarity"),
    "emotion": ("微博情绪", "emotions of microblogs"),
    "chnsenticorp": ("酒店等评论的极性", "polarity of reviews (ChnSentiCorp)"),
}
_TAXONOMIES: Mapping[str, tuple[str, str]] = {
    "gov_board": ("政务留言板的领域", "domains of a government board"),
    "hotline": ("政务热线的类别", "categories of a government hotline"),
    "emotion": ("微博情绪", "emotions of microblogs"),
}
_ENGINES: Mapping[str, tuple[str, str]] = {
    "plain": ("字符 TF-IDF + LinearSVC", "character TF-IDF + LinearSVC"),
    "linear": ("`linear`", "`linear`"),
    "linear, n-grams alone": ("`linear`，`base=None`", "`linear`, `base=None`"),
    "linear, split as published": (
        "`linear`，按发布的划分（有副本）",
        "`linear`, split as published (with copies)",
    ),
    "encoder": ("`encoder`", "`encoder`"),
}
_BEGINNINGS: Mapping[str, tuple[str, str]] = {
    "phrases": ("名字、定义、提示词", "names, definitions, phrases"),
    "names": ("名字、定义", "names, definitions"),
    "nothing": ("什么都没有", "nothing"),
}
_TASK_HEAD = (
    ("语料", "引擎", "macro-F1", "micro-F1", "准确率", "学习条数", "评测条数", "训练秒数"),
    ("corpus", "engine", "macro-F1", "micro-F1", "accuracy", "learned from", "asked", "seconds"),
)
_BEGIN, _BASE, _AT_RANDOM = ("开始时有", "begins with"), ("借用", "base"), ("随机", "at random")


def learning_tables(results: Results, language: int) -> str:
    """Draw all tables there are results for."""
    parts = [_MEASURED[language].format(**results["machine"])]
    if tasks := results.get("tasks"):
        parts.append(task_table(tasks, language))
    if few := results.get("few"):
        parts.append(f"![macro-F1]({PICTURE})")
        parts += [few_table(rows, language) for rows in few.values()]
    return "\n\n".join(parts) + "\n"


def task_table(tasks: Mapping[str, Mapping[str, Row]], language: int) -> str:
    """Draw what each engine learned of each public corpus."""
    rows = [
        (
            _TASKS[name][language],
            _ENGINES[engine][language],
            *(number(found.get(key)) for key in ("macro_f1", "micro_f1", "accuracy")),
            f"{found['learned']:,}",
            f"{found['asked']:,}",
            f"{found['seconds']:.0f}",
        )
        for name, measured in tasks.items()
        for engine, found in measured.items()
    ]
    return markdown_table([_TASK_HEAD[language], *rows])


def few_table(rows: Sequence[Row], language: int) -> str:
    """Draw macro-F1 of one taxonomy by labels a leaf, a row for each way to begin."""
    sizes = list(dict.fromkeys(row["size"] for row in rows))
    named = _TAXONOMIES[rows[0]["taxonomy"]][language]
    head = (f"{named}: {_BEGIN[language]}", _BASE[language], *(_size(s, language) for s in sizes))
    lines = []
    for begin, base in dict.fromkeys((row["begin"], row["base"]) for row in rows):
        found = {row["size"]: row["macro_f1"] for row in _of(rows, begin, base)}
        values = (number(found.get(size)) for size in sizes)
        lines.append((_BEGINNINGS[begin][language], f"`{base}`", *values))
    return markdown_table([head, *lines])


def draw(few: Mapping[str, Sequence[Row]], path: Path) -> None:
    """Draw macro-F1 over labels a leaf, with the base "default"; its words are English.

    Parameters
    ----------
    few : mapping
        The part "few" of the results.
    path : Path
        .svg to write; the same results give the same bytes.
    """
    matplotlib = import_module("matplotlib")
    with matplotlib.rc_context({"svg.hashsalt": "voc", "font.size": 9}):
        size = (3.6 * len(few), 3.2)
        figure = import_module("matplotlib.figure").Figure(figsize=size, layout="constrained")
        every = figure.subplots(1, len(few), sharey=True, squeeze=False)[0]
        for axes, (name, rows) in zip(every, few.items(), strict=True):
            _lines(axes, rows)
            axes.set_title(_TAXONOMIES[name][1])
        every[0].set_ylabel("macro-F1")
        every[-1].legend()
        figure.savefig(path, format="svg", metadata={"Date": None})


def _lines(axes: Any, rows: Sequence[Row]) -> None:  # noqa: ANN401
    for begin, names in _BEGINNINGS.items():
        drawn = [row for row in _of(rows, begin, "default") if isinstance(row["size"], int)]
        values = [row["macro_f1"] for row in drawn]
        axes.plot([row["size"] for row in drawn], values, marker="o", label=names[1])
    sizes = sorted({row["size"] for row in rows if isinstance(row["size"], int)})
    axes.set_xscale("symlog", linthresh=5)
    axes.set_xticks(sizes, list(map(str, sizes)))
    axes.set_xlabel("labels a leaf")


def _of(rows: Sequence[Row], begin: str, base: str | None) -> list[Row]:
    return [row for row in rows if (row["begin"], row["base"]) == (begin, base)]


def _size(size: int | str, language: int) -> str:
    """Labels a leaf, or so many in all that were drawn at random."""
    if isinstance(size, int):
        return str(size)
    return f"{size.split()[0]} {_AT_RANDOM[language]}"


def read_results() -> dict[str, Any] | None:
    """Read what was measured last; None if nothing was."""
    if not RESULTS.exists():
        return None
    results: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return results


def documents(results: Results) -> Iterator[tuple[str, str]]:
    """Give each document, by its place in the checkout, and the tables that belong into it."""
    yield "docs/retraining.zh.md", learning_tables(results, 0)
    yield "docs/retraining.md", learning_tables(results, 1)


def main() -> None:
    """Do all of it."""
    results = read_results()
    if results is None:
        sys.exit(f"there is no {RESULTS.name} yet; run: python -m benchmarks.learning")
    for name, tables in documents(results):
        update(ROOT / name, "learning", tables)
    if few := results.get("few"):
        draw(few, ROOT / "docs" / PICTURE)


if __name__ == "__main__":
    main()
