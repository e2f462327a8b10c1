"""Words of a text with raw offsets: jieba, with the language of customers added.

Each ``Tokenizer`` owns its jieba dictionary, so user words never leak into ``jieba.dt`` or into
another instance. The dictionary is built in memory at first use (about half a second, as much again
for parts of speech): no cache file is read or written, nothing is logged.
"""

from __future__ import annotations

import importlib
import logging
import re
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from voc.errors import InputError

_URL = r"(?:https?://|www\.)[\w.~:/?#\[\]@!$&'()*+,;=%-]+(?<![.,;:!?)'])"
_PICTURE = (
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF\u2300-\u23FF\u2B00-\u2BFF]"
    r"(?:\uFE0F|[\U0001F3FB-\U0001F3FF])?[\U000E0020-\U000E007F]*"
)
_EMOJI = (
    r"[\U0001F1E6-\U0001F1FF]{2}|[0-9#*]\uFE0F?\u20E3|[\u00A9\u00AE\u203C-\u303D]\uFE0F"
    rf"|{_PICTURE}(?:\u200D{_PICTURE})*"
)
_WHOLE = re.compile(rf"(?P<xu>(?a:{_URL}))|(?P<xm>{_EMOJI})")
# What jieba treats as one block. Longer ones are cut: its Viterbi search copies the path at each
# character, which takes minutes for 100,000 characters without punctuation.
_BLOCK = re.compile(r"(?P<block>[\u4E00-\u9FD5a-zA-Z0-9+#&._%-]{1,200})|\s+|(?P<x>.)", re.DOTALL)
_ENTRY = re.compile(r"(.+?)(?: ([0-9]+))?(?: ([a-z]+))?")
_Cut = Callable[[str], Iterable[str]]
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
_TAGS_KEPT = 20_000
_NARROW = {
    code: code - 0xFEE0
    for first, last in ("０９", "ＡＺ", "ａｚ")
    for code in range(ord(first), ord(last) + 1)
}


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes
    ----------
    text : str
        The raw characters ``[start, end)`` of the text.
    start, end : int
    pos : str
        Part of speech in jieba's (ICTCLAS) letters: n, v, a, d …; "xu" a URL, "xm" an emoji,
        "x" other signs; "" when the tokenizer was made with ``pos=False``.
    """

    text: str
    start: int
    end: int
    pos: str = ""


class Tokenizer:
    """Cut texts into words.

    Parameters
    ----------
    words : iterable of str, pathlib.Path or None
        Words to keep whole, besides voc's own list of customer language: entries, or a UTF-8 file
        of lines, as in jieba's user dictionaries: ``word``, ``word freq``, ``word tag`` or
        ``word freq tag``. A frequency of 0 removes a word; a word without a tag counts as "n".
        Lines that begin with "# " are comments. A word holds Han, letters, digits and ``+#&._%-``.
    pos : bool
        Whether tokens carry a part of speech. Without, the cuts are the same, and loading takes
        half the time and memory.

    Raises
    ------
    InputError
        ``words`` is a single str.

    Notes
    -----
    Safe to share between threads; pickling and copying leave the loaded dictionary behind, which
    is built again at first use (65 MB, with parts of speech 175 MB).

    Examples
    --------
    >>> tokenizer = Tokenizer(words=["蓝海豚卡"], pos=False)
    >>> tokenizer.cut("蓝海豚卡的客服态度真差👎🏻")
    ['蓝海豚卡', '的', '客服态度', '真差', '👎🏻']
    """

    def __init__(self, words: Iterable[str] | Path | None = None, pos: bool = True) -> None:
        if isinstance(words, str):
            raise InputError(
                f"words={words!r} is one str; give a list of words or a pathlib.Path to a file"
            )
        self.words = words if words is None or isinstance(words, Path) else tuple(words)
        self.pos = pos
        self._lock = threading.Lock()
        self._loaded: _Jieba | None = None

    def __reduce__(self) -> tuple[type[Tokenizer], tuple[object, bool]]:
        return type(self), (self.words, self.pos)

    def tokenize(self, text: str) -> list[Token]:
        """Cut one text; blanks are dropped, each emoji and each URL is one token."""
        jieba = self._jieba()
        tokens = []
        for start, word, tag in _words(text.translate(_NARROW), jieba.cutter.cut):
            end = start + len(word)
            pos = (tag or jieba.tag(word)) if self.pos else ""
            tokens.append(Token(text[start:end], start, end, pos))
        return tokens

    def cut(self, text: str) -> list[str]:
        """Cut one text into bare words, e.g. for ``TfidfVectorizer(tokenizer=tokenizer.cut)``."""
        cut = self._jieba().cutter.cut
        words = _words(text.translate(_NARROW), cut)
        return [text[start : start + len(word)] for start, word, _ in words]

    def knows(self, word: str) -> bool:
        """Whether the dictionary holds the word."""
        return bool(self._jieba().cutter.FREQ.get(word))

    def _jieba(self) -> _Jieba:
        if self._loaded is None:
            with self._lock:
                if self._loaded is None:
                    self._loaded = _Jieba(_entries(self.words), self.pos)
        return self._loaded


def tokenize(text: str) -> list[Token]:
    """Cut one text into words with raw offsets and parts of speech.

    Examples
    --------
    >>> [(token.text, token.start, token.pos) for token in tokenize("扫地机器人 老是卡住")]
    [('扫地机器人', 0, 'n'), ('老是', 6, 'd'), ('卡住', 8, 'v')]
    """
    return DEFAULT.tokenize(text)


DEFAULT = Tokenizer()  # shared by all who need no words of their own; empty until its first text


class _Jieba:
    """A private jieba dictionary and, if asked for, its part-of-speech tables."""

    def __init__(self, entries: Iterable[str], pos: bool) -> None:
        jieba = _import_quietly("jieba")
        self.cutter: Any = jieba.Tokenizer()
        # Filled here: jieba's own initialize() would go through a cache file and log.
        self.cutter.FREQ, self.cutter.total = jieba.Tokenizer.gen_pfdict(
            self.cutter.get_dict_file()
        )
        self.cutter.initialized = True
        self._tagger: Any = None
        if pos:
            self._tagger = _import_quietly("jieba.posseg").POSTokenizer(self.cutter)
        for entry in entries:
            self._add(entry)
        self.tag = lru_cache(maxsize=_TAGS_KEPT)(self._tag)

    def _add(self, entry: str) -> None:
        found = _ENTRY.fullmatch(entry.strip())
        if not found or entry.startswith("# "):
            return
        word, freq, tag = found.groups()
        if freq and not int(freq):
            self.cutter.FREQ[word] = 0  # jieba's del_word would change a global set as well
            return
        self.cutter.add_word(word, freq)
        if self._tagger:
            tags = self._tagger.word_tag_tab
            tags[word] = tag or tags.get(word, "n")

    def _tag(self, word: str) -> str:
        """Look the tag up, or let jieba's model guess: the head of a Chinese word is its end."""
        if _NUMBER.fullmatch(word):
            return "m"
        if word.isascii():
            return "eng" if word.strip("+#&._%-") else "x"
        known = self._tagger.word_tag_tab.get(word)
        return str(known or self._tagger.lcut(word)[-1].flag)


