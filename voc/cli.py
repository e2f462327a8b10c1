"""The command line: ``voc classify``, ``report``, ``topics``, ``evaluate``, ``train`` and others."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import voc
from voc._cli_common import add_samples, check_out, write_text
from voc._cli_reading import AnalyzerLike, Load, Reading, Watch, add_reading
from voc._scorecard import Scorecard, scorecard
from voc._terminal import say
from voc.annotations import read_annotations
from voc.bootstrap import check_samples
from voc.cli_corpus import add_corpus
from voc.cli_label_studio import add_label_studio
from voc.cli_report import add_report, add_topics
from voc.cli_taxonomy import add_taxonomy
from voc.cli_train import add_train
from voc.collect.write import check_target, write
from voc.corpus import load_corpus
from voc.errors import InputError, VocError
from voc.result import Result
from voc.types import TaggedVoice, Voice


def main(argv: Sequence[str] | None = None, *, load: Load | None = None) -> int:
    """Run a command.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments; by default those of the process.
    load : callable, optional
        Gives the analyzer of a model name; by default ``voc.load``.

    Returns
    -------
    int
        0 when all went well, 1 when the taxonomy or the corpus has findings, records find no place in
        the taxonomy or the trained model is worse than the old one, 2 for a mistake in the input.
    """
    arguments = _parser().parse_args(argv)
    try:
        if arguments.command == "classify":
            return _classify(arguments, load or voc.load)
        if arguments.command == "evaluate":
            return _evaluate(arguments, load or voc.load)
        arguments.load = load or voc.load
        return int(arguments.run(arguments))
    except VocError as error:
        say(f"voc: {' '.join(str(error).split())}", sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has seen enough: voc evaluate | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="voc", description=voc.__doc__)
    parser.add_argument("--version", action="version", version=f"voc {voc.__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    _add_classify(commands.add_parser("classify", help="tag the voices of a file or database"))
    _add_evaluate(commands.add_parser("evaluate", help="measure a model on annotated voices"))
    add_report(commands.add_parser("report", help="all findings on one page for a manager"))
    add_topics(commands.add_parser("topics", help="what voices talk about that nobody asked for"))
    add_train(commands.add_parser("train", help="train a model of your own by a recipe"))
    add_corpus(commands.add_parser("corpus", help="check, split and get corpora"))
    add_label_studio(commands.add_parser("label-studio", help="let people correct voices"))
    add_taxonomy(commands.add_parser("taxonomy", help="work on a taxonomy file"))
    return parser


def _add_classify(parser: argparse.ArgumentParser) -> None:
    add_reading(parser)
    parser.add_argument("-o", "--out", metavar="OUT", help="file or database URL to write")
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it exists")
    parser.add_argument("--quiet", action="store_true", help="print neither progress nor summary")


def _add_evaluate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--gold",
        type=Path,
        metavar="F",
        help="annotated voices: .jsonl, compact or as voc writes it, or the folder of a corpus "
        "(default: the built-in demo corpus)",
    )
    parser.add_argument(
        "--texts", type=Path, metavar="F", help="the texts, if F has only their ids"
    )
    parser.add_argument("--model", default="default", help="name or folder (default: %(default)s)")
    parser.add_argument("-o", "--out", type=Path, help="file to write, .json or .md")
    parser.add_argument("--no-challenge", action="store_true", help="without the challenge items")
    add_samples(parser)
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it exists")


def _classify(arguments: argparse.Namespace, load: Load) -> int:
    if arguments.out:
        check_target(arguments.out, overwrite=arguments.overwrite)  # before the work, not after it
    reading = Reading(arguments, load)
    if arguments.out:
        watched: Iterable[TaggedVoice] = reading.stream()
        if str(arguments.out).lower().endswith(".html"):  # which shows names
            watched = Result(watched, reading.taxonomy)
        write(watched, arguments.out, overwrite=arguments.overwrite)
    else:
        deque(reading.stream(), maxlen=0)
    if not arguments.quiet:
        say(str(replace(reading.watch.tally.summary(), taxonomy=reading.taxonomy)), sys.stdout)
    reading.watch.report_errors()
    return 0


def _evaluate(arguments: argparse.Namespace, load: Load) -> int:
    if arguments.out:
        check_out(arguments.out, ".json", ".md", overwrite=arguments.overwrite)
    check_samples(arguments.samples)
    gold = _gold(arguments.gold, arguments.texts)
    analyzer = _Watched(load(arguments.model))
    of = arguments.gold or "the built-in demo corpus, as there is no --gold"
    say(f"voc: measuring {analyzer.name} on {len(gold)} voices of {of}", sys.stderr)
    challenge = not arguments.no_challenge
    card = scorecard(analyzer, gold, challenge=challenge, samples=arguments.samples)
    if arguments.out:
        _write_report(card, arguments.out)
    say(str(card), sys.stdout)
    analyzer.watch.report_errors()
    return 0


def _gold(path: Path | None, texts: Path | None) -> Sequence[TaggedVoice]:
    if path is not None and not path.is_dir():
        return read_annotations(path, texts)
    if texts is not None:
        raise InputError(f"--texts {texts} goes with a --gold file; name the file, or leave it out")
    return load_corpus(path or "demo").annotated


class _Watched:
    """An analyzer that shows how far it is and keeps its errors."""

    def __init__(self, analyzer: AnalyzerLike) -> None:
        self.name = analyzer.name
        self.watch = Watch()
        self._analyzer = analyzer

    def stream(self, voices: Sequence[Voice], /) -> Iterator[TaggedVoice]:
        return self.watch.over(self._analyzer.stream(voices, progress=True))


def _write_report(card: Scorecard, path: Path) -> None:
    text = card.to_markdown()
    if path.suffix.lower() == ".json":
        text = json.dumps(card.to_dict(), ensure_ascii=False, indent=1) + "\n"
    write_text(path, text)
