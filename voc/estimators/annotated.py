"""Annotated voices as an estimator of records takes them: checked, of one taxonomy, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from voc.errors import InputError
from voc.taxonomy import Taxonomy
from voc.types import Record, TaggedVoice, Voice

Texts = Sequence[str] | Sequence[Voice]


def check_annotated(X: Texts, y: Sequence[TaggedVoice], taxonomy: Taxonomy) -> list[TaggedVoice]:
    """Give the annotated voices of ``y``, former ids of leaves replaced by their present ones.

    Raises
    ------
    InputError
        ``X`` and ``y`` differ in length or in a text, an entry is of another kind, or a record has a
        category that the taxonomy lacks; names the voice.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify(["发货太慢了"])
    >>> check_annotated(["发货太慢了"], result, Taxonomy.load())[0].records[0].category
    'delivery.speed'
    """
    texts, voices = check_voices(X), list(y)
    if len(texts) != len(voices):
        raise InputError(
            f"got {len(texts)} texts and {len(voices)} annotated voices; expected one for each"
        )
    return [
        _checked(text, tagged, place, taxonomy)
        for place, (text, tagged) in enumerate(zip(texts, voices, strict=True))
    ]


def check_voices(X: Texts) -> list[str | Voice]:
    """Give texts or voices as a list.

    Raises
    ------
    InputError
        It is one text instead of many, or an entry is neither a text nor a voice.
    """
    if isinstance(X, str | Voice):
        raise InputError(f"got one {type(X).__name__}, expected a list of texts; write [text]")
    for place, one in enumerate(X):
        if not isinstance(one, str | Voice):
            raise InputError(
                f"got a {type(one).__name__} as text {place}, expected a str or a Voice; "
                "replace missing texts by ''"
            )
    return list(X)


def _checked(one: str | Voice, tagged: object, place: int, taxonomy: Taxonomy) -> TaggedVoice:
    if not isinstance(tagged, TaggedVoice):
        raise InputError(
            f"got a {type(tagged).__name__} as y[{place}], expected a TaggedVoice; "
            "voc.annotations.read_annotations gives them"
        )
    if (one if isinstance(one, str) else one.text) != tagged.voice.text:
        raise InputError(
            f"X[{place}] is another text than that of voice {tagged.voice.id!r} in y; "
            "expected the annotated texts in the order of y"
        )
    records = tuple(_resolved(record, tagged.voice.id, taxonomy) for record in tagged.records)
    return tagged if records == tagged.records else replace(tagged, records=records)


def _resolved(record: Record, voice_id: str, taxonomy: Taxonomy) -> Record:
    category = record.category
    if category not in taxonomy:
        raise InputError(
            f"voice {voice_id!r} has a record of {category!r}, which the taxonomy lacks; pass the "
            "taxonomy it was annotated with, or bring it over by voc.migration.migrate"
        )
    if taxonomy.parent(category) == category:
        return record
    return replace(record, category=taxonomy.leaf(category).id)


def numbered(voices: Sequence[TaggedVoice]) -> list[TaggedVoice]:
    """Give each voice its place as id: those of several files may be the same."""
    return [
        replace(tagged, voice=replace(tagged.voice, id=str(place)))
        for place, tagged in enumerate(voices)
    ]
