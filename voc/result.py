"""Result: what classifying gives, one tagged voice for each voice that came in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from voc._html import voices_html
from voc._optional import require
from voc._plain import Plain, flat, from_dict, kind_of, to_dict
from voc.errors import InputError
from voc.taxonomy import Taxonomy
from voc.types import Mark, Record, TaggedVoice, Voice

if TYPE_CHECKING:
    import pandas as pd

What = Literal["records", "voices"]
_SHOWN = 20
_COPIES: frozenset[Mark] = frozenset({"duplicate", "near_duplicate"})


class Result(Sequence[TaggedVoice]):
    """An immutable sequence with exactly one ``TaggedVoice`` per input, in input order.

    Parameters
    ----------
    tagged : iterable of TaggedVoice
    taxonomy : Taxonomy, optional
        Whose names the categories have where they are shown, instead of those of the built-in one.

    Examples
    --------
    >>> record = Record(
    ...     voice_id="1", kind="pain", category="delivery.speed", start=0, end=3, quote="发货慢",
    ...     severity=2, stage="delivery", touchpoint=None, level="ease", confidence=0.9,
    ... )
    >>> tagged = TaggedVoice(
    ...     voice=Voice(id="1", text="发货慢，但客服好"), records=(record,), score=-0.2,
    ...     voice_type="service_issue", sentiment="mixed", emotion="disappointment", urgency=1,
    ...     flags=frozenset(), confidence=0.8, model="demo@1",
    ... )
    >>> result = Result([tagged])
    >>> result
    Result(1 voice, 1 record)
    >>> [record.quote for record in result.records]
    ['发货慢']
    >>> Result.from_dicts(result.to_dicts()) == result
    True
    """

    __slots__ = ("_tagged", "taxonomy")

    def __init__(
        self, tagged: Iterable[TaggedVoice] = (), taxonomy: Taxonomy | None = None
    ) -> None:
        self._tagged = tuple(tagged)
        self.taxonomy = taxonomy

    @classmethod
    def from_dicts(cls, dicts: Iterable[Mapping[str, Any]]) -> Result:
        """The result that ``to_dicts`` made the dicts of.

        Raises
        ------
        InputError
            One of them lacks a key.
        """
        return cls(from_dict(plain) for plain in dicts)

    @property
    def voices(self) -> list[Voice]:
        """The voices as they were read, without their tags."""
        return [tagged.voice for tagged in self._tagged]

    @property
    def records(self) -> list[Record]:
        """All pains, needs and praises, in text order."""
        return [record for tagged in self._tagged for record in tagged.records]

    @property
    def marks(self) -> Counter[str]:
        """How many voices carry each mark, such as "bad_row" or "duplicate"."""
        return Counter(mark for tagged in self._tagged for mark in tagged.voice.marks)

    @property
    def errors(self) -> list[str]:
        """What was wrong with the rows that could not be read, each with its line."""
        return [tagged.voice.error for tagged in self._tagged if tagged.voice.error is not None]

    def review(self, n: int = 20) -> Result:
        """The voices that a person should look at first: those that teach most.

        They are chosen one by one: the less certain a voice is, and the more it says that many
        others say and none before it has said, the earlier it comes (``voc._teaching``). Correct
        them with ``voc.correct_voice``, or annotate them for the next training.

        Parameters
        ----------
        n : int
            How many at most.

        Returns
        -------
        Result
            Voices that could not be read or tagged come before all others; duplicates, and those in
            which nothing is said, not at all. What only repeats the voices before it comes last, the
            least certain first. ``review(n)`` begins with the voices of any smaller ``n``.

        Examples
        --------
        >>> import voc
        >>> result = voc.classify(["等了两小时还没送到", "就那样吧，说不上来", ""])
        >>> [tagged.voice.text for tagged in result.review(1)]
        ['就那样吧，说不上来']
        """
        if n < 0:
            raise InputError(f"n={n}; expected how many voices to show, 0 or more")
        from voc._teaching import most_teaching  # numpy takes a while to import

        doubts = [(tagged, 1 - certainty(tagged)) for tagged in self._tagged]
        doubtful = [one for one in doubts if one[1] > 0 and not one[0].voice.marks & _COPIES]
        unread = [tagged for tagged, _ in doubtful if tagged.voice.error is not None]
        rest = [one for one in doubtful if one[0].voice.error is None]
        texts, unsure = [tagged.voice.text for tagged, _ in rest], [doubt for _, doubt in rest]
        taught = most_teaching(texts, unsure, max(0, n - len(unread)))
        return Result([*unread, *(rest[i][0] for i in taught)][:n], self.taxonomy)

    def to_dicts(self) -> list[Plain]:
        """One dict for each voice, ready for JSON, with its ``records`` nested in it.

        The schema of a dict is ``voc/data/tagged_voice.schema.json``. ``score`` is the customer's
        (NPS, stars …), ``polarity`` that of the text, in [-1, 1].
        """
        return [to_dict(tagged) for tagged in self._tagged]

    def to_frame(self, what: What = "records") -> pd.DataFrame:
        """A table with one row per record, or one per voice.

        Parameters
        ----------
        what : "records" or "voices"
            Both have the voice's id, channel, time, customer, segment, product and score. Columns
            and their types are the same when there is nothing to show. Times with a zone are in
            UTC, unless all have the same.

        Raises
        ------
        InputError
            ``what`` is neither.
        MissingExtraError
            pandas is not installed.
        """
        pandas = require("pandas", extra="frame", caller="Result.to_frame")
        columns, rows_of = flat(what)
        rows = [row for tagged in self._tagged for row in rows_of(tagged)]
        series = {
            name: _column(pandas, kind_of(name), [row[name] for row in rows]) for name in columns
        }
        frame: pd.DataFrame = pandas.DataFrame(series)
        return frame

    @overload
    def __getitem__(self, index: int) -> TaggedVoice: ...

    @overload
    def __getitem__(self, index: slice) -> Result: ...

    def __getitem__(self, index: int | slice) -> TaggedVoice | Result:
        """One tagged voice, or a Result of several."""
        chosen = self._tagged[index]
        return Result(chosen, self.taxonomy) if isinstance(chosen, tuple) else chosen

    def __len__(self) -> int:
        return len(self._tagged)

    def __iter__(self) -> Iterator[TaggedVoice]:
        return iter(self._tagged)

    def __eq__(self, other: object) -> bool:
        return self._tagged == other._tagged if isinstance(other, Result) else NotImplemented

    def __repr__(self) -> str:
        voices, records = len(self), sum(len(tagged.records) for tagged in self._tagged)
        return (
            f"Result({voices} voice{'s' * (voices != 1)}, {records} record{'s' * (records != 1)})"
        )

    def _repr_html_(self) -> str:
        return voices_html(self._tagged[:_SHOWN], max(0, len(self) - _SHOWN), self.taxonomy)


def certainty(tagged: TaggedVoice) -> float:
    """How sure the model is of everything that it says of a voice: its weakest confidence.

    Returns
    -------
    float
        In [0, 1]; 0 if the voice could not be read or tagged.
    """
    if tagged.voice.error is not None:
        return 0.0
    return min(tagged.confidence, *(record.confidence for record in tagged.records), 1.0)


def _column(pandas: Any, kind: str, values: list[Any]) -> Any:  # noqa: ANN401
    if kind == "time":
        zones = {value.utcoffset() for value in values if value is not None}
        times = pandas.to_datetime(pandas.Series(values, dtype="object"), utc=len(zones) > 1)
        return times.dt.as_unit("us")
    return pandas.Series(values, dtype={"int": "int64", "float": "float64"}.get(kind, "object"))
