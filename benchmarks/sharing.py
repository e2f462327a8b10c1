"""When worker processes pay: ``python -m benchmarks.sharing [--models default,accurate] …``.

Needs a quiet machine. Prints tables for docs/performance.md:

1. what one voice costs, by where the time goes: what only the parent can do, tagging, the transfer;
2. voices a second of one process, of threads and of worker processes, with and without their start,
   and from how many voices on the workers are ahead;
3. memory of each worker (Linux): all that it maps, its fair share of that, and what is its own.
"""

from __future__ import annotations

import argparse
import pickle
import platform
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice
from multiprocessing import active_children
from pathlib import Path
from typing import TypeVar

import voc
from voc.collect.dedupe import Deduplicator
from voc.qualify.analyzer import Analyzer
from voc.qualify.wire import from_plain, plain_tags, plain_voices, with_tags
from voc.qualify.workers import tag_in_processes
from voc.text.normalize import normalize_batch
from voc.types import Voice

T = TypeVar("T")
_KB = ("Rss:", "Pss:", "Private_Dirty:")


def main() -> None:
    """Measure and print."""
    arguments = _arguments()
    texts = [tagged.voice.text for tagged in voc.load_corpus("demo").annotated]
    print(
        f"{platform.processor() or platform.machine()}, Python {platform.python_version()}, ",
        end="",
    )
    print(f"{arguments.voices} voices (accurate and auto: {arguments.slow_voices}) ", end="")
    print(f"of the demo corpus, batches of {arguments.batch}\n")
    for model in arguments.models.split(","):
        n = arguments.slow_voices if model in ("accurate", "auto") else arguments.voices
        analyzer = voc.load(model)
        voices = list(islice(cycle(texts), n))
        analyzer.tag(list(voc.read(voices[:64])))  # what is made on first use is not to be measured
        _costs(analyzer, voices[: arguments.batch])
        _rates(analyzer, voices, arguments.batch, [int(w) for w in arguments.workers.split(",")])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", default="default,accurate", help="default: %(default)s")
    parser.add_argument("--workers", default="1,2", help="numbers of them (default: %(default)s)")
    parser.add_argument("--voices", type=int, default=50_000, help="default: %(default)s")
    parser.add_argument("--slow-voices", type=int, default=2_048, help="default: %(default)s")
    parser.add_argument("--batch", type=int, default=256, help="default: %(default)s")
    return parser.parse_args()


def _costs(analyzer: Analyzer, texts: Sequence[str]) -> None:
    """Print microseconds a voice of each step, the best of several runs over one batch."""
    voices, read = _best(lambda: list(voc.read(texts)))
    marked, mark = _best(lambda: _marked(voices, Deduplicator()))
    tagged, tag = _best(lambda: analyzer.tag(marked))
    asked, ask = _best(lambda: pickle.dumps(plain_voices(marked)))
    _, listen = _best(lambda: from_plain(pickle.loads(asked)))
    said, say = _best(lambda: pickle.dumps(plain_tags(tagged, marked)))
    _, hear = _best(lambda: with_tags(marked, pickle.loads(said)))
    rows = {
        "read (parent)": read,
        "mark duplicates (parent)": mark,
        "tag": tag,
        "send a text (parent)": ask,
        "take it (worker)": listen,
        "send the tags (worker)": say,
        "take them (parent)": hear,
    }
    print(f"{analyzer.name}: a voice\n\n| step | µs |\n|---|---|")
    for name, seconds in rows.items():
        print(f"| {name} | {seconds / len(texts) * 1e6:.1f} |")
    print(f"\n{len(asked) / len(texts):.0f} bytes out, {len(said) / len(texts):.0f} back\n")


def _rates(analyzer: Analyzer, texts: list[str], size: int, workers: list[int]) -> None:
    def batches() -> Iterator[list[Voice]]:
        deduplicator = Deduplicator()
        for batch in _batches(voc.read(texts), size):
            yield _marked(batch, deduplicator)

    alone = _time(lambda: _drain(map(analyzer.tag, batches()))) / len(texts)
    print("| how | voices a second | against one process | start, s | ahead from, voices |")
    print(f"|---|---|---|---|---|\n| one process | {1 / alone:.0f} | 1.00 | | |")
    memory: list[str] = []
    for n in workers:
        seconds = _time(partial(_threads, analyzer, batches(), n)) / len(texts)
        print(f"| threads: {n} | {1 / seconds:.0f} | {alone / seconds:.2f} | | |")
        start, rest, done = _processes(analyzer, batches(), n, memory)
        seconds = rest / (len(texts) - done)
        ahead = f"{start / (alone - seconds):.0f}" if seconds < alone else "never"
        print(f"| processes: {n} | {1 / seconds:.0f} | {alone / seconds:.2f} ", end="")
        print(f"| {start:.1f} | {ahead} |")
    print("\n| worker of | Rss, MB | Pss, MB | its own, MB |\n|---|---|---|---|")
    for row in memory:
        print(f"| {row} |")
    print()


def _threads(analyzer: Analyzer, batches: Iterable[list[Voice]], n: int) -> None:
    with ThreadPoolExecutor(n) as pool:
        _drain(pool.map(analyzer.tag, batches))


def _processes(
    analyzer: Analyzer, batches: Iterator[list[Voice]], n: int, memory: list[str]
) -> tuple[float, float, int]:
    """Give seconds to the first answer of all workers, seconds after it, voices done till then."""
    began = time.perf_counter()
    stream = tag_in_processes(analyzer, batches, n)
    done = sum(len(next(stream)) for _ in range(n))
    started = time.perf_counter()
    memory += [f"{n} | {_memory(child.pid)}" for child in active_children()]
    paused = time.perf_counter() - started
    _drain(stream)
    return started - began, time.perf_counter() - started - paused, done


def _memory(pid: int | None) -> str:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return "? | ? | ?"
    found = {line.split()[0]: int(line.split()[1]) for line in lines[1:]}
    return " | ".join(f"{found[name] / 1024:.0f}" for name in _KB)


def _marked(voices: Sequence[Voice], deduplicator: Deduplicator) -> list[Voice]:
    return deduplicator.mark_batch(
        voices, normalize_batch([voice.text for voice in voices]).texts()
    )


def _batches(voices: Iterator[Voice], size: int) -> Iterator[list[Voice]]:
    while batch := list(islice(voices, size)):
        yield batch


def _best(call: Callable[[], T], repeat: int = 5) -> tuple[T, float]:
    """Give what a call returns and its seconds in the best of several runs."""
    results, seconds = [], []
    for _ in range(repeat):
        began = time.perf_counter()
        results.append(call())
        seconds.append(time.perf_counter() - began)
    return results[-1], min(seconds)


def _time(call: Callable[[], None]) -> float:
    return _best(call, 1)[1]


def _drain(stream: Iterable[object]) -> None:
    for _ in stream:
        pass


if __name__ == "__main__":
    main()
