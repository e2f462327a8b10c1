"""``voc taxonomy``: find weak spots of a taxonomy, compare two, carry records over, find gaps."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from voc._terminal import say
from voc.annotations import read_annotations
from voc.collect.write import check_target, write
from voc.errors import InputError
from voc.migration import migrate
from voc.qualify.suggest import suggest_leaves
from voc.qualify.suggestion import suggestions_toml
from voc.taxonomy import Taxonomy

_BUILT_IN = "built-in"
_TAGGED = "tagged voices: .jsonl, as voc classify writes it"


def add_taxonomy(parser: argparse.ArgumentParser) -> None:
    """Add the commands; each leaves the function that runs it in ``run``."""
    commands = parser.add_subparsers(required=True)
    _add_lint(commands.add_parser("lint", help="find weak spots in it"))
    _add_diff(commands.add_parser("diff", help="list what changes from one version to another"))
    _add_migrate(commands.add_parser("migrate", help="carry tagged voices to a new version"))
    _add_suggest(commands.add_parser("suggest", help="find leaves that it lacks"))


def _add_lint(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", default=_BUILT_IN, help="by default the built-in one")
    parser.set_defaults(run=_lint)


def _add_diff(parser: argparse.ArgumentParser) -> None:
    _add_versions(parser)
    parser.add_argument("--markdown", action="store_true", help="print a table")
    parser.set_defaults(run=_diff)


def _add_migrate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="IN", help=_TAGGED)
    _add_versions(parser)
    _add_out(parser, "file or database URL to write", required=True)
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="OLD=NEW",
        help="where the records of a leaf or category go; may be given several times",
    )
    parser.set_defaults(run=_migrate)


def _add_suggest(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", type=Path, metavar="IN", help=_TAGGED)
    parser.add_argument(
        "--taxonomy", default=_BUILT_IN, metavar="TOML", help="if not the built-in one"
    )
    parser.add_argument("-n", type=int, default=10, help="leaves at most (default: %(default)s)")
    _add_out(parser, "taxonomy file to write, .toml", required=False)
    parser.set_defaults(run=_suggest)


def _add_versions(parser: argparse.ArgumentParser) -> None:
    for name in ("old", "new"):
        what = f"the {name} taxonomy: a file, or {_BUILT_IN}"
        parser.add_argument(name, metavar=name.upper(), help=what)


def _add_out(parser: argparse.ArgumentParser, what: str, *, required: bool) -> None:
    parser.add_argument("-o", "--out", metavar="OUT", required=required, help=what)
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it exists")


def _lint(arguments: argparse.Namespace) -> int:
    taxonomy = _taxonomy(arguments.file)
    findings = taxonomy.lint()
    for finding in findings:
        say(f"{finding.code}: {finding.message}", sys.stdout)
    say(f"{taxonomy}: {len(findings) or 'no'} findings", sys.stdout)
    return 1 if findings else 0


def _diff(arguments: argparse.Namespace) -> int:
    diff = _taxonomy(arguments.old).diff(_taxonomy(arguments.new))
    say(diff.to_markdown().rstrip() if arguments.markdown else str(diff), sys.stdout)
    return 0


def _migrate(arguments: argparse.Namespace) -> int:
    check_target(arguments.out, overwrite=arguments.overwrite)
    old, new = _taxonomy(arguments.old), _taxonomy(arguments.new)
    mapping = _mapping(arguments.map)
    migration = migrate(read_annotations(arguments.source), old, new, mapping=mapping)
    write(migration.result, arguments.out, overwrite=arguments.overwrite)
    say(str(migration), sys.stdout)
    return 1 if migration.unresolved else 0


def _suggest(arguments: argparse.Namespace) -> int:
    if arguments.out:
        _check_toml(Path(arguments.out), overwrite=arguments.overwrite)
    taxonomy = _taxonomy(arguments.taxonomy)
    tagged = read_annotations(arguments.source)
    suggestions = suggest_leaves(tagged, taxonomy, arguments.n)
    for suggestion in suggestions:
        say(f"{suggestion}\n", sys.stdout)
    say(f"{len(suggestions) or 'no'} suggestions from {len(tagged)} voices", sys.stdout)
    if arguments.out:
        _write_text(Path(arguments.out), suggestions_toml(suggestions))
    return 0


def _taxonomy(name: str) -> Taxonomy:
    return Taxonomy.load(None if name == _BUILT_IN else name)


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    mapping = {}
    for pair in pairs:
        old, equals, new = pair.partition("=")
        if not (old and equals and new):
            raise InputError(f"got --map {pair!r}, expected OLD=NEW, two ids; put = between them")
        mapping[old] = new
    return mapping


def _check_toml(path: Path, *, overwrite: bool) -> None:
    if path.suffix.lower() != ".toml":
        raise InputError(f"{path} is of no kind that can be written; expected .toml")
    if not path.parent.is_dir():
        raise InputError(f"the folder of {path} does not exist; make it first")
    if path.is_dir() or (path.exists() and not overwrite):
        raise InputError(f"{path} exists; choose another name or pass --overwrite")


def _write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror})") from error
