import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace

import pytest

from voc.errors import InputError, TaxonomyError, WorkerError
from voc.qualify import workers
from voc.qualify.analyzer import Analyzer
from voc.qualify.loading import load
from voc.qualify.workers import tag_in_processes
from voc.types import Voice

TEXTS = ["发货太慢了", "师傅很热情", "", "\0\ud800慢", "充电时炸了", "😀", "希望能开发票", "hello"]
N_BATCHES, WORKERS = 12, 2


class Breaking:
    """The lexicon, but one word is too much for it."""

    def __init__(self, engine):
        self.engine, self.name, self.pairs = engine, engine.name, engine.pairs

    def score(self, clauses):
        if any("炸" in text for text in clauses.texts):
            raise MemoryError
        return self.engine.score(clauses)


class Telling(Analyzer):
    """Says in ``model`` which process tagged a voice, and on how many threads."""

    def tag(self, voices):
        told = f"{os.getpid()} {os.environ.get('OMP_NUM_THREADS')}"
        return [replace(tagged, model=told) for tagged in super().tag(voices)]


class Deadly:
    """Ends the process that gets it."""

    pairs = ()

    def __reduce__(self):
        return os._exit, (1,)


def voices(batch):
    return [
        Voice(id=f"{batch}.{i}", text=text, product="X9", meta={"column": print if i else list})
        for i, text in enumerate(TEXTS)
    ]


def batches(read=None):
    for batch in range(N_BATCHES):
        if read is not None:
            read.append(batch)
        yield voices(batch)


@pytest.fixture(scope="module")
def analyzer():
    lexicon = load("lexicon")
    return Telling("telling@1", Breaking(lexicon.engine), lexicon.decoding, lexicon.taxonomy)


@pytest.fixture(scope="module")
def run(analyzer):
    """All batches through two workers, from a thread; what was read before each answer."""

    def tag():
        read = []
        stream = tag_in_processes(analyzer, batches(read), WORKERS)
        return [(tagged, len(read)) for tagged in stream]

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(1) as pool:
        patch.delenv("OMP_NUM_THREADS", raising=False)
        found = pool.submit(tag).result()
        assert "OMP_NUM_THREADS" not in os.environ
    return found


def test_all_comes_back_in_order_and_as_one_process_says_it(analyzer, run):
    for batch, (found, _) in enumerate(run):
        expected = analyzer.tag(voices(batch))
        assert [replace(tagged, model="") for tagged in found] == [
            replace(tagged, model="") for tagged in expected
        ]
    assert len(run) == N_BATCHES


def test_the_voice_that_breaks_an_engine_comes_back_marked(run):
    for found, _ in run:
        failed = [tagged for tagged in found if "failed" in tagged.voice.marks]
        assert [tagged.voice.text for tagged in failed] == ["充电时炸了"]
        assert failed[0].voice.error.endswith("tagging failed with MemoryError; please report it")


def test_a_voice_keeps_what_was_not_sent(run):
    voice = run[3][0][7].voice
    assert (voice.id, voice.product, voice.meta) == ("3.7", "X9", {"column": print})


