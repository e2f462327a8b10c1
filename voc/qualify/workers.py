"""Many processes tag batches of voices; what they say comes back in order.

Each worker is a fresh interpreter ("spawn"), so that the caller may have threads, may itself have
been forked, and may run on any system. A pipe leads to each, and a thread waits at it; whoever dies
at either end of a pipe is noticed at the other. The pools of the standard library share one pipe
among all workers: when one is killed while it answers, they wait for ever.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, islice
from multiprocessing import current_process, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from voc.errors import InputError, WorkerError
from voc.qualify.wire import PlainTags, PlainVoice, from_plain, plain_tags, plain_voices, with_tags
from voc.types import TaggedVoice, Voice

if TYPE_CHECKING:
    from voc.qualify.analyzer import Analyzer

_AHEAD = 2  # batches in flight for each worker: one that it reads, one that waits
_LAST_MOMENTS = 5.0  # seconds that a dying process has to tell its exit code


def tag_in_processes(
    analyzer: Analyzer, batches: Iterable[Sequence[Voice]], workers: int
) -> Iterator[list[TaggedVoice]]:
    """Tag batches of voices in worker processes, as ``map(analyzer.tag, batches)`` does in this one.

    Parameters
    ----------
    analyzer : Analyzer
        Is copied to the workers as it is; its weights are in memory once for all of them.
    batches : iterable of sequences of Voice
        Read no further ahead than two batches for each worker. If there is but one, it is tagged
        here.
    workers : int
        Number of processes, 1 or more. Each has an equal share of the cores, unless the environment
        sets OMP_NUM_THREADS.

    Yields
    ------
    list of TaggedVoice
        One list for each batch, in the order of the batches. Whoever takes them slowly slows the
        workers down; closing the iterator, or any error, ends them at once.

    Raises
    ------
    InputError
        ``workers`` is no int or below 1, a part of the analyzer cannot be sent to another process, or this
        process is itself a worker of a kind that may not have any ("daemonic").
    WorkerError
        A worker process ended before its work was done: it was killed, or it could not start.

    Notes
    -----
    Does it pay? The workers need about a second to start, at each call. Then each voice costs this
    process eight microseconds more, to be received, besides what reading and marking it takes; if
    tagging it takes no longer than that, there is nothing to gain. Of the default model's time, one
    half at most can be taken over, and only beyond some ten thousands of voices does it make up for
    the start. The accurate model takes milliseconds a voice and gains with every core, but so it
    does in one process: onnxruntime uses all of them. ``python -m benchmarks.sharing`` measures it.

    A script must keep its calls under ``if __name__ == "__main__":``, as each worker imports it.

    Examples
    --------
    >>> from voc.qualify.loading import load
    >>> batches = [[Voice(id="1", text="充电时冒烟了"), Voice(id="2", text="师傅很热情")]]
    >>> [[one, other]] = tag_in_processes(load("default"), batches, workers=2)
    >>> one.sentiment, other.sentiment
    ('negative', 'positive')
    """
    if not isinstance(workers, int) or workers < 1:
        raise InputError(f"workers={workers!r}; expected a number of processes, 1 or more")
    if current_process().daemon:
        raise InputError(
            f"workers={workers} in a daemonic process, which may start no other; expected "
            "workers=1, or workers of concurrent.futures around it"
        )
    analyzer.tag([])  # an analyzer that cannot work says so here
    return _tagged(analyzer, iter(batches), workers)


def _tagged(
    analyzer: Analyzer, batches: Iterator[Sequence[Voice]], workers: int
) -> Iterator[list[TaggedVoice]]:
    from voc.qualify.mapped import save_mapped  # not before a worker has bounded its threads

    first = list(islice(batches, 2))
    if len(first) < 2:
        yield from map(analyzer.tag, first)
        return
    with TemporaryDirectory(prefix="voc-", ignore_cleanup_errors=True) as folder:
        save_mapped(analyzer, Path(folder))
        pool = _Pool(folder, workers)
        try:
            yield from _in_order(pool, chain(first, batches))
        finally:
            pool.stop()


def _in_order(pool: _Pool, batches: Iterator[Sequence[Voice]]) -> Iterator[list[TaggedVoice]]:
    waiting: deque[tuple[Sequence[Voice], Future[list[PlainTags]]]] = deque()
    for batch in batches:
        waiting.append((batch, pool.submit(batch)))
        while waiting and (waiting[0][1].done() or len(waiting) >= _AHEAD * pool.size):
            voices, answer = waiting.popleft()
            yield with_tags(voices, answer.result())
    for voices, answer in waiting:
        yield with_tags(voices, answer.result())


class _Pool:
    """Workers, started one by one as the first batches come, and a thread for each."""

    def __init__(self, folder: str, size: int) -> None:
        self.size = size
        self._folder = folder
        self._workers: list[_Worker] = []
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._threads = ThreadPoolExecutor(size, "voc-worker")

    def submit(self, voices: Sequence[Voice]) -> Future[list[PlainTags]]:
        """Have a batch tagged by whoever is idle first."""
        if len(self._workers) < self.size:
            self._workers.append(_Worker(self._folder, max(1, _cores() // self.size)))
            self._idle.put(self._workers[-1])
        return self._threads.submit(self._ask, plain_voices(voices))

    def stop(self) -> None:
        """End all workers; there is nothing in them that must be brought to an end."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.process.kill()  # which frees the thread that waits for its answer
        for worker in self._workers:
            worker.process.join()

    def _ask(self, voices: list[PlainVoice]) -> list[PlainTags]:
        worker = self._idle.get()
        try:
            return worker.ask(voices)
        finally:
            self._idle.put(worker)


