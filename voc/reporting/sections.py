"""The sections of a report. Each can be missing for want of a time, a score …: then it says so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from voc.errors import InputError, MissingExtraError
from voc.insight.alert_rules import Rules
from voc.insight.alerts import alerts
from voc.insight.bilingual import Both
from voc.insight.facts import Facts
from voc.insight.journey import journey
from voc.insight.pains import Pain, Pains, pains
from voc.insight.personas import personas
from voc.insight.scores import scores
from voc.labels import Lang, labels
from voc.reporting.analyses import Analyses
from voc.reporting.blocks import Bars, Block, Picture, Rows, Section, Sentences, Tiles
from voc.reporting.findings import findings
from voc.topic_model.topic import Topics
from voc.types import KINDS

_CELLS = 8
_PAINS, _NEEDS, _PRAISES, _TOPICS, _CHANGES, _DRIVERS, _ALERTS = 12, 8, 5, 15, 10, 10, 8
_NOTHING = Both("没有可说的。", "Nothing to tell.")


def sections(
    facts: Facts, *, topics: Topics | None, outcome: str, rules: Rules | None
) -> list[Section]:
    """Make all sections of a report.

    Parameters
    ----------
    facts : Facts
    topics : Topics or None
        None leaves that section out.
    outcome : str
        What drivers go with.
    rules : Rules or None
        For alerts; None takes the default.
    """
    shared = Analyses(facts, outcome)
    made: list[tuple[str, Both, Callable[[], list[Block]]]] = [
        ("headline", Both("总览", "At a glance"), partial(_headline, shared)),
        ("alerts", Both("先看这些：预警", "First of all: alerts"), partial(_alerts, facts, rules)),
        ("pains", Both("痛点与需求排行", "Pains and needs, ranked"), partial(_pains, shared)),
        ("journey", Both("客户旅程", "The customer journey"), partial(_journey, facts)),
        ("trends", Both("走势与变化", "Trends and changes"), partial(_trends, shared)),
        ("drivers", Both("与评分相伴的痛点", "What goes with the score"), partial(_drivers, shared)),
        ("personas", Both("客户角色", "Personas"), partial(_personas, facts)),
        ("method", Both("方法与局限", "Method and limits"), partial(_method, facts)),
    ]  # fmt: skip
    if topics is not None:
        title = Both("没人问起的话题", "Topics that nobody asked for")
        made.insert(4, ("topics", title, partial(_topics, topics)))
    return [Section(id, title, _whole(blocks)) for id, title, blocks in made]


def _whole(blocks: Callable[[], list[Block]]) -> list[Block]:
    """The blocks of a section, or why there are none."""
    try:
        return blocks()
    except (InputError, MissingExtraError) as error:
        why = Both(f"这一节做不了：{error}", f"This section cannot be made: {error}")
        return [Sentences([why], note=True)]


def _headline(shared: Analyses) -> list[Block]:
    facts, found = shared.facts, scores(shared.facts)
    caption = Both("评分与情感", "scores and sentiment")
    return [
        Tiles(_numbers(facts)),
        Sentences([_scope(facts), *findings(shared)]),
        *([Rows(found, 8, caption)] if len(found) else []),
    ]


def _numbers(facts: Facts) -> list[tuple[Both, str]]:
    kinds = np.bincount(facts.kind, minlength=len(KINDS)).tolist()
    named = zip(labels("kind"), kinds, strict=True)
    return [
        (Both("客户声音", "voices"), f"{facts.n_voices:,}"),
        *((Both(label.zh, label.en), f"{count:,}") for label, count in named),
    ]


def _scope(facts: Facts) -> Both:
    zh, en = (_span(facts, lang) for lang in ("zh", "en"))
    return Both(f"时间：{zh}。", f"Time: {en}.")


def _span(facts: Facts, lang: Lang) -> str:
    known = facts.time[~np.isnat(facts.time)]
    if not len(known):
        return "没有时间" if lang == "zh" else "without times"
    first, last = (str(day.astype("datetime64[D]")) for day in (known.min(), known.max()))
    return f"{first} 至 {last}" if lang == "zh" else f"{first} to {last}"


def _pains(shared: Analyses) -> list[Block]:
    found = [
        (shared.pains, _PAINS, Both("痛点", "pains")),
        (shared.needs, _NEEDS, Both("需求", "needs")),
        (pains(shared.facts, kinds=["praise"]), _PRAISES, Both("满意点", "praises")),
    ]
    told = Both(
        "痛点分 = 每条记录的严重度 × 层次权重之和（"
        + "，".join(f"{one.zh} {one.weight}" for one in labels("level"))
        + "）。",
        "Score = sum over records of severity × weight of the level ("
        + ", ".join(f"{one.en} {one.weight}" for one in labels("level"))
        + ").",
    )
    bars = [
        (_both_names(shared.pains, row), row.score, f"{row.score:.0f}")
        for row in shared.pains[:_PAINS]
    ]
    return [
        *([Bars(bars, "pain")] if bars else []),
        *(Rows(table, n, caption) for table, n, caption in found if len(table)),
        Sentences([told] if any(len(table) for table, _, _ in found) else [_NOTHING], note=True),
    ]


def _both_names(table: Pains, row: Pain) -> Both:
    return Both(table.name(row, "zh"), table.name(row, "en"))


def _journey(facts: Facts) -> list[Block]:
    found = journey(facts)
    # The map for wide pages, cards for narrow ones, and the first cells of its table.
    drawn = partial(found.to_html, n=_CELLS)
    return [Picture(drawn, found.to_markdown)] if len(found) else [_nothing()]


def _topics(topics: Topics) -> list[Block]:
    return [Rows(topics, _TOPICS, Both("话题", "topics"))] if len(topics) else [_nothing()]


def _trends(shared: Analyses) -> list[Block]:
    news = _told(shared.trends.this_period)
    by_product = shared.changes_by_product
    tables = [(shared.trends.changes, Both("持续的变化", "changes that lasted"))]
    if by_product is not None:
        tables.append((by_product, Both("各产品持续的变化", "changes that lasted, by product")))
    return [
        Sentences(news),
        *(Rows(table, _CHANGES, name) for table, name in tables if len(table)),
    ]


def _drivers(shared: Analyses) -> list[Block]:
    found = shared.drivers
    rows = (
        [Rows(found, _DRIVERS, Both("相伴的痛点", "pains that go with it"))] if len(found) else []
    )
    return [*rows, Sentences(_told(found.notes), note=True)]


def _alerts(facts: Facts, rules: Rules | None) -> list[Block]:
    found = alerts(facts, rules)
    if not len(found):
        return [Sentences([Both("没有预警。", "No alerts.")])]
    head = Both(f"共 {len(found)} 条预警。", f"{len(found)} alerts.")
    return [Sentences([head]), Rows(found, _ALERTS, Both("预警", "alerts"))]


def _personas(facts: Facts) -> list[Block]:
    found = personas(facts)
    rows = [Rows(found, len(found), Both("客户角色", "personas"))] if len(found) else []
    return [*rows, Sentences(_told(found.notes), note=True)]


def _method(facts: Facts) -> list[Block]:
    models = sorted({one.model for one in facts.tagged or ()})
    by = "、".join(models) or "—"
    return [
        Sentences(
            [
                Both(
                    f"记录由模型标出：{by}。模型会错；每个结论旁边都有原声，请以原声为准。",
                    f"Records were tagged by: {by}. Models err; quotes stand beside every finding, and "
                    "they are what counts.",
                ),
                Both(
                    "写下声音的人不代表全体客户；占比说的是声音，不是客户。",
                    "Who writes is no sample of all customers; shares are of voices, not of customers.",
                ),
                Both(
                    "“相伴”不是因果。区间是 95% 区间；看得多时，总有几个是偶然。",
                    "What goes together is no cause. Intervals are of 95 %; of many, some mislead by "
                    "chance.",
                ),
                Both(
                    "电话、姓名、证件、卡号等已遮盖；遮盖按规则进行，可能有遗漏，转发前请看一遍。",
                    "Phone numbers, names, cards and the like are masked, by rules that may miss some; "
                    "look through it before you pass it on.",
                ),
            ]
        )
    ]


def _told(sentences: Callable[[Lang], Sequence[str]]) -> list[Both]:
    return [Both(*pair) for pair in zip(sentences("zh"), sentences("en"), strict=True)]


def _nothing() -> Block:
    return Sentences([_NOTHING], note=True)