def test_other_processes_did_it_on_a_share_of_the_threads(run):
    told = {tagged.model for found, _ in run for tagged in found}
    processes, threads = zip(*(one.split() for one in told), strict=True)
    assert 1 <= len(processes) <= WORKERS
    assert str(os.getpid()) not in processes
    assert set(threads) == {str(max(1, workers._cores() // WORKERS))}


def test_the_source_is_read_no_further_than_two_batches_a_worker(run):
    for answered, (_, read) in enumerate(run, start=1):
        assert read <= answered - 1 + 2 * WORKERS


@pytest.fixture
def started(tmp_path, monkeypatch):
    """Gives the processes that the test has started; the temporary folder is its own."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    others = set(multiprocessing.active_children())
    return lambda: [child for child in multiprocessing.active_children() if child not in others]


def nothing_left(started):
    deadline = time.monotonic() + 5
    while started() and time.monotonic() < deadline:
        time.sleep(0.01)
    return not started() and not os.listdir(tempfile.gettempdir())


def test_who_stops_early_leaves_nothing_behind(analyzer, started):
    read = []
    stream = tag_in_processes(analyzer, batches(read), 1)
    assert next(stream)[0].records[0].category == "delivery.speed"
    assert started()
    assert os.listdir(tempfile.gettempdir())
    stream.close()
    assert nothing_left(started)
    assert len(read) <= 2


@pytest.mark.parametrize("error", [KeyboardInterrupt, InputError])
def test_an_error_of_the_source_ends_the_workers(analyzer, started, error):
    def interrupted():
        yield from (voices(0), voices(1))
        raise error

    with pytest.raises(error):
        list(tag_in_processes(analyzer, interrupted(), 2))
    assert nothing_left(started)


def test_a_worker_that_is_killed_is_an_error_and_not_a_wait(analyzer, started):
    stream = tag_in_processes(analyzer, batches(), 1)
    next(stream)
    [worker] = started()
    worker.kill()
    with pytest.raises(WorkerError, match=rf"process {worker.pid} ended.*take fewer workers"):
        list(stream)
    assert nothing_left(started)


def test_a_worker_that_cannot_start_is_an_error_and_not_a_wait(analyzer, started):
    stream = tag_in_processes(replace(load("lexicon"), engine=Deadly()), batches(), 2)
    with pytest.raises(WorkerError, match=r"exit code 1.*if __name__ == \"__main__\":"):
        next(stream)
    assert nothing_left(started)


def test_one_batch_needs_no_process(analyzer):
    [found] = tag_in_processes(analyzer, [voices(0)], 2)
    assert {tagged.model.split()[0] for tagged in found} == {str(os.getpid())}
    assert list(tag_in_processes(analyzer, [], 2)) == []


@pytest.mark.parametrize("n", [0, -1, "2", 2.0, None])
def test_the_number_of_workers_is_checked_at_the_call(analyzer, n):
    with pytest.raises(InputError, match=f"workers={n!r}; expected"):
        tag_in_processes(analyzer, [], n)


def test_a_daemonic_process_is_told_so_at_the_call(analyzer, monkeypatch):
    monkeypatch.setattr(workers, "current_process", lambda: SimpleNamespace(daemon=True))
    with pytest.raises(InputError, match=r"daemonic process.*workers=1"):
        tag_in_processes(analyzer, [], 2)


def test_an_analyzer_that_cannot_work_says_so_at_the_call(analyzer):
    class Wrong(Analyzer):
        def tag(self, voices):
            raise TaxonomyError("no such leaf")

    wrong = Wrong(analyzer.name, analyzer.engine, analyzer.decoding, analyzer.taxonomy)
    with pytest.raises(TaxonomyError, match="no such leaf"):
        tag_in_processes(wrong, [], 2)


FORKED = """
import multiprocessing, os, signal
import voc
from voc.qualify.workers import tag_in_processes
from voc.types import Voice

def work():
    batches = ([Voice(id=str(i), text="发货太慢了")] for i in range(100))
    stream = tag_in_processes(voc.load("lexicon"), batches, 2)
    [tagged] = next(stream)
    print(tagged.records[0].category, len(multiprocessing.active_children()), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

forked = multiprocessing.get_context("fork").Process(target=work)
forked.start()
forked.join()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_forked_process_may_have_workers_and_they_do_not_outlive_it(tmp_path):
    # Workers that live on would hold the other end of what is read here.
    done = subprocess.run(
        [sys.executable, "-c", FORKED],
        capture_output=True, cwd=tmp_path, check=True, encoding="utf-8", timeout=60,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("delivery.speed 2\n", "")
    assert list(tmp_path.iterdir()) == []
