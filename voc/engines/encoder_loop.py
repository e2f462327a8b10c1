"""Stepping an encoder through texts: batches of windows, words left out, rates that rise and fall.

The encoder learns slowly, the heads, which start from nothing, five times as fast.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from voc.engines.encoder_best import Best
from voc.engines.encoder_checkpoint import Progress
from voc.engines.encoder_network import Batch, Reader
from voc.engines.windows import (
    Ints,
    Tokenizer,
    Windows,
    cut_windows,
    length_buckets,
    shuffled_buckets,
)
from voc.errors import InputError
from voc.text.split import Clauses


@dataclass(frozen=True)
class Plan:
    """How an encoder is trained.

    Attributes
    ----------
    epochs : int
    learning_rate : float
        Highest rate of the encoder; the heads take five times as much.
    batch_tokens : int
        Tokens of a batch, padding included.
    window : int
        Most tokens that the encoder reads at once.
    """

    epochs: int
    learning_rate: float
    batch_tokens: int
    window: int


def device() -> str:
    """Where to train: on the graphics card, if there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


class Texts:
    """Windows of a corpus with what the heads should say of them."""

    def __init__(
        self,
        clauses: Clauses,
        tokenizer: Tokenizer,
        plan: Plan,
        values: Mapping[str, Tensor],
    ) -> None:
        self.windows: Windows = cut_windows(clauses, tokenizer, plan.window)
        self.plan, self.values = plan, values
        self.device = device()
        order = np.argsort(self.windows.clause_window, kind="stable")
        self._clauses = order
        self._first = np.searchsorted(
            self.windows.clause_window[order], np.arange(len(self.windows.ids) + 1)
        )

    @property
    def n_batches(self) -> int:
        """Batches of an epoch, about."""
        return sum(1 for _ in length_buckets(self.windows.lengths, self.plan.batch_tokens))

    def batches(
        self, rng: np.random.Generator, limit: int | None = None
    ) -> Iterator[tuple[Batch, dict[str, Tensor]]]:
        """Give the windows in an order of their own each time, with their targets."""
        buckets = shuffled_buckets(self.windows.lengths, self.plan.batch_tokens, rng)
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


def run(
    network: Reader,
    texts: Texts,
    loss_of: Callable[[Batch, Mapping[str, Tensor]], Tensor],
    rng: np.random.Generator,
    *,
    progress: bool,
    checkpoint: Path | None = None,
    best: Best | None = None,
) -> None:
    """Step through all epochs by AdamW; the rates rise for a while, then fall to zero.

    Where there is a ``checkpoint``, training goes on from it; it is written after each epoch. With
    ``best`` it stops early, and the network is left as it was after its best epoch.
    """
    plan = texts.plan
    total = texts.n_batches * plan.epochs
    optimizer, schedule = _optimizer(network, plan.learning_rate, total)
    network.train()
    state = Progress(network, optimizer, schedule, rng, best)
    done = state.resume(checkpoint) if checkpoint else 0
    initial = texts.n_batches * done
    bar = tqdm(total=total, initial=initial, unit=" batches", desc="training", disable=not progress)
    for epoch in range(done, plan.epochs):
        if best and best.enough:
            break
        for batch, targets in texts.batches(rng):
            loss = loss_of(batch, targets)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            bar.update()
            bar.set_postfix(loss=f"{loss.item():.3f}", refresh=False)
        if best:
            best.look(network)
        if checkpoint:
            state.keep(checkpoint, epoch + 1)
    if best:
        best.restore(network)
    bar.close()


def _optimizer(
    network: Reader, rate: float, total: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LRScheduler]:
    body = list(network.body.parameters())
    known = {id(parameter) for parameter in body}
    heads = [parameter for parameter in network.parameters() if id(parameter) not in known]
    groups = [{"params": body, "lr": rate}, {"params": heads, "lr": 5 * rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
    rising = max(1, total // 16)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / rising) * max(0.0, 1 - step / (total + 1))
    )
    return optimizer, schedule


def forever(texts: Texts, rng: np.random.Generator) -> Iterator[tuple[Batch, dict[str, Tensor]]]:
    """Give the batches of epoch after epoch."""
    while True:
        yield from texts.batches(rng)


def with_gaps(ids: Tensor, mask: Tensor, share: float, filler: int) -> Tensor:
    """Replace some tokens, but not the special ones at both ends."""
    inner = mask.bool()
    inner &= mask.roll(-1, dims=1).bool()
    inner[:, 0] = inner[:, -1] = False
    gaps = inner & (torch.rand(ids.shape, device=ids.device) < share)
    return ids.masked_fill(gaps, filler)


def filler_of(tokenizer: Tokenizer) -> int:
    """Find the token that stands for an unknown word."""
    names = ("[MASK]", "<mask>", "[UNK]", "<unk>")
    known = [number for name in names if (number := tokenizer.token_to_id(name)) is not None]
    if not known:
        raise InputError(f"the tokenizer has none of {', '.join(names)}; give one that has")
    return known[0]
