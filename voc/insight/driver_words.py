"""How drivers are put in words: what goes together, never what causes what."""

from __future__ import annotations

from collections.abc import Sequence

from voc.insight.bilingual import Both
from voc.labels import Lang, label_name
from voc.table import number
from voc.taxonomy import Taxonomy, category_name


def factor_name(kind: str, categories: Sequence[str], taxonomy: Taxonomy, lang: Lang) -> str:
    """Names of the categories; "+" between those that always come together, needs marked.

    Examples
    --------
    >>> factor_name("pain", ["delivery.speed", "delivery.courier"], Taxonomy.load(), "zh")
    '配送时效+配送人员'
    """
    names = "+".join(category_name(category, taxonomy, lang) for category in categories)
    if kind == "pain":
        return names
    said = label_name("kind", kind, lang)
    return f"{names}（{said}）" if lang == "zh" else f"{names} ({said})"


def outcome_name(outcome: str, lang: Lang) -> str:
    """What people call the outcome."""
    return ("评分" if lang == "zh" else "score") if outcome == "score" else outcome


def signed(value: float, binary: bool) -> str:
    """A difference with its sign, for tables; "pp" are percentage points."""
    return f"{100 * value:+.1f} pp" if binary else f"{value:+.2f}"


def amount(value: float, binary: bool, lang: Lang) -> str:
    """A difference: in the unit of the outcome, or of chances in percentage points."""
    if not binary:
        return number(value)
    points = number(100 * value, 1)
    return f"{points} 个百分点" if lang == "zh" else f"{points} percentage points"


FEW_VOICES = Both(
    "有结果的声音太少，各类痛需的差别分不开：{n} 个客户，{columns} 列。",
    "Too few voices with an outcome to tell the pains apart: {n} customers, {columns} columns.",
)
CONSTANT = Both(
    "所有声音的{zh}都是 {value:g}，没有差别可以解释。",
    "The {en} of all voices is {value:g}: there is no difference that anything could go with.",
)
NOTHING_COMMON = Both(
    "没有一类痛需达到最少客户数 minimum={minimum}（有它的和没有它的都要）。",
    "No category has minimum={minimum} customers with it, and as many without.",
)
RARE = Both(
    "{rare} 类不足 {minimum} 个客户，合并为一个控制项，不单列。",
    "{rare} categories with fewer than {minimum} customers are one control together, not rows.",
)
TOGETHER = Both(
    "总是一起出现的类别合为一行（用“+”连接），分不开各自的部分。",
    'Categories that always come together are one row (joined by "+"): their parts cannot be told.',
)
ENTANGLED = Both(
    "VIF 大于 5 的行与其他列高度重叠，区间宽，单独解读要谨慎。",
    "Rows with a VIF above 5 overlap much with other columns: wide intervals, read with care.",
)
NO_SILENT = Both(
    "来源是记录表，没有记录的声音不在其中；用 Result 比较更公平。",
    "The source is a table of records, without voices that have none; a Result compares better.",
)
HOW = Both(
    "{n} 个有{zh}的声音，{units} 个客户；{model}，区间为按客户重抽的自助法；表中各行合起来对应"
    "{zh}差异的 {explained:.0%}。说的是相伴，不是因果。",
    "{n} voices with a {en}, {units} customers; {model_en}, intervals by drawing customers again; "
    "all rows together go with {explained:.0%} of what the {en} varies by. It tells what goes "
    "together, not what causes what.",
)
NO_MONEY = Both("没有一个声音带金额。", "No voice has an amount.")
ROX = Both(
    "体验回报 ROX =（留住的金额 − 改进成本）÷ 改进成本。合计是留住的金额可能来自的那一块，留住多少、"
    "花多少，声音里没有；同一笔可能计入几行，各行不能相加。",
    "Return on experience, ROX = (money kept - cost of mending) / cost of mending. Money kept would "
    "be a part of the sum; which part, and the cost, is in no voice. An amount may count in several "
    "rows, which do not add up.",
)
MODELS = {
    False: Both("岭稳定的线性回归", "ridge-stabilised linear regression"),
    True: Both("岭稳定的逻辑回归", "ridge-stabilised logistic regression"),
}


def filled(template: Both, **values: object) -> Both:
    """The words with their figures."""
    return Both(template.zh.format(**values), template.en.format(**values))