class _Worker:
    """A process that answers one question after another."""

    def __init__(self, folder: str, threads: int) -> None:
        context = get_context("spawn")
        self.pipe, its_end = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(its_end, folder, threads), name="voc-worker", daemon=True
        )
        self.process.start()
        its_end.close()  # else nothing would be noticed here when the process ends

    def ask(self, voices: list[PlainVoice]) -> list[PlainTags]:
        """Send a batch and wait for what is said of it."""
        try:
            self.pipe.send(voices)
            tags: list[PlainTags] = self.pipe.recv()
        except (EOFError, OSError) as error:
            raise self._death() from error
        return tags

    def _death(self) -> WorkerError:
        self.process.join(_LAST_MOMENTS)
        code = self.process.exitcode
        if code == 1:
            cause = (
                "what it wrote to standard error says why; in a script, put your calls under "
                'if __name__ == "__main__":'
            )
        else:
            cause = "it was killed, perhaps for want of memory; take fewer workers, or workers=1"
        return WorkerError(
            f"worker process {self.process.pid} ended with exit code {code}, expected it to wait "
            f"for more; {cause}"
        )


def _serve(pipe: Connection, folder: str, threads: int) -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who started this, who ends it
    _bound_threads(threads)
    from voc.qualify.mapped import load_mapped

    analyzer = load_mapped(Path(folder))
    with suppress(EOFError, OSError):
        while True:
            voices = from_plain(pipe.recv())
            pipe.send(plain_tags(analyzer.tag(voices), voices))
    rmtree(
        folder, ignore_errors=True
    )  # whoever asked has died: a worker that is not needed is killed


def _bound_threads(threads: int) -> None:
    """Give numpy, onnxruntime and tokenizers so many threads, unless the user has said how many."""
    os.environ.setdefault("RAYON_NUM_THREADS", str(threads))
    if "OMP_NUM_THREADS" in os.environ:
        return
    os.environ["OMP_NUM_THREADS"] = str(threads)
    if "numpy" in sys.modules:  # by the caller's script; numpy reads the variable only once
        from threadpoolctl import threadpool_limits

        threadpool_limits(threads)


def _cores() -> int:
    """Cores that this process may use: of its affinity and of its container."""
    from joblib import cpu_count

    return int(cpu_count())
