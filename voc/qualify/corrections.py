"""Corrections: what people said is wrong, kept, put over a model at once and learned from later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import overload

from voc.errors import InputError
from voc.qualify.applied import Rules, is_corrected
from voc.qualify.correction import Correction, RecordCorrection, VoiceCorrection
from voc.qualify.correction_lines import append_corrections, read_corrections, write_corrections
from voc.qualify.words import letters_of
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.types import TAGS_OF_VOICE, TaggedVoice


class Corrections(Sequence[Correction]):
    """An immutable sequence of corrections, the newest last.

    Parameters
    ----------
    corrections : iterable of RecordCorrection or VoiceCorrection
        As ``voc.correct`` and ``voc.correct_voice`` give them.

    Raises
    ------
    InputError
        It is something else.

    Notes
    -----
    Two texts are the same when their letters are: width, case, 繁/简, punctuation, blanks, emoji and
    the digits of pseudonyms do not matter (``voc.qualify.words``). A correction of a record holds
    where the same words got the same kind and category; one of a voice, whatever a model says.
    Where two speak of the same, the newest wins. What is corrected has confidence 1, and ``model``
    ends in "+corrections"; all other voices stay the objects that they were.

    **A file of corrections holds what customers wrote.** Correct voices that were masked
    (``voc.classify(mask=True)``) if it leaves the house; it then holds in masked voices.

    Examples
    --------
    >>> import voc
    >>> result = voc.classify("师傅迟到了半小时")
    >>> fix = voc.correct(result.records[0], within=result, kind="pain")
    >>> corrections = voc.Corrections([fix])
    >>> result.records[0].kind, corrections.apply(result).records[0].kind
    ('praise', 'pain')
    >>> again = voc.classify("師傅遲到了半小時！", corrections=corrections)
    >>> again.records[0].kind
    'pain'
    """

    __slots__ = ("_corrections",)

    def __init__(self, corrections: Iterable[Correction] = ()) -> None:
        one = isinstance(corrections, Correction)
        self._corrections = () if one else tuple(corrections)
        if one or not all(isinstance(each, Correction) for each in self._corrections):
            raise InputError(
                "expected an iterable of corrections, as voc.correct and voc.correct_voice give them; "
                "pass [fix], or Corrections.load(path)"
            )

    @classmethod
    def load(cls, path: str | Path) -> Corrections:
        """Read a file that ``save`` or ``append`` wrote.

        Raises
        ------
        InputError
            The file cannot be read, or a line is broken; names the line, never shows its text.
        """
        return cls(read_corrections(Path(path)))

    @classmethod
    def from_annotated(cls, annotated: Iterable[TaggedVoice], *, tags: bool = True) -> Corrections:
        """Corrections of whole voices that people went through, right or wrong before.

        Parameters
        ----------
        annotated : iterable of TaggedVoice
            Such as ``read_label_studio_records(…, annotated_only=True)`` gives: what a model only
            predicted would stay as it is for good.
        tags : bool
            Whether people gave voice type, sentiment, emotion, urgency and flags too, and not only
            records.

        Examples
        --------
        >>> import voc
        >>> annotated = voc.load_corpus("demo").annotated[:20]
        >>> corrections = Corrections.from_annotated(annotated)
        >>> corrected = voc.classify(annotated.voices, corrections=corrections)
        >>> voc.evaluate(annotated, corrected)["record_leaf"]
        1.0
        """
        return cls(
            VoiceCorrection(
                text=one.voice.text,
                tags={name: getattr(one, name) for name in TAGS_OF_VOICE} if tags else {},
                records=one.records,
            )
            for one in annotated
        )

    def add(self, *corrections: Correction) -> Corrections:
        """Corrections with further, newer ones behind them; ``first.add(*others)`` joins two.

        Examples
        --------
        >>> fix = VoiceCorrection(text="还行吧", tags={"voice_type": "praise"})
        >>> Corrections().add(fix)
        Corrections(1 correction)
        """
        return Corrections((*self._corrections, *corrections))

    def save(self, path: str | Path, *, overwrite: bool = False) -> None:
        """Write a file of JSON Lines, whole or not at all.

        Raises
        ------
        InputError
            The file exists, or cannot be written.
        """
        path = Path(path)
        if path.exists() and not overwrite:
            raise InputError(
                f"{path} exists; pass overwrite=True, or add to it with Corrections.append"
            )
        write_corrections(self, path)

    def append(self, path: str | Path) -> None:
        """Add to a file of corrections, or begin one; several processes may do so at a time.

        Raises
        ------
        InputError
            The file cannot be written.
        """
        append_corrections(self, Path(path))

    def apply(self, tagged: Iterable[TaggedVoice], *, taxonomy: Taxonomy | None = None) -> Result:
        """Put the corrections over what a model said.

        Parameters
        ----------
        tagged : Result or iterable of TaggedVoice
            Voices that could not be read or tagged stay as they are.
        taxonomy : Taxonomy, optional
            That of the model; by default the built-in one.
        """
        named = taxonomy or getattr(tagged, "taxonomy", None)
        return Result(Rules(self, named or Taxonomy.load())(list(tagged)), named)

    def to_annotated(self, result: Iterable[TaggedVoice]) -> list[TaggedVoice]:
        """The voices that the corrections speak of, corrected: what the next training learns.

        ``fit_linear([*voices, *corrections.to_annotated(result)], …)`` takes them. What nobody
        corrected in them is what the model said: correct the whole voice where it matters.

        Parameters
        ----------
        result : Result or iterable of TaggedVoice
            Before or after the corrections were put over it.
        """
        return [tagged for tagged in self.apply(result) if is_corrected(tagged)]

    def conflicts(self) -> list[tuple[Correction, Correction]]:
        """Pairs of an older and a newer correction that say other things of the same.

        Examples
        --------
        >>> first = VoiceCorrection(text="还行吧", tags={"voice_type": "praise"})
        >>> second = VoiceCorrection(text="还行吧！", tags={"voice_type": "other"})
        >>> Corrections([first, second]).conflicts() == [(first, second)]
        True
        """
        targets = letters_of([one.text or "" for one in self])
        quotes = letters_of([getattr(one, "quote", "") for one in self])
        latest: dict[tuple[object, ...], Correction] = {}
        found = []
        for one, text, quote in zip(self, targets, quotes, strict=True):
            for field, value in _claims(one):
                target = (one.text is None, text, quote, *_said(one), field)
                older = latest.get(target, one)
                if dict(_claims(older))[field] != value and (older, one) not in found:
                    found.append((older, one))
                latest[target] = one
        return found

    def check(self, taxonomy: Taxonomy) -> None:
        """Refuse corrections to categories that a taxonomy lacks.

        Raises
        ------
        InputError
            Names the first such correction by its number, and the category.
        """
        for number, correction in enumerate(self, start=1):
            for category in _categories(correction):
                if category not in taxonomy:
                    raise InputError(
                        f"correction {number} of {len(self)} gives category={category!r}, which "
                        "the model's taxonomy lacks; mend the correction or pass the taxonomy"
                    )

    @overload
    def __getitem__(self, index: int) -> Correction: ...

    @overload
    def __getitem__(self, index: slice) -> Corrections: ...

    def __getitem__(self, index: int | slice) -> Correction | Corrections:
        """One correction, or Corrections of several."""
        chosen = self._corrections[index]
        return Corrections(chosen) if isinstance(chosen, tuple) else chosen

    def __len__(self) -> int:
        return len(self._corrections)

    def __iter__(self) -> Iterator[Correction]:
        return iter(self._corrections)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Corrections):
            return NotImplemented
        return self._corrections == other._corrections

    def __hash__(self) -> int:
        return hash(self._corrections)

    def __repr__(self) -> str:
        return f"Corrections({len(self)} correction{'s' * (len(self) != 1)})"


def _said(correction: Correction) -> tuple[str, ...]:
    if isinstance(correction, RecordCorrection):
        return correction.kind, correction.category
    return ()


def _claims(correction: Correction) -> list[tuple[str, object]]:
    """What a correction says, field by field."""
    if isinstance(correction, VoiceCorrection):
        records = [] if correction.records is None else [("records", correction.records)]
        return [*correction.tags.items(), *records]
    return [("drop", correction.drop), *correction.change.items()]


def _categories(correction: Correction) -> list[str]:
    if isinstance(correction, RecordCorrection):
        return [correction.change["category"]] if "category" in correction.change else []
    return [record.category for record in correction.records or ()]
