"""Fine-tune an encoder for labels of whole texts (torch)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from voc.engines.encoder import BODY_FILE, TOKENIZER_FILE, load_tokenizer
from voc.engines.encoder_best import Best
from voc.engines.encoder_export import export_body
from voc.engines.encoder_loop import Plan, Texts, device, filler_of, run, with_gaps
from voc.engines.encoder_network import Batch, Reader, as_numpy
from voc.engines.lesson import Learned, Lesson, Rows, folds_of
from voc.engines.text_encoder import TextEncoder
from voc.engines.windows import Tokenizer
from voc.text.split import split_texts

_N_FOR_SCALING = 24  # batches
_WORDS_LEFT_OUT = 0.1
_FOLDS = 10  # the last of which is kept unseen
_QUIET = 0.1  # of the usual first weights: what is not known yet is not said aloud
_FEW = 300  # texts; with fewer, all are learned from and none is left to look at


class TextNetwork(Reader):
    """A reader with a linear layer over whole windows.

    Parameters
    ----------
    body : nn.Module
        A BERT-type encoder.
    n_labels : int
    bfloat16 : bool
        Multiply in half precision while training.
    """

    def __init__(self, body: nn.Module, n_labels: int, *, bfloat16: bool) -> None:
        super().__init__(body, bfloat16=bfloat16)
        self.dropout = nn.Dropout(0.1)
        self.labels = nn.Linear(3 * self.width, n_labels)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Give logits of shape (n_windows, n_labels)."""
        scaled = self.voice_scaling(self.of_windows(ids, mask))
        logits: Tensor = self.labels(self.dropout(scaled))
        return logits

    @torch.no_grad()
    def fit_scaling(self, batches: Sequence[Batch]) -> None:
        """Bring the features of windows to mean 0 and deviation 1; there may be no clause."""
        found = [self.of_windows(batch.ids, batch.mask) for batch in batches]
        self.voice_scaling.fit(torch.cat(found))

    @torch.no_grad()
    def fit_prior(self, values: Tensor) -> None:
        """Begin with how frequent the labels are: else the first epoch goes by on learning that."""
        share = values.mean(dim=0).clamp(0.5 / len(values), 1 - 0.5 / len(values))
        self.labels.bias.copy_(torch.logit(share))
        self.labels.weight.mul_(_QUIET)


def fit_text_encoder(
    lesson: Lesson,
    body: nn.Module,
    tokenizer_file: bytes,
    plan: Plan,
    *,
    bfloat16: bool,
    random_state: int,
    progress: bool,
    checkpoint: Path | None = None,
) -> Learned:
    """Fine-tune; a tenth of the texts is kept unseen, to set thresholds by, unless there are few.

    Parameters
    ----------
    lesson : Lesson
    body : nn.Module
        Is changed.
    tokenizer_file : bytes
        The tokenizer.json of the encoder.
    plan : Plan
    bfloat16 : bool
        Twice as fast on processors that can, slower on others.
    random_state : int
    progress : bool
        Show a progress bar.
    checkpoint : Path, optional
        File that is written after each epoch, and that training goes on from.

    Returns
    -------
    Learned
    """
    seen, unseen = _sides(lesson, random_state)
    torch.manual_seed(random_state)
    network = TextNetwork(body, lesson.values.shape[1], bfloat16=bfloat16).to(device())
    training = Training(network, load_tokenizer(tokenizer_file), plan, random_state)
    training.run(lesson.take(seen), lesson.take(unseen), progress=progress, checkpoint=checkpoint)
    model = _exported(network.eval(), tokenizer_file, plan.window)
    return Learned(model, unseen, model.logits(lesson.take(unseen).texts))


def _sides(lesson: Lesson, random_state: int) -> tuple[Rows, Rows]:
    if lesson.n_examples < _FEW:
        return np.arange(len(lesson.texts)), np.arange(0)
    unseen = folds_of(lesson, _FOLDS, random_state) == _FOLDS - 1
    never = ~(lesson.values[~unseen] > 0).any(axis=0)  # labels that would not be learned
    unseen &= ~(lesson.values[:, never] > 0).any(axis=1)
    return np.flatnonzero(~unseen), np.flatnonzero(unseen)


@dataclass(frozen=True)
class Training:
    """What learns, and how."""

    network: TextNetwork
    tokenizer: Tokenizer
    plan: Plan
    random_state: int

    def run(self, seen: Lesson, unseen: Lesson, *, progress: bool, checkpoint: Path | None) -> None:
        """Learn what is seen, until what is unseen is read no better."""
        texts = self._texts(seen)
        self.network.fit_prior(texts.values["label"])
        some = texts.batches(np.random.default_rng(1), _N_FOR_SCALING)
        self.network.fit_scaling([batch for batch, _ in some])
        filler = filler_of(self.tokenizer)
        usual = float(seen.weights.mean())

        def loss_of(batch: Batch, targets: Mapping[str, Tensor]) -> Tensor:
            ids = with_gaps(batch.ids, batch.mask, _WORDS_LEFT_OUT, filler)
            return self._loss(ids, batch, targets, exclusive=seen.exclusive).mean() / usual

        run(
            self.network,
            texts,
            loss_of,
            np.random.default_rng(self.random_state),
            progress=progress,
            checkpoint=checkpoint,
            best=self._best(unseen),
        )

    def _best(self, unseen: Lesson) -> Best | None:
        texts = self._texts(unseen)
        if not len(texts.windows.ids):
            return None

        @torch.no_grad()
        def surprise() -> float:
            losses = [
                self._loss(batch.ids, batch, targets, exclusive=unseen.exclusive)
                for batch, targets in texts.batches(np.random.default_rng(0))
            ]
            return float(torch.cat(losses).mean())

        return Best(surprise)

    def _loss(
        self, ids: Tensor, batch: Batch, targets: Mapping[str, Tensor], *, exclusive: bool
    ) -> Tensor:
        logits = self.network(ids, batch.mask)
        there = {name: value.to(logits.device) for name, value in targets.items()}
        return _losses(logits, there["label"], exclusive=exclusive) * there["weight"]

    def _texts(self, lesson: Lesson) -> Texts:
        given = {"label": lesson.values, "weight": lesson.weights}
        values = {name: torch.from_numpy(value) for name, value in given.items()}
        return Texts(split_texts(list(lesson.texts)), self.tokenizer, self.plan, values)


def _losses(logits: Tensor, label: Tensor, *, exclusive: bool) -> Tensor:
    """Surprise at the labels of each text; labels also compete where there may be several.

    Of dozens of rare labels, each on its own is learned slowly: none is nearly always right.
    """
    share = label / label.sum(dim=1, keepdim=True).clamp(min=1)
    among = -(share * functional.log_softmax(logits, dim=1)).sum(dim=1)
    if exclusive:
        return among
    alone = functional.binary_cross_entropy_with_logits(logits, label, reduction="none")
    return among + alone.sum(dim=1)


def _exported(network: TextNetwork, tokenizer_file: bytes, window: int) -> TextEncoder:
    """Store as it is run: the encoder as bytes, the scaling folded into the layer behind it."""
    deviation, mean = (
        as_numpy(network.voice_scaling.deviation),
        as_numpy(network.voice_scaling.mean),
    )
    weights = as_numpy(network.labels.weight).T / deviation[:, None]
    arrays = {
        "text.query": as_numpy(network.voice_query),
        "text.weights": weights,
        "text.bias": as_numpy(network.labels.bias) - mean @ weights,
    }
    files = {BODY_FILE: export_body(network), TOKENIZER_FILE: tokenizer_file}
    return TextEncoder.from_parts(arrays, {"window": window}, files)
