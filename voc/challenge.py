"""Challenge items: short texts that are easy to get wrong, each with what must and must not come out.

An item passes or fails as a whole, so that a score says how often a customer is fully understood.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.corpus import built_in, read_info, read_lines
from voc.errors import InputError
from voc.types import (
    KINDS,
    SENTIMENTS,
    VOICE_TYPES,
    Kind,
    Record,
    Sentiment,
    TaggedVoice,
    VoiceType,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Which records are meant.

    Attributes
    ----------
    kind : "pain", "need" or "praise"
    categories : tuple of str
        Any of these leaf ids; "service.*" is every leaf of service; empty is any category.
    quote : str or None
        The record must share at least one character with this part of the text.
    """

    kind: Kind
    categories: tuple[str, ...] = ()
    quote: str | None = None

    def __str__(self) -> str:
        what = f" of {' or '.join(self.categories)}" if self.categories else ""
        where = f" about “{self.quote}”" if self.quote else ""
        return f"{self.kind}{what}{where}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One text and what a reader would accept as its tags.

    Attributes
    ----------
    id : str
    cls : str
        What is hard about it: "negation", "sarcasm" …
    text : str
    must : tuple of Pattern
        Each must fit a record.
    must_not : tuple of Pattern
        None may fit a record.
    sentiment, voice_type : tuple of str
        Accepted values; empty accepts all.
    note : str
        Why it is hard.
    """

    id: str
    cls: str
    text: str
    must: tuple[Pattern, ...]
    must_not: tuple[Pattern, ...]
    sentiment: tuple[Sentiment, ...]
    voice_type: tuple[VoiceType, ...]
    note: str


def load_challenge(folder: str | Path | None = None) -> tuple[Challenge, ...]:
    """Read the built-in challenge items, or those of a folder laid out alike.

    Parameters
    ----------
    folder : str or Path, optional
        With corpus.toml and items.jsonl.

    Raises
    ------
    ArtifactError
        A file is missing or altered.
    InputError
        A line of items.jsonl is broken.

    Examples
    --------
    >>> item = load_challenge()[0]
    >>> item.text, [str(pattern) for pattern in item.must_not]
    ('这面霜涂上不油腻，夏天也能用。', ['pain'])
    """
    place = built_in() / "challenge" if folder is None else Path(folder)
    if "items.jsonl" not in read_info(place)["files"]:
        raise InputError(
            f"{place} names no items.jsonl in its corpus.toml; expected challenge items"
        )
    return tuple(read_lines(place / "items.jsonl", _challenge))


def failures(item: Challenge, tagged: TaggedVoice) -> list[str]:
    """What is wrong with the tags, one sentence each; empty if they pass.

    A record that backed off to a top category, such as "delivery", fits a pattern that must come out
    with a leaf of it; it does not break one that must not.

    Parameters
    ----------
    item : Challenge
    tagged : TaggedVoice
        Of the item's text.

    Raises
    ------
    InputError
        ``tagged`` is of another text.

    Examples
    --------
    >>> from voc.types import Voice
    >>> item = load_challenge()[0]
    >>> tagged = TaggedVoice(
    ...     voice=Voice(id="1", text=item.text), records=(), voice_type="praise", score=0.0,
    ...     sentiment="neutral", emotion="neutral", urgency=0, flags=frozenset(), confidence=1.0,
    ...     model="none@0",
    ... )
    >>> for sentence in failures(item, tagged):
    ...     print(sentence)
    Expected a praise of appeal.comfort or capability.effect about “不油腻”, but got no record.
    Expected sentiment positive, but got neutral.
    """
    if tagged.voice.text != item.text:
        raise InputError(
            f"voice {tagged.voice.id!r} is not the text of item {item.id!r}; tag item.text itself"
        )
    return [
        *_lacking(item, tagged.records),
        *_forbidden(item, tagged.records),
        *_other("sentiment", item.sentiment, tagged.sentiment),
        *_other("voice type", item.voice_type, tagged.voice_type),
    ]


def challenge_scores(items: Sequence[Challenge], tagged: Sequence[TaggedVoice]) -> dict[str, float]:
    """Share of items without any failure.

    Parameters
    ----------
    items : sequence of Challenge
    tagged : sequence of TaggedVoice
        Of the items' texts, in the same order.

    Returns
    -------
    dict
        In [0, 1], for each class and, last, for "all".

    Raises
    ------
    InputError
        There are no items, or ``tagged`` is not of their texts.

    Examples
    --------
    >>> import voc
    >>> items = load_challenge()
    >>> tagged = voc.load("lexicon").classify([item.text for item in items])
    >>> scores = challenge_scores(items, tagged)
    >>> list(scores)[:3], 0 <= scores["all"] <= 1
    (['negation', 'double_negation', 'contrast'], True)
    """
    if not items or len(items) != len(tagged):
        raise InputError(f"{len(items)} items, {len(tagged)} tagged voices; expected one for each")
    passed: dict[str, list[bool]] = defaultdict(list)
    for item, voice in zip(items, tagged, strict=True):
        passed[item.cls].append(not failures(item, voice))
    everything = [hit for hits in passed.values() for hit in hits]
    return {name: sum(hits) / len(hits) for name, hits in [*passed.items(), ("all", everything)]}


def _lacking(item: Challenge, records: Sequence[Record]) -> Iterator[str]:
    got = ", ".join(map(_shown, records)) or "no record"
    for pattern in item.must:
        if not any(_fits(record, pattern, item.text, backed_off=True) for record in records):
            yield f"Expected a {pattern}, but got {got}."


def _forbidden(item: Challenge, records: Sequence[Record]) -> Iterator[str]:
    for pattern in item.must_not:
        for record in records:
            if _fits(record, pattern, item.text, backed_off=False):
                yield f"Expected no {pattern}, but got {_shown(record)}."


def _other(what: str, accepted: Sequence[str], got: str) -> Iterator[str]:
    if accepted and got not in accepted:
        yield f"Expected {what} {' or '.join(accepted)}, but got {got}."


def _shown(record: Record) -> str:
    return f"{record.kind} {record.category} “{record.quote}”"


def _fits(record: Record, pattern: Pattern, text: str, *, backed_off: bool) -> bool:
    return (
        record.kind == pattern.kind
        and _covers(pattern.categories, record.category, backed_off=backed_off)
        and (pattern.quote is None or _overlaps(record, text.find(pattern.quote), pattern.quote))
    )


def _covers(wanted: Sequence[str], category: str, *, backed_off: bool) -> bool:
    if not wanted or category in wanted or f"{category.split('.')[0]}.*" in wanted:
        return True
    return backed_off and category in {leaf.split(".")[0] for leaf in wanted}


def _overlaps(record: Record, start: int, quote: str) -> bool:
    return record.start < start + len(quote) and start < record.end


def _challenge(row: dict[str, Any]) -> Challenge:
    text = row["text"]
    return Challenge(
        id=row["id"],
        cls=row["class"],
        text=text,
        must=tuple(_pattern(pattern, text) for pattern in row["must"]),
        must_not=tuple(_pattern(pattern, text) for pattern in row["must_not"]),
        sentiment=tuple(_known(value, SENTIMENTS) for value in row["sentiment"]),
        voice_type=tuple(_known(value, VOICE_TYPES) for value in row["voice_type"]),
        note=row["note"],
    )


def _pattern(row: dict[str, Any], text: str) -> Pattern:
    quote = row.get("quote")
    if quote is not None and text.count(quote) != 1:
        raise InputError(f"a quote occurs {text.count(quote)} times in the text; expected once")
    categories = row.get("category", [])
    if not isinstance(categories, list):
        raise InputError(f"category={categories!r} is no list of leaf ids")
    return Pattern(kind=_known(row["kind"], KINDS), categories=tuple(categories), quote=quote)


def _known(value: Any, labels: tuple[Any, ...]) -> Any:  # noqa: ANN401
    if value not in labels:
        raise InputError(f"{value!r} is none of {', '.join(labels)}")
    return value
