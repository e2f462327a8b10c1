"""Each program in a process of its own, asked to read and timed there."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from benchmarks.programs import PROGRAMS, Reader


@dataclass(frozen=True)
class Worker:
    """A loaded program."""

    name: str
    folder: Path
    pool: ProcessPoolExecutor

    def seconds(self, texts: Sequence[str], *, one_a_call: bool = False) -> float:
        """Measure how long it takes to read all the texts."""
        return self.pool.submit(_seconds, self.name, self.folder, texts, one_a_call).result()

    def absent(self, texts: Sequence[str]) -> str | None:
        """Make it ready and let it read some texts; say why not if that is impossible."""
        try:
            return self.pool.submit(_prepare, self.name, self.folder, texts).result()
        except BrokenProcessPool:
            return "its process died"


@dataclass(frozen=True)
class Crew:
    """The workers that run here, and why others do not."""

    workers: dict[str, Worker]
    absent: dict[str, str]


@contextmanager
def crew(names: Sequence[str], folder: Path, texts: Sequence[str]) -> Iterator[Crew]:
    """Load programs, one after another; ``texts`` are read once by each, to warm up.

    A program that is not installed or fails is left out; the reason is kept.
    """
    found = Crew({}, {})
    with ExitStack() as stack:
        for name in tqdm(names, desc="loading and training", unit=" programs"):
            pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_hush)
            worker = Worker(name, folder, stack.enter_context(pool))
            reason = worker.absent(texts)
            if reason is None:
                found.workers[name] = worker
            else:
                found.absent[name] = reason
        yield found


def _hush() -> None:
    """Keep what peers log and warn of out of the progress bar."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)


@cache
def _loaded(name: str, folder: Path) -> Reader:
    return PROGRAMS[name].load(folder)


def _prepare(name: str, folder: Path, texts: Sequence[str]) -> str | None:
    program = PROGRAMS[name]
    try:
        if program.train:
            program.train(folder)
        reader = _loaded(name, folder)
        reader.many(texts)
        reader.one(texts[0])
    except ImportError as error:
        return f"not installed ({' '.join(str(error).split())})"
    except Exception as error:  # whatever is wrong with a peer, the others are measured
        return f"does not run here ({type(error).__name__}: {' '.join(str(error).split())})"
    return None


def _seconds(name: str, folder: Path, texts: Sequence[str], one_a_call: bool) -> float:
    reader = _loaded(name, folder)
    start = perf_counter()
    if one_a_call:
        for text in texts:
            reader.one(text)
    else:
        reader.many(texts)
    return perf_counter() - start
