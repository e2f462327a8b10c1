"""Which words and phrases quotes hold, and which of them more often than other quotes do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from voc._charts import COLOURS, figure
from voc.errors import InputError
from voc.insight.cells import Bools
from voc.insight.cloud import cloud_svg
from voc.insight.codes import Codes, Floats, Ints
from voc.insight.facts import Facts
from voc.insight.reading import facts_of
from voc.insight.slices import slice_of
from voc.insight.terms import Tokenize, terms_of
from voc.labels import Lang
from voc.table import Column, Table, number, percent
from voc.taxonomy import Taxonomy
from voc.text.tokenize import DEFAULT
from voc.types import KINDS, Kind

if TYPE_CHECKING:
    import plotly.graph_objects as go

_LEAST = 2  # records in which a word comes up
_PRIOR = 100.0  # records that are as the whole is, added to either side
_COVERED = 0.8
_TYPICAL = 1.96
_GREY = "#767676"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One word or phrase.

    Attributes
    ----------
    text : str
        As it is written, in lower case.
    records : int
        Whose quotes hold it.
    share : float
        Of the records that were read, in [0, 1].
    log_odds : float or None
        By how much the odds of it are higher than in the other records; None where there are none.
    z : float or None
        ``log_odds`` in standard errors: 2 or more is hardly chance.
    """

    text: str
    records: int
    share: float
    log_odds: float | None
    z: float | None


class Words(Table[Word]):
    """Words and phrases, the most frequent first: what ``words`` gives.

    Attributes
    ----------
    kind : str or None
        Whose words they are.
    """

    TITLE = Column("高频词", "words")
    ROW = Word
    COLUMNS = (
        Column("词语", "word"),
        Column("条数", "records", number=True),
        Column("占比", "share", number=True),
        Column("比其余更常见（z）", "more than the rest (z)", number=True),
    )

    def __init__(
        self,
        rows: Iterable[Word] = (),
        taxonomy: Taxonomy | None = None,
        kind: Kind | None = None,
    ) -> None:
        super().__init__(rows, taxonomy)
        self.kind = kind

    def cells(self, row: Word, lang: Lang) -> Sequence[str]:
        """What a row shows, one text a column."""
        z = "—" if row.z is None else number(row.z, 1)
        return (row.text, str(row.records), percent(row.share), z)

    def top(self, n: int = 20) -> Words:
        """The ``n`` most frequent ones."""
        return Words(self[:n], self.taxonomy, self.kind)

    def typical(self, n: int = 20) -> Words:
        """The ``n`` that set these records apart most from the others: z is 1.96 or more."""
        found = [row for row in self if row.z is not None and row.z >= _TYPICAL]
        return Words(sorted(found, key=lambda row: -(row.z or 0))[:n], self.taxonomy, self.kind)

    def plot(self, n: int = 20, lang: Lang = "zh") -> go.Figure:
        """Bars of the most frequent ``n``; grey where the rest says it as often or more.

        Raises
        ------
        MissingExtraError
            plotly is not installed.
        """
        rows = self[:n]
        made = figure(
            self.TITLE.heading(lang),
            "Words.plot",
            xaxis={"title": {"text": self.COLUMNS[1].heading(lang)}, "gridcolor": "#e5e5e5"},
            yaxis={"autorange": "reversed", "automargin": True, "type": "category"},
            showlegend=False,
        )
        made.add_bar(
            x=[row.records for row in rows],
            y=[row.text for row in rows],
            orientation="h",
            marker_color=[self._colour(row) for row in rows],
        )
        return made

    def to_svg(self, width: int = 800, height: int = 420) -> str:
        """The words as a cloud: an SVG picture that any page shows, always the same for the same words.

        The area of a word goes with its records; its colour is that of the kind, but grey where the
        other records say it as often or more. Words that find no room are left out. In a
        notebook: ``IPython.display.SVG(words.to_svg())``.

        Parameters
        ----------
        width, height : int
            In pixels.
        """
        return cloud_svg(
            [(row.text, row.records, self._colour(row)) for row in self], width, height
        )

    def _colour(self, row: Word) -> str:
        usual = row.z is not None and row.z <= 0
        return _GREY if usual else COLOURS[self.kind or "need"]


