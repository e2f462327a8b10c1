"""Voices a second of each program, by what the texts are and how they are handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Any

from benchmarks.plan import Plan
from benchmarks.programs import PROGRAMS
from benchmarks.rounds import alternate, ratios, rounded
from benchmarks.texts import different, repeated
from benchmarks.workers import Worker

WAYS = ("repeated", "different", "one_a_call")


@dataclass(frozen=True)
class Measurement:
    """One reading of some texts."""

    voices: int
    characters: int
    seconds: float

    @property
    def rate(self) -> float:
        """Voices a second."""
        return self.voices / self.seconds


def throughput(
    workers: Mapping[str, Worker], source: Sequence[str], plan: Plan
) -> dict[str, dict[str, Any]]:
    """Measure each way, all programs in turns and on the same texts.

    Parameters
    ----------
    workers : mapping of Worker
        By the name of the program.
    source : sequence of str
    plan : Plan

    Returns
    -------
    dict
        By way: "repeated", the source again and again, in one call; "different", no two texts the
        same and new ones each round, in one call; "one_a_call", different texts too. Each has
        "programs", the figures of each, and "ratios", how many times as fast voc is.
    """
    rounds = {
        "repeated": [repeated(source, plan.voices)] * plan.rounds,
        "different": [_different(source, plan.voices, f"many {n}") for n in range(plan.rounds)],
        "one_a_call": [_different(source, plan.calls, f"one {n}") for n in range(plan.rounds)],
    }
    return {way: _measured(way, workers, texts) for way, texts in rounds.items()}


def figures(measured: Mapping[str, Sequence[Measurement]]) -> dict[str, Any]:
    """Medians over the rounds, and the ratios of voc to all others inside each round.

    Examples
    --------
    >>> found = figures({"voc default": [Measurement(8, 40, 1.0)], "jieba": [Measurement(4, 20, 2.0)]})
    >>> found["programs"]["jieba"]["voices_a_second"], found["ratios"]["voc default"]["jieba"]
    (2.0, 4.0)
    """
    rates = {name: [one.rate for one in runs] for name, runs in measured.items()}
    return {
        "programs": {name: _program(runs) for name, runs in measured.items()},
        "ratios": ratios(rates, [name for name in measured if name.startswith("voc ")]),
    }


def _measured(
    way: str, workers: Mapping[str, Worker], rounds: Sequence[Sequence[str]]
) -> dict[str, Any]:
    def measure(name: str, texts: Sequence[str]) -> Measurement:
        own = texts[: _most(name, way)]
        seconds = workers[name].seconds(own, one_a_call=way == "one_a_call")
        return Measurement(len(own), sum(map(len, own)), seconds)

    return figures(alternate(list(workers), rounds, measure, title=way))


def _most(name: str, way: str) -> int | None:
    program = PROGRAMS[name]
    return (way == "repeated" and program.most_repeated) or program.most


def _program(runs: Sequence[Measurement]) -> dict[str, Any]:
    return {
        "voices": runs[0].voices,
        "voices_a_second": rounded(median(run.rate for run in runs)),
        "characters_a_second": rounded(median(run.characters / run.seconds for run in runs)),
        "seconds": [rounded(run.seconds) for run in runs],
    }


def _different(source: Sequence[str], n: int, seed: str) -> list[str]:
    return list(islice(different(source, seed), n))
