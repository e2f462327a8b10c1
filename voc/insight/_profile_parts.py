"""What a customer's voices add up to: open pains, pains told again, hints of leaving, mood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from voc.labels import Lang

QUIET = 2  # later voices that leave a pain out, after which it counts as settled
_SEVERE = 3
_FALLING = 3  # voices in a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A pain, need or praise of one voice; the quote is masked."""

    kind: str
    category: str
    severity: int
    stage: str | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One voice in the time line of a customer.

    Attributes
    ----------
    voice_id : str
    when : datetime or None
        Without a zone.
    channel, product, sentiment, emotion : str or None
    polarity : float
        Of the text, in [-1, 1]; NaN where unknown.
    urgency : int
        0 to 3; -1 where unknown.
    score : float
        What the customer gave; NaN where unknown.
    flags : tuple of str
    points : tuple of Point
        In text order.
    """

    voice_id: str
    when: datetime | None
    channel: str | None
    product: str | None
    sentiment: str | None
    emotion: str | None
    polarity: float
    urgency: int
    score: float
    flags: tuple[str, ...]
    points: tuple[Point, ...]

    def of(self, kind: str) -> set[str]:
        """Categories of the points of a kind."""
        return {point.category for point in self.points if point.kind == kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPain:
    """A pain that nothing says is settled: how often it was told, how bad, and last in what words."""

    category: str
    voices: int
    severity: int
    since: datetime | None
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChurnHint:
    """A sign that the customer may leave, and what it rests on; no forecast."""

    zh: str
    en: str
    evidence: tuple[str, ...]
    voice_ids: tuple[str, ...]

    def text(self, lang: Lang) -> str:
        """The sign in one language."""
        return self.zh if lang == "zh" else self.en


def open_pains(line: Sequence[Moment]) -> tuple[OpenPain, ...]:
    """Find pains without a later praise of the same leaf, left out of fewer than two later voices.

    The most severe come first, of these the ones told most often.
    """
    told = {category: None for moment in line for category in sorted(moment.of("pain"))}
    found = [_open(line, category) for category in told if _is_open(line, category)]
    return tuple(sorted(found, key=lambda pain: (-pain.severity, -pain.voices, pain.category)))


def told_again(line: Sequence[Moment]) -> tuple[tuple[str, int], ...]:
    """Count the voices of each pain that came up in more than one."""
    counts = Counter(category for moment in line for category in sorted(moment.of("pain")))
    return tuple((category, n) for category, n in counts.most_common() if n > 1)


def churn_hints(line: Sequence[Moment]) -> tuple[ChurnHint, ...]:
    """Gather what may mean that the customer leaves."""
    return tuple(hint for hint in (*_says_so(line), *_falling(line), *_severe(line)))


def _is_open(line: Sequence[Moment], category: str) -> bool:
    last = max(place for place, moment in enumerate(line) if category in moment.of("pain"))
    later = line[last + 1 :]
    return len(later) < QUIET and not any(category in moment.of("praise") for moment in later)


def _open(line: Sequence[Moment], category: str) -> OpenPain:
    moments = [moment for moment in line if category in moment.of("pain")]
    points = [
        point
        for moment in moments
        for point in moment.points
        if point.kind == "pain" and point.category == category
    ]
    return OpenPain(
        category=category,
        voices=len(moments),
        severity=max(point.severity for point in points),
        since=moments[0].when,
        quote=points[-1].quote,
    )


def _says_so(line: Sequence[Moment]) -> Iterator[ChurnHint]:
    saying = [moment for moment in line if "churn" in moment.flags]
    if saying:
        yield _hint(
            f"有 {len(saying)} 次说要离开（不再来、换一家、卸载）。",
            f"Said {len(saying)} times to be leaving.",
            saying,
        )


def _falling(line: Sequence[Moment]) -> Iterator[ChurnHint]:
    last = [moment for moment in line if moment.polarity == moment.polarity][-_FALLING:]
    course = [moment.polarity for moment in last]
    if len(course) == _FALLING and course[0] > course[1] > course[2] and course[2] < 0:
        shown = " → ".join(f"{polarity:+.2f}" for polarity in course)
        yield _hint(
            f"最近三次情绪一次比一次差（{shown}）。",
            f"The mood of the last three voices went down each time ({shown}).",
            last[-1:],
        )


def _severe(line: Sequence[Moment]) -> Iterator[ChurnHint]:
    severe = {pain.category for pain in open_pains(line) if pain.severity >= _SEVERE}
    moments = [moment for moment in line if moment.of("pain") & severe]
    # Who is content again, if only in part, does not leave for it.
    if len(moments) > 1 and line[-1].sentiment not in ("positive", "mixed"):
        yield _hint(
            f"严重的痛点还没有解决的迹象，已经说了 {len(moments)} 次。",
            f"Serious pains, told in {len(moments)} voices, show no sign of being settled.",
            moments,
        )


def _hint(zh: str, en: str, moments: Sequence[Moment]) -> ChurnHint:
    # The worst words of each voice; where a voice says leaving, the stage tells which words these are.
    best = [
        max(moment.points, key=lambda point: (point.stage == "loyalty", point.severity)).quote
        for moment in moments
        if moment.points
    ]
    ids = tuple(moment.voice_id for moment in moments)
    return ChurnHint(zh=zh, en=en, evidence=tuple(best[-3:]), voice_ids=ids)
