"""A scorecard as tables, for a terminal and as Markdown. The words are Chinese and English."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from voc._aligned import aligned, cut
from voc._plain import Plain
from voc.labels import Lang, labels
from voc.taxonomy import Taxonomy

_WIDEST = 40
_SCORE = ("精确率 precision", "召回率 recall", "F1", "标注 reference", "预测 predicted")
_OF_GROUPS = ("record_leaf", "record_top", "need", "severity", "voice_type", "sentiment")
_SETS = {"flags": "flag"}  # the set of labels, where its name is another one
_CONFIDENCES = {"record": "记录 record", "voice_type": "声音类型 voice type"}


@dataclass(frozen=True, slots=True)
class Table:
    """A title and rows, the first of which is the header; all columns but the first are numbers."""

    title: str
    rows: Sequence[Sequence[str]]


def tables(plain: Plain) -> Iterator[Table]:
    """All tables of a scorecard, given as ``Scorecard.to_dict`` gives it."""
    yield _figures(plain["figures"], plain["intervals"])
    yield _scores("方面 categories", plain["categories"], _category)
    for name, scores in plain["labels"].items():
        yield _scores(f"标签 labels: {name}", scores, partial(_label, _SETS.get(name, name)))
    for name, groups in plain["groups"].items():
        yield _groups(name, groups)
    yield _confidence(plain["confidence"])
    for name, title in _CONFIDENCES.items():
        yield Table(f"可靠性 reliability: {title}", reliability_rows(plain["reliability"][name]))
        yield Table(f"覆盖与准确 coverage: {title}", coverage_rows(plain["coverage"][name]))
    if plain["challenge"] is not None:
        yield _challenge(plain["challenge"])


def as_text(title: str, tables: Iterable[Table]) -> str:
    """The tables for a terminal, one below the other."""
    shown = (f"{t.title}\n{aligned(t.rows, _numbers(t))}" for t in tables if len(t.rows) > 1)
    return "\n\n".join((title, *shown))


def as_markdown(title: str, tables: Iterable[Table]) -> str:
    """The tables as a Markdown document."""
    shown = (f"## {t.title}\n\n{markdown_table(t.rows)}" for t in tables if len(t.rows) > 1)
    return "\n\n".join((f"# {title}", *shown)) + "\n"


def markdown_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a Markdown table; the first is the header, all columns but the first are numbers."""
    rule = ["---", *["---:"] * (len(rows[0]) - 1)]
    cells = ([cell.strip().replace("|", "\\|") for cell in row] for row in rows[1:])
    return "\n".join(f"| {' | '.join(row)} |" for row in [rows[0], rule, *cells])


def reliability_rows(steps: Iterable[Mapping[str, float]]) -> list[tuple[str, ...]]:
    """Header and rows of what ``voc.reliability.reliability_table`` gives."""
    head = ("置信度 confidence", "条数 n", "平均置信度 mean", "正确率 accuracy")
    return [head, *(
        (f"{s['from']:.1f}–{s['to']:.1f}", str(s["n"]), number(s["confidence"]), number(s["accuracy"]))
        for s in steps
    )]  # fmt: skip


def coverage_rows(points: Iterable[Mapping[str, float]]) -> list[tuple[str, ...]]:
    """Header and rows of what ``voc.reliability.coverage_curve`` gives."""
    head = ("保留 kept", "条数 n", "最低置信度 least confidence", "正确率 accuracy")
    return [head, *(
        (f"{p['coverage']:.0%}", str(p["n"]), number(p["confidence"]), number(p["accuracy"]))
        for p in points
    )]  # fmt: skip


def figure_name(id: str, lang: Lang = "zh") -> str:
    """Name of a figure of ``voc.evaluate``.

    Examples
    --------
    >>> figure_name("need"), figure_name("stage", "en")
    ('有无需求（F1）', 'journey stage (accuracy)')
    """
    return figure_names()[id][lang]


@cache
def figure_names() -> Mapping[str, Mapping[Lang, str]]:
    """Names of all figures of ``voc.evaluate``, in its order."""
    names: dict[str, Any] = tomllib.loads(
        (files("voc.data") / "figures.toml").read_text(encoding="utf-8")
    )
    return MappingProxyType(names)


def number(value: float | None) -> str:
    """Three digits; a dash for what is undefined."""
    return "—" if value is None else f"{value:.3f}"


def interval(ends: Sequence[float]) -> str:
    """Both ends of an interval."""
    return "–".join(map(number, ends))


def _numbers(table: Table) -> frozenset[int]:
    return frozenset(range(1, len(table.rows[0])))


def _figures(figures: Mapping[str, float], intervals: Mapping[str, Sequence[float]]) -> Table:
    rows = (
        (f"{id} {figure_name(id)}", number(value), interval(intervals[id]))
        for id, value in figures.items()
    )
    return Table("总览 figures", [("指标 figure", "值 value", "95 % 区间 interval"), *rows])


def _scores(title: str, scores: Mapping[str, Plain], named: Callable[[str], str]) -> Table:
    rows = (
        (
            named(id),
            *(number(score[name]) for name in ("precision", "recall", "f1")),
            str(score["reference"]),
            str(score["predicted"]),
        )
        for id, score in scores.items()
    )
    return Table(title, [("名称 name", *_SCORE), *rows])


def _category(id: str) -> str:
    taxonomy = Taxonomy.load()
    named = f"{id} {taxonomy.name(id)}" if id in taxonomy else id
    return f"{'  ' if '.' in id else ''}{cut(named, _WIDEST)}"


def _label(set_name: str, id: str) -> str:
    return f"{id} {next((label.zh for label in labels(set_name) if label.id == id), '')}".strip()


def _groups(name: str, groups: Mapping[str, Mapping[str, float]]) -> Table:
    rows = (
        (
            cut(value, _WIDEST),
            str(figures["voices"]),
            *(number(figures[figure]) for figure in _OF_GROUPS),
        )
        for value, figures in groups.items()
    )
    return Table(f"分组 groups: {name}", [(name, "条数 n", *_OF_GROUPS), *rows])


def _confidence(confidence: Mapping[str, float]) -> Table:
    return Table(
        "置信度 confidence",
        [
            ("指标 figure", "值 value"),
            ("记录的校准误差 record ECE", number(confidence["record_ece"])),
            ("声音类型的校准误差 voice type ECE", number(confidence["voice_type_ece"])),
            ("记录数 records", str(confidence["records"])),
            ("其中退到大类的 backed off", str(confidence["backed_off"])),
        ],
    )


def _challenge(shares: Mapping[str, float]) -> Table:
    rows = ((name, number(share)) for name, share in shares.items())
    return Table("挑战集 challenge", [("类 class", "全对 all right"), *rows])
