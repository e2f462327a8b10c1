"""Bring README.md, README.en.md and the notebooks up to date with the model.

    python -m recipes.documents

puts the measured figures between the markers, what the examples really print below them, and runs
the notebooks anew. To be done after each training; tests fail where a document is stale.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parent.parent
_BETWEEN = re.compile(r"(<!-- quality:begin -->\n).*?(<!-- quality:end -->)", re.DOTALL)
_EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:\n(```text\n.*?```\n))?", re.DOTALL)
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


def update_readme(path: Path, table: str) -> None:
    """Replace the figures and the output of each example."""
    text = path.read_text(encoding="utf-8")
    text = _BETWEEN.sub(lambda between: between[1] + table + between[2], text)
    names: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        text = _EXAMPLE.sub(lambda example: _run(example[1], example[2], names), text)
    path.write_text(text, encoding="utf-8")


def run_notebook(path: Path) -> None:
    """Run all cells and keep what they show."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    with tempfile.TemporaryDirectory() as folder:
        NotebookClient(notebook, resources={"metadata": {"path": folder}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times of day
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def main() -> None:
    """Do all of it."""
    figures = (_ROOT / "models/default/evaluation.json").read_text(encoding="utf-8")
    for language, name in enumerate(("README.md", "README.en.md")):
        update_readme(_ROOT / name, quality_table(json.loads(figures), language))
    for notebook in sorted((_ROOT / "notebooks").glob("*.ipynb")):
        run_notebook(notebook)


def _run(code: str, shown: str | None, names: dict[str, Any]) -> str:
    """Run one example; give it back with its output, if it shows any."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(code, names)
    example = f"```python\n{code}```\n"
    return example if shown is None else f"{example}\n```text\n{output.getvalue()}```\n"


def _row(name: str, own: float, theirs: float | None) -> str:
    return f"| {name} | {own:.3f} | {'—' if theirs is None else f'{theirs:.3f}'} |"


if __name__ == "__main__":
    main()
