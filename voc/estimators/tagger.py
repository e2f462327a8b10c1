"""Whole records of one's own annotations and taxonomy, in scikit-learn's contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from voc.artifact import Artifact, find_model, load_artifact, save_artifact
from voc.engines.encoder import EncoderEngine
from voc.engines.linear import LinearEngine
from voc.errors import InputError
from voc.estimators.annotated import Texts, check_annotated, check_voices, numbered
from voc.estimators.cards import tagger_card
from voc.estimators.reads_texts import ReadsTexts
from voc.estimators.record_engines import LearnedRecords, RecordEngine, record_engine
from voc.evaluation import evaluate
from voc.labelled.split import split_indices
from voc.qualify.analyzer import Analyzer
from voc.qualify.decode import Decoding
from voc.qualify.loading import load
from voc.qualify.tuning import tune
from voc.result import Result
from voc.taxonomy import Taxonomy
from voc.types import TaggedVoice

_FEW = 200  # voices; with fewer, all are learned from and the usual thresholds are taken
_HELD_OUT = 0.2
_MOST_HELD_OUT = 800  # voices; more do not set thresholds better


class RecordTagger(ReadsTexts, BaseEstimator):
    """Learns records (kind, category, severity …) and tags of voices from annotated ones.

    Parameters
    ----------
    engine : "linear", "encoder" or an object
        "linear" learns in seconds; "encoder" fine-tunes a pretrained network and does better.
        ``LinearRecords(...)`` and ``EncoderRecords(...)`` of ``voc.estimators.record_engines`` are
        these with other settings; so is any object with their method ``learn``.
    taxonomy : Taxonomy, str or Path, optional
        Gives the categories; by default the built-in one.
    random_state : int

    Attributes
    ----------
    analyzer_ : Analyzer
        What tags voices; as ``voc.load`` gives it.
    n_held_out_ : int
        Voices that thresholds and confidences were set on; 0 for fewer than 200 voices.

    Notes
    -----
    A record of a top category teaches nothing: only leaves are learned. ``read_annotations``,
    ``read_label_studio_records``, ``load_corpus(...).annotated`` and ``Corrections.to_annotated``
    give annotated voices.

    Of a taxonomy of one's own, "linear" learns from a few dozen voices on. Of the built-in one,
    "default" has read 15,000: a few hundred voices correct it (``Corrections``) rather than replace
    it; ``voc.train`` with ``compare_with = "default"`` tells.

    Examples
    --------
    >>> from voc.corpus import load_corpus
    >>> y = load_corpus("demo").annotated[:30]
    >>> tagger = RecordTagger().fit(y.voices, y)
    >>> result = tagger.predict(["外卖送来都凉了", "师傅很热情"])
    >>> len(result), 0 <= tagger.score(y.voices, y) <= 1
    (2, True)
    """

    def __init__(
        self,
        engine: str | RecordEngine = "linear",
        *,
        taxonomy: Taxonomy | str | Path | None = None,
        random_state: int = 0,
    ) -> None:
        self.engine = engine
        self.taxonomy = taxonomy
        self.random_state = random_state

    def fit(self, X: Texts, y: Sequence[TaggedVoice]) -> Self:
        """Learn from annotated voices.

        With 200 voices or more, a fifth is held out while thresholds and confidences are set.

        Parameters
        ----------
        X : sequence of str or Voice
        y : sequence of TaggedVoice
            The same texts with their annotations.

        Raises
        ------
        InputError
            ``X`` and ``y`` do not fit each other, a record has a category that the taxonomy lacks
            (names the voice), or there are fewer than two different texts.
        """
        taxonomy = _taxonomy(self.taxonomy)
        voices = check_annotated(X, y, taxonomy)
        if not any(tagged.voice.text.strip() for tagged in voices):
            raise InputError(f"got {len(voices)} texts, all blank; expected words to learn from")
        maker = record_engine(self.engine)
        rest, held_out = _sides(voices, self.random_state)
        learned = maker.learn(rest, taxonomy.ids, self.random_state)
        decoding = Decoding()
        if held_out:
            decoding = tune(learned.engine, taxonomy, held_out, held_out)
            if getattr(maker, "relearns", False):
                learned = maker.learn(voices, taxonomy.ids, self.random_state)
        self._keep(learned, Analyzer("record-tagger@1", learned.engine, decoding, taxonomy))
        self.n_held_out_ = len(held_out)
        return self

    def predict(self, X: Texts) -> Result:
        """Tag texts: one ``TaggedVoice`` for each, in the same order."""
        check_is_fitted(self)
        return self.analyzer_.classify(check_voices(X))

    def score(self, X: Texts, y: Sequence[TaggedVoice]) -> float:
        """Micro-F1 over (kind, category) of each voice: ``record_leaf`` of ``voc.evaluate``.

        Raises
        ------
        InputError
            As ``fit``.
        """
        check_is_fitted(self)
        reference = numbered(check_annotated(X, y, self.analyzer_.taxonomy))
        predicted = self.predict([tagged.voice for tagged in reference])
        return evaluate(reference, predicted)["record_leaf"]

    def save(self, folder: str | Path, *, overwrite: bool = False) -> None:
        """Write a model folder that ``voc.load`` opens; it appears whole or not at all.

        Parameters
        ----------
        folder : str or Path
        overwrite : bool
            Replace a model that is there.

        Raises
        ------
        ArtifactError
            The folder exists, or holds something else than a model.
        InputError
            The engine is an object of one's own.
        """
        check_is_fitted(self)
        engine, name = self.analyzer_.engine, Path(folder).name
        if not isinstance(engine, LinearEngine | EncoderEngine):
            raise InputError(
                f"engine gave a {type(engine).__name__}, which voc cannot store; save it by its own "
                "means, or take engine='linear' or 'encoder'"
            )
        config: dict[str, Any] = {
            "name": name,
            "version": "1",
            "engine": engine.name,
            "engine_config": engine.config(),
            "decoding": self.analyzer_.decoding.to_config(),
        }
        artifact = Artifact(config, engine.arrays(), self.analyzer_.taxonomy, self._files)
        card = tagger_card(name, self.analyzer_.taxonomy)
        save_artifact(Path(folder), artifact, evaluation={}, card=card, overwrite=overwrite)

    @classmethod
    def load(cls, name_or_folder: str | Path) -> Self:
        """Read a model folder, or a model that comes with voc.

        Raises
        ------
        ModelNotFoundError
            There is none.
        ArtifactError
            It is incomplete, altered, of a newer format, or no model of records.
        """
        folder = find_model(name_or_folder)
        analyzer = load(folder)
        tagger = cls(analyzer.engine.name, taxonomy=analyzer.taxonomy)
        tagger._keep(LearnedRecords(analyzer.engine, load_artifact(folder).files), analyzer)
        tagger.n_held_out_ = 0
        return tagger

    def _keep(self, learned: LearnedRecords, analyzer: Analyzer) -> None:
        self.analyzer_, self._files = analyzer, learned.files


def _taxonomy(given: Taxonomy | str | Path | None) -> Taxonomy:
    return given if isinstance(given, Taxonomy) else Taxonomy.load(given)


def _sides(
    voices: Sequence[TaggedVoice], random_state: int
) -> tuple[list[TaggedVoice], list[TaggedVoice]]:
    """Voices to learn from and voices to set thresholds on; copies of a text stay on one side."""
    if len(voices) < _FEW:
        return list(voices), []
    texts = [tagged.voice.text for tagged in voices]
    labels = [sorted({record.category for record in tagged.records}) for tagged in voices]
    share = min(_HELD_OUT, _MOST_HELD_OUT / len(voices))
    learned, held_out = split_indices(texts, labels, share, random_state)
    return [voices[place] for place in learned], [voices[place] for place in held_out]
