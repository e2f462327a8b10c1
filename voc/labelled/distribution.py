"""How many texts of a corpus each label has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voc._aligned import aligned, cut
from voc._html import printable, table_html

_NAME_COLUMNS = 40
_HEADER = ("标签", "条数", "占比")
_NUMBERS = frozenset({1, 2})


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """Counts of a corpus; printing it gives a table in Chinese.

    Attributes
    ----------
    texts : int
    unlabelled : int
        Texts without a label.
    several : int
        Texts with two labels or more.
    counts : mapping of str to int
        Label to its texts, most frequent first.
    """

    texts: int
    unlabelled: int
    several: int
    counts: Mapping[str, int] = field(hash=False)

    def __str__(self) -> str:
        return "\n".join((self._line(), aligned([_HEADER, *self._rows()], _NUMBERS)))

    def to_html(self) -> str:
        """The same as HTML, to be put into a page."""
        table = table_html(_HEADER, self._rows(), _NUMBERS)
        return f'<div class="voc" lang="zh"><p>{printable(self._line())}</p>{table}</div>'

    def _repr_html_(self) -> str:
        return self.to_html()

    def _line(self) -> str:
        return (
            f"文本 {self.texts} 条，标签 {len(self.counts)} 种：多标签 {self.several} 条，"
            f"未标注 {self.unlabelled} 条"
        )

    def _rows(self) -> list[tuple[str, str, str]]:
        return [
            (cut(name, _NAME_COLUMNS), str(count), f"{count / self.texts:.1%}")
            for name, count in self.counts.items()
        ]


def distribution(labels: Sequence[Sequence[str]]) -> Distribution:
    """Count the labels of each text.

    Examples
    --------
    >>> print(distribution([("物流",), ("服务",), ("物流", "服务"), ("物流",)]))
    文本 4 条，标签 2 种：多标签 1 条，未标注 0 条
    标签  条数   占比
    物流     3  75.0%
    服务     2  50.0%
    """
    counts = Counter(name for names in labels for name in names)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Distribution(
        texts=len(labels),
        unlabelled=sum(not names for names in labels),
        several=sum(len(names) > 1 for names in labels),
        counts=dict(ranked),
    )