def words(
    source: Any,  # noqa: ANN401
    kind: Kind | None = None,
    where: Mapping[str, str] | None = None,
    n: int = 100,
    tokenize: Tokenize = DEFAULT.tokenize,
) -> Words:
    """Count words and phrases of quotes, and compare them with the other quotes.

    Parameters
    ----------
    source : Result, iterable of TaggedVoice, pandas.DataFrame of records or Facts
    kind : "pain", "need" or "praise", optional
        Only these records; the rest are those of other kinds.
    where : mapping of str to str, optional
        Only records in these slices, such as ``{"top": "delivery", "segment": "大客户"}``
        (``voc.insight.slices.slice_of``); the rest are those of the same kind in other slices.
    n : int
        How many at most.
    tokenize : callable
        Of a text, to tokens with parts of speech; ``Tokenizer(words=…).tokenize`` knows your words.

    Returns
    -------
    Words
        The most frequent first, each in two records at least. Stop words are left out, and words
        that hardly ever come up but in one longer phrase.

    Raises
    ------
    InputError
        ``source`` is no source, or there is no such kind or slice.

    Notes
    -----
    A word counts once a record, however often its quote says it. ``log_odds`` is the log odds ratio
    with an informative Dirichlet prior of Monroe, Colaresi and Quinn (2008): to either side are
    added 100 records that are as all records are, so that what is rare has to prove itself. Cutting
    words takes about a tenth of a millisecond for each different quote.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify(["快递太慢了", "快递慢死了，客服不理人", "客服很热情", "客服很好"])
    >>> [(word.text, word.records) for word in words(result)]
    [('客服', 3), ('快递', 2)]
    """
    facts = facts_of(source)
    chosen, rest = _sides(facts, kind, where or {})
    quotes = Codes.of(facts.quote[row] for row in np.flatnonzero(chosen | rest).tolist())
    terms, holders = _terms(quotes.values, tokenize)
    side = chosen[chosen | rest]
    counts = _records(quotes.take(np.flatnonzero(side)), terms, holders)
    others = _records(quotes.take(np.flatnonzero(~side)), terms, holders)
    log_odds, z = _compared(counts, others, side.sum(), (~side).sum())
    rows = [
        Word(
            text=terms.values[term],
            records=int(counts[term]),
            share=float(counts[term] / side.sum()),
            log_odds=float(log_odds[term]) if len(side) > side.sum() else None,
            z=float(z[term]) if len(side) > side.sum() else None,
        )
        for term in _frequent(terms, counts)[:n]
    ]
    return Words(rows, facts.taxonomy, kind)


def _sides(facts: Facts, kind: Kind | None, where: Mapping[str, str]) -> tuple[Bools, Bools]:
    """Which records are chosen, and which they are compared with."""
    if kind is not None and kind not in KINDS:
        raise InputError(f"kind={kind!r}; expected one of: {', '.join(KINDS)}")
    everything = np.ones(facts.n_records, dtype=bool)
    of_kind = everything if kind is None else facts.kind == KINDS.index(kind)
    chosen = of_kind.copy()
    for by, value in where.items():
        slices = slice_of(facts, by)
        if slices.values and value not in slices.values:
            known = ", ".join(slices.values[:20])
            raise InputError(f"where has {by}={value!r}; expected one of: {known}")
        chosen &= slices.codes == (slices.values.index(value) if slices.values else 0)
    return chosen, (of_kind if where else everything) & ~chosen


def _terms(quotes: Sequence[str], tokenize: Tokenize) -> tuple[Codes, Ints]:
    """Terms of all quotes one after the other, and the quote of each."""
    of_quotes = [sorted(terms_of(quote, tokenize)) for quote in quotes]
    holders = np.repeat(np.arange(len(quotes)), [len(terms) for terms in of_quotes])
    return Codes.of(term for terms in of_quotes for term in terms), holders


def _records(quotes: Codes, terms: Codes, holders: Ints) -> Floats:
    return terms.count(quotes.count()[holders])


def _compared(counts: Floats, others: Floats, n: int, n_others: int) -> tuple[Floats, Floats]:
    prior = _PRIOR * (counts + others + 0.5) / (n + n_others + 1)
    here, there = counts + prior, others + prior
    log_odds = np.log(here / (n + _PRIOR - here)) - np.log(there / (n_others + _PRIOR - there))
    return log_odds, log_odds / np.sqrt(1 / here + 1 / there)


def _frequent(terms: Codes, counts: Floats) -> list[int]:
    """Places of the terms to show, the most frequent first, of these the longest."""
    found = {terms.values[term]: int(counts[term]) for term in np.flatnonzero(counts >= _LEAST)}
    order = {text: place for place, text in enumerate(terms.values)}
    kept = found.keys() - _covered(found)
    return [order[text] for text in sorted(kept, key=lambda text: (-found[text], -len(text), text))]


def _covered(found: Mapping[str, int]) -> set[str]:
    """Terms that hardly come up but in one longer one."""
    return {
        part
        for text, count in found.items()
        for start in range(len(text))
        for end in range(start + 1, len(text) + 1)
        if (part := text[start:end]) != text and count >= _COVERED * found.get(part, np.inf)
    }
