"""Corpora: annotated customer voices, found by name or folder and checked before use.

<name>/corpus.toml       name, title, version, licence, counts, sha256 of the files
       annotated.jsonl   one voice a line, as Result.to_dicts() gives it
       DATASHEET.md      what it is, how it came about, what it may be used for
"""

from __future__ import annotations

import gzip
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from voc._plain import Plain, from_dict
from voc.artifact import sha256
from voc.errors import ArtifactError, InputError, ModelNotFoundError
from voc.result import Result
from voc.types import TaggedVoice, Voice

T = TypeVar("T")

_INFO = "corpus.toml"
_ANNOTATED = "annotated.jsonl"


@dataclass(frozen=True, repr=False)
class Corpus:
    """Customer voices with their annotations.

    Attributes
    ----------
    name : str
    folder : Path
        Where it lies, with its DATASHEET.md.
    info : Mapping
        Content of corpus.toml.
    annotated : Result
        The voices with what a reader found in them.

    Examples
    --------
    >>> corpus = load_corpus("demo")
    >>> corpus
    Corpus('demo', 560 voices, 1207 records)
    >>> corpus.annotated[0].voice_type, corpus.info["licence"]
    ('praise', 'Apache-2.0')
    """

    name: str
    folder: Path
    info: Mapping[str, Any]
    annotated: Result

    @property
    def voices(self) -> list[Voice]:
        """The voices without their annotations."""
        return self.annotated.voices

    @property
    def texts(self) -> list[str]:
        """What the customers wrote."""
        return [voice.text for voice in self.voices]

    def __len__(self) -> int:
        return len(self.annotated)

    def __repr__(self) -> str:
        counts = f"{len(self)} voices, {len(self.annotated.records)} records"
        return f"Corpus({self.name!r}, {counts})"


def load_corpus(name_or_folder: str | Path) -> Corpus:
    """Read a corpus: an existing folder with a corpus.toml, else a built-in one.

    Parameters
    ----------
    name_or_folder : str or Path

    Raises
    ------
    ModelNotFoundError
        There is none; the message lists the built-in ones.
    ArtifactError
        A file is missing or altered.
    InputError
        A line of annotated.jsonl is broken, or the folder holds no annotated voices.

    Examples
    --------
    >>> load_corpus("demo").voices[0].product
    '饱饱达'
    """
    folder = _find(name_or_folder)
    info = read_info(folder)
    if _ANNOTATED not in info["files"]:
        raise InputError(
            f"{folder} names no {_ANNOTATED} in its {_INFO}; expected annotated voices; "
            "a challenge set is read by voc.challenge.load_challenge"
        )
    annotated = Result(read_lines(folder / _ANNOTATED, _tagged))
    return Corpus(info["name"], folder, info, annotated)


def available_corpora() -> list[str]:
    """Names of the built-in corpora.

    Examples
    --------
    >>> available_corpora()
    ['demo', 'practice']
    """
    return sorted(path.parent.name for path in built_in().glob(f"*/{_ANNOTATED}"))


def built_in() -> Path:
    """Folder of the corpora that come with voc."""
    with as_file(files("voc.corpora")) as folder:
        return folder


def read_info(folder: Path) -> Mapping[str, Any]:
    """Content of the folder's corpus.toml, once every file that it names is found unaltered.

    Raises
    ------
    ArtifactError
        corpus.toml is missing or broken; a file is missing or altered.
    """
    path = folder / _INFO
    try:
        info = tomllib.loads(path.read_text(encoding="utf-8"))
        name, sums = info["name"], info["files"].items()
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise ArtifactError(
            f"{path}: {error!r}; expected TOML with a name and a table [files] of sha256 sums"
        ) from error
    for file, expected in sums:
        _check(folder / file, expected, name)
    return MappingProxyType(info)


def read_lines(path: Path, parse: Callable[[Plain], T]) -> list[T]:
    """What ``parse`` makes of each line of a JSON Lines file, plain or .gz; blank ones are skipped.

    Raises
    ------
    InputError
        A line is no JSON, or not what ``parse`` expects; names the line, never shows its text.
    """
    items = []
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                items.append(_parsed(line, parse, f"{path} line {number}"))
    return items


def _parsed(line: bytes, parse: Callable[[Plain], T], where: str) -> T:
    try:
        return parse(json.loads(line))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        reason = f"lacks {error}" if isinstance(error, KeyError) else str(error)
        raise InputError(f"{where}: {reason}; mend or remove the line") from error


def _find(name: str | Path) -> Path:
    for folder in (Path(name), built_in() / str(name)):
        if (folder / _INFO).is_file():
            return folder
    raise ModelNotFoundError(
        f"No corpus {str(name)!r}. Available: {', '.join(available_corpora()) or 'none'}; "
        f"or pass the path of a folder with a {_INFO}"
    )


def _check(path: Path, expected: str, name: str) -> None:
    if not path.is_file():
        raise ArtifactError(f"{path} is missing; get the corpus {name!r} anew")
    actual = sha256(path)
    if actual != expected:
        raise ArtifactError(
            f"{path}: sha256 {actual[:12]}… is not {str(expected)[:12]}… of {_INFO}; the file was "
            f"altered; get the corpus {name!r} anew, or mend {_INFO} if you changed it on purpose"
        )


def _tagged(plain: Plain) -> TaggedVoice:
    tagged = from_dict(plain)
    for record in tagged.records:
        if tagged.voice.text[record.start : record.end] != record.quote:
            raise InputError(
                f"a quote is not text[{record.start}:{record.end}] of voice {tagged.voice.id!r}"
            )
    return tagged
