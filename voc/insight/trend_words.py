"""How changes of shares are told, in Chinese and English."""

from __future__ import annotations

from datetime import date

from voc.insight.periods import Unit
from voc.labels import Lang
from voc.table import p_value, percent
from voc.taxonomy import Taxonomy, category_name

# Of a period: the one it is about, the next ones counted, and what begins with it.
_NOW = {"day": ("当天", "this day"), "week": ("本周", "this week"), "month": ("本月", "this month")}
_COUNTED = {"day": ("天", "days"), "week": ("周", "weeks"), "month": ("个月", "months")}
_SURE = (
    (0.001, "几乎可以排除偶然", "chance can almost be ruled out"),
    (0.01, "很难用偶然解释", "hardly a matter of chance"),
    (0.05, "不大像偶然", "not likely a matter of chance"),
)


def this(unit: Unit, lang: Lang) -> str:
    """本周, or what else the period is."""
    return _NOW[unit][lang == "en"]


def periods(n: int, unit: Unit, lang: Lang) -> str:
    """How many periods.

    Examples
    --------
    >>> periods(3, "month", "zh"), periods(1, "week", "en")
    ('3 个月', '1 week')
    """
    word = _COUNTED[unit][lang == "en"]
    return f"{n} {word.removesuffix('s') if n == 1 else word}"


def subject(taxonomy: Taxonomy, category: str, slice: str | None, lang: Lang) -> str:
    """The category, and of whom.

    Examples
    --------
    >>> subject(Taxonomy.load(), "delivery.speed", "饱饱达", "zh")
    '饱饱达的“配送时效”'
    """
    name = category_name(category, taxonomy, lang)
    if lang == "zh":
        return f"“{name}”" if slice is None else f"{slice}的“{name}”"
    return f"“{name}”" if slice is None else f"“{name}” of {slice}"


def counted(hits: int, of: int, lang: Lang) -> str:
    """A share with its numbers.

    Examples
    --------
    >>> counted(3, 8, "zh"), counted(3, 8, "en")
    ('37.5%（8 条中 3 条）', '37.5% (3 of 8)')
    """
    share = percent(hits / of if of else float("nan"))
    return (
        f"{share}（{of:,} 条中 {hits:,} 条）" if lang == "zh" else f"{share} ({hits:,} of {of:,})"
    )


def moved(before: float, after: float, lang: Lang) -> str:
    """升到 or 降到.

    Examples
    --------
    >>> moved(0.1, 0.2, "zh"), moved(0.2, 0.1, "en"), moved(0.1, 0.1, "en")
    ('升到', 'fell to', 'stayed at')
    """
    zh, en = ("升到", "rose to") if after > before else ("降到", "fell to")
    if after == before:
        zh, en = "仍为", "stayed at"
    return zh if lang == "zh" else en


def how_sure(p: float, lang: Lang) -> str:
    """What an adjusted p means, in words and as a number.

    Examples
    --------
    >>> how_sure(0.0002, "zh"), how_sure(0.3, "en")
    ('几乎可以排除偶然（校正后 p<0.001）', 'it may be chance (adjusted p=0.300)')
    """
    zh, en = next(
        ((zh, en) for most, zh, en in _SURE if p < most), ("可能只是偶然", "it may be chance")
    )
    if lang == "zh":
        return f"{zh}（校正后 {p_value(p)}）"
    return f"{en} (adjusted {p_value(p)})"


def between(low: float, high: float, lang: Lang) -> str:
    """An interval of shares, in percentage points.

    Examples
    --------
    >>> between(-0.25, -0.1, "zh")
    '-25.0 到 -10.0 个百分点'
    """
    if lang == "zh":
        return f"{low * 100:+.1f} 到 {high * 100:+.1f} 个百分点"
    return f"{low * 100:+.1f} to {high * 100:+.1f} percentage points"


def days(first: date, last: date, lang: Lang) -> str:
    """From when to when; one day is said once."""
    return f"{first}" if first == last else f"{first}{' 至 ' if lang == 'zh' else ' to '}{last}"
