"""What is known of each public corpus: where it comes from, under which terms, how it is read."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from voc.errors import ModelNotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file as its authors published it: a table of texts, plain or in a zip archive.

    Attributes
    ----------
    name : str
        Its name in the cache.
    url : str
        Pinned to one version.
    split : str
        "all" where the authors made no split.
    text : str
        The column of the text.
    id : str or None
        The column of the id; by default rows are counted.
    labels : tuple of str
        Columns that become labels.
    sha256 : str or None
        None where nobody has verified the bytes yet: then the first download decides.
    """

    name: str
    url: str
    split: str = "all"
    text: str
    id: str | None = None
    labels: tuple[str, ...] = ()
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSource:
    """A public corpus, described.

    Attributes
    ----------
    name, title : str
    home : str
        Web page of the original publication; "" if it has none any more.
    licence : str
        Its terms; shown before anything is downloaded.
    citation : str
        What to cite; "" if there is nothing.
    labels : str
        What its labels say.
    note : str
        How to get it where voc cannot, or what to know of it; may be "".
    files : tuple of SourceFile
        What can be downloaded; empty if no stable address is known.
    """

    name: str
    title: str
    home: str
    licence: str
    citation: str = ""
    labels: str
    note: str = ""
    files: tuple[SourceFile, ...] = ()


def public_corpora() -> list[str]:
    """Names of the public corpora that voc knows.

    Examples
    --------
    >>> public_corpora()[:3]
    ['asap_sample', 'bank_forum', 'car_forum']
    """
    return sorted(_sources())


def public_source(name: str) -> PublicSource:
    """What is known of a public corpus.

    Raises
    ------
    ModelNotFoundError
        voc knows none of that name; the message lists those it knows.

    Examples
    --------
    >>> public_source("takeaway").title
    '外卖评价 waimai_10k'
    """
    if name not in _sources():
        raise ModelNotFoundError(
            f"No public corpus {name!r}. Known: {', '.join(public_corpora())}; "
            "your own files are read by voc.read"
        )
    return _sources()[name]


@cache
def _sources() -> Mapping[str, PublicSource]:
    text = (files("voc.data") / "public_corpora.toml").read_text(encoding="utf-8")
    return MappingProxyType({name: _source(name, row) for name, row in tomllib.loads(text).items()})


def _source(name: str, row: Mapping[str, Any]) -> PublicSource:
    found = [SourceFile(**{**file, "labels": tuple(file["labels"])}) for file in row["files"]]
    return PublicSource(name=name, **{**row, "files": tuple(found)})
