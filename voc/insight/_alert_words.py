"""What alerts say, in Chinese and English: sentences with numbers, without words of customers."""

from __future__ import annotations

from datetime import datetime

from voc.insight.alert_rules import RepeatRule, SpikeRule, VoiceRule
from voc.insight.periods import Unit
from voc.labels import Lang, label_name

_PERIODS: dict[Unit, tuple[str, str, str]] = {
    "day": ("这一天", "天", "day"),
    "week": ("这一周", "周", "week"),
    "month": ("这个月", "个月", "month"),
}


def why_voice(
    rules: tuple[VoiceRule, ...], severity: int, urgency: int, flags: frozenset[str]
) -> tuple[str, str]:
    """Say which rules one voice meets, the first of them first, and by what."""
    zh = [f"严重度 {severity}（{label_name('severity', severity)}）"] if severity else []
    en = [f"severity {severity} ({label_name('severity', severity, 'en')})"] if severity else []
    if urgency > 0:
        zh.append(f"紧急度 {urgency}（{label_name('urgency', urgency)}）")
        en.append(f"urgency {urgency} ({label_name('urgency', urgency, 'en')})")
    if flags:
        zh.append(f"标记：{'、'.join(_flags(flags, 'zh'))}")
        en.append(f"flags: {', '.join(_flags(flags, 'en'))}")
    also = rules[1:]
    more_zh = f"；也符合：{'、'.join(rule.zh for rule in also)}" if also else ""
    more_en = f"; also: {', '.join(rule.en for rule in also)}" if also else ""
    return (
        f"{rules[0].zh}：{'，'.join(zh) or '符合规则'}{more_zh}。",
        f"{rules[0].en}: {', '.join(en) or 'the rule holds'}{more_en}.",
    )


def why_repeat(rule: RepeatRule, contacts: int, first: datetime, last: datetime) -> tuple[str, str]:
    """Say how often one customer came, and from when to when."""
    return (
        f"{rule.zh}：{first:%Y-%m-%d} 至 {last:%Y-%m-%d} 同一客户 {contacts} 次说到痛点"
        f"（规则：{rule.days} 天内 {rule.contacts} 次）。",
        f"{rule.en}: {contacts} voices with pains by one customer from {first:%Y-%m-%d} to "
        f"{last:%Y-%m-%d} (rule: {rule.contacts} within {rule.days} days).",
    )


def why_spike(
    rule: SpikeRule,
    names: tuple[str, str],
    start: datetime,
    counts: tuple[int, int],
    before: tuple[int, int, int],
    surprise: float,
) -> tuple[str, str]:
    """Say how often a pain is said now and before: with the pain, of all voices (in n periods)."""
    this, unit, period = _PERIODS[rule.period]
    now, volume = counts
    past, past_volume, periods = before
    rate = f"{past / past_volume:.1%}"
    return (
        f"{rule.zh}：{start:%Y-%m-%d} 起的{this}，{volume} 条声音里有 {now} 条说到“{names[0]}”"
        f"（{now / volume:.1%}），此前 {periods} {unit}是 {past}/{past_volume}（{rate}）；"
        f"若无变化，这么多的概率是 {_probability(surprise)}，"
        f"所有类别合计的误报率不超过 {rule.false_alarms:.0%}。",
        f'{rule.en}: in the {period} from {start:%Y-%m-%d}, {now} of {volume} voices say "{names[1]}" '
        f"({now / volume:.1%}), in the {periods} {period}s before {past} of {past_volume} "
        f"({rate}); if nothing had changed, so many have a probability of "
        f"{_probability(surprise)}; the false-alarm rate of all categories together is at most "
        f"{rule.false_alarms:.0%} a {period}.",
    )


def _flags(flags: frozenset[str], lang: Lang) -> list[str]:
    return [label_name("flag", flag, lang) for flag in sorted(flags)]


def _probability(value: float) -> str:
    return "< 0.00001" if value < 1e-5 else f"{value:.5f}"