def _import_quietly(module: str) -> ModuleType:
    """Import jieba without what its import does to warnings and to logging.

    Its sources hold invalid escapes, which ``-W error`` turns into a SyntaxError, and it sets its
    logger to DEBUG with a handler of its own.
    """
    loggers = [logging.getLogger(name) for name in ("jieba", "jieba._compat")]
    before = [(logger, logger.level, tuple(logger.handlers)) for logger in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        imported = importlib.import_module(module)
    for logger, level, handlers in before:
        logger.setLevel(level)
        for handler in set(logger.handlers).difference(handlers):
            logger.removeHandler(handler)
    return imported


def _entries(words: tuple[str, ...] | Path | None) -> Iterator[str]:
    own = files("voc.data").joinpath("customer_words.txt").read_text(encoding="utf-8")
    yield from own.splitlines()
    if isinstance(words, Path):
        yield from words.read_text(encoding="utf-8-sig").splitlines()
    elif words:
        yield from words


def _words(text: str, cut: _Cut) -> Iterator[tuple[int, str, str]]:
    """Yield start, word and, where it needs no dictionary, tag."""
    done = 0
    for whole in _WHOLE.finditer(text):
        yield from _plain_words(text, done, whole.start(), cut)
        yield whole.start(), whole.group(), whole.lastgroup or ""
        done = whole.end()
    yield from _plain_words(text, done, len(text), cut)


def _plain_words(text: str, start: int, end: int, cut: _Cut) -> Iterator[tuple[int, str, str]]:
    for part in _BLOCK.finditer(text, start, end):
        if part.lastgroup == "block":
            position = part.start()
            for word in cut(part.group()):
                yield position, word, ""
                position += len(word)
        elif part.lastgroup == "x":
            yield part.start(), part.group(), "x"
