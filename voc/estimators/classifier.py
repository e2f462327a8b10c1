"""Labels of one's own for whole texts, in scikit-learn's contract."""

from __future__ import annotations

from collections.abc import Sequence
from numbers import Real
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from voc.artifact import Artifact
from voc.engines.base import Floats
from voc.engines.lesson import Lesson
from voc.errors import InputError
from voc.estimators.cards import classifier_card
from voc.estimators.decision import Decision, micro_f1
from voc.estimators.engines import TextEngine
from voc.estimators.groups import group_of
from voc.estimators.phrases import own_taxonomy, phrases_of, resolved
from voc.estimators.reads_texts import ReadsTexts
from voc.estimators.targets import Labels, check_texts, read_labels
from voc.estimators.texts import Trained, load_trained, sample_weights
from voc.taxonomy import Taxonomy


class PainClassifier(ReadsTexts, ClassifierMixin, BaseEstimator):
    """Learns labels of texts from examples: pains, topics, departments, whatever they are.

    Parameters
    ----------
    engine : "linear", "encoder" or an object
        "linear" learns thousands of texts in seconds; "encoder" fine-tunes a pretrained network and
        does better. ``LinearTexts(...)`` and ``EncoderTexts(...)`` of ``voc.estimators.engines`` are
        these with other settings; so is any object with their method ``learn``.
    threshold : float, optional
        In (0, 1). Where a text may have several labels: least probability of a label; by default the
        one that does best on texts held out while fitting. Where it has exactly one: a dotted label
        (``物流.时效``) below it gives way to the group in front of its last dot (``物流``).
    taxonomy : Taxonomy, str or Path, optional
        Whose leaves the labels are. Their names, definitions and cue phrases are learned from, too:
        with no text at all, ``fit([], [])``, they are what there is to begin with.
    random_state : int

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    trained_ : Trained
        The model and how its scores are read.

    Notes
    -----
    ``y`` is one label a text, a list of labels a text, or a 0/1 matrix (a DataFrame's columns name
    its labels). Labels with dots are groups and their members: among several labels, a text with
    ``物流.时效`` counts as an example of ``物流`` as well, if that is a label itself. Predictions then
    hold both if all texts of ``fit`` did, else the finer one alone. scikit-learn's own splitters take
    lists of labels only with ``cv=KFold(...)``; its metrics take the matrix.

    There is no ``partial_fit``: n-grams and thresholds are chosen on all texts, and fitting 8,000
    anew takes seconds.

    Examples
    --------
    >>> texts = ["等了三天才发货", "快递太慢", "一洗就掉色", "用两天就坏了"]
    >>> classifier = PainClassifier().fit(texts, ["物流", "物流", "质量", "质量"])
    >>> classifier.predict(["快递一直不发货"]).tolist()
    ['物流']
    >>> classifier.predict_proba(["快递一直不发货"]).shape
    (1, 2)

    From a taxonomy alone, without a single label:

    >>> from voc import Taxonomy
    >>> classifier = PainClassifier(taxonomy=Taxonomy.load()).fit([], [])
    >>> classifier.predict(["等了三天才送到"]).tolist()
    ['delivery.speed']
    """

    def __init__(
        self,
        engine: str | TextEngine = "linear",
        *,
        threshold: float | None = None,
        taxonomy: Taxonomy | str | Path | None = None,
        random_state: int = 0,
    ) -> None:
        self.engine = engine
        self.threshold = threshold
        self.taxonomy = taxonomy
        self.random_state = random_state

    def fit(self, X: Sequence[str], y: Any, sample_weight: Sequence[float] | None = None) -> Self:  # noqa: ANN401
        """Learn from texts and their labels.

        Parameters
        ----------
        X : sequence of str
        y : sequence of labels, sequence of lists of labels, or matrix of shape (n_texts, n_labels)
        sample_weight : sequence of float, optional

        Raises
        ------
        InputError
            The numbers of texts and labels differ, all texts are blank or have the same labels, or
            a parameter is out of range.
        """
        texts = check_texts(X)
        self._check_threshold()
        weights = sample_weights(sample_weight, len(texts))
        own = None if self.taxonomy is None else own_taxonomy(self.taxonomy)
        labels, lesson = _lesson(texts, y, weights, own)
        self.trained_ = Trained.on(lesson, self.engine, self.random_state)
        self._labels, self.classes_, self._own = labels, labels.classes, own
        return self

    def predict_proba(self, X: Sequence[str]) -> Floats:
        """Probabilities of shape (n_texts, n_classes); of exclusive labels they sum to 1."""
        check_is_fitted(self)
        return self.trained_.probabilities(check_texts(X))

    def predict(self, X: Sequence[str]) -> NDArray[Any]:
        """Labels in the form in which ``y`` was given: names, tuples of names, or a 0/1 matrix."""
        probabilities = self.predict_proba(X)
        labels = self._labels.decode(self._decision().choose(probabilities))
        if self._labels.form == "single" and self.threshold is not None:
            return self._backed_off(labels, probabilities)
        return labels

    def score(
        self,
        X: Sequence[str],
        y: Any,  # noqa: ANN401
        sample_weight: Sequence[float] | None = None,
    ) -> float:
        """Accuracy of ``predict``; where a text may have several labels, its micro-F1.

        A label that ``fit`` has not seen counts as missed, and so does one that gave way to its group.

        Parameters
        ----------
        X : sequence of str
        y : as for ``fit``
        sample_weight : sequence of float, optional

        Raises
        ------
        InputError
            The numbers of texts and labels differ, or ``fit`` has seen none of the labels.
        """
        predicted = self.predict(X)
        hits, total = self._labels.overlap(y, predicted)
        return micro_f1(hits, total, sample_weights(sample_weight, len(hits)))

    def save(self, folder: str | Path, *, overwrite: bool = False) -> None:
        """Write a model folder: arrays, JSON and prose, no code; it appears whole or not at all.

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
        config = {
            "estimator": type(self).__name__,
            "classes": self.classes_.tolist(),
            "form": self._labels.form,
            "nested": self._labels.nested,
            "threshold": None if self.threshold is None else float(self.threshold),
            "random_state": int(self.random_state),
            "name": Path(folder).name,
        }
        card = classifier_card(Path(folder).name, self.classes_.tolist(), self._decision())
        self.trained_.save(folder, config, card, overwrite=overwrite, taxonomy=self._own)

    @classmethod
    def load(cls, name_or_folder: str | Path) -> Self:
        """Read a model folder, or a model that comes with voc.

        Raises
        ------
        ModelNotFoundError
            There is none.
        ArtifactError
            It is incomplete, altered, of a newer format, or no classifier.
        """
        return load_trained(name_or_folder, cls.__name__, cls._restored)

    @classmethod
    def _restored(cls, trained: Trained, artifact: Artifact) -> Self:
        config = artifact.config
        classifier = cls(
            trained.engine,
            threshold=config["threshold"],
            taxonomy=artifact.taxonomy,
            random_state=config["random_state"],
        )
        classifier.trained_ = trained
        classes = np.array(config["classes"])
        classifier._labels = Labels(classes, config["form"], config["nested"])
        classifier.classes_, classifier._own = classes, artifact.taxonomy
        return classifier

    def _check_threshold(self) -> None:
        if self.threshold is None:
            return
        if not isinstance(self.threshold, Real) or not 0 < self.threshold < 1:
            raise InputError(
                f"got threshold={self.threshold!r}, expected a probability between 0 and 1, or None"
            )

    def _decision(self) -> Decision:
        """How labels are chosen: by the threshold that was given, if there is one."""
        decision = self.trained_.decision
        return decision if self.threshold is None else decision.at(float(self.threshold))

    def _backed_off(self, labels: NDArray[Any], probabilities: Floats) -> NDArray[Any]:
        """Put the group in place of labels that are too unsure."""
        unsure = probabilities.max(axis=1) < self.threshold
        backed = labels.copy()
        backed[unsure] = [group_of(label) for label in labels[unsure].tolist()]
        return backed

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_label = True
        return tags


def _lesson(
    texts: list[str],
    y: Any,  # noqa: ANN401
    weights: Floats,
    taxonomy: Taxonomy | None,
) -> tuple[Labels, Lesson]:
    """Put texts and the phrases of a taxonomy together."""
    phrases: list[tuple[str, str]] = []
    if taxonomy is not None:
        if getattr(y, "ndim", 1) == 2:
            raise InputError(
                "got a matrix y and a taxonomy; give lists of ids of its leaves instead"
            )
        phrases, y = phrases_of(taxonomy), resolved(y, taxonomy)
    several = bool(phrases) and any(isinstance(one, (list, tuple, set, frozenset)) for one in y)
    named = [[id] if several else id for _, id in phrases]
    labels, values = read_labels([*y, *named] if phrases else y)
    if len(values) != len(texts) + len(phrases):
        n_labels = len(values) - len(phrases)
        raise InputError(f"got {len(texts)} texts and {n_labels} labels; give one for each")
    whole = (*texts, *(phrase for phrase, _ in phrases))
    weights = np.concatenate((weights, np.ones(len(phrases), dtype=np.float32)))
    return labels, Lesson(whole, values, labels.form == "single", weights, len(phrases))
