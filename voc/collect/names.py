"""Find names of persons, only after words that announce one: 我叫, 联系人, 姓名 …."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

_HAN = "\u4e00-\u9fff"
_LINK = r"(?:[是为叫:\s]|\([^()]{0,6}\))*"  # 联系人(必填):


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield half-open spans of names: a surname and one or two characters, or 王先生 in a form.

    After 我是 a name must be followed by punctuation or the end, and must be no word such as 车主.

    Parameters
    ----------
    text : str
        In half width.

    Examples
    --------
    >>> text = "我是车主，我叫欧阳娜，联系人:李先生"
    >>> [text[start:end] for start, end in find_names(text)]
    ['欧阳娜', '李先生']
    """
    pattern, strange = _patterns()
    for match in pattern.finditer(text):
        start, end = match.span(match.lastindex or 0)
        if text[start:end] not in strange:
            yield start, end


@cache
def _patterns() -> tuple[re.Pattern[str], frozenset[str]]:
    """The pattern of cue and name, whose last group is the name; words that only look like names."""
    words = tomllib.loads(_read("personal.toml"))["name"]
    lines = _read("surnames.txt").splitlines()
    surname = _either(" ".join(line for line in lines if not line.startswith("#")).split())
    name = rf"(?:{surname})(?:(?![{words['never_within']}])[{_HAN}]){{1,2}}"
    follows = rf"(?=[^{_HAN}]|\Z|{_either(words['follows'])})"
    titled = rf"(?:{surname})(?:{_either(words['title'])})"
    pattern = re.compile(
        rf"(?:{_either(words['label'])}){_LINK}({titled}|{name}{follows})"
        rf"|(?:{_either(words['said'])})[:\s]*({name}{follows})"
        rf"|(?:{_either(words['weak'])})[:\s]*({name})(?=\W|\Z)"
    )
    return pattern, frozenset(words["no_names"])


def _read(name: str) -> str:
    return files("voc.data").joinpath(name).read_text(encoding="utf-8")


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
