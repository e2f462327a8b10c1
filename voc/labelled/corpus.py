"""A corpus of labelled texts: what an estimator is fitted on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voc._plain import plain_value
from voc.collect.write import check_target, whole_file
from voc.errors import InputError
from voc.labelled.distribution import Distribution, distribution
from voc.labelled.split import split_indices


@dataclass(frozen=True, repr=False)
class LabelledCorpus:
    """Texts, each with none, one or several labels.

    Attributes
    ----------
    ids : tuple of str
        One for each text, all different.
    texts : tuple of str
        As the customers wrote them.
    labels : tuple of tuple of str
        Names of the labels of each text, in the order given, none twice. A text without labels is
        not annotated, or none of the labels fits.
    meta : tuple of mapping
        What else is known of each text: other columns; ``meta["spans"]``, a list of
        ``[start, end, label]`` in characters of the text, where the source labels spans.

    Raises
    ------
    InputError
        The tuples differ in length, an id comes twice, or a label is no name.

    Examples
    --------
    >>> corpus = LabelledCorpus.of(["发货太慢", "客服很热情", "慢，客服也不理"], ["物流", "服务", ["物流", "服务"]])
    >>> corpus
    LabelledCorpus(3 texts, 2 labels)
    >>> corpus.classes, corpus.single
    (['服务', '物流'], False)
    >>> corpus.y
    [('物流',), ('服务',), ('物流', '服务')]
    >>> corpus.subset([0, 1]).y
    ['物流', '服务']
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    labels: tuple[tuple[str, ...], ...]
    meta: tuple[Mapping[str, Any], ...] = field(default=(), hash=False)

    def __post_init__(self) -> None:
        if not self.meta:
            object.__setattr__(self, "meta", tuple({} for _ in self.ids))
        sizes = [len(part) for part in (self.ids, self.texts, self.labels, self.meta)]
        if len(set(sizes)) > 1:
            raise InputError(
                "got {} ids, {} texts, {} labels and {} meta; "
                "expected one of each for every text".format(*sizes)
            )
        _check_ids(self.ids)
        for id, names in zip(self.ids, self.labels, strict=True):
            _check_labels(id, names)

    @classmethod
    def of(
        cls,
        texts: Iterable[str],
        labels: Iterable[str | Iterable[str]],
        ids: Iterable[str] | None = None,
    ) -> LabelledCorpus:
        """A corpus of plain lists.

        Parameters
        ----------
        texts : iterable of str
        labels : iterable of str, or of iterables of str
            One label a text, or its labels.
        ids : iterable of str, optional
            By default the numbers from 1.

        Raises
        ------
        InputError
            There are not as many labels as texts.
        """
        given = tuple(texts)
        names = tuple((one,) if isinstance(one, str) else tuple(one) for one in labels)
        numbers = map(str, range(1, len(given) + 1))
        return cls(tuple(numbers if ids is None else ids), given, names)

    @property
    def classes(self) -> list[str]:
        """Names of all labels, sorted."""
        return sorted({name for names in self.labels for name in names})

    @property
    def single(self) -> bool:
        """Whether every text has exactly one label."""
        return all(len(names) == 1 for names in self.labels)

    @property
    def y(self) -> list[str] | list[tuple[str, ...]]:
        """What scikit-learn wants: the label of each text if all have one, else tuples of labels."""
        return [names[0] for names in self.labels] if self.single else list(self.labels)

    @property
    def labelled(self) -> LabelledCorpus:
        """The texts that have labels: half-annotated tables are fitted on these."""
        return self.subset(index for index, names in enumerate(self.labels) if names)

    def subset(self, indices: Iterable[int]) -> LabelledCorpus:
        """The texts at these places, in this order."""
        chosen = [int(index) for index in indices]
        return LabelledCorpus(
            ids=tuple(self.ids[i] for i in chosen),
            texts=tuple(self.texts[i] for i in chosen),
            labels=tuple(self.labels[i] for i in chosen),
            meta=tuple(self.meta[i] for i in chosen),
        )

    def split(
        self, test: float = 0.2, random_state: int = 0
    ) -> tuple[LabelledCorpus, LabelledCorpus]:
        """Part to learn from, and part to measure on, each in the order of the corpus.

        Equal and nearly equal texts stay on one side, each label is shared out as far as that allows,
        and a label with two texts or more comes on both sides. A label of only one text, or of
        copies of one, stays where it can be learned.

        Parameters
        ----------
        test : float
            Share of the texts to measure on, in (0, 1).
        random_state : int
            The same number gives the same split.

        Raises
        ------
        InputError
            ``test`` is outside (0, 1), or there is nothing that can be held out.

        Examples
        --------
        >>> corpus = LabelledCorpus.of(["发货慢", "发货慢!", "太慢了", "态度好", "很热情"], list("慢慢慢好好"))
        >>> train, test = corpus.split(test=0.4)
        >>> sorted(test.y)
        ['好', '慢']
        """
        train, held_out = split_indices(self.texts, self.labels, test, random_state)
        return self.subset(train), self.subset(held_out)

    def summary(self) -> Distribution:
        """How many texts each label has; prints as a table."""
        return distribution(self.labels)

    def write(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write JSON Lines that ``read_labelled`` reads back equal; whole, or not at all.

        What JSON does not know in ``meta``, such as times, becomes text.

        Raises
        ------
        InputError
            The file exists, its folder does not, or it does not end in .jsonl.
        """
        target = Path(path)
        if target.suffix.lower() != ".jsonl":
            raise InputError(f"{target} does not end in .jsonl, which a corpus is written as")
        check_target(target, overwrite=overwrite)
        with (
            whole_file(target) as part,
            # A lone surrogate, which UTF-8 cannot hold, becomes the escape that JSON has for it.
            part.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file,
        ):
            for row in zip(self.ids, self.texts, self.labels, self.meta, strict=True):
                plain = dict(zip(("id", "text", "labels", "meta"), row, strict=True))
                file.write(json.dumps(plain_value(plain), ensure_ascii=False) + "\n")

    def __len__(self) -> int:
        return len(self.texts)

    def __repr__(self) -> str:
        return f"LabelledCorpus({len(self)} texts, {len(self.classes)} labels)"

    def _repr_html_(self) -> str:
        return self.summary().to_html()


def _check_ids(ids: Sequence[str]) -> None:
    first: dict[str, int] = {}
    for place, id in enumerate(ids, start=1):
        if first.setdefault(id, place) != place:
            raise InputError(
                f"got the id {id!r} for texts {first[id]} and {place}; give each text its own"
            )


def _check_labels(id: str, names: tuple[str, ...]) -> None:
    sound = all(isinstance(name, str) and name.strip() for name in names)
    if not sound or len(set(names)) < len(names):
        raise InputError(f"text {id!r} has labels {names!r}; expected different names, none blank")
