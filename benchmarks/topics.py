"""How well topics are found, beside what others find in the same texts.

    python -m benchmarks.topics --corpora FOLDER [--encoder FOLDER [--peers PYTHON]]

FOLDER holds the public corpora as ``voc.load_public(folder=…)`` reads them; ``--encoder`` is a folder
in Hugging Face format, or a model of voc. ``--peers`` measures BERTopic as well, in another
interpreter where it and sentence-transformers are installed: with its usual settings and vectors that
sentence-transformers reads, and with KMeans and the vectors of voc. Vectors are made once a corpus;
their time counts for each program that reads them. Writes benchmarks/topics.json.

A model of voc as encoder was trained with the product kinds of the shopping texts and with the
hotline's categories beside other labels: figures with it are flattered, and are written under its name.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np

from benchmarks.child import run_child
from benchmarks.machine import machine
from benchmarks.topic_measures import (
    agreement,
    alike,
    alike_where_both,
    coherence,
    thirds_left_out,
    words_of,
)
from benchmarks.topic_programs import PEERS, PROGRAMS, WITH_VECTORS
from benchmarks.topic_texts import CORPORA, Known, known

RESULTS = Path(__file__).parent / "topics.json"
_SEEDS = 3


def main() -> None:
    """Measure what is asked for and put it beside what was measured before."""
    args = _parser().parse_args()
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    results["machine"] = machine()
    for name in args.on:
        texts = known(name, args.corpora)
        measured = results.setdefault("corpora", {}).setdefault(name, {"texts": len(texts.texts)})
        with TemporaryDirectory() as folder:
            for title, found in _programs(args, texts, Path(folder)):
                measured[title] = found
                print(name, title, found, flush=True)
                RESULTS.write_text(
                    json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
                )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--on", nargs="*", default=list(CORPORA), choices=list(CORPORA))
    parser.add_argument("--programs", nargs="*", default=list(PROGRAMS), choices=list(PROGRAMS))
    parser.add_argument("--encoder", help="what makes the vectors")
    parser.add_argument("--peers", help="the interpreter that has BERTopic")
    return parser


def _programs(
    args: argparse.Namespace, texts: Known, folder: Path
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Measure one program after the other."""
    read: dict[str, _Read] = {}
    for program in args.programs:
        reader = WITH_VECTORS.get(program)
        python = args.peers if program in PEERS else sys.executable
        if python is None or (reader and args.encoder is None):
            continue
        if reader is None:
            yield program, _measured(program, texts, None, folder, python)
            continue
        if reader not in read:
            of_reader = sys.executable if reader == "voc" else python
            read[reader] = _vectors(reader, texts, args.encoder, folder, of_reader)
        encoder = Path(args.encoder).name
        found = _measured(program, texts, read[reader].vectors, folder, python)
        found["peak_mb"] = max(found["peak_mb"], read[reader].peak_mb)
        made = {"encoder": encoder, "encoding_seconds": read[reader].seconds, "read_by": reader}
        yield f"{program} ({encoder})", {**made, **found}


class _Read(NamedTuple):
    """Vectors of texts, and what they took."""

    vectors: Any
    seconds: float
    peak_mb: float


def _vectors(reader: str, texts: Known, encoder: str, folder: Path, python: str) -> _Read:
    (folder / "texts.json").write_text(json.dumps({"texts": texts.texts}), encoding="utf-8")
    ((_, took),) = run_child("topic_vectors", reader, str(folder), encoder, python=python)
    return _Read(np.load(folder / "vectors.npy"), took["seconds"], took["peak_mb"])


def _measured(
    program: str,
    known: Known,
    vectors: Any,  # noqa: ANN401
    folder: Path,
    python: str,
) -> dict[str, Any]:
    n_topics = len(set(known.kinds))
    runs = [
        _run(program, known.texts, vectors, n_topics, folder, seed, python)
        for seed in range(_SEEDS)
    ]
    labels = [np.array(run["labels"]) for run in runs]
    words, held_out = words_of(known.texts), words_of(known.held_out)
    figures = [{**agreement(known.kinds, of), **coherence(words, of, held_out)} for of in labels]
    parts = []
    for rows in thirds_left_out(len(known.texts)):
        texts = [known.texts[row] for row in rows]
        of = None if vectors is None else vectors[rows]
        found = _run(program, texts, of, n_topics, folder, 0, python)["labels"]
        parts.append(dict(zip(rows.tolist(), found, strict=True)))
    return {
        **{key: median(one[key] for one in figures) for key in figures[0]},
        "alike_between_seeds": alike(labels),
        "alike_between_parts": alike_where_both(parts),
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
    ((_, found),) = run_child("topic_programs", program, str(folder), str(seed), python=python)
    return found


if __name__ == "__main__":
    main()
