"""What a text says of one thing: aspect, opinion and polarity, with their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from voc.engines.triplet_model import POLARITIES, Polarity
from voc.errors import InputError


@dataclass(frozen=True, slots=True)
class Triplet:
    """One opinion about one aspect; two are equal if places and polarity are.

    Attributes
    ----------
    aspect_start, aspect_end : int
        Half-open character offsets into the text as it was written. Both 0 if the aspect is not
        named.
    opinion_start, opinion_end : int
    polarity : "negative", "neutral" or "positive"
    aspect, opinion : str
        The words themselves; not needed to learn from.
    confidence : float
        In [0, 1]: how likely both spans are right and belong together; 1 where a person says so.

    Examples
    --------
    >>> Triplet.of("服务员态度很好", (0, 3), (3, 7), "positive").opinion
    '态度很好'
    """

    aspect_start: int
    aspect_end: int
    opinion_start: int
    opinion_end: int
    polarity: Polarity
    aspect: str = field(default="", compare=False)
    opinion: str = field(default="", compare=False)
    confidence: float = field(default=1.0, compare=False)

    @classmethod
    def of(
        cls,
        text: str,
        aspect: tuple[int, int],
        opinion: tuple[int, int],
        polarity: Polarity,
        confidence: float = 1.0,
    ) -> Triplet:
        """Take the words out of a text."""
        quotes = text[slice(*aspect)], text[slice(*opinion)]
        return cls(*aspect, *opinion, polarity, *quotes, confidence)


def check_triplets(texts: Sequence[str], y: Sequence[Sequence[Triplet]]) -> None:
    """Refuse triplets that cannot be those of the texts.

    Raises
    ------
    InputError
        Their number is not that of the texts, a span lies outside of its text, an opinion is
        empty, or a polarity is unknown.
    """
    if len(y) != len(texts):
        raise InputError(f"got {len(texts)} texts and {len(y)} rows of triplets; expected as many")
    for row, (text, triplets) in enumerate(zip(texts, y, strict=True)):
        for one in triplets:
            if not isinstance(one, Triplet):
                raise InputError(f"y[{row}] holds a {type(one).__name__}, expected a Triplet")
            if not _inside(one, len(text)):
                raise InputError(
                    f"y[{row}]: {one} has a span outside of its text of {len(text)} characters, or "
                    "an empty opinion; give half-open offsets, (0, 0) for an aspect not named"
                )
            if one.polarity not in POLARITIES:
                raise InputError(
                    f"y[{row}]: got polarity {one.polarity!r}, expected {', '.join(POLARITIES)}"
                )


def _inside(one: Triplet, length: int) -> bool:
    aspect = 0 <= one.aspect_start < one.aspect_end <= length
    unnamed = one.aspect_start == one.aspect_end == 0
    return (aspect or unnamed) and 0 <= one.opinion_start < one.opinion_end <= length
