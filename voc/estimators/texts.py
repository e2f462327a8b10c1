"""What the estimators over whole texts share: learning, scoring, saving, loading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from numbers import Integral
from pathlib import Path
from typing import Any, Self, TypeVar

import numpy as np

from voc.artifact import Artifact, find_model, load_artifact, save_artifact
from voc.engines.base import Floats
from voc.engines.lesson import Lesson, TextModel
from voc.errors import ArtifactError, InputError, VocError
from voc.estimators.decision import Decision, fit_decision
from voc.estimators.engines import ENGINES, EncoderTexts, LinearTexts, TextEngine, text_engine
from voc.taxonomy import Taxonomy

Estimator = TypeVar("Estimator")


@dataclass(frozen=True)
class Trained:
    """A model over texts, how its scores are read, and what trained it.

    Attributes
    ----------
    model : TextModel
    decision : Decision
    engine : TextEngine
    """

    model: TextModel
    decision: Decision
    engine: TextEngine

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Probabilities of shape (n_texts, n_labels)."""
        return self.decision.probabilities(self.model.logits(texts))

    @classmethod
    def on(cls, lesson: Lesson, engine: str | TextEngine, random_state: int) -> Self:
        """Train on the texts of a lesson that have a weight.

        Raises
        ------
        InputError
            All texts are blank, there is no such engine, or the seed is no whole number.
        """
        if not isinstance(random_state, Integral) or random_state < 0:
            raise InputError(f"got random_state={random_state!r}, expected a whole number from 0")
        if not any(text.strip() for text in lesson.texts):
            raise InputError(
                f"got {len(lesson.texts)} texts, all blank; expected words to learn from"
            )
        made = text_engine(engine)
        counted = lesson.take(np.flatnonzero(lesson.weights))
        learned = made.learn(counted, int(random_state))
        return cls(learned.model, fit_decision(counted, learned), made)

    def save(
        self,
        folder: str | Path,
        config: Mapping[str, Any],
        card: str,
        *,
        overwrite: bool,
        taxonomy: Taxonomy | None = None,
    ) -> None:
        """Write a model folder; it appears whole or not at all.

        Raises
        ------
        InputError
            The engine is somebody's own object.
        ArtifactError
            The folder exists, or holds something else than a model.
        """
        engine = self.engine
        if not isinstance(engine, (LinearTexts, EncoderTexts)):
            raise InputError(
                f"got a model of a {type(engine).__name__}, which voc cannot store; save it by its "
                "own means, or take engine='linear' or 'encoder'"
            )
        full = {
            **config,
            "engine": f"texts.{engine.name}",
            "settings": asdict(engine),
            "engine_config": self.model.config(),
            "decision": asdict(self.decision),
        }
        artifact = Artifact(full, self.model.arrays(), taxonomy, self.model.files())
        save_artifact(Path(folder), artifact, evaluation={}, card=card, overwrite=overwrite)


def load_trained(
    name_or_folder: str | Path,
    estimator: str,
    restored: Callable[[Trained, Artifact], Estimator],
) -> Estimator:
    """Read a folder that ``Trained.save`` wrote.

    Parameters
    ----------
    name_or_folder : str or Path
    estimator : str
        The class that must have written it.
    restored : callable
        Makes the estimator of what was trained and of what the folder holds.

    Raises
    ------
    ModelNotFoundError
        There is none.
    ArtifactError
        It is incomplete, altered, or of another kind.
    """
    return load_estimator(
        name_or_folder,
        estimator,
        lambda artifact, folder: restored(_trained(artifact, folder), artifact),
    )


def load_estimator(
    name_or_folder: str | Path,
    estimator: str,
    restored: Callable[[Artifact, Path], Estimator],
) -> Estimator:
    """Read a folder that an estimator wrote; arguments and errors as of ``load_trained``."""
    folder = find_model(name_or_folder)
    artifact = load_artifact(folder)
    found = artifact.config.get("estimator", "model of records")
    if found != estimator:
        raise ArtifactError(f"{folder} holds a {found}, expected a {estimator}; {_way_to(found)}")
    try:
        return restored(artifact, folder)
    except VocError:
        raise
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ArtifactError(
            f"{folder}: {type(error).__name__} {error}; config.json and weights.npz do not fit this "
            "voc; get the folder anew"
        ) from error


def _trained(artifact: Artifact, folder: Path) -> Trained:
    config = artifact.config
    engine = ENGINES[config["engine"].removeprefix("texts.")]
    model = engine.restored(artifact, folder)
    n_labels = model.logits([""]).shape[1]
    if n_labels != len(config["classes"]):
        raise ValueError(f"there are {len(config['classes'])} classes and weights for {n_labels}")
    return Trained(model, Decision(**config["decision"]), engine(**config["settings"]))


def _way_to(estimator: str) -> str:
    return "load it by voc.load" if estimator == "model of records" else f"use {estimator}.load"


def sample_weights(weights: Sequence[float] | None, n_texts: int) -> Floats:
    """One weight a text; 1 where none are given.

    Raises
    ------
    InputError
        Their number is not that of the texts, or one is negative or no number.
    """
    if weights is None:
        return np.ones(n_texts, dtype=np.float32)
    try:
        given = np.asarray(weights, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"got sample_weight of no numbers ({error}); give one a text") from error
    if given.shape != (n_texts,):
        raise InputError(
            f"got sample_weight of shape {given.shape}, expected ({n_texts},); give one for each text"
        )
    if not (np.isfinite(given).all() and (given >= 0).all() and (given.any() or not n_texts)):
        raise InputError(
            "got a sample_weight that is negative or no number, or all are 0; expected weights from "
            "0 on, some above it"
        )
    return given
