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
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from recipes.peer_notes import SET_NAMES, notes, peers_by_title
from voc._scorecard_tables import figure_names, markdown_table, number

_ROOT = Path(__file__).parent.parent
_DEFAULT = _ROOT / "models" / "default"
_BETWEEN = re.compile(r"(<!-- quality:begin -->\n).*?(<!-- quality:end -->)", re.DOTALL)
_EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:\n(```text\n.*?```\n))?", re.DOTALL)
_HEADS = ("gold-dev，{n} 条", "gold-dev, {n} voices")
_AGAINST = (
    "和别的工具比。第一列是 gold-dev 上的情感（四类，macro-F1；别的工具不分“褒贬参半”），其余是公开语料上的极性\n"
    "（分数正负号的准确率；`voc` 学过这些语料的训练部分，评测文本除外）：",
    "Against other tools. First sentiment on gold-dev (macro-F1 of four classes; other tools know no “mixed”),\n"
    "then polarity on public corpora (accuracy of the sign of the score; `voc` has learnt from the training\n"
    "parts of these corpora, without the texts evaluated on):",
)


def evaluations() -> dict[str, dict[str, Any]]:
    """Give the measured figures of each model of records in models/, the default one first."""
    paths = sorted(_ROOT.glob("models/*/evaluation.json"), key=lambda p: (p.parent != _DEFAULT, p))
    found = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    return {name: figures for name, figures in found.items() if "gold_dev" in figures}


def quality_tables(evaluations: Mapping[str, dict[str, Any]], language: int) -> str:
    """Draw the tables of figures; ``language`` is 0 for Chinese, 1 for English."""
    own = {f"voc `{name}`": evaluation for name, evaluation in evaluations.items()}
    peers: dict[str, Any] = {}
    for evaluation in evaluations.values():
        peers |= evaluation.get("peers", {})
    parts = [_figures(own, language)]
    if peers:
        programs = own | peers_by_title(peers)
        parts += [_AGAINST[language], _polarity(programs, language), notes(peers, language)]
    return "\n\n".join(parts) + "\n"


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
    for language, name in enumerate(("README.md", "README.en.md")):
        update_readme(_ROOT / name, quality_tables(evaluations(), language))
    for notebook in sorted((_ROOT / "notebooks").glob("*.ipynb")):
        run_notebook(notebook)


def _run(code: str, shown: str | None, names: dict[str, Any]) -> str:
    """Run one example; give it back with its output, if it shows any."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(code, names)
    example = f"```python\n{code}```\n"
    return example if shown is None else f"{example}\n```text\n{output.getvalue()}```\n"


def _figures(own: Mapping[str, dict[str, Any]], language: int) -> str:
    head = _HEADS[language].format(n=next(iter(own.values()))["gold_dev"]["voices"])
    rows = (
        (_name(names, language), *(number(of["gold_dev"][id]) for of in own.values()))
        for id, names in figure_names().items()
    )
    return markdown_table([(head, *own), *rows])


def _polarity(programs: Mapping[str, dict[str, Any]], language: int) -> str:
    gold, *splits = SET_NAMES
    rows = (
        (
            program,
            number(of[gold]["sentiment"]),
            *(number(of["polarity_accuracy"].get(split)) for split in splits),
        )
        for program, of in programs.items()
    )
    return markdown_table([("", *(names[language] for names in SET_NAMES.values())), *rows])


def _name(names: Mapping[Any, str], language: int) -> str:
    return names[("zh", "en")[language]]


if __name__ == "__main__":
    main()
