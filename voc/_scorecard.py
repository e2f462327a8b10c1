"""The scorecard: everything that can be said of a model from one set of annotated voices."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Protocol

from voc._figures import Pairs
from voc._label_scores import Score, category_scores, label_scores
from voc._scorecard_tables import as_markdown, as_text, tables
from voc.bootstrap import Interval, bootstrap_intervals, check_samples
from voc.challenge import challenge_scores, load_challenge
from voc.errors import InputError
from voc.evaluation import evaluate, matched
from voc.reliability import (
    Row,
    calibration_error,
    coverage_curve,
    record_hits,
    reliability_table,
)
from voc.types import TaggedVoice, Voice

_LEAST = 10  # voices that a group needs to be shown

_GROUPS: Mapping[str, Callable[[Voice], object]] = {
    "channel": lambda voice: voice.channel,
    "source": lambda voice: voice.meta.get("source"),
}


class Tagger(Protocol):
    """What is to be measured: ``voc.Analyzer``, or anything else with a name that tags voices."""

    @property
    def name(self) -> str:
        """What it is called in the scorecard."""
        ...

    def stream(self, source: Sequence[Voice], /) -> Iterable[TaggedVoice]:
        """Tag the voices, in their order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """What a model got right; printing it gives tables.

    Attributes
    ----------
    model : str
        Its name.
    voices : int
        How many it was measured on.
    figures : mapping of str to float
        As ``voc.evaluate`` gives them.
    intervals : mapping of str to Interval
        95 % bootstrap interval of each figure.
    categories : mapping of str to Score
        By id of leaf and top category: precision, recall, F1, and how many there are.
    labels : mapping of str to mapping of str to Score
        The same for each kind, voice type, sentiment, emotion, urgency and flag.
    groups : mapping of str to mapping of str to mapping
        By "channel" and "source", for each that at least 10 voices have: its figures. Empty where
        all voices have the same.
    confidence : mapping of str to float
        Expected calibration errors ``record_ece`` and ``voice_type_ece``; numbers of ``records``
        and of those ``backed_off`` to a top category.
    reliability, coverage : mapping of str to list of dict
        Of "record" and "voice_type": rows of ``voc.reliability.reliability_table`` and
        ``coverage_curve``.
    challenge : mapping of str to float, or None
        Share of challenge items without a mistake, by class and for "all"; None if not asked for.
    """

    model: str
    voices: int
    figures: Mapping[str, float]
    intervals: Mapping[str, Interval]
    categories: Mapping[str, Score]
    labels: Mapping[str, Mapping[str, Score]]
    groups: Mapping[str, Mapping[str, Mapping[str, float]]]
    confidence: Mapping[str, float]
    reliability: Mapping[str, Sequence[Row]]
    coverage: Mapping[str, Sequence[Row]]
    challenge: Mapping[str, float] | None

    def to_dict(self) -> dict[str, Any]:
        """The same as dicts and lists for JSON, rounded to 4 digits."""
        return self._plain(digits=4)

    def to_markdown(self) -> str:
        """A Markdown document with all tables."""
        return as_markdown(self._title(), tables(self._plain(digits=12)))

    def __str__(self) -> str:
        return as_text(self._title(), tables(self._plain(digits=12)))

    def _plain(self, digits: int) -> dict[str, Any]:
        return {field.name: _plain(getattr(self, field.name), digits) for field in fields(self)}

    def _title(self) -> str:
        return f"{self.model}：{self.voices} 条客户声音 voices"


