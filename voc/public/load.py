"""Load a public corpus: from a folder of one's own, from the cache, or by an explicit download."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from voc.corpus import read_lines
from voc.errors import ArtifactError, InputError
from voc.labelled.corpus import LabelledCorpus
from voc.public.cache import cache_folder, check_sum
from voc.public.download import download as fetch
from voc.public.original import Row, read_original
from voc.public.source import PublicSource, SourceFile, public_source

T = TypeVar("T")


@dataclass(frozen=True, repr=False)
class PublicCorpus:
    """Texts of a public corpus with the labels of its authors, row by row.

    Attributes
    ----------
    source : PublicSource
        Where it comes from, licence and citation.
    ids, texts : sequence of str
    labels : sequence of Mapping
        In the words of its authors; see ``source.labels``.
    splits : sequence of str
        As its files are called; "all" where there is no split.
    """

    source: PublicSource
    ids: Sequence[str]
    texts: Sequence[str]
    labels: Sequence[Mapping[str, Any]]
    splits: Sequence[str]

    def labelled(self, name: str, split: str | None = None) -> LabelledCorpus:
        """One of the labels of its texts, to be learned by voc's estimators.

        Parameters
        ----------
        name : str
            A key of ``labels`` that holds a word, a number or a list of words. Ids get the split
            in front.
        split : str, optional
            One of ``splits``; all by default.

        Raises
        ------
        InputError
            No text has such a label, or there is no such split.

        Examples
        --------
        >>> mine = PublicCorpus(
        ...     public_source("takeaway"), ["1", "2"], ["送得快", "凉了"],
        ...     [{"label": 1}, {"label": 0}], ["train", "train"],
        ... )
        >>> mine.labelled("label", "train").y
        ['1', '0']
        """
        rows = [i for i, one in enumerate(self.splits) if split in (None, one)]
        found = [i for i in rows if self.labels[i].get(name) is not None]
        if not found:
            known = ", ".join(sorted({key for one in self.labels[:1000] for key in one}))
            raise InputError(
                f"no text of {self.source.name!r} has a label {name!r} in split {split!r}; labels: "
                f"{known or 'none'}; splits: {', '.join(dict.fromkeys(self.splits))}"
            )
        return LabelledCorpus.of(
            [self.texts[i] for i in found],
            [_names(self.labels[i][name]) for i in found],
            [f"{self.splits[i]}/{self.ids[i]}" for i in found],
        )

    def __len__(self) -> int:
        return len(self.texts)

    def __repr__(self) -> str:
        counts = ", ".join(f"{s} {self.splits.count(s)}" for s in dict.fromkeys(self.splits))
        return f"PublicCorpus({self.source.name!r}, {counts})"


def load_public(
    name: str,
    *,
    folder: str | Path | None = None,
    download: bool = False,
    accept_licence: bool = False,
) -> PublicCorpus:
    """Read a public corpus by name.

    Nothing is fetched unless ``download=True``, and then only once: into ``$VOC_CACHE``, else the
    platform's folder for caches. A copy must have the sha256 that the catalogue names, or, where it
    names none, that of the first download.

    Parameters
    ----------
    name : str
        One of ``voc.public.source.public_corpora()``.
    folder : str or Path, optional
        A local copy, instead of the cache: JSON Lines, plain or gzip, of ``{"id", "text",
        "labels"}``, one file a split, here or in a subfolder of that name.
    download : bool
        Fetch what the cache lacks.
    accept_licence : bool
        You have read ``source.licence``; a download needs it.

    Raises
    ------
    ModelNotFoundError
        voc knows no corpus of that name.
    InputError
        It is not here and nobody asked for a download, its licence was not accepted, no address of
        it is known, or a line of a local copy is broken.
    DownloadError
        It could not be fetched.
    ArtifactError
        A file is damaged, or not the one it should be.

    Examples
    --------
    >>> import tempfile
    >>> line = '{"id": "1", "text": "送得很快", "labels": {"label": 1}}'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     size = Path(folder, "train.jsonl").write_text(line, encoding="utf-8")
    ...     load_public("takeaway", folder=folder)
    PublicCorpus('takeaway', train 1)
    """
    source = public_source(name)
    if folder is not None:
        return read_folder(source, Path(folder))
    return read_cached(source, download=download, accept_licence=accept_licence)


def read_folder(source: PublicSource, folder: Path) -> PublicCorpus:
    """The corpus from a local copy; errors as ``load_public``."""
    home = folder / source.name if (folder / source.name).is_dir() else folder
    paths = [*home.glob("*.jsonl"), *home.glob("*.jsonl.gz")]
    if not paths:
        raise InputError(
            f"{home} holds no .jsonl or .jsonl.gz; expected {source.name}/<split>.jsonl with id, "
            "text and labels on each line"
        )
    return _corpus(source, ((path.name.split(".")[0], read_rows(path)) for path in sorted(paths)))


def read_rows(path: Path) -> list[Row]:
    """Rows of one file of a local copy; those without a text are left out.

    Raises
    ------
    InputError
        A line is broken; names it, never shows its text.
    ArtifactError
        The file is damaged.
    """
    return [row for row in whole_lines(path, _row) if row.text]


def whole_lines(path: Path, parse: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """What ``parse`` makes of each line of a file, which may be gzip; errors as ``read_rows``."""
    try:
        return read_lines(path, parse)
    except (OSError, EOFError, zlib.error) as error:
        raise ArtifactError(f"{path} cannot be read ({error}); get it anew") from error


def read_cached(source: PublicSource, *, download: bool, accept_licence: bool) -> PublicCorpus:
    """The corpus from the cache, once what is missing there is fetched; errors as ``load_public``."""
    home = _home(source)
    missing = missing_files(source)
    if missing or not source.files:
        _may_download(source, home, download=download, accept_licence=accept_licence)
    for file in missing:
        fetch(file, home / file.name)
    for file in source.files:
        check_sum(home / file.name, file.sha256)
    return _corpus(source, ((f.split, read_original(home / f.name, f)) for f in source.files))


def missing_files(source: PublicSource) -> list[SourceFile]:
    """Files of a corpus that are not in the cache yet."""
    return [file for file in source.files if not (_home(source) / file.name).is_file()]


def _home(source: PublicSource) -> Path:
    return cache_folder() / "public" / source.name


def _may_download(
    source: PublicSource, home: Path, *, download: bool, accept_licence: bool
) -> None:
    if not source.files:
        raise InputError(
            f"No stable address of {source.name!r} is known. {source.note} {source.home} "
            "Pass folder= with a local copy"
        )
    if not download:
        raise InputError(
            f"{source.name!r} is not in {home}; pass folder= with a local copy, or download=True "
            f"and accept_licence=True to fetch it. Licence: {source.licence}"
        )
    if not accept_licence:
        raise InputError(
            f"{source.title}, {source.home}. Licence: {source.licence} If you accept this, pass "
            "accept_licence=True"
        )


def _row(plain: Mapping[str, Any]) -> Row:
    text, labels = plain.get("text", ""), plain.get("labels", {})
    if not isinstance(text, str) or not isinstance(labels, dict):
        raise InputError("got no text or no object as labels, expected id, text and labels")
    return Row(str(plain.get("id", "")), text, labels)


def _corpus(source: PublicSource, splits: Iterable[tuple[str, list[Row]]]) -> PublicCorpus:
    rows = [(split, row) for split, found in splits for row in found]
    return PublicCorpus(
        source=source,
        ids=[row.id for _, row in rows],
        texts=[row.text for _, row in rows],
        labels=[row.labels for _, row in rows],
        splits=[split for split, _ in rows],
    )


def _names(label: object) -> list[str]:
    many = label if isinstance(label, (list, tuple, Mapping)) else [label]
    return list(map(str, many))
