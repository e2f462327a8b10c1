"""Train the encoder engine: all heads at once, words left out at random."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from voc.engines.encoder_loop import Plan, Texts, device, filler_of, forever, run, with_gaps
from voc.engines.encoder_network import Batch, EncoderNetwork
from voc.engines.heads_fit import AuxiliaryTask
from voc.engines.targets import Targets, build_targets, pair_shares
from voc.engines.windows import Tokenizer
from voc.errors import InputError
from voc.text.split import split_texts
from voc.types import TaggedVoice

_N_FOR_SCALING = 24  # batches
_LOSS_WEIGHTS = {
    "pair": 1.0, "severity": 0.5, "stage": 0.5,
    "voice_type": 0.5, "sentiment": 0.5, "emotion": 0.3, "urgency": 0.3, "flags": 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class EncoderSettings(Plan):
    """What can be tuned; the defaults made the built-in model.

    Attributes
    ----------
    epochs, learning_rate, batch_tokens, window
        As of ``Plan``.
    n_hidden : int
        Width of the networks over the states.
    words_left_out : float
        Share of tokens replaced by the unknown one.
    auxiliary_share : float
        How often a batch of the polarity task goes along.
    bfloat16 : bool
        Multiply in half precision; twice as fast on processors that can, slower on others.
    progress : bool
        Show a progress bar.
    order : int
        Runs of different orders begin alike and meet the texts in another order each, so that
        their weights can be averaged.
    """

    epochs: int = 6
    learning_rate: float = 1.5e-4
    batch_tokens: int = 3072
    window: int = 192
    n_hidden: int = 512
    words_left_out: float = 0.1
    auxiliary_share: float = 0.3
    bfloat16: bool = True
    progress: bool = True
    order: int = 0


def fit_encoder(
    voices: Sequence[TaggedVoice],
    categories: Sequence[str],
    body: nn.Module,
    tokenizer: Tokenizer,
    polarity: AuxiliaryTask | None = None,
    settings: EncoderSettings | None = None,
    random_state: int = 0,
    checkpoint: Path | None = None,
) -> EncoderNetwork:
    """Train on annotated voices.

    Parameters
    ----------
    voices : sequence of TaggedVoice
        Annotations.
    categories : sequence of str
        Leaf ids.
    body : nn.Module
        Pretrained encoder; is changed.
    tokenizer : Tokenizer
        The encoder's own.
    polarity : AuxiliaryTask, optional
        Texts known to be positive (1) or negative (0).
    settings : EncoderSettings, optional
    random_state : int
    checkpoint : Path, optional
        File that is written after each epoch, and that training goes on from.

    Raises
    ------
    InputError
        No voice has any words, or the tokenizer knows no token for unknown ones.
    """
    settings = settings or EncoderSettings()
    torch.manual_seed(random_state)
    targets = build_targets(voices, categories)
    if not len(targets.clauses):
        raise InputError(f"{len(voices)} voices hold no clause; give annotated texts")
    filler = filler_of(tokenizer)
    network = EncoderNetwork(
        body,
        targets.pairs.shape[1],
        settings.n_hidden,
        bfloat16=settings.bfloat16,
    ).to(device())
    texts = Texts(targets.clauses, tokenizer, settings, _tensors(targets))
    helper = _polarity_texts(polarity, tokenizer, settings) if polarity else None
    network.fit_scaling([b for b, _ in texts.batches(np.random.default_rng(1), _N_FOR_SCALING)])
    torch.manual_seed(random_state + settings.order)
    rng = np.random.default_rng(random_state + settings.order)
    helping = forever(helper, rng) if helper else None

    def loss_of(batch: Batch, targets: Mapping[str, Tensor]) -> Tensor:
        loss = _loss(network, batch, targets, settings.words_left_out, filler)
        if helping and rng.random() < settings.auxiliary_share:
            loss = loss + _loss(network, *next(helping), settings.words_left_out, filler)
        return loss

    run(network, texts, loss_of, rng, progress=settings.progress, checkpoint=checkpoint)
    return network.eval()


def _tensors(targets: Targets) -> dict[str, Tensor]:
    values = {
        "pair": pair_shares(targets),
        "severity": targets.severity,
        "stage": targets.stage,
        **targets.voices,
    }
    return {name: torch.from_numpy(value) for name, value in values.items()}


def _polarity_texts(task: AuxiliaryTask, tokenizer: Tokenizer, plan: Plan) -> Texts:
    values = {"polarity": torch.from_numpy(np.asarray(task.values, dtype=np.float32))}
    return Texts(split_texts(list(task.texts)), tokenizer, plan, values)


def _loss(
    network: EncoderNetwork,
    batch: Batch,
    targets: Mapping[str, Tensor],
    left_out: float,
    filler: int,
) -> Tensor:
    of_clause, of_voice = network(
        replace(batch, ids=with_gaps(batch.ids, batch.mask, left_out, filler))
    )
    logits = {**of_clause, **of_voice}
    losses = [
        _LOSS_WEIGHTS.get(name, 1.0) * _head_loss(name, logits[name], target.to(batch.ids.device))
        for name, target in targets.items()
    ]
    return torch.stack(losses).sum()


def _head_loss(name: str, logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy; rows without any target teach a softmax head nothing."""
    if name in ("flags", "polarity"):
        return functional.binary_cross_entropy_with_logits(logits, target)
    return -(target * functional.log_softmax(logits, dim=1)).sum() / target.sum().clamp(min=1)
