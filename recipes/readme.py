"""Put the measured figures into README.md and README.en.md, between their markers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent
_BETWEEN = re.compile(r"(<!-- quality:begin -->\n).*?(<!-- quality:end -->)", re.DOTALL)
_FIGURES = {
    "record_leaf": (
        "记录：类型 + 63 个细分方面（micro-F1）",
        "records: kind + 63 leaves (micro-F1)",
    ),
    "record_top": (
        "记录：类型 + 14 个大类（micro-F1）",
        "records: kind + 14 categories (micro-F1)",
    ),
    "need": ("有无需求（F1）", "voice holds a need (F1)"),
    "span": ("原话覆盖（micro-F1）", "characters quoted (micro-F1)"),
    "severity": ("严重度（加权 κ）", "severity (weighted κ)"),
    "stage": ("旅程阶段（准确率）", "journey stage (accuracy)"),
    "voice_type": ("声音类型（macro-F1）", "voice type (macro-F1)"),
    "sentiment": ("情感（macro-F1）", "sentiment (macro-F1)"),
    "urgency": ("紧急度（加权 κ）", "urgency (weighted κ)"),
    "emotion": ("情绪（macro-F1）", "emotion (macro-F1)"),
    "flags": ("信号（micro-F1）", "flags (micro-F1)"),
}
_SPLITS = {
    "chnsenticorp/test": (
        "极性：ChnSentiCorp 测试集（准确率）",
        "polarity: ChnSentiCorp test (accuracy)",
    ),
    "chnsenticorp/test_deduplicated": (
        "极性：同上，去掉与训练集重复的文本",
        "polarity: the same without texts that are also in train",
    ),
    "takeaway/dev": ("极性：外卖评论（准确率）", "polarity: food delivery reviews (accuracy)"),
    "hotel/dev": ("极性：酒店评论（准确率）", "polarity: hotel reviews (accuracy)"),
}


def quality_table(evaluation: dict[str, Any], language: int) -> str:
    """Draw the table of figures; ``language`` is 0 for Chinese, 1 for English."""
    gold, peer = evaluation["gold_dev"], evaluation["peers"]["snownlp"]
    head = (
        "| gold-dev，{n} 条 | voc `default` | SnowNLP |",
        "| gold-dev, {n} voices | voc `default` | SnowNLP |",
    )
    rows = [head[language].format(n=gold["voices"]), "|---|---|---|"]
    for name, names in _FIGURES.items():
        rows.append(_row(names[language], gold[name], peer["gold_dev"].get(name)))
    for name, names in _SPLITS.items():
        own, theirs = (e["polarity_accuracy"][name] for e in (evaluation, peer))
        rows.append(_row(names[language], own, theirs))
    return "\n".join(rows) + "\n"


def update_readmes(evaluation: dict[str, Any]) -> None:
    """Replace what stands between the markers in both READMEs."""
    for language, name in enumerate(("README.md", "README.en.md")):
        path = _ROOT / name
        table = quality_table(evaluation, language)
        old = path.read_text(encoding="utf-8")
        new = _BETWEEN.sub(lambda m, table=table: m[1] + table + m[2], old)  # type: ignore[misc]
        path.write_text(new, encoding="utf-8")


def _row(name: str, own: float, theirs: float | None) -> str:
    return f"| {name} | {own:.3f} | {'—' if theirs is None else f'{theirs:.3f}'} |"
