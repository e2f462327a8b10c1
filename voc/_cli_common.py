"""What several commands have alike: options, files that they are given, and files that they write."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from voc.annotations import read_annotations
from voc.collect.write import whole_file
from voc.errors import InputError
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

BUILT_IN = "built-in"
TAGGED = "tagged voices: .jsonl, as voc classify writes it"


def add_command(commands: Commands, name: str, what: str, example: str) -> argparse.ArgumentParser:
    """Add a command that shows an example in its help."""
    return commands.add_parser(name, help=what, description=what, epilog=f"example: {example}")


def add_out(parser: argparse.ArgumentParser, what: str, *, required: bool) -> None:
    """Add ``-o OUT`` and ``--overwrite``."""
    parser.add_argument("-o", "--out", metavar="OUT", required=required, help=what)
    parser.add_argument("--overwrite", action="store_true", help="replace OUT if it exists")


def add_taxonomy_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--taxonomy TOML``."""
    parser.add_argument(
        "--taxonomy", default=BUILT_IN, metavar="TOML", help="if not the built-in one"
    )


def add_samples(parser: argparse.ArgumentParser) -> None:
    """Add ``--samples N``."""
    parser.add_argument(
        "--samples",
        type=int,
        default=1000,
        metavar="N",
        help="samples that the intervals are taken from (default: %(default)s)",
    )


def taxonomy_of(name: str) -> Taxonomy:
    """The taxonomy of a file, or the built-in one."""
    return Taxonomy.load(None if name == BUILT_IN else name)


def tagged_voices(source: str | Path) -> list[TaggedVoice]:
    """Voices with their tags, of a file that ``voc classify`` wrote.

    Raises
    ------
    InputError
        The file cannot be read, or is a table of texts that nobody has tagged yet.
    """
    path = Path(source)
    if path.is_file() and path.suffix.lower() not in (".jsonl", ".json"):
        raise InputError(
            f"got {path}, expected tagged voices; write them first: voc classify {path.name} -o "
            f"{path.stem}.jsonl"
        )
    return read_annotations(path)


def check_out(path: Path, *endings: str, overwrite: bool) -> None:
    """Refuse a file that cannot be written; before the work, not after it.

    Raises
    ------
    InputError
        The file exists, its folder does not, or it has none of the endings.
    """
    if path.suffix.lower() not in endings:
        raise InputError(
            f"{path} is of no kind that can be written; expected {' or '.join(endings)}"
        )
    if not path.parent.is_dir():
        raise InputError(f"the folder of {path} does not exist; make it first")
    if path.is_dir() or (path.exists() and not overwrite):
        raise InputError(f"{path} exists; choose another name or pass --overwrite")


def write_text(path: Path, text: str) -> None:
    """Write a file, whole or not at all.

    Raises
    ------
    InputError
        It cannot be written.
    """
    try:
        with whole_file(path) as part:
            # A lone surrogate, which UTF-8 cannot hold, becomes the escape that JSON has for it.
            part.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise InputError(f"{path} cannot be written ({error.strerror})") from error
