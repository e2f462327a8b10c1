"""What the estimators over whole texts share: learning, scoring, saving, loading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np

import voc
from voc.artifact import Artifact, find_model, load_artifact, save_artifact
from voc.engines.base import Floats
from voc.engines.lesson import Lesson, TextModel
from voc.errors import ArtifactError, InputError
from voc.estimators.decision import Decision, fit_decision
from voc.estimators.engines import ENGINES, EncoderTexts, LinearTexts, TextEngine, text_engine


@dataclass(frozen=True)
class Trained:
    """A model over texts and how its scores are read.

    Attributes
    ----------
    model : TextModel
    decision : Decision
    """

    model: TextModel
    decision: Decision

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Probabilities of shape (n_texts, n_labels)."""
        return self.decision.probabilities(self.model.logits(texts))

    @classmethod
    def on(cls, lesson: Lesson, engine: str | TextEngine, random_state: int) -> Self:
        """Train on a lesson.

        Raises
        ------
        InputError
            All texts are blank.
        """
        if not any(text.strip() for text in lesson.texts):
            raise InputError(
                f"got {len(lesson.texts)} texts, all blank; expected words to learn from"
            )
        learned = text_engine(engine).learn(lesson, random_state)
        values = lesson.values[learned.rows]
        return cls(learned.model, fit_decision(learned.logits, values, exclusive=lesson.exclusive))

    def save(
        self,
        folder: str | Path,
        engine: str | TextEngine,
        config: Mapping[str, Any],
        card: str,
        *,
        overwrite: bool,
    ) -> None:
        """Write a model folder; it appears whole or not at all.

        Raises
        ------
        InputError
            The engine is somebody's own object.
        ArtifactError
            The folder exists, or holds something else than a model.
        """
        made = text_engine(engine)
        if not isinstance(made, (LinearTexts, EncoderTexts)):
            raise InputError(
                f"engine is a {type(made).__name__}, which voc cannot store; save it by its own "
                "means, or take engine='linear' or 'encoder'"
            )
        kept, files = made.stored()
        full = {
            **config,
            **kept,
            "engine": f"texts.{made.name}",
            "engine_config": self.model.config(),
            "decision": self.decision.to_config(),
            "voc": voc.__version__,
        }
        artifact = Artifact(full, self.model.arrays(), None, {**self.model.files(), **files})
        save_artifact(Path(folder), artifact, evaluation={}, card=card, overwrite=overwrite)


def load_trained(name_or_folder: str | Path, estimator: str) -> tuple[Trained, dict[str, Any]]:
    """Read a folder that ``Trained.save`` wrote; gives its config, too.

    Raises
    ------
    ModelNotFoundError
        There is none.
    ArtifactError
        It is incomplete, altered, or of another kind.
    """
    folder = find_model(name_or_folder)
    artifact = load_artifact(folder)
    config = artifact.config
    engine = str(config["engine"]).removeprefix("texts.")
    if config.get("estimator") != estimator or engine not in ENGINES:
        raise ArtifactError(
            f"{folder} holds a {config.get('estimator', 'model of records')}, expected a {estimator}"
        )
    try:
        model = ENGINES[engine].restored(artifact, folder)
        return Trained(model, Decision.from_config(config["decision"])), config
    except (KeyError, TypeError) as error:
        raise ArtifactError(
            f"{folder}: {type(error).__name__} {error}; config.json and weights.npz do not fit this "
            "voc; get the folder anew"
        ) from error


def sample_weights(weights: Sequence[float] | None, n_texts: int) -> Floats:
    """One weight a text; 1 where none are given.

    Raises
    ------
    InputError
        Their number is not that of the texts, or one is negative or no number.
    """
    if weights is None:
        return np.ones(n_texts, dtype=np.float32)
    given = np.asarray(weights, dtype=np.float32)
    if given.shape != (n_texts,):
        raise InputError(f"got sample_weight of shape {given.shape}, expected ({n_texts},)")
    if not (np.isfinite(given).all() and (given >= 0).all() and (given.any() or not n_texts)):
        raise InputError("got a sample_weight that is negative or no number, or all are 0")
    return given
