"""The results as a picture. Its words are English: a font for Chinese is not on every machine."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.programs import PROGRAMS

_WAYS = {"different": "all different", "repeated": "repeated"}


def draw(results: Mapping[str, Any], path: Path) -> None:
    """Draw voices a second, and how time grows with voices and with characters.

    Parameters
    ----------
    results : mapping
        What ``python -m benchmarks`` wrote.
    path : Path
        .svg to write; the same results give the same bytes.
    """
    matplotlib = import_module("matplotlib")
    with matplotlib.rc_context({"svg.hashsalt": "voc", "font.size": 9}):
        figure = import_module("matplotlib.figure").Figure(figsize=(11, 3.6), layout="constrained")
        rates, by_voices, by_characters = figure.subplots(1, 3, width_ratios=(1.4, 1, 1))
        _rates(rates, results)
        _voices(by_voices, results["voices"])
        _characters(by_characters, results["characters"])
        figure.savefig(path, format="svg", metadata={"Date": None})


def _rates(axes: Any, results: Mapping[str, Any]) -> None:  # noqa: ANN401
    names = list(results["programs"])[::-1]
    for shift, (way, label) in zip((0.2, -0.2), _WAYS.items(), strict=True):
        found = results["throughput"][way]["programs"]
        axes.barh(
            [place + shift for place in range(len(names))],
            [found[name]["voices_a_second"] for name in names],
            height=0.4,
            label=label,
        )
    axes.set_yticks(range(len(names)), [PROGRAMS[name].title.replace("`", "") for name in names])
    axes.set_xscale("log")
    axes.set_xlabel("voices a second")
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2, frameon=False)


def _voices(axes: Any, found: Mapping[str, Any]) -> None:  # noqa: ANN401
    sizes = [int(size) for size in found]
    axes.loglog(sizes, [of_size["median"] for of_size in found.values()], marker="o")
    axes.set_title("seconds, from a file to Parquet")
    axes.set_xlabel("voices of the file")


def _characters(axes: Any, found: Mapping[str, Any]) -> None:  # noqa: ANN401
    for name, by_length in found.items():
        lengths = [int(n) for n in by_length]
        label = PROGRAMS[name].title.replace("`", "")
        times = [of["median"] * 1000 for of in by_length.values()]
        axes.loglog(lengths, times, marker="o", label=label)
    axes.set_title("milliseconds a voice")
    axes.set_xlabel("characters of the voice")
    axes.legend()
