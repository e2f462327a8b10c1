"""The texts that everybody reads: those of a source, repeated, or any number that all differ."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from voc.corpus import load_corpus
from voc.errors import InputError

_BUNDLED = ("demo", "practice")
_CLAUSE = re.compile(r"[^，。！？；,.!?;\n]*[，。！？；,.!?;\n]*")


def read_texts(path: Path | None = None) -> list[str]:
    """Read the different texts of a file in random but fixed order; by default of the bundled corpora.

    Parameters
    ----------
    path : Path, optional
        .jsonl or .jsonl.gz with a field "text", or .txt with a text a line.

    Raises
    ------
    InputError
        The file is of another kind, has a line without a text, or holds none at all.

    Examples
    --------
    >>> len(read_texts()) > 5000
    True
    """
    found = _bundled() if path is None else _from_file(path)
    texts = list(dict.fromkeys(text for text in found if text.strip()))
    if not texts:
        raise InputError(f"{path} holds no text; give a file with at least one")
    random.Random(0).shuffle(texts)
    return texts


def repeated(texts: Sequence[str], n: int) -> list[str]:
    """Go through the texts again and again until there are ``n``.

    Examples
    --------
    >>> repeated(["太慢", "好吃"], 3)
    ['太慢', '好吃', '太慢']
    """
    return list(islice(cycle(texts), n))


def different(texts: Sequence[str], seed: str) -> Iterator[str]:
    """Make texts without end, of which no two are the same, and hardly any two clauses.

    Each has as many clauses as some text of the source, and each clause is the head of one and the
    tail of another, so that lengths are as in the source, while there is nothing to gain by keeping
    what was said of a text or a clause that has been seen before.

    Examples
    --------
    >>> made = different(["等了四十分钟，汤都洒了", "骑手态度很好"], seed="1")
    >>> len({next(made) for _ in range(100)})
    100
    """
    chance = random.Random(seed)
    source = [[clause for clause in _CLAUSE.findall(text) if clause] for text in texts]
    clauses = [clause for of_text in source for clause in of_text]
    seen = set()
    while True:
        text = "".join(_spliced(clauses, chance) for _ in chance.choice(source))
        while text in seen:
            text += _spliced(clauses, chance)
        seen.add(text)
        yield text


def of_length(texts: Sequence[str], characters: int, seed: str) -> Iterator[str]:
    """Make texts of so many characters without end, all different as long as that is possible.

    Examples
    --------
    >>> len(next(of_length(["等了四十分钟，汤都洒了"], 1000, seed="1")))
    1000
    """
    made = different(texts, seed)
    while True:
        text = ""
        while len(text) < characters:
            text += next(made)
        yield text[:characters]


def write_jsonl(texts: Iterator[str], path: Path) -> None:
    """Write a voice a line."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)


def _spliced(clauses: Sequence[str], chance: random.Random) -> str:
    head, tail = chance.choice(clauses), chance.choice(clauses)
    return head[: chance.randint(1, len(head))] + tail[chance.randint(1, len(tail)) :]


def _bundled() -> list[str]:
    return [text for name in _BUNDLED for text in load_corpus(name).texts]


def _from_file(path: Path) -> list[str]:
    kind = "".join(path.suffixes[-2:]) if path.suffix == ".gz" else path.suffix
    if kind not in (".txt", ".jsonl", ".jsonl.gz"):
        raise InputError(f"{path} cannot be read here; expected .jsonl, .jsonl.gz or .txt")
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = [line for line in content.decode("utf-8-sig").split("\n") if line.strip()]
    if kind == ".txt":
        return lines
    try:
        return [str(json.loads(line)["text"]) for line in lines]
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(f'{path}: expected an object with a "text" on each line') from error
