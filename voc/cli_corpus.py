"""``voc corpus``: look through labelled texts, split them, compare annotators, get public corpora."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voc._aligned import aligned
from voc._cli_common import BUILT_IN, add_command, add_samples, taxonomy_of
from voc._terminal import say
from voc.agreement import agreement
from voc.annotations import read_annotations
from voc.bootstrap import check_samples
from voc.corpus import built_in, read_info
from voc.errors import InputError
from voc.labelled.check import check_labelled
from voc.labelled.corpus import LabelledCorpus
from voc.labelled.read import read_labelled
from voc.public.load import load_public, missing_files
from voc.public.source import PublicSource, public_corpora, public_source

if TYPE_CHECKING:
    from voc._cli_common import Commands

_LABELLED = "texts with labels: a table, JSON, or an export of Label Studio or doccano"
_ANNOTATED = "annotated voices: .jsonl, compact or as voc writes it"
_PARTS = ("train.jsonl", "test.jsonl")


def add_corpus(parser: argparse.ArgumentParser) -> None:
    """Add the commands; each leaves the function that runs it in ``run``."""
    commands = parser.add_subparsers(required=True)
    for add in (_add_check, _add_split, _add_agreement, _add_list, _add_get):
        add(commands)


def _add_check(commands: Commands) -> None:
    parser = add_command(
        commands,
        "check",
        "count labels, find copies, contradictions and odd texts",
        "voc corpus check 标注.xlsx --text 内容 --labels 标签",
    )
    _add_labelled(parser)
    parser.add_argument(
        "--least",
        type=int,
        default=5,
        metavar="N",
        help="texts that a label needs so as not to be rare (default: %(default)s)",
    )
    parser.set_defaults(run=_check)


def _add_split(commands: Commands) -> None:
    parser = add_command(
        commands,
        "split",
        "split in two, without copies on both sides",
        "voc corpus split 标注.csv --test 0.2 -o 划分",
    )
    _add_labelled(parser)
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        required=True,
        metavar="FOLDER",
        help=f"where {' and '.join(_PARTS)} are written",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace them if they exist")
    parser.add_argument(
        "--test",
        type=float,
        default=0.2,
        metavar="SHARE",
        help="of the texts to measure on, between 0 and 1 (default: %(default)s)",
    )
    parser.add_argument(
        "--random-state", type=int, default=0, metavar="N", help="the same gives the same split"
    )
    parser.set_defaults(run=_split)


def _add_labelled(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="FILE", help=_LABELLED)
    labels = parser.add_argument_group("labels")
    labels.add_argument(
        "--taxonomy", metavar="TOML", help=f"refuse labels that it lacks: a file, or {BUILT_IN}"
    )
    labels.add_argument(
        "--separator", default="|", metavar="SIGN", help="between labels (default: %(default)s)"
    )
    columns = parser.add_argument_group("columns", "guessed from the header where not given")
    for name in ("text", "labels", "id"):
        columns.add_argument(f"--{name}", metavar="COLUMN")


def _add_agreement(commands: Commands) -> None:
    parser = add_command(
        commands,
        "agreement",
        "measure how much two annotators of voices agree",
        "voc corpus agreement 甲.jsonl 乙.jsonl --texts 原文.jsonl",
    )
    for name in ("first", "second"):
        parser.add_argument(name, metavar=name.upper(), help=_ANNOTATED)
    parser.add_argument("--texts", metavar="F", help="the texts, if they hold only their ids")
    add_samples(parser)
    parser.set_defaults(run=_agreement)


def _add_list(commands: Commands) -> None:
    what = "list the corpora that voc knows by name"
    add_command(commands, "list", what, "voc corpus list").set_defaults(run=_list)


def _add_get(commands: Commands) -> None:
    parser = add_command(
        commands,
        "get",
        "show the licence of a public corpus, and download it",
        "voc corpus get takeaway --accept-licence",
    )
    parser.add_argument("name", metavar="NAME", help="as voc corpus list names it")
    parser.add_argument(
        "--accept-licence", action="store_true", help="you have read its licence; download it"
    )
    parser.set_defaults(run=_get)


def _check(arguments: argparse.Namespace) -> int:
    corpus = _labelled(arguments)
    report = check_labelled(corpus, least=arguments.least)
    say(f"{corpus.summary()}\n\n{report}", sys.stdout)
    return 0 if report.sound else 1


def _split(arguments: argparse.Namespace) -> int:
    folder: Path = arguments.out
    _check_folder(folder, overwrite=arguments.overwrite)
    parts = _labelled(arguments).split(arguments.test, arguments.random_state)
    folder.mkdir(exist_ok=True)
    for name, part in zip(_PARTS, parts, strict=True):
        part.write(folder / name, overwrite=arguments.overwrite)
        say(f"{folder / name}: {len(part)} texts, {len(part.classes)} labels", sys.stdout)
    return 0


def _agreement(arguments: argparse.Namespace) -> int:
    check_samples(arguments.samples)
    texts = arguments.texts
    first, second = (read_annotations(f, texts) for f in (arguments.first, arguments.second))
    found = agreement(first, second, samples=arguments.samples)
    say(f"{found.voices} voices\n\n{found}", sys.stdout)
    return 0


def _list(arguments: argparse.Namespace) -> int:
    infos = [read_info(path.parent) for path in sorted(built_in().glob("*/corpus.toml"))]
    own = [(info["name"], "comes with voc", info["title"]["zh"]) for info in infos]
    public = [(s.name, _where(s), s.title) for s in map(public_source, public_corpora())]
    say(aligned([("corpus", "where", "title"), *own, *public], frozenset()), sys.stdout)
    return 0


def _get(arguments: argparse.Namespace) -> int:
    source = public_source(arguments.name)
    for what in ("title", "home", "licence", "citation", "labels", "note"):
        if said := getattr(source, what):
            say(f"{what}: {said}", sys.stdout)
    if not source.files:
        raise InputError(
            f"no stable address of {source.name!r} is known; get it by hand and pass its folder to "
            "voc.load_public"
        )
    if missing_files(source) and not arguments.accept_licence:
        raise InputError("read the licence above, then pass --accept-licence to download it")
    found = load_public(source.name, download=True, accept_licence=arguments.accept_licence)
    say(f"{found!r} is here; voc.load_public({source.name!r}) reads it", sys.stdout)
    return 0


def _labelled(arguments: argparse.Namespace) -> LabelledCorpus:
    return read_labelled(
        arguments.source,
        text=arguments.text,
        labels=arguments.labels,
        id=arguments.id,
        separator=arguments.separator,
        taxonomy=taxonomy_of(arguments.taxonomy) if arguments.taxonomy else None,
    )


def _check_folder(folder: Path, *, overwrite: bool) -> None:
    if not folder.parent.is_dir() or (folder.exists() and not folder.is_dir()):
        raise InputError(
            f"{folder} is no folder that can be made; expected a new one, or one there"
        )
    for path in (folder / name for name in _PARTS):
        if path.exists() and not overwrite:
            raise InputError(f"{path} exists; choose another folder or pass --overwrite")


def _where(source: PublicSource) -> str:
    if not source.files:
        return "by hand"
    return "to download" if missing_files(source) else "downloaded"
