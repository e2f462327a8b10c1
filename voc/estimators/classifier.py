"""Labels of one's own for whole texts, in scikit-learn's contract."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from voc.engines.base import Floats
from voc.engines.lesson import Lesson
from voc.errors import InputError
from voc.estimators.cards import classifier_card
from voc.estimators.decision import micro_f1, with_groups, without_groups
from voc.estimators.engines import TextEngine
from voc.estimators.phrases import own_taxonomy, phrases_of, resolved
from voc.estimators.targets import Labels, check_texts, find_labels
from voc.estimators.texts import Trained, load_trained, sample_weights
from voc.taxonomy import Taxonomy


class PainClassifier(ClassifierMixin, BaseEstimator):
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
    ``物流.时效`` counts as an example of ``物流`` as well, if that is a label itself. scikit-learn's
    own splitters take lists of labels only with ``cv=KFold(...)``; its metrics take the matrix.

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
            The numbers of texts and labels differ, all texts are blank, there is one class only, or
            a parameter is out of range.
        """
        texts = check_texts(X)
        if self.threshold is not None and not 0 < self.threshold < 1:
            raise InputError(f"threshold={self.threshold}, expected a probability between 0 and 1")
        n_labels = y.shape[0] if hasattr(y, "shape") else len(y)
        if n_labels != len(texts):
            raise InputError(f"got {len(texts)} texts and {n_labels} labels; expected one for each")
        weights = sample_weights(sample_weight, len(texts))
        own = None if self.taxonomy is None else own_taxonomy(self.taxonomy)
        labels, lesson = _lesson(texts, y, weights, own)
        self.trained_ = Trained.on(lesson, self.engine, self.random_state)
        self._labels, self.classes_ = labels, labels.classes
        return self

    def predict_proba(self, X: Sequence[str]) -> Floats:
        """Probabilities of shape (n_texts, n_classes); of exclusive labels they sum to 1."""
        check_is_fitted(self)
        return self.trained_.probabilities(check_texts(X))

    def predict(self, X: Sequence[str]) -> NDArray[Any]:
        """Labels in the form in which ``y`` was given: names, tuples of names, or a 0/1 matrix."""
        probabilities = self.predict_proba(X)
        labels = self._labels.decode(self._chosen(probabilities))
        if self._labels.form == "single" and self.threshold is not None:
            return self._backed_off(labels, probabilities)
        return labels

    def score(
        self,
        X: Sequence[str],
        y: Any,  # noqa: ANN401
        sample_weight: Sequence[float] | None = None,
    ) -> float:
        """Accuracy; where a text may have several labels, micro-F1.

        Parameters
        ----------
        X : sequence of str
        y : as for ``fit``
        sample_weight : sequence of float, optional
            For accuracy only.
        """
        probabilities = self.predict_proba(X)
        right = self._labels.values(y) > 0
        if len(right) != len(probabilities):
            raise InputError(f"got {len(probabilities)} texts and {len(right)} labels")
        chosen = self._chosen(probabilities)
        if self._labels.form != "single":
            return micro_f1(right, chosen)
        weights = sample_weights(sample_weight, len(right))
        return float(np.average((right & chosen).any(axis=1), weights=weights))

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
            "threshold": self.threshold,
            "name": Path(folder).name,
        }
        card = classifier_card(Path(folder).name, self.classes_.tolist(), self.trained_.decision)
        self.trained_.save(folder, self.engine, config, card, overwrite=overwrite)

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
        trained, config = load_trained(name_or_folder, cls.__name__)
        engine = str(config["engine"]).removeprefix("texts.")
        classifier = cls(engine, threshold=config["threshold"])
        classifier.trained_ = trained
        classifier._labels = Labels(np.array(config["classes"]), config["form"])
        classifier.classes_ = classifier._labels.classes
        return classifier

    def _chosen(self, probabilities: Floats) -> NDArray[np.bool_]:
        decision = self.trained_.decision
        if decision.exclusive:
            return decision.choose(probabilities)
        if self.threshold is not None:
            decision = decision.at(self.threshold)
        return without_groups(decision.choose(probabilities), self.classes_.tolist())

    def _backed_off(self, labels: NDArray[Any], probabilities: Floats) -> NDArray[Any]:
        """Put the group in place of labels that are too unsure."""
        unsure = probabilities.max(axis=1) < self.threshold
        groups = [str(label).rpartition(".")[0] or label for label in labels.tolist()]
        named = np.array(
            [g if u else one for g, u, one in zip(groups, unsure, labels, strict=True)]
        )
        return named if len(named) else labels

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
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
    several = any(isinstance(labels, (list, tuple, set, frozenset)) for labels in y)
    named = [[id] if several else id for _, id in phrases]
    everything = [*y, *named] if phrases else y
    labels = find_labels(everything)
    values = labels.values(everything)
    exclusive = labels.form == "single"
    if not exclusive:
        values = with_groups(values, labels.classes.tolist())
    whole = (*texts, *(phrase for phrase, _ in phrases))
    equal = np.ones(len(phrases), dtype=np.float32)
    return labels, Lesson(whole, values, exclusive, np.concatenate((weights, equal)), len(phrases))
