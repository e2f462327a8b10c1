"""What may learn labels of texts: the two engines of voc, or an object of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from voc._npz import read_npz
from voc._optional import require
from voc.artifact import Artifact, find_model, read_config
from voc.engines.lesson import Learned, Lesson, TextModel
from voc.engines.linear import LinearEngine
from voc.engines.text_blend import TextBlend, blend
from voc.engines.text_linear import BASE_FILE, TextHeads
from voc.errors import InputError
from voc.qualify.loading import load

_FOLDS = 3
_LEAST_WINDOW = 8  # tokens
_BATCH_TOKENS = 1024  # with three times as many, too few steps are taken
_EPOCHS, _MOST_EPOCHS, _READ = 3, 20, 10_000  # so many texts are read in all, at least


class TextEngine(Protocol):
    """Learns to score labels of whole texts."""

    def learn(self, lesson: Lesson, random_state: int) -> Learned:
        """Train a model on a lesson."""


@dataclass(frozen=True)
class LinearTexts:
    """Linear heads over character n-grams and over what a model of voc makes of a text.

    Seconds for thousands of texts; needs nothing beyond voc.

    Attributes
    ----------
    strength : float, optional
        How closely the texts are learned, above 0; ``C`` of scikit-learn's LinearSVC. By default 2
        for fewer than 1,000 texts, else 0.3.
    base : str or None
        A linear model of voc whose view of each text is read as well: what it knows of customers'
        voices need not be taught anew. None for n-grams alone.

    Examples
    --------
    >>> from voc.estimators.classifier import PainClassifier
    >>> texts = ["等了三天才发货", "快递太慢", "一洗就掉色", "用两天就坏了"]
    >>> classifier = PainClassifier(engine=LinearTexts(strength=1.0))
    >>> classifier.fit(texts, ["物流", "物流", "质量", "质量"]).predict(["物流很慢"]).tolist()
    ['物流']
    """

    strength: float | None = None
    base: str | None = "default"
    name: ClassVar[str] = "linear"

    def learn(self, lesson: Lesson, random_state: int) -> Learned:
        """Train a model on a lesson."""
        if self.strength is not None and not self.strength > 0:
            raise InputError(f"strength={self.strength}, expected a number above 0, such as 0.3")
        base = linear_engine(self.base) if self.base else None
        return _heads(lesson, base, self.strength, random_state)

    @staticmethod
    def restored(artifact: Artifact, folder: Path) -> TextModel:
        """Rebuild the model of a folder."""
        config = artifact.config["engine_config"]
        base = None
        if config["base"] is not None:
            base = LinearEngine.from_arrays(read_npz(folder / BASE_FILE), config["base"])
        return TextHeads.from_arrays(artifact.arrays, config, base)


@dataclass(frozen=True)
class EncoderTexts:
    """A pretrained encoder, fine-tuned: the best quality, minutes on a CPU for thousands of texts.

    Character n-grams are read beside it, as each errs where the other does not. Needs ``voc[train]`` to learn and ``voc[encoder]`` to predict.

    Attributes
    ----------
    encoder : str
        A model of voc with an encoder, a folder in Hugging Face format, or the name of a hub model,
        which transformers then downloads.
    epochs : int, optional
        By default 3 for thousands of texts, up to 20 for fewer.
    learning_rate : float
        Highest rate of the encoder; the layer over it takes five times as much.
    window : int
        Most tokens that the encoder reads at once; longer texts are read in several windows.
    bfloat16 : bool
        Multiply in half precision while training: twice as fast on processors that can.
    progress : bool
        Show a progress bar.
    checkpoint : str, optional
        File that is written after each epoch, and that training goes on from if it is there. It is
        of one training only: of the same texts, labels and settings.
    """

    encoder: str = "accurate"
    epochs: int | None = None
    learning_rate: float = 1e-4
    window: int = 192
    bfloat16: bool = True
    progress: bool = True
    checkpoint: str | None = None
    name: ClassVar[str] = "encoder"

    def learn(self, lesson: Lesson, random_state: int) -> Learned:
        """Train a model on a lesson."""
        self._check()
        require_training()
        from voc.engines.encoder_loop import Plan
        from voc.engines.text_encoder_fit import fit_text_encoder
        from voc.estimators.bodies import load_encoder

        body, tokenizer_file = load_encoder(self.encoder)
        config: Any = body.config
        longest = int(config.max_position_embeddings)
        if self.window > longest:
            raise InputError(
                f"got window={self.window}, expected at most {longest}, which is all that "
                f"{self.encoder!r} reads at once"
            )
        epochs = self.epochs or min(_MOST_EPOCHS, max(_EPOCHS, _READ // len(lesson.texts)))
        plan = Plan(epochs, self.learning_rate, _BATCH_TOKENS, self.window)
        learned = fit_text_encoder(
            lesson,
            body,
            tokenizer_file,
            plan,
            bfloat16=self.bfloat16,
            random_state=random_state,
            progress=self.progress,
            checkpoint=Path(self.checkpoint) if self.checkpoint else None,
        )
        return blend(lesson, learned, _heads(lesson, None, None, random_state))

    def _check(self) -> None:
        if not (
            (self.epochs is None or self.epochs >= 1)
            and self.learning_rate > 0
            and self.window >= _LEAST_WINDOW
        ):
            raise InputError(
                f"got epochs={self.epochs}, learning_rate={self.learning_rate}, "
                f"window={self.window}; expected 1 or more, above 0, {_LEAST_WINDOW} or more"
            )

    @staticmethod
    def restored(artifact: Artifact, folder: Path) -> TextModel:
        """Rebuild the model of a folder."""
        return TextBlend.from_parts(
            artifact.arrays, artifact.config["engine_config"], artifact.files
        )


ENGINES: dict[str, type[LinearTexts] | type[EncoderTexts]] = {
    "linear": LinearTexts,
    "encoder": EncoderTexts,
}


def text_engine(engine: str | TextEngine) -> TextEngine:
    """Give the engine of a name, or the object as it is.

    Raises
    ------
    InputError
        No such engine, or the object cannot learn.
    """
    made: TextEngine = named_engine(
        engine, ENGINES, "learn(lesson, random_state)", "LinearTexts(strength=1.0)"
    )
    return made


def _heads(
    lesson: Lesson, base: LinearEngine | None, strength: float | None, random_state: int
) -> Learned:
    from voc.engines.text_linear_fit import fit_text_heads

    n_folds = min(_FOLDS, len(set(lesson.texts[: lesson.n_examples])))
    return fit_text_heads(
        lesson, base, strength=strength, n_folds=n_folds, random_state=random_state
    )


def named_engine(engine: Any, named: Mapping[str, Any], method: str, example: str) -> Any:  # noqa: ANN401
    """Make the engine of a name; an object that can learn stays as it is.

    Parameters
    ----------
    engine : str or object
    named : mapping
        From names to classes.
    method, example : str
        What an object must have, and one that has it, for messages.

    Raises
    ------
    InputError
        No such engine, or the object cannot learn.
    """
    if isinstance(engine, str):
        if engine not in named:
            raise InputError(
                f"engine={engine!r}; expected {' or '.join(map(repr, named))}, or an object such "
                f"as {example}"
            )
        return named[engine]()
    if isinstance(engine, type) or not callable(getattr(engine, "learn", None)):
        raise InputError(
            f"got engine={engine!r}, expected {', '.join(map(repr, named))} or an object with a "
            f"method {method}, such as {example}"
        )
    return engine


def linear_engine(name: str) -> LinearEngine:
    """Load the engine of a linear model, to learn further with; once for all who ask for it.

    Raises
    ------
    InputError
        The model is of another kind.
    """
    kind = read_config(find_model(name))["engine"]
    if kind != "linear":
        raise InputError(
            f"base={name!r} has the engine {kind!r}; expected a linear model, such as 'default', or "
            "None"
        )
    engine = load(name).engine
    assert isinstance(engine, LinearEngine)
    return engine


def require_training() -> None:
    """Refuse to train an encoder without the packages that it takes.

    Raises
    ------
    MissingExtraError
        One of them is not installed.
    """
    for package in ("torch", "transformers", "onnx"):
        require(package, extra="train", caller="Training an encoder")
