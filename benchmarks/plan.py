"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.programs import PROGRAMS


@dataclass(frozen=True)
class Plan:
    """How much is measured.

    Attributes
    ----------
    programs : tuple of str
        Names in ``PROGRAMS``.
    rounds : int
        How often each is measured.
    voices : int
        Texts a measurement; ``Program.most`` may allow fewer.
    calls : int
        Texts a measurement where each is a call of its own.
    file_rounds : int
        How often each size of file is streamed.
    memory_voices : int
        Texts that a fresh process reads before its peak of memory is taken.
    sizes : tuple of int
        Voices in the files that are streamed to Parquet, from small to large.
    lengths : tuple of int
        Characters of a single voice.
    """

    programs: tuple[str, ...] = tuple(PROGRAMS)
    rounds: int = 5
    voices: int = 100_000
    calls: int = 2_000
    file_rounds: int = 3
    memory_voices: int = 500
    sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    lengths: tuple[int, ...] = (10, 100, 1_000, 10_000, 100_000)


QUICK = Plan(
    programs=("voc default", "jieba"),
    rounds=1,
    voices=60,
    calls=10,
    file_rounds=1,
    memory_voices=10,
    sizes=(10, 20),
    lengths=(10, 100),
)
