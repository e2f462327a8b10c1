"""What may learn records of annotated voices: the two engines of voc, or an object of one's own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, Protocol

from voc.engines.base import Engine
from voc.engines.encoder import (
    BODY_FILE,
    TOKENIZER_FILE,
    EncoderEngine,
    load_tokenizer,
    onnx_body,
)
from voc.engines.linear import LinearEngine
from voc.engines.linear_fit import LinearSettings, fit_linear
from voc.errors import InputError
from voc.estimators.engines import linear_engine, named_engine, require_training
from voc.text.split import split_texts
from voc.types import TaggedVoice

_LEAST_STEPS = 300  # of each network: few voices are read more often
_BATCH_CLAUSES = 256


@dataclass(frozen=True)
class LearnedRecords:
    """A trained engine, and the files that are stored beside its weights.

    Attributes
    ----------
    engine : Engine
    files : mapping of str to bytes
    """

    engine: Engine
    files: Mapping[str, bytes] = field(default_factory=dict)


class RecordEngine(Protocol):
    """Learns records of voices."""

    def learn(
        self, voices: Sequence[TaggedVoice], categories: Sequence[str], random_state: int
    ) -> LearnedRecords:
        """Train on annotated voices; ``categories`` are the leaf ids that may be given."""


@dataclass(frozen=True)
class LinearRecords:
    """Linear heads over character n-grams, and small networks that read them in context.

    Seconds for hundreds of voices, a minute or two for thousands; needs nothing beyond voc.

    Attributes
    ----------
    settings : LinearSettings
        Fewer folds and directions and more epochs are taken for few voices.
    base : str or None
        A linear model of voc whose directions are read beside what is learned: what it knows of
        customers' voices need not be taught anew. None for the voices alone.

    Examples
    --------
    >>> from voc.estimators.tagger import RecordTagger
    >>> tagger = RecordTagger(LinearRecords(LinearSettings(n_networks=1), base=None))
    >>> tagger.engine.base is None
    True
    """

    settings: LinearSettings = field(default_factory=LinearSettings)
    base: str | None = "default"
    name: ClassVar[str] = "linear"
    relearns: ClassVar[bool] = True  # it is cheap to learn anew from all once thresholds are set

    def learn(
        self, voices: Sequence[TaggedVoice], categories: Sequence[str], random_state: int
    ) -> LearnedRecords:
        """Train on annotated voices.

        Raises
        ------
        InputError
            There are fewer than two different texts.
        """
        texts = [tagged.voice.text for tagged in voices]
        if (n_texts := len(set(texts))) < 2:
            raise InputError(f"got {n_texts} different texts, expected at least two to learn from")
        n_batches = math.ceil(len(split_texts(texts)) / _BATCH_CLAUSES) or 1
        settings = replace(
            self.settings,
            n_folds=min(self.settings.n_folds, n_texts),
            n_directions=min(self.settings.n_directions, math.ceil(2 * math.sqrt(n_texts))),
            epochs=max(self.settings.epochs, math.ceil(_LEAST_STEPS / n_batches)),
        )
        engine = fit_linear(
            voices,
            categories,
            settings=settings,
            random_state=random_state,
            base=linear_engine(self.base) if self.base else None,
        )
        # As it will be stored, so that it says the same before and after.
        return LearnedRecords(LinearEngine.from_arrays(engine.arrays(), engine.config()))


@dataclass(frozen=True)
class EncoderRecords:
    """A pretrained encoder, fine-tuned on whole voices: the best quality, for hundreds of voices on.

    Needs ``voc[train]`` to learn and ``voc[encoder]`` to predict.

    Attributes
    ----------
    encoder : str
        A model of voc with an encoder, a folder in Hugging Face format, or the name of a hub model,
        which transformers then downloads.
    epochs : int
    learning_rate : float
        Highest rate of the encoder; the networks over it take five times as much.
    batch_tokens : int
        Tokens of a batch, padding included.
    window : int
        Most tokens that the encoder reads at once; longer texts are read in several windows.
    n_hidden : int
        Width of the networks over the encoder.
    bfloat16 : bool
        Multiply in half precision while training: twice as fast on processors that can.
    progress : bool
        Show a progress bar.
    checkpoint : str, optional
        As of ``EncoderTexts``.
    """

    encoder: str = "accurate"
    epochs: int = 5
    learning_rate: float = 1.5e-4
    batch_tokens: int = 3072
    window: int = 192
    n_hidden: int = 512
    bfloat16: bool = True
    progress: bool = True
    checkpoint: str | None = None
    name: ClassVar[str] = "encoder"
    relearns: ClassVar[bool] = False

    def learn(
        self, voices: Sequence[TaggedVoice], categories: Sequence[str], random_state: int
    ) -> LearnedRecords:
        """Train on annotated voices."""
        require_training()
        from voc.engines.encoder_export import export_body
        from voc.engines.encoder_fit import EncoderSettings, fit_encoder
        from voc.estimators.bodies import load_encoder

        body, tokenizer_file = load_encoder(self.encoder)
        tokenizer = load_tokenizer(tokenizer_file)
        settings = EncoderSettings(
            epochs=self.epochs,
            learning_rate=self.learning_rate,
            batch_tokens=self.batch_tokens,
            window=self.window,
            n_hidden=self.n_hidden,
            bfloat16=self.bfloat16,
            progress=self.progress,
        )
        network = fit_encoder(
            voices,
            categories,
            body,
            tokenizer,
            settings=settings,
            random_state=random_state,
            checkpoint=Path(self.checkpoint) if self.checkpoint else None,
        )
        graph = export_body(network)
        parts = {"window": self.window, "categories": list(categories)}
        fresh = EncoderEngine.from_parts(network.arrays(), parts, onnx_body(graph), tokenizer)
        engine = EncoderEngine.from_parts(fresh.arrays(), parts, fresh.body, tokenizer)
        return LearnedRecords(engine, {BODY_FILE: graph, TOKENIZER_FILE: tokenizer_file})


RECORD_ENGINES: dict[str, type[LinearRecords] | type[EncoderRecords]] = {
    "linear": LinearRecords,
    "encoder": EncoderRecords,
}


def record_engine(engine: str | RecordEngine) -> RecordEngine:
    """Give the engine of a name, or the object as it is.

    Raises
    ------
    InputError
        No such engine, or the object cannot learn.
    """
    made: RecordEngine = named_engine(
        engine, RECORD_ENGINES, "learn(voices, categories, random_state)", "LinearRecords()"
    )
    return made
