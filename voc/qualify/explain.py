"""Why a record is there: what each character of the text speaks for it or against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from voc.engines.contributions import Contributions, LinearContributions
from voc.engines.linear import LinearEngine
from voc.engines.occlusion import occlude
from voc.errors import InputError
from voc.qualify.analyzer import Analyzer
from voc.qualify.explain_html import explanation_html
from voc.taxonomy import Taxonomy
from voc.text.split import Clauses, split_texts
from voc.types import Record, Voice

Method = Literal["exact", "occlusion"]
_FAINT = 0.15  # of the heaviest character: what is lighter joins no quote
_MOST_WEIGHTS = 10_000_000  # of all records together, 80 MB


class Quote(NamedTuple):
    """Neighbouring characters that speak with one voice: ``text[start:end]`` and their weight."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True, eq=False)
class RecordEvidence:
    """What speaks for one record.

    Attributes
    ----------
    record : Record
    text : str
        Of the whole voice.
    weights : ndarray of shape (len(text),), float64
        Log-odds that each character adds to the record; below 0 it speaks against it.
    rest : float
        Log-odds that belong to no character; the sum of all weights and the rest is ``log_odds``.
    method : "exact" or "occlusion"
        "exact": the very sum that the engine did, of "this record" against "nothing said here"; a
        record that backed off to a category has the odds of all its leaves together. "occlusion":
        what the odds of the record lose when a word is blanked out.
    """

    record: Record
    text: str
    weights: NDArray[np.float64]
    rest: float
    method: Method

    @property
    def log_odds(self) -> float:
        """Natural logarithm of the odds of the record, before calibration."""
        return float(self.weights.sum() + self.rest)

    def top(self, n: int = 5) -> list[Quote]:
        """The heaviest quotes, for and against, the heaviest first.

        Parameters
        ----------
        n : int
            How many at most.

        Examples
        --------
        >>> import voc
        >>> [item] = voc.explain("充电时冒烟了", model="lexicon").items
        >>> item.top(1)[0].text
        '冒烟'
        """
        size = np.abs(self.weights)
        side = np.where(size >= _FAINT * size.max(initial=0), np.sign(self.weights), 0)
        edges = np.flatnonzero(np.diff(side, prepend=0, append=0)).tolist()
        quotes = [
            Quote(a, b, self.text[a:b], float(self.weights[a:b].sum()))
            for a, b in pairwise(edges)
            if side[a]
        ]
        return sorted(quotes, key=lambda quote: -abs(quote.weight))[:n]


@dataclass(frozen=True, eq=False)
class Explanation:
    """One voice and what speaks for its records; in a notebook, the text in green and red.

    Attributes
    ----------
    voice : Voice
    items : tuple of RecordEvidence
        One a record, in text order.
    left_out : int
        Records that were not explained because the text is very long; those are the last ones.
    taxonomy : Taxonomy, optional
        Whose names the categories have, instead of those of the built-in one.

    Examples
    --------
    >>> import voc
    >>> explanation = voc.explain("房间挺干净，就是隔音太差")
    >>> [(item.record.kind, item.weights.shape) for item in explanation.items]
    [('praise', (12,)), ('pain', (12,))]
    """

    voice: Voice
    items: tuple[RecordEvidence, ...]
    left_out: int = 0
    taxonomy: Taxonomy | None = None

    def to_dicts(self) -> list[dict[str, Any]]:
        """One dict for each record, ready for JSON: its fields and the evidence."""
        return [
            {
                **asdict(item.record),
                "method": item.method,
                "log_odds": item.log_odds,
                "rest": item.rest,
                "top": [quote._asdict() for quote in item.top()],
                "weights": item.weights.tolist(),
            }
            for item in self.items
        ]

    def _repr_html_(self) -> str:
        return explanation_html(self)


def explain_voice(analyzer: Analyzer, text: str | Voice) -> Explanation:
    """Tag one voice and find what speaks for each of its records.

    Parameters
    ----------
    analyzer : Analyzer
    text : str or Voice

    Raises
    ------
    InputError
        It is neither.

    Examples
    --------
    >>> import voc
    >>> [item] = explain_voice(voc.load("lexicon"), "充电时冒烟了").items
    >>> item.record.category, item.method
    ('quality.safety', 'occlusion')
    """
    if not isinstance(text, (str, Voice)):
        raise InputError(
            f"got {type(text).__name__}, expected a str or a Voice; explain one text at a time"
        )
    analyzer = analyzer.model  # nothing in a text speaks for what a person corrected
    [tagged] = analyzer.classify(text)
    analyzer = analyzer.tagged_by(tagged)
    voice = tagged.voice
    records = tagged.records[: max(1, _MOST_WEIGHTS // max(1, len(voice.text)))]
    clauses = split_texts([voice.text])
    method, parts = _take_apart(analyzer, clauses, _targets(analyzer, clauses, records))
    items = [
        RecordEvidence(
            record, voice.text, _on_raw(part, clauses, len(voice.text)), part.rest, method
        )
        for record, part in zip(records, parts, strict=True)
    ]
    return Explanation(voice, tuple(items), len(tagged.records) - len(items), analyzer.taxonomy)


def _take_apart(
    analyzer: Analyzer, clauses: Clauses, targets: Sequence[tuple[int, list[int]]]
) -> tuple[Method, Iterable[Contributions]]:
    if isinstance(analyzer.engine, LinearEngine):
        exactly = LinearContributions(analyzer.engine, clauses)
        return "exact", (exactly(*target) for target in targets)
    return "occlusion", occlude(analyzer.engine, clauses, targets)


def _targets(
    analyzer: Analyzer, clauses: Clauses, records: Sequence[Record]
) -> list[tuple[int, list[int]]]:
    """Lead each record back to its clause and its columns of the scores."""
    start, end = clauses.raw_spans()
    numbers = {span: i for i, span in enumerate(zip(start.tolist(), end.tolist(), strict=True))}
    return [(numbers[record.start, record.end], _columns(analyzer, record)) for record in records]


def _columns(analyzer: Analyzer, record: Record) -> list[int]:
    """Find the column of a leaf, or those of all leaves of a category."""
    of_kind = [
        (i, leaf) for i, (kind, leaf) in enumerate(analyzer.engine.pairs) if kind == record.kind
    ]
    exact = [i for i, leaf in of_kind if leaf == record.category]
    parent = analyzer.taxonomy.parent
    return exact or [i for i, leaf in of_kind if parent(leaf) == record.category]


def _on_raw(part: Contributions, clauses: Clauses, length: int) -> NDArray[np.float64]:
    """Lay weights of the model view over the raw text; what the model does not see has none."""
    weights = np.zeros(length)
    weights[clauses.batch.origin] = part.weights
    weights.setflags(write=False)
    return weights
