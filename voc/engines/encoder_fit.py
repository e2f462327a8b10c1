"""Train the encoder engine: all heads at once, words left out at random.

The encoder learns slowly, the heads, which start from nothing, five times as fast.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from tqdm.auto import tqdm

from voc.engines.encoder_network import Batch, EncoderNetwork
from voc.engines.heads_fit import AuxiliaryTask
from voc.engines.targets import Targets, build_targets, pair_shares
from voc.engines.windows import (
    Ints,
    Tokenizer,
    Windows,
    cut_windows,
    length_buckets,
    shuffled_buckets,
)
from voc.errors import InputError
from voc.text.split import Clauses, split_texts
from voc.types import TaggedVoice

_N_FOR_SCALING = 24  # batches
_LOSS_WEIGHTS = {
    "pair": 1.0, "severity": 0.5, "stage": 0.5,
    "voice_type": 0.5, "sentiment": 0.5, "emotion": 0.3, "urgency": 0.3, "flags": 1.0,
}  # fmt: skip


@dataclass(frozen=True)
class EncoderSettings:
    """What can be tuned; the defaults made the built-in model.

    Attributes
    ----------
    epochs : int
    learning_rate : float
        Highest rate of the encoder; the heads take five times as much.
    batch_tokens : int
        Tokens of a batch, padding included.
    window : int
        Most tokens that the encoder reads at once.
    n_hidden : int
        Width of the networks over the states.
    words_left_out : float
        Share of tokens replaced by the unknown one.
    auxiliary_share : float
        How often a batch of the polarity task goes along.
    bfloat16 : bool
        Multiply in half precision; twice as fast on processors that can, slower on others.
    """

    epochs: int = 5
    learning_rate: float = 1.5e-4
    batch_tokens: int = 3072
    window: int = 192
    n_hidden: int = 512
    words_left_out: float = 0.1
    auxiliary_share: float = 0.3
    bfloat16: bool = True


def fit_encoder(
    voices: Sequence[TaggedVoice],
    categories: Sequence[str],
    checkpoint: str | Path,
    tokenizer: Tokenizer,
    polarity: AuxiliaryTask | None = None,
    settings: EncoderSettings | None = None,
    random_state: int = 0,
) -> EncoderNetwork:
    """Train on annotated voices.

    Parameters
    ----------
    voices : sequence of TaggedVoice
        Annotations.
    categories : sequence of str
        Leaf ids.
    checkpoint : str or Path
        Pretrained encoder: a folder in Hugging Face format, or the name of a hub model.
    tokenizer : Tokenizer
        The checkpoint's own.
    polarity : AuxiliaryTask, optional
        Texts known to be positive (1) or negative (0).
    settings : EncoderSettings, optional
    random_state : int

    Raises
    ------
    InputError
        No voice has any words, or the tokenizer knows no token for unknown ones.
    """
    settings = settings or EncoderSettings()
    torch.manual_seed(random_state)
    rng = np.random.default_rng(random_state)
    targets = build_targets(voices, categories)
    if not len(targets.clauses):
        raise InputError(f"{len(voices)} voices hold no clause; give annotated texts")
    filler = _filler(tokenizer)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    network = EncoderNetwork(
        checkpoint, targets.pairs.shape[1], settings.n_hidden, bfloat16=settings.bfloat16
    ).to(device)
    texts = _Texts(targets.clauses, tokenizer, settings, device, _tensors(targets))
    helper = _polarity_texts(polarity, tokenizer, settings, device) if polarity else None
    network.fit_scaling([b for b, _ in texts.batches(np.random.default_rng(1), _N_FOR_SCALING)])
    _run(network, texts, helper, settings, rng, filler)
    return network.eval()


class _Texts:
    """Windows of a corpus with what the heads should say of them."""

    def __init__(
        self,
        clauses: Clauses,
        tokenizer: Tokenizer,
        settings: EncoderSettings,
        device: str,
        values: Mapping[str, Tensor],
    ) -> None:
        self.windows: Windows = cut_windows(clauses, tokenizer, settings.window)
        self.settings, self.device, self.values = settings, device, values
        order = np.argsort(self.windows.clause_window, kind="stable")
        self._clauses = order
        self._first = np.searchsorted(
            self.windows.clause_window[order], np.arange(len(self.windows.ids) + 1)
        )

    @property
    def n_batches(self) -> int:
        return sum(1 for _ in length_buckets(self.windows.lengths, self.settings.batch_tokens))

    def batches(
        self, rng: np.random.Generator, limit: int | None = None
    ) -> Iterator[tuple[Batch, dict[str, Tensor]]]:
        """Give the windows in an order of their own each time, with their targets."""
        buckets = shuffled_buckets(self.windows.lengths, self.settings.batch_tokens, rng)
        for rows in buckets[:limit]:
            yield self._batch(rows)

    def _batch(self, rows: Ints) -> tuple[Batch, dict[str, Tensor]]:
        clauses = np.concatenate([self._clauses[self._first[r] : self._first[r + 1]] for r in rows])
        voices = self.windows.voice[rows]
        targets = {
            name: value[clauses if name in ("pair", "severity", "stage") else voices]
            for name, value in self.values.items()
        }
        return Batch.of(self.windows, rows, clauses, self.device), targets


def _tensors(targets: Targets) -> dict[str, Tensor]:
    values = {
        "pair": pair_shares(targets),
        "severity": targets.severity,
        "stage": targets.stage,
        **targets.voices,
    }
    return {name: torch.from_numpy(value) for name, value in values.items()}


def _polarity_texts(
    task: AuxiliaryTask, tokenizer: Tokenizer, settings: EncoderSettings, device: str
) -> _Texts:
    values = {"polarity": torch.from_numpy(np.asarray(task.values, dtype=np.float32))}
    return _Texts(split_texts(list(task.texts)), tokenizer, settings, device, values)


def _run(
    network: EncoderNetwork,
    texts: _Texts,
    helper: _Texts | None,
    settings: EncoderSettings,
    rng: np.random.Generator,
    filler: int,
) -> None:
    """Step through all epochs by AdamW; the rates rise for a while, then fall to zero."""
    total = texts.n_batches * settings.epochs
    optimizer, schedule = _optimizer(network, settings, total)
    helping = _forever(helper, rng) if helper else None
    network.train()
    bar = tqdm(total=total, unit=" batches", desc="training")
    for _ in range(settings.epochs):
        for batch, targets in texts.batches(rng):
            loss = _loss(network, batch, targets, settings.words_left_out, filler)
            if helping and rng.random() < settings.auxiliary_share:
                loss = loss + _loss(network, *next(helping), settings.words_left_out, filler)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            bar.update()
            bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
    bar.close()


def _optimizer(
    network: EncoderNetwork, settings: EncoderSettings, total: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    body = list(network.body.parameters())
    known = {id(parameter) for parameter in body}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    rate = settings.learning_rate
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": 5 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    rising = max(1, total // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / rising) * max(0.0, 1 - step / (total + 1))
    )
    return optimizer, schedule


def _forever(texts: _Texts, rng: np.random.Generator) -> Iterator[tuple[Batch, dict[str, Tensor]]]:
    while True:
        yield from texts.batches(rng)


def _loss(
    network: EncoderNetwork,
    batch: Batch,
    targets: Mapping[str, Tensor],
    left_out: float,
    filler: int,
) -> Tensor:
    of_clause, of_voice = network(replace(batch, ids=_with_gaps(batch, left_out, filler)))
    logits = {**of_clause, **of_voice}
    losses = [
        _LOSS_WEIGHTS.get(name, 1.0) * _head_loss(name, logits[name], target.to(batch.ids.device))
        for name, target in targets.items()
    ]
    return torch.stack(losses).sum()


def _with_gaps(batch: Batch, share: float, filler: int) -> Tensor:
    """Replace some tokens, but not the special ones at both ends."""
    inner = batch.mask.bool()
    inner &= batch.mask.roll(-1, dims=1).bool()
    inner[:, 0] = inner[:, -1] = False
    gaps = inner & (torch.rand(batch.ids.shape, device=batch.ids.device) < share)
    return batch.ids.masked_fill(gaps, filler)


def _filler(tokenizer: Tokenizer) -> int:
    """Find the token that stands for an unknown word."""
    names = ("[MASK]", "<mask>", "[UNK]", "<unk>")
    known = [number for name in names if (number := tokenizer.token_to_id(name)) is not None]
    if not known:
        raise InputError(f"the tokenizer has none of {', '.join(names)}; give one that has")
    return known[0]


def _head_loss(name: str, logits: Tensor, target: Tensor) -> Tensor:
    """Cross-entropy; rows without any target teach a softmax head nothing."""
    if name in ("flags", "polarity"):
        return functional.binary_cross_entropy_with_logits(logits, target)
    return -(target * functional.log_softmax(logits, dim=1)).sum() / target.sum().clamp(min=1)
