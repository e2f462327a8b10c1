"""A topic model as a folder: arrays, JSON and prose, no code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.artifact import Artifact, find_model, load_artifact, save_artifact
from voc.errors import ArtifactError
from voc.topic_model.fitted import Fitted
from voc.topic_model.outliers import Assignment, Least
from voc.topic_model.seeds import Seeds

_ESTIMATOR = "TopicModel"


def write_folder(
    folder: Path, fitted: Fitted, labels: Assignment, config: dict[str, Any], *, overwrite: bool
) -> None:
    """Write a folder; it appears whole or not at all."""
    full = {
        "estimator": _ESTIMATOR,
        "name": folder.name,
        **config,
        "pulls": dict(fitted.mixture.pulls),
        "least": list(fitted.least),
    }
    of_texts: dict[str, NDArray[Any]] = {"labels": labels.topics, "scores": labels.scores}
    artifact = Artifact(full, {**fitted.arrays(), **of_texts}, None)
    card = _card(folder.name, labels)
    save_artifact(folder, artifact, evaluation={}, card=card, overwrite=overwrite)


def read_folder(name_or_folder: str | Path) -> tuple[Fitted, Assignment, dict[str, Any]]:
    """Read what ``write_folder`` wrote.

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
    if config.get("estimator") != _ESTIMATOR:
        raise ArtifactError(
            f"{folder} holds a {config.get('estimator', 'model of records')}, expected a "
            f"{_ESTIMATOR}; load it by its own class or by voc.load"
        )
    try:
        seeds = Seeds.of(config["seeds"], config["stop"])
        fitted = Fitted.from_arrays(
            artifact.arrays, config["pulls"], Least(*config["least"]), seeds
        )
        labels = Assignment(artifact.arrays["labels"], artifact.arrays["scores"])
        _check(fitted)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ArtifactError(
            f"{folder}: {type(error).__name__} {error}; config.json and weights.npz do not fit this "
            "voc; get the folder anew"
        ) from error
    return fitted, labels, config


def _check(fitted: Fitted) -> None:
    shape = (len(fitted.reader.grams.known), len(fitted.topics))
    if fitted.mixture.words.shape != shape or not np.isfinite(fitted.mixture.words).all():
        raise ValueError(
            f"words of shape {fitted.mixture.words.shape}, expected {shape}, all finite"
        )


def _card(name: str, labels: Assignment) -> str:
    topics, sizes = np.unique(labels.topics, return_counts=True)
    pairs = zip(topics.tolist(), sizes.tolist(), strict=True)
    rows = "\n".join(f"| {topic} | {size} |" for topic, size in pairs)
    return f"""# {name}

由 `voc.TopicModel` 学到的主题模型。/ A model of topics, found by `voc.TopicModel`.

```python
from voc.topic_model.model import TopicModel

TopicModel.load("{name}").assign(["……"])
```

| 主题 topic | 学习时的条数 texts in fit |
|---|---|
{rows}
"""
