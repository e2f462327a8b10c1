"""``voc taxonomy``: find weak spots of a taxonomy, compare two, carry records over, find gaps."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from voc._cli_common import (
    BUILT_IN,
    TAGGED,
    add_out,
    add_taxonomy_option,
    check_out,
    tagged_voices,
    taxonomy_of,
    write_text,
)
from voc._terminal import say
from voc.collect.write import check_target, write
from voc.errors import InputError
from voc.migration import migrate


def add_taxonomy(parser: argparse.ArgumentParser) -> None:
    """Add the commands; each leaves the function that runs it in ``run``."""
    commands = parser.add_subparsers(required=True)
    _add_lint(commands.add_parser("lint", help="find weak spots in it"))
    _add_diff(commands.add_parser("diff", help="list what changes from one version to another"))
    _add_migrate(commands.add_parser("migrate", help="carry tagged voices to a new version"))
    _add_suggest(commands.add_parser("suggest", help="find leaves that it lacks"))


def _add_lint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default=BUILT_IN, help="by default the built-in one")
    parser.set_defaults(run=_lint)


def _add_diff(parser: argparse.ArgumentParser) -> None:
    _add_versions(parser)
    parser.add_argument("--markdown", action="store_true", help="print a table")
    parser.set_defaults(run=_diff)


def _add_migrate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="IN", help=TAGGED)
    _add_versions(parser)
    add_out(parser, "file or database URL to write", required=True)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="where the records of a leaf or category go; may be given several times",
    )
    parser.set_defaults(run=_migrate)


def _add_suggest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="IN", help=TAGGED)
    add_taxonomy_option(parser)
    parser.add_argument("-n", type=int, default=10, help="leaves at most (default: %(default)s)")
    add_out(parser, "taxonomy file to write, .toml", required=False)
    parser.set_defaults(run=_suggest)


def _add_versions(parser: argparse.ArgumentParser) -> None:
    for name in ("old", "new"):
        what = f"the {name} taxonomy: a file, or {BUILT_IN}"
        parser.add_argument(name, metavar=name.upper(), help=what)


def _lint(arguments: argparse.Namespace) -> int:
    taxonomy = taxonomy_of(arguments.file)
    findings = taxonomy.lint()
    for finding in findings:
        say(f"{finding.code}: {finding.message}", sys.stdout)
    say(f"{taxonomy}: {len(findings) or 'no'} findings", sys.stdout)
    return 1 if findings else 0


def _diff(arguments: argparse.Namespace) -> int:
    diff = taxonomy_of(arguments.old).diff(taxonomy_of(arguments.new))
    say(diff.to_markdown().rstrip() if arguments.markdown else str(diff), sys.stdout)
    return 0


def _migrate(arguments: argparse.Namespace) -> int:
    check_target(arguments.out, overwrite=arguments.overwrite)
    old, new = taxonomy_of(arguments.old), taxonomy_of(arguments.new)
    mapping = _mapping(arguments.map)
    migration = migrate(tagged_voices(arguments.source), old, new, mapping=mapping)
    write(migration.result, arguments.out, overwrite=arguments.overwrite)
    say(str(migration), sys.stdout)
    return 1 if migration.unresolved else 0


def _suggest(arguments: argparse.Namespace) -> int:
    # Here, as scipy takes as long to import as all the rest of the command line.
    from voc.qualify.suggest import suggest_leaves
    from voc.qualify.suggestion import suggestions_toml

    if arguments.out:
        check_out(Path(arguments.out), ".toml", overwrite=arguments.overwrite)
    taxonomy = taxonomy_of(arguments.taxonomy)
    tagged = tagged_voices(arguments.source)
    suggestions = suggest_leaves(tagged, taxonomy, arguments.n)
    for suggestion in suggestions:
        say(f"{suggestion}\n", sys.stdout)
    say(f"{len(suggestions) or 'no'} suggestions from {len(tagged)} voices", sys.stdout)
    if arguments.out:
        write_text(Path(arguments.out), suggestions_toml(suggestions))
    return 0


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise InputError(f"got --map {pair!r}, expected OLD=NEW, two ids; put = between them")
        mapping[old] = new
    return mapping
