"""Join voc's annotations, which come without texts, to the public texts that they are about.

An annotation names its text by the sha256 of the text's UTF-8 bytes (lone surrogates as they are),
without normalising. A public text is tried in three forms, since copies differ: as it is, each of its
lines, and with each run of white space as one space.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.annotations import to_tagged
from voc.corpus import built_in, read_info, read_lines
from voc.errors import InputError
from voc.public.load import whole_lines
from voc.result import Result
from voc.types import TaggedVoice

NAME = "voc-annotations"


@dataclass(frozen=True, repr=False)
class JoinedAnnotations:
    """Annotated voices whose texts were found; printed, it says which are missing.

    Attributes
    ----------
    annotated : Result
        In the order of the annotations. ``voice.meta["source"]`` says where the voice comes from.
    total : int
        How many annotations there are.
    missing : Mapping of str to int
        Voices without a text, by source.
    corpora : Mapping of str to sequence of str
        The public corpora in which texts of each source were found; none if nobody publishes them.
    """

    annotated: Result
    total: int
    missing: Mapping[str, int]
    corpora: Mapping[str, Sequence[str]]

    def __len__(self) -> int:
        return len(self.annotated)

    def __repr__(self) -> str:
        lines = [f"joined {len(self)} of {self.total} voices"]
        for source, n in self.missing.items():
            where = ", ".join(self.corpora.get(source, ())) or "no public corpus known"
            lines.append(f"missing {n} of {source} ({where})")
        return "\n".join(lines)


def load_annotations(
    texts: str | Path | Iterable[str], part: str = "silver", *, folder: str | Path | None = None
) -> JoinedAnnotations:
    """Annotated voices of the corpus voc-annotations, with the texts given here.

    The labels were made by large language models; see its DATASHEET.md before quoting a figure.

    Parameters
    ----------
    texts : str, Path or iterable of str
        A folder with the public corpora, in subfolders or not: each .jsonl or .jsonl.gz in it.
        Lines without a ``text`` are passed over. Or the texts, as ``load_public(...).texts``.
    part : str
        "silver" to train on; "gold_dev" to report on; "gold_dev_second", one of the two passes that
        gold_dev was decided from.
    folder : str or Path, optional
        Annotations made like those that come with voc.

    Raises
    ------
    InputError
        The folder holds no texts, there is no such part, or a record does not lie in its text.
    ArtifactError
        A file is missing, damaged or altered.

    Examples
    --------
    >>> load_annotations(["没有人标注过的一句话"], "gold_dev").total
    242
    """
    home = Path(folder) if folder is not None else built_in() / NAME
    info = read_info(home)
    file = f"{part}.jsonl"
    if file not in info["files"]:
        known = ", ".join(name.removesuffix(".jsonl") for name in info["files"])
        raise InputError(f"got part={part!r}, expected one of {known}")
    rows = read_lines(home / file, dict)
    found = _found({row["sha256"] for row in rows}, _texts(texts))
    joined = [_joined(row, found[row["sha256"]]) for row in rows if row["sha256"] in found]
    missing = Counter(row["source"] for row in rows if row["sha256"] not in found)
    corpora = {source: tuple(row["corpora"]) for source, row in info["sources"].items()}
    return JoinedAnnotations(Result(joined), len(rows), dict(sorted(missing.items())), corpora)


def text_sha256(text: str) -> str:
    """What names a text in voc-annotations.

    Examples
    --------
    >>> text_sha256("发货太慢")[:16]
    'adefda02896bf8f1'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def forms(text: str) -> set[str]:
    r"""The text as it is, each of its lines, and with each run of white space as one space.

    Examples
    --------
    >>> sorted(forms("快  递\n慢"))
    ['快  递', '快  递\n慢', '快 递 慢', '慢']
    """
    return {text, *text.split("\n"), " ".join(text.split())}


def _texts(texts: str | Path | Iterable[str]) -> Iterator[str]:
    if not isinstance(texts, str | Path):
        yield from texts
        return
    paths = [path for name in ("*.jsonl", "*.jsonl.gz") for path in Path(texts).rglob(name)]
    if not paths:
        raise InputError(
            f"{texts} holds no .jsonl or .jsonl.gz; expected a folder of public corpora"
        )
    for path in sorted(paths):
        yield from filter(None, whole_lines(path, _text))


def _text(row: object) -> str:
    """The text of a line, "" if it has none: labels may be of any form here."""
    text = row.get("text") if isinstance(row, Mapping) else None
    return text if isinstance(text, str) else ""


def _found(wanted: set[str], texts: Iterable[str]) -> dict[str, str]:
    """The texts that are wanted, by their sha256."""
    sums = ((text_sha256(form), form) for text in texts for form in forms(text))
    return {sum_: form for sum_, form in sums if sum_ in wanted}


def _joined(row: Mapping[str, Any], text: str) -> TaggedVoice:
    units = [[text[start:end], *labels] for start, end, *labels in row["u"]]
    tagged = to_tagged(
        {"id": row["id"], "text": text, "source": row["source"], "d": row["d"], "u": units}
    )
    places = [[record.start, record.end] for record in tagged.records]
    if places != [unit[:2] for unit in row["u"]]:
        raise InputError(
            f"the records of {row['id']!r} do not lie where its annotation says; get {NAME} anew"
        )
    return tagged
