"""What a person says is wrong with a record or a voice, and what is right instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from voc.errors import InputError
from voc.qualify.records import LEAST, MOST
from voc.qualify.words import letters_of
from voc.result import Result
from voc.types import FLAGS, TAGS_OF_VOICE, VALUES, Kind, Record, TaggedVoice, may_be

OF_RECORD = ("kind", "category", "severity", "stage", "touchpoint", "level")
_FEWEST_LETTERS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCorrection:
    """What was said of some words is wrong.

    Attributes
    ----------
    quote : str
        The words.
    kind, category : str
        What was said of them.
    change : Mapping
        Fields of a record that are to be otherwise; those of ``OF_RECORD``.
    drop : bool
        There is no such record at all.
    text : str or None
        The correction holds in voices that say this as a whole; None: wherever the words stand.
    """

    quote: str
    kind: Kind
    category: str
    change: Mapping[str, Any] = field(default_factory=dict, hash=False)
    drop: bool = False
    text: str | None = None

    def __post_init__(self) -> None:
        _check_tags(self.change, OF_RECORD)
        _check_texts(self.quote, self.category, "" if self.text is None else self.text)
        _check_tags({"kind": self.kind}, OF_RECORD)
        if self.drop == bool(self.change):
            raise InputError(
                f"got drop={self.drop} and {len(self.change)} changes; expected either "
                "drop=True or what is right instead, such as category="
            )
        kind, severity = self.change.get("kind", self.kind), self.change.get("severity")
        if severity is not None and not LEAST[kind] <= severity <= MOST[kind]:
            raise InputError(
                f"got severity={severity} of a {kind}; expected {LEAST[kind]} to {MOST[kind]}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceCorrection:
    """What is right about all voices that say the same as a whole.

    Attributes
    ----------
    text : str
    tags : Mapping
        Tags of the voice; those of ``TAGS_OF_VOICE``. What is not named stays as the model says.
    records : tuple of Record or None
        All records that there are, with spans in ``text``; None: those of the model.
    """

    text: str
    tags: Mapping[str, Any] = field(default_factory=dict, hash=False)
    records: tuple[Record, ...] | None = None

    def __post_init__(self) -> None:
        _check_texts(self.text)
        _check_tags(self.tags, TAGS_OF_VOICE)
        if self.records is None and not self.tags:
            raise InputError(
                "nothing is corrected; expected records= or a tag, such as voice_type="
            )
        for record in self.records or ():
            _check_tags({name: getattr(record, name) for name in OF_RECORD}, OF_RECORD)
            if not record.quote or self.text[record.start : record.end] != record.quote:
                raise InputError(
                    f"got a quote that is not text[{record.start}:{record.end}] of the voice; "
                    "expected records of this very text"
                )


Correction = RecordCorrection | VoiceCorrection


def correct(
    record: Record,
    *,
    within: Result | TaggedVoice | str | None = None,
    drop: bool = False,
    **change: Any,  # noqa: ANN401
) -> RecordCorrection:
    """Say what is right about a record.

    Parameters
    ----------
    record : Record
        As the model gave it.
    within : Result, TaggedVoice or str, optional
        Where it comes from. **Better give it**: the correction then holds in voices that say the
        same as a whole, and nowhere else. Without it, it holds wherever these words were tagged the
        same way, and there they may have been tagged rightly.
    drop : bool
        There is nothing in these words.
    **change
        What is right instead: ``kind``, ``category``, ``severity``, ``stage``, ``touchpoint``,
        ``level``. Where a category brings another level or touchpoint with it, and a kind another
        severity, these follow by themselves.

    Raises
    ------
    InputError
        A label is unknown (categories are checked by ``voc.load``), nothing is changed, ``within``
        lacks the voice, or there are fewer than 5 letters and no ``within``.

    Notes
    -----
    Why not wherever the words stand? In 17,631 annotated voices, records that were wrong were looked
    for in other texts by their words, kind and category. Of 10,989 that were so found, 30 % were
    wrong in the same way, and 57 % were right. Five letters are asked for as this seems to be less
    bad for long words in voices that the model has not learned (docs/experiments.md).

    Examples
    --------
    >>> import voc
    >>> result = voc.classify("师傅迟到了半小时")
    >>> result.records[0].kind
    'praise'
    >>> fix = voc.correct(result.records[0], within=result, kind="pain")
    >>> voc.Corrections([fix]).apply(result).records[0].kind
    'pain'
    """
    text = None if within is None else _text_of(record, within)
    [letters] = letters_of([record.quote])
    if text is None and len(letters) < _FEWEST_LETTERS:
        raise InputError(
            f"got words of {len(letters)} letters, which mean something else elsewhere; pass "
            "within=result, so that the correction holds in voices that say the same as a whole"
        )
    return RecordCorrection(
        quote=record.quote,
        kind=record.kind,
        category=record.category,
        change=change,
        drop=drop,
        text=text,
    )


def correct_voice(
    tagged: TaggedVoice,
    *,
    records: Iterable[Record] | None = None,
    **tags: Any,  # noqa: ANN401
) -> VoiceCorrection:
    """Say what is right about a voice, such as a record that the model missed.

    It holds in all voices that say the same as a whole, whatever a model says of them. Their score
    follows a corrected sentiment.

    Parameters
    ----------
    tagged : TaggedVoice
    records : iterable of Record, optional
        All records that there are, not only those that are new.
    **tags
        ``voice_type``, ``sentiment``, ``emotion``, ``urgency``, ``flags``.

    Raises
    ------
    InputError
        A label is unknown, a quote does not stand in the text, or nothing is corrected.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify("约好的师傅没有来")
    >>> fix = voc.correct_voice(result[0], sentiment="negative", voice_type="service_issue")
    >>> corrected = voc.Corrections([fix]).apply(result)[0]
    >>> corrected.voice_type, corrected.score < 0
    ('service_issue', True)
    """
    return VoiceCorrection(
        text=tagged.voice.text,
        tags={name: frozenset(v) if name == "flags" else v for name, v in tags.items()},
        records=None if records is None else tuple(records),
    )


def _text_of(record: Record, within: Result | TaggedVoice | str) -> str:
    if isinstance(within, str):
        texts = [within]
    else:
        voices = within if isinstance(within, Result) else [within]
        texts = [one.voice.text for one in voices if one.voice.id == record.voice_id]
    for text in texts:
        if text[record.start : record.end] == record.quote:
            return text
    raise InputError(
        f"within= has no voice {record.voice_id!r} with these words; pass the result or the voice "
        "that the record comes from"
    )


def _check_texts(*values: object) -> None:
    for value in values:
        if not isinstance(value, str):
            raise InputError(
                f"got a {type(value).__name__}; expected quote, category and text as str"
            )


def _check_tags(tags: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for name, value in tags.items():
        if name not in known:
            raise InputError(f"got {name}=; expected one of {', '.join(known)}")
        if name == "category":
            right = isinstance(value, str) and bool(value)
            allowed: Iterable[object] = ("an id of the taxonomy",)
        elif name == "flags":
            right, allowed = not set(value) - set(FLAGS), FLAGS
        else:
            right, allowed = may_be(name, value), VALUES[name]
        if not right:
            raise InputError(f"got {name}={value!r}; expected {', '.join(map(str, allowed))}")
