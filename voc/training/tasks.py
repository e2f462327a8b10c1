"""What can be trained: labels of texts, their polarity, or whole records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from voc._figures import figures
from voc._label_scores import category_scores, label_scores
from voc.annotations import read_annotations
from voc.corpus import load_corpus
from voc.errors import InputError
from voc.estimators.annotated import numbered
from voc.estimators.classifier import PainClassifier
from voc.estimators.engines import EncoderTexts, LinearTexts, TextEngine
from voc.estimators.record_engines import EncoderRecords, LinearRecords, RecordEngine
from voc.estimators.sentiment import SentimentScorer
from voc.estimators.tagger import RecordTagger
from voc.evaluation import matched
from voc.labelled.label_studio_records import read_label_studio_records
from voc.labelled.read import read_labelled
from voc.taxonomy import Taxonomy
from voc.training.examples import Examples
from voc.training.measures import Measures, measure_names
from voc.training.recipe import Data, Recipe
from voc.types import TaggedVoice

_POLARITIES = ("negative", "neutral", "positive")


class Job(Protocol):
    """One kind of thing that can be trained."""

    @property
    def engines(self) -> Mapping[str, Any]:
        """What may learn it, by name."""

    def read(self, path: Path) -> Examples:
        """Read a file."""

    def estimator(self, engine: Any, seed: int) -> Any:  # noqa: ANN401
        """Make an estimator that has learned nothing yet."""

    def target(self, examples: Examples) -> Sequence[Any]:
        """Give ``y`` as the estimator takes it."""

    def load(self, name: str) -> Any:  # noqa: ANN401
        """Load an older model."""

    def measure(self, model: Any, test: Examples) -> Measures:  # noqa: ANN401
        """Let a model say what it makes of the test texts, and count what is right."""


class LabelJob:
    """``PainClassifier``: labels of texts."""

    engines = MappingProxyType({"linear": LinearTexts, "encoder": EncoderTexts})

    def __init__(self, data: Data) -> None:
        self.data = data
        self.taxonomy = None if data.taxonomy is None else Taxonomy.load(data.taxonomy)

    def read(self, path: Path) -> Examples:
        """Read a file."""
        data = self.data
        corpus = read_labelled(
            path,
            text=data.text,
            labels=data.labels,
            id=data.id,
            separator=data.separator,
            taxonomy=self.taxonomy,
        ).labelled
        where = tuple(f"{path.name} {id}" for id in corpus.ids)
        return Examples(corpus.texts, corpus.labels, corpus.labels, where)

    def estimator(self, engine: TextEngine, seed: int) -> PainClassifier:
        """Make an estimator that has learned nothing yet."""
        return PainClassifier(engine, taxonomy=self.taxonomy, random_state=seed)

    def target(self, examples: Examples) -> Sequence[Any]:
        """Give ``y`` as the estimator takes it."""
        single = all(len(names) == 1 for names in examples.y)
        return [names[0] for names in examples.y] if single else list(examples.y)

    def load(self, name: str) -> PainClassifier:
        """Load an older model."""
        return PainClassifier.load(name)

    def measure(self, model: PainClassifier, test: Examples) -> Measures:
        """Count what a model gets right."""
        right = [frozenset(names) for names in test.y]
        main = "macro_f1" if all(len(names) == 1 for names in right) else "micro_f1"
        return measure_names(right, _said(model, test.texts), main, "label")


class SentimentJob:
    """``SentimentScorer``: polarity of texts."""

    engines = LabelJob.engines

    def __init__(self, data: Data) -> None:
        self._labels = LabelJob(data)

    def read(self, path: Path) -> Examples:
        """Read a file."""
        found = self._labels.read(path)
        y = tuple(
            _polarity(names, where) for names, where in zip(found.y, found.where, strict=True)
        )
        labels = tuple((_name_of(value),) for value in y)
        return Examples(found.items, y, labels, found.where)

    def estimator(self, engine: TextEngine, seed: int) -> SentimentScorer:
        """Make an estimator that has learned nothing yet."""
        return SentimentScorer(engine, random_state=seed)

    def target(self, examples: Examples) -> Sequence[Any]:
        """Give ``y`` as the estimator takes it."""
        return examples.y

    def load(self, name: str) -> SentimentScorer:
        """Load an older model."""
        return SentimentScorer.load(name)

    def measure(self, model: SentimentScorer, test: Examples) -> Measures:
        """Count what a model gets right."""
        chosen = model.classes_[model.predict_proba(test.texts).argmax(axis=1)].tolist()
        right = [frozenset(names) for names in test.labels]
        return measure_names(right, [frozenset({one}) for one in chosen], "macro_f1", "sentiment")


class RecordJob:
    """``RecordTagger``: records and tags of voices."""

    engines = MappingProxyType({"linear": LinearRecords, "encoder": EncoderRecords})

    def __init__(self, data: Data) -> None:
        self.taxonomy = Taxonomy.load(data.taxonomy)

    def read(self, path: Path) -> Examples:
        """Read a file."""
        voices = list(self._voices(path))
        labels = tuple(
            tuple(sorted({record.category for record in tagged.records})) for tagged in voices
        )
        where = tuple(f"{path.name} {tagged.voice.id}" for tagged in voices)
        return Examples(tuple(t.voice for t in voices), tuple(voices), labels, where)

    def _voices(self, path: Path) -> Sequence[TaggedVoice]:
        if path.is_dir():
            return load_corpus(path).annotated
        if path.suffix == ".json":
            return read_label_studio_records(path, self.taxonomy)
        return read_annotations(path)

    def estimator(self, engine: RecordEngine, seed: int) -> RecordTagger:
        """Make an estimator that has learned nothing yet."""
        return RecordTagger(engine, taxonomy=self.taxonomy, random_state=seed)

    def target(self, examples: Examples) -> Sequence[Any]:
        """Give ``y`` as the estimator takes it."""
        return examples.y

    def load(self, name: str) -> RecordTagger:
        """Load an older model."""
        return RecordTagger.load(name)

    def measure(self, model: RecordTagger, test: Examples) -> Measures:
        """Count what a model gets right."""
        reference = numbered(test.y)
        pairs = matched(reference, model.predict([tagged.voice for tagged in reference]))
        scores = {"category": category_scores(pairs), **label_scores(pairs)}
        return Measures("record_leaf", figures(pairs), scores, len(pairs))


_JOBS: dict[str, Any] = {"labels": LabelJob, "sentiment": SentimentJob, "records": RecordJob}


def job_of(recipe: Recipe) -> Job:
    """The kind of thing that a recipe trains."""
    made: Job = _JOBS[recipe.task](recipe.data)
    return made


def _said(model: PainClassifier, texts: Sequence[str]) -> list[frozenset[str]]:
    """Predicted labels as sets of names, whatever the form of ``y`` was."""
    predicted = model.predict(texts)
    if predicted.ndim == 2:
        return [frozenset(map(str, model.classes_[row > 0])) for row in predicted]
    return [frozenset(map(str, one if isinstance(one, tuple) else (one,))) for one in predicted]


def _polarity(names: Sequence[str], where: str) -> str | float:
    """A name of a polarity, or a number in [-1, 1]."""
    value = names[0]
    if len(names) == 1 and value in _POLARITIES:
        return value
    try:
        number = float(value)
    except ValueError:
        number = 2.0
    if len(names) > 1 or not -1 <= number <= 1:
        raise InputError(
            f"{where}: got {' '.join(names)!r}, expected {', '.join(_POLARITIES)} or a number in "
            "[-1, 1]"
        )
    return number


def _name_of(value: str | float) -> str:
    if isinstance(value, str):
        return value
    return _POLARITIES[0 if value < 0 else 2 if value > 0 else 1]
