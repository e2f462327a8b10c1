"""Find many phrases in a text at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases with a meaning each, looked up together by an Aho-Corasick automaton.

    Parameters
    ----------
    meanings : mapping of str to T
        Phrases as they stand in a normalised text.

    Examples
    --------
    >>> phrases = Phrases({"好吃": 1, "不好吃": -1})
    >>> list(phrases.longest("不好吃"))
    [(0, 3, -1)]
    """

    def __init__(self, meanings: Mapping[str, T]) -> None:
        self.meanings = meanings

    def longest(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Start, end and meaning of matches from left to right, the longest at each place."""
        return self._found("iter_long", text)

    def every(self, text: str) -> Iterator[tuple[int, int, T]]:
        """Start, end and meaning of all matches, those inside others included."""
        return self._found("iter", text)

    def _found(self, way: str, text: str) -> Iterator[tuple[int, int, T]]:
        if not self.meanings or not text:
            return
        for last, (length, meaning) in getattr(self._automaton, way)(text):
            yield last + 1 - length, last + 1, meaning

    @cached_property
    def _automaton(self) -> Any:  # noqa: ANN401 - pyahocorasick has no types
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for phrase, meaning in self.meanings.items():
            automaton.add_word(phrase, (len(phrase), meaning))
        automaton.make_automaton()
        return automaton


def word_lists(name: str) -> dict[str, Any]:
    """One of the word files of ``voc.data``, as it is."""
    return tomllib.loads((files("voc.data") / name).read_text(encoding="utf-8"))