def scorecard(
    analyzer: Tagger,
    gold: Iterable[TaggedVoice],
    challenge: bool = True,
    samples: int = 1000,
) -> Scorecard:
    """Let a model tag annotated voices, and measure what comes out.

    Parameters
    ----------
    analyzer : Analyzer
        Or whatever has a ``name`` and tags with ``stream(voices)``.
    gold : Result, or iterable of TaggedVoice
        Annotated voices that the model was not trained on.
    challenge : bool
        Measure on the built-in challenge items, too.
    samples : int
        Bootstrap samples for the intervals, at least 1.

    Returns
    -------
    Scorecard

    Raises
    ------
    InputError
        There are no voices, two have one id, or ``samples`` is below 1.

    Examples
    --------
    >>> import voc
    >>> gold = voc.load_corpus("demo").annotated[:50]
    >>> card = scorecard(voc.load(), gold, challenge=False, samples=100)
    >>> card.voices, 0 < card.figures["record_leaf"] < 1
    (50, True)
    >>> print(card.to_markdown().splitlines()[4])
    | 指标 figure | 值 value | 95 % 区间 interval |
    """
    check_samples(samples)
    reference = list(gold)
    _refuse_unusable(reference)
    predicted = list(analyzer.stream([tagged.voice for tagged in reference]))
    pairs = matched(reference, predicted)
    figures = evaluate(reference, predicted)
    points = _points(pairs)
    return Scorecard(
        model=analyzer.name,
        voices=int(figures.pop("voices")),
        figures=figures,
        intervals=bootstrap_intervals(reference, predicted, samples=samples),
        categories=category_scores(pairs),
        labels=label_scores(pairs),
        groups=_groups(pairs),
        confidence=_confidence(predicted, points),
        reliability={name: reliability_table(*of) for name, of in points.items()},
        coverage={name: coverage_curve(*of) for name, of in points.items()},
        challenge=_challenge(analyzer) if challenge else None,
    )


def _refuse_unusable(gold: Sequence[TaggedVoice]) -> None:
    if not gold:
        raise InputError("gold has no voices; give at least one annotated voice")
    if len({tagged.voice.id for tagged in gold}) < len(gold):
        raise InputError("gold has voices of the same id; give each an id of its own")


def _points(pairs: Pairs) -> dict[str, tuple[list[float], list[bool]]]:
    """Confidences, and whether they were right, of records and voice types."""
    hits = record_hits([r for r, _ in pairs], [p for _, p in pairs])
    return {
        "record": ([record.confidence for record, _ in hits], [right for _, right in hits]),
        "voice_type": (
            [p.confidence for _, p in pairs],
            [r.voice_type == p.voice_type for r, p in pairs],
        ),
    }


def _confidence(
    predicted: Sequence[TaggedVoice], points: Mapping[str, tuple[list[float], list[bool]]]
) -> dict[str, float]:
    categories = [record.category for tagged in predicted for record in tagged.records]
    return {
        **{f"{name}_ece": calibration_error(*of) for name, of in points.items()},
        "records": len(categories),
        "backed_off": sum("." not in category for category in categories),
    }


def _groups(pairs: Pairs) -> dict[str, dict[str, dict[str, float]]]:
    return {name: found for name, of in _GROUPS.items() if (found := _grouped(pairs, of))}


def _grouped(pairs: Pairs, of: Callable[[Voice], object]) -> dict[str, dict[str, float]]:
    members: dict[str, list[tuple[TaggedVoice, TaggedVoice]]] = {}
    for r, p in pairs:
        value = of(r.voice)
        members.setdefault("" if value is None else str(value), []).append((r, p))
    if len(members) == 1:
        return {}
    members.pop("", None)
    ranked = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    return {
        value: evaluate([r for r, _ in group], [p for _, p in group])
        for value, group in ranked
        if len(group) >= _LEAST
    }


def _challenge(analyzer: Tagger) -> dict[str, float]:
    items = load_challenge()
    voices = [Voice(id=item.id, text=item.text) for item in items]
    return challenge_scores(items, list(analyzer.stream(voices)))


def _plain(value: Any, digits: int) -> Any:  # noqa: ANN401
    if isinstance(value, Score):
        return _plain(value._asdict(), digits)
    if isinstance(value, Mapping):
        return {name: _plain(item, digits) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item, digits) for item in value]
    return round(value, digits) if isinstance(value, float) else value
