"""``voc label-studio``: let people correct what a model said, and take back what they say."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from voc._cli_common import (
    TAGGED,
    add_command,
    add_out,
    add_taxonomy_option,
    check_out,
    tagged_voices,
    taxonomy_of,
    write_text,
)
from voc._terminal import say
from voc.collect.write import check_target, write
from voc.labelled.label_studio_config import label_studio_config
from voc.labelled.label_studio_records import read_label_studio_records, to_label_studio
from voc.qualify.corrections import Corrections
from voc.result import Result

if TYPE_CHECKING:
    from voc._cli_common import Commands


def add_label_studio(parser: argparse.ArgumentParser) -> None:
    """Add the commands; each leaves the function that runs it in ``run``."""
    commands = parser.add_subparsers(required=True)
    for add in (_add_config, _add_export, _add_import):
        add(commands)


def _add_config(commands: Commands) -> None:
    parser = add_command(
        commands,
        "config",
        "print the labelling interface, to be pasted into the settings of a project",
        "voc label-studio config > 界面.xml",
    )
    add_taxonomy_option(parser)
    parser.set_defaults(run=_config)


def _add_export(commands: Commands) -> None:
    parser = add_command(
        commands,
        "export",
        "write tagged voices as tasks to import there, tags and records filled in",
        "voc label-studio export 结果.jsonl --review 200 -o 任务.json",
    )
    parser.add_argument("source", metavar="IN", help=TAGGED)
    add_out(parser, "file to write, .json", required=True)
    parser.add_argument(
        "--review", type=int, metavar="N", help="only the N voices that it teaches most to correct"
    )
    add_taxonomy_option(parser)
    parser.set_defaults(run=_export)


def _add_import(commands: Commands) -> None:
    parser = add_command(
        commands,
        "import",
        "read what was annotated there; what nobody annotated is left out",
        "voc label-studio import 导出.json -o 改正.jsonl --corrections",
    )
    parser.add_argument("source", metavar="EXPORT", help="what Label Studio exported as JSON")
    add_out(parser, "file or database URL to write", required=True)
    parser.add_argument(
        "--corrections",
        action="store_true",
        help="write what voc classify --corrections reads, .jsonl, instead of tagged voices",
    )
    add_taxonomy_option(parser)
    parser.set_defaults(run=_import)


def _config(arguments: argparse.Namespace) -> int:
    say(label_studio_config(taxonomy_of(arguments.taxonomy)), sys.stdout)
    return 0


def _export(arguments: argparse.Namespace) -> int:
    out = Path(arguments.out)
    check_out(out, ".json", overwrite=arguments.overwrite)
    result = Result(tagged_voices(arguments.source))
    if arguments.review is not None:
        result = result.review(arguments.review)
    tasks = to_label_studio(result, taxonomy_of(arguments.taxonomy))
    write_text(out, json.dumps(tasks, ensure_ascii=False, indent=1) + "\n")
    say(f"{out}: {len(tasks)} tasks", sys.stdout)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    if arguments.corrections:
        check_out(Path(arguments.out), ".jsonl", overwrite=arguments.overwrite)
    else:
        check_target(arguments.out, overwrite=arguments.overwrite)
    taxonomy = taxonomy_of(arguments.taxonomy)
    annotated = read_label_studio_records(arguments.source, taxonomy, annotated_only=True)
    if arguments.corrections:
        Corrections.from_annotated(annotated).save(arguments.out, overwrite=arguments.overwrite)
    else:
        write(annotated, arguments.out, overwrite=arguments.overwrite)
    say(f"{arguments.out}: {len(annotated)} annotated voices", sys.stdout)
    return 0
