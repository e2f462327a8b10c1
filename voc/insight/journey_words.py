"""Words of the customer journey map, in both languages."""

from __future__ import annotations

from types import MappingProxyType

from voc.labels import Lang

FEW = 5  # voices; of fewer no mood is shown as certain
_WORDS = MappingProxyType(
    {
        "title": ("客户旅程地图", "Customer journey map"),
        "segment": ("客户角色", "Customer"),
        "everyone": ("全部客户", "all customers"),
        "product": ("场景", "Scene"),
        "everything": ("全部产品与服务", "all products and services"),
        "time": ("时间", "Time"),
        "voices": ("客户声音", "Voices"),
        "records": ("痛点、需求与亮点", "Pains, needs, praises"),
        "mood": ("总体情绪", "Overall mood"),
        "curve": ("情绪", "Mood"),
        "touchpoint": ("触点", "Touch points"),
        "pain": ("痛点", "Pains"),
        "need": ("需求期望", "Needs"),
        "praise": ("亮点", "Highlights"),
        "opportunity": ("机会", "Opportunity"),
        "quote": ("原声", "In their words"),
        "stage": ("阶段", "Stage"),
        "silent": ("暂无声音", "no voices yet"),
        "pleased": ("满意", "pleased"),
        "even": ("平淡", "even"),
        "pained": ("不满", "pained"),
        "first": ("首要", "top"),
        "count": ("{n} 条", "{n} voices"),
        "low": ("情绪最低：{stage}（{value}）", "Lowest mood: {stage} ({value})"),
        "best": ("机会最大：{stage}（{value}）", "Largest opportunity: {stage} ({value})"),
        "begin": ("先看「{name}」", 'begin with "{name}"'),
        "nothing": ("还没有声音谈到哪个阶段", "No voice speaks of any stage yet"),
        "improve": (
            "改善「{name}」，占痛点分量的 {share}",
            'Improve "{name}": {share} of the weight of pains here',
        ),
        "meet": ("回应「{name}」的期望", 'Answer the wish for "{name}"'),
        "keep": ("保持「{name}」", 'Keep up "{name}"'),
        "owner": ("责任方：{name}", "Owner: {name}"),
        "note": (
            "情绪 =（亮点 − 痛点）÷（亮点 + 痛点），痛点按严重程度加权，−1 为不满，+1 为满意；浅色竖条是 95% 区间，"
            f"空心脸少于 {FEW} 条声音。机会 = 提及的声音占比 × 其中痛点和需求的分量占比 × 100，用来排先后，不是预测。"
            "各项后的数字是声音条数；触点的颜色是该触点的情绪。",
            "Mood = (praises − pains) ÷ (praises + pains), pains weighted by severity, −1 pained to +1 pleased; "
            f"pale bars are 95% intervals, hollow faces stand for fewer than {FEW} voices. Opportunity = share of voices "
            "that speak of the stage × share of pains and needs in what they say × 100: it ranks, it does not "
            "forecast. Numbers behind items are voices; touchpoints are coloured by their mood.",
        ),
        "told": (
            "{stage}：{voices} 条声音，情绪 {mood}；痛点 {pain}；需求 {need}；亮点 {praise}。",
            "{stage}: {voices} voices, mood {mood}; pain {pain}; need {need}; highlight {praise}.",
        ),
    }
)


def word(key: str, lang: Lang) -> str:
    """A word of the map in one language."""
    return _WORDS[key][lang == "en"]
