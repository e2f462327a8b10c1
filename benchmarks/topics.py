"""How well topics are found, beside what others find in the same texts.

    python -m benchmarks.topics --corpora FOLDER [--encoder FOLDER] [--peers [PYTHON]]

FOLDER holds the public corpora as ``voc.load_public(folder=…)`` reads them; ``--encoder`` is a folder
in Hugging Face format, or a model of voc. Programs with an encoder read the same vectors, made once;
their time counts for each. ``--peers`` measures BERTopic as well, in another interpreter if its
packages are installed there. Writes benchmarks/topics.json.

A model of voc as encoder was trained with the product kinds of the shopping texts and with the
hotline's categories beside other labels: figures with it are flattered, and are written under its name.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from benchmarks.machine import machine
from benchmarks.topic_measures import agreement, alike, coherence, words_of
from benchmarks.topic_programs import PEERS, PROGRAMS, WITH_VECTORS
from benchmarks.topic_texts import CORPORA, Known, known

ROOT = Path(__file__).parent.parent
RESULTS = Path(__file__).parent / "topics.json"
_SEEDS = 3


def main() -> None:
    """Measure what is asked for and put it beside what was measured before."""
    args = _parser().parse_args()
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results["machine"] = machine()
    encoder = Path(args.encoder).name if args.encoder else None
    for name in args.on:
        texts = known(name, args.corpora)
        measured = results.setdefault("corpora", {}).setdefault(name, {"texts": len(texts.texts)})
        with TemporaryDirectory() as folder:
            programs = [p for p in _programs(encoder, args.peers) if p in args.programs]
            read = not set(programs).isdisjoint(WITH_VECTORS)
            vectors, seconds = _vectors(texts.texts, args.encoder) if read else (None, 0.0)
            for program in programs:
                python = args.peers if program in PEERS else sys.executable
                found = _measured(program, texts, vectors, Path(folder), python)
                if program in WITH_VECTORS:
                    found = {"encoder": encoder, "encoding_seconds": seconds, **found}
                title = f"{program} ({encoder})" if program in WITH_VECTORS else program
                measured[title] = found
                print(name, title, found, flush=True)
                _write(results)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--on", nargs="*", default=list(CORPORA), choices=list(CORPORA))
    parser.add_argument("--programs", nargs="*", default=list(PROGRAMS), choices=list(PROGRAMS))
    parser.add_argument("--encoder", help="what makes the vectors")
    parser.add_argument("--peers", nargs="?", const=sys.executable, help="where BERTopic is")
    return parser


def _programs(encoder: str | None, peers: str | None) -> Iterator[str]:
    for name in PROGRAMS:
        if (encoder or name not in WITH_VECTORS) and (peers or name not in PEERS):
            yield name


def _vectors(texts: Sequence[str], encoder: str) -> tuple[Any, float]:
    from voc.topic_model.encoder_vectors import vectors_of
    from voc.topic_model.sample import views

    read, shown = vectors_of(encoder), views(texts)
    read(shown[:1])
    started = time.perf_counter()
    return read(shown), time.perf_counter() - started


def _measured(
    program: str,
    known: Known,
    vectors: Any,  # noqa: ANN401
    folder: Path,
    python: str,
) -> dict[str, Any]:
    n_topics, everything = len(set(known.kinds)), np.arange(len(known.texts))
    runs = [
        _run(program, known.texts, vectors, n_topics, folder, seed, python)
        for seed in range(_SEEDS)
    ]
    labels = [np.array(run["labels"]) for run in runs]
    words, held_out = words_of(known.texts), words_of(known.held_out)
    figures = [{**agreement(known.kinds, of), **coherence(words, of, held_out)} for of in labels]
    third = len(everything) // 3
    halves = []
    for rows in (everything[: 2 * third], everything[third:]):
        texts = [known.texts[row] for row in rows]
        of = None if vectors is None else vectors[rows]
        found = np.array(_run(program, texts, of, n_topics, folder, 0, python)["labels"])
        halves.append(found[np.isin(rows, everything[third : 2 * third])])
    return {
        **{key: median(one[key] for one in figures) for key in figures[0]},
        "alike_between_seeds": alike(labels),
        "alike_between_halves": alike(halves),
        **{key: median(run[key] for run in runs) for key in ("seconds", "peak_mb")},
    }


def _run(
    program: str,
    texts: Sequence[str],
    vectors: Any,  # noqa: ANN401
    n_topics: int,
    folder: Path,
    seed: int,
    python: str,
) -> dict[str, Any]:
    given = json.dumps({"texts": list(texts), "n_topics": n_topics})
    (folder / "texts.json").write_text(given, encoding="utf-8")
    if vectors is not None:
        np.save(folder / "vectors.npy", vectors)
    command = [python, "-m", "benchmarks.topic_programs", program, str(folder), str(seed)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{program} failed: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _write(results: dict[str, Any]) -> None:
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
