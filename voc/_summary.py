"""What a batch of voices says at a glance: counts, and the categories that come up most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from voc._aligned import aligned, cut
from voc._html import printable, table_html
from voc.labels import label_name
from voc.taxonomy import Taxonomy, category_name
from voc.types import KINDS, Kind, TaggedVoice

_TOP = 10
_QUOTE_COLUMNS = 40
_NUMBERS = frozenset({1, 2, 3})


@dataclass(frozen=True, slots=True, kw_only=True)
class TopCategory:
    """One category among the pains, the needs or the praises.

    Attributes
    ----------
    category : str
        Taxonomy id.
    count : int
        Records.
    share : float
        Share of all voices that have such a record, in [0, 1].
    severity : float
        Mean over the records, 0 to 4.
    quote : str
        Of the most severe record, among these of the surest.
    """

    category: str
    count: int
    share: float
    severity: float
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Counts of a result; printing it gives tables in Chinese.

    Attributes
    ----------
    voices : int
    records : mapping of kind to int
    marks, voice_types, sentiments : mapping of str to int
        Voices, most frequent first.
    top : mapping of kind to tuple of TopCategory
        The 10 most frequent categories of each kind, most frequent first.
    taxonomy : Taxonomy, optional
        Whose names the categories have, instead of those of the built-in one.
    """

    voices: int
    records: Mapping[Kind, int]
    marks: Mapping[str, int]
    voice_types: Mapping[str, int]
    sentiments: Mapping[str, int]
    top: Mapping[Kind, tuple[TopCategory, ...]]
    taxonomy: Taxonomy | None = None

    def __str__(self) -> str:
        taxonomy = self.taxonomy or Taxonomy.load()
        tables = (
            aligned([_header(kind), *_rows(self.top[kind], taxonomy)], _NUMBERS)
            for kind in KINDS
            if self.top[kind]
        )
        return "\n\n".join(("\n".join(self._lines()), *tables))

    def to_html(self) -> str:
        """The same as HTML, to be put into a page."""
        taxonomy = self.taxonomy or Taxonomy.load()
        lines = "".join(f"<p>{printable(line)}</p>" for line in self._lines())
        tables = (
            table_html(_header(kind), _rows(self.top[kind], taxonomy), _NUMBERS)
            for kind in KINDS
            if self.top[kind]
        )
        return f'<div class="voc" lang="zh">{lines}{"".join(tables)}</div>'

    def _lines(self) -> Iterator[str]:
        points = "，".join(f"{label_name('kind', k)} {n}" for k, n in self.records.items())
        yield f"客户声音 {self.voices} 条：{points}"
        for title, set_name, counts in (
            ("类型", "voice_type", self.voice_types),
            ("情感", "sentiment", self.sentiments),
            ("标记", "mark", self.marks),
        ):
            if counts:
                named = (f"{label_name(set_name, id)} {count}" for id, count in counts.items())
                yield f"{title}：{'，'.join(named)}"


def summary(tagged: Iterable[TaggedVoice]) -> Summary:
    """Summarise a result, or any stream of tagged voices, in one pass and constant memory.

    Examples
    --------
    >>> summary([]).voices
    0
    >>> print(summary([]))
    客户声音 0 条：痛点 0，需求 0，满意点 0
    """
    tally = Tally()
    for voice in tagged:
        tally.add(voice)
    return replace(tally.summary(), taxonomy=getattr(tagged, "taxonomy", None))


class Tally:
    """A summary in the making, for who watches a stream that goes elsewhere."""

    def __init__(self) -> None:
        self._voices = 0
        self._marks: Counter[str] = Counter()
        self._voice_types: Counter[str] = Counter()
        self._sentiments: Counter[str] = Counter()
        self._categories: dict[tuple[Kind, str], _Sums] = {}

    def add(self, tagged: TaggedVoice) -> None:
        """Count one voice."""
        self._voices += 1
        self._marks.update(tagged.voice.marks)
        self._voice_types[tagged.voice_type] += 1
        self._sentiments[tagged.sentiment] += 1
        for record in tagged.records:
            sums = self._categories.setdefault((record.kind, record.category), _Sums())
            sums.count += 1
            sums.severity += record.severity
            if (record.severity, record.confidence) > sums.best:
                sums.best, sums.quote = (record.severity, record.confidence), record.quote
        for key in {(record.kind, record.category) for record in tagged.records}:
            self._categories[key].voices += 1

    def summary(self) -> Summary:
        """The summary of what was counted so far."""
        records: Counter[Kind] = Counter(dict.fromkeys(KINDS, 0))
        for (kind, _), sums in self._categories.items():
            records[kind] += sums.count
        return Summary(
            voices=self._voices,
            records=dict(records),
            marks=dict(self._marks.most_common()),
            voice_types=dict(self._voice_types.most_common()),
            sentiments=dict(self._sentiments.most_common()),
            top={kind: self._top(kind) for kind in KINDS},
        )

    def _top(self, kind: Kind) -> tuple[TopCategory, ...]:
        ranked = sorted(
            ((id, sums) for (of, id), sums in self._categories.items() if of == kind),
            key=lambda item: (-item[1].count, item[0]),
        )
        return tuple(
            TopCategory(
                category=id,
                count=sums.count,
                share=sums.voices / self._voices,
                severity=sums.severity / sums.count,
                quote=sums.quote,
            )
            for id, sums in ranked[:_TOP]
        )


@dataclass(slots=True)
class _Sums:
    count: int = 0
    voices: int = 0
    severity: int = 0
    best: tuple[int, float] = (-1, -1.0)
    quote: str = ""


def _header(kind: Kind) -> tuple[str, ...]:
    return (label_name("kind", kind), "条数", "声音占比", "平均严重度", "例")


def _rows(top: Iterable[TopCategory], taxonomy: Taxonomy) -> list[tuple[str, ...]]:
    return [
        (
            category_name(item.category, taxonomy),
            str(item.count),
            f"{item.share:.1%}",
            f"{item.severity:.1f}",
            cut(item.quote, _QUOTE_COLUMNS),
        )
        for item in top
    ]
