"""What may be wrong with a labelled corpus although it can be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voc._aligned import aligned, cut
from voc.collect.values import is_blank
from voc.errors import InputError
from voc.labelled.copies import by_letters, copy_groups
from voc.labelled.corpus import LabelledCorpus

_SHOWN = 5
_COLUMNS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Texts with the same letters and different labels: ``ids``, and the ``labels`` of each."""

    ids: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusReport:
    """What was found; printing it gives a table in Chinese with ids, never a text.

    Attributes
    ----------
    texts : int
        How many were looked at.
    duplicates : tuple of tuple of str
        Ids of texts with the same letters, a group each.
    near_duplicates : tuple of tuple of str
        Ids of texts that are nearly equal, a group each; groups whose letters are all the same are
        among the duplicates only.
    conflicts : tuple of Conflict
    rare : mapping of str to int
        Labels with too few texts, rarest first, and how many they have.
    blank, long, unlabelled : tuple of str
        Ids of texts with nothing written, of very long ones, of those without labels.
    """

    texts: int
    duplicates: tuple[tuple[str, ...], ...]
    near_duplicates: tuple[tuple[str, ...], ...]
    conflicts: tuple[Conflict, ...]
    rare: Mapping[str, int] = field(hash=False)
    blank: tuple[str, ...]
    long: tuple[str, ...]
    unlabelled: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not any(count for _, count, _ in self._rows())

    def __str__(self) -> str:
        rows = [(name, str(count), where) for name, count, where in self._rows()]
        table = aligned([("检查", "处数", "编号（前几处）"), *rows], frozenset({1}))
        return f"文本 {self.texts} 条\n{table}"

    def _rows(self) -> list[tuple[str, int, str]]:
        conflicts = (
            "、".join(f"{id}={'|'.join(names)}" for id, names in zip(c.ids, c.labels, strict=True))
            for c in self.conflicts
        )
        rare = (f"{name}（{count}）" for name, count in self.rare.items())
        return [
            ("标签冲突", len(self.conflicts), _first(conflicts)),
            ("重复", len(self.duplicates), _first(map("、".join, self.duplicates))),
            ("近似重复", len(self.near_duplicates), _first(map("、".join, self.near_duplicates))),
            ("条数太少的标签", len(self.rare), _first(rare)),
            ("空白文本", len(self.blank), _first(self.blank)),
            ("过长文本", len(self.long), _first(self.long)),
            ("未标注", len(self.unlabelled), _first(self.unlabelled)),
        ]


def check_labelled(corpus: LabelledCorpus, *, least: int = 5, longest: int = 2000) -> CorpusReport:
    """Look for copies, contradictions, rare labels and odd texts.

    Parameters
    ----------
    corpus : LabelledCorpus
    least : int
        Texts that a label needs so as not to be rare, 1 or more.
    longest : int
        Characters of a text that is not yet very long, 1 or more.

    Raises
    ------
    InputError
        ``least`` or ``longest`` is below 1.

    Examples
    --------
    >>> texts = ["发货太慢了", "发货太慢了！", "客服很热情"]
    >>> report = check_labelled(LabelledCorpus.of(texts, ["物流", "服务", "服务"]), least=2)
    >>> report.conflicts
    (Conflict(ids=('1', '2'), labels=(('物流',), ('服务',))),)
    >>> report.rare
    {'物流': 1}
    """
    for name, value in (("least", least), ("longest", longest)):
        if value < 1:
            raise InputError(f"{name}={value} is below 1; leave it out or raise it")
    blank = [is_blank(text) for text in corpus.texts]
    written = [place for place, nothing in enumerate(blank) if not nothing]
    texts = [corpus.texts[place] for place in written]
    same = [[written[n] for n in group] for group in by_letters(texts) if len(group) > 1]
    alike = [[written[n] for n in group] for group in copy_groups(texts) if len(group) > 1]
    known = {frozenset(group) for group in same}
    counts = sorted(corpus.summary().counts.items(), key=lambda item: (item[1], item[0]))
    return CorpusReport(
        texts=len(corpus),
        duplicates=tuple(_ids(corpus, group) for group in same),
        near_duplicates=tuple(_ids(corpus, g) for g in alike if frozenset(g) not in known),
        conflicts=tuple(_conflict(corpus, group) for group in same if _differ(corpus, group)),
        rare={name: count for name, count in counts if count < least},
        blank=_ids(corpus, (place for place, nothing in enumerate(blank) if nothing)),
        long=_ids(corpus, (p for p, text in enumerate(corpus.texts) if len(text) > longest)),
        unlabelled=_ids(corpus, (p for p, names in enumerate(corpus.labels) if not names)),
    )


def _ids(corpus: LabelledCorpus, places: Iterable[int]) -> tuple[str, ...]:
    return tuple(corpus.ids[place] for place in places)


def _differ(corpus: LabelledCorpus, group: list[int]) -> bool:
    return len({frozenset(corpus.labels[place]) for place in group if corpus.labels[place]}) > 1


def _conflict(corpus: LabelledCorpus, group: list[int]) -> Conflict:
    """The labelled texts of the group: one not annotated contradicts nothing."""
    places = [place for place in group if corpus.labels[place]]
    return Conflict(ids=_ids(corpus, places), labels=tuple(corpus.labels[p] for p in places))


def _first(items: Iterable[str]) -> str:
    shown = list(items)
    line = "；".join(shown[:_SHOWN]) + ("；…" if len(shown) > _SHOWN else "")
    return cut(line, _COLUMNS)
