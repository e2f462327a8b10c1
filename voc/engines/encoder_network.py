"""The network that is trained: an encoder, pooling of its states, and two networks over them (torch).

What it computes is what ``voc.engines.encoder`` computes from the exported weights; a test holds the
two together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from transformers import AttentionInterface, AutoModel

from voc.engines.base import Floats
from voc.engines.encoder import HEADS
from voc.engines.linear import clause_heads
from voc.engines.mlp import Head
from voc.engines.windows import Ints, Windows, padded

_FAR = -1e4  # a logit of attention that means: do not look here
_FLAT = 1e-3  # added to a deviation, so that a constant feature does not explode


@dataclass(frozen=True)
class Batch:
    """Some windows as tensors.

    Attributes
    ----------
    ids, mask : Tensor of shape (n_windows, n_tokens)
    row, start, end : Tensor of shape (n_clauses,)
        Window of each clause within the batch, never falling, and its token range there.
    """

    ids: Tensor
    mask: Tensor
    row: Tensor
    start: Tensor
    end: Tensor

    @classmethod
    def of(cls, windows: Windows, rows: Ints, clauses: Ints, device: str) -> Batch:
        """Stack the windows ``rows`` with their ``clauses``."""
        place = np.searchsorted(np.sort(rows), windows.clause_window[clauses])
        row = np.argsort(rows, kind="stable")[place]
        arrays = (
            *padded([windows.ids[r] for r in rows.tolist()]),
            row,
            windows.clause_start[clauses],
            windows.clause_end[clauses],
        )
        return cls(*(torch.from_numpy(array).to(device) for array in arrays))


def load_body(checkpoint: str | Path) -> nn.Module:
    """Load a pretrained encoder: a folder in Hugging Face format, or the name of a hub model."""
    body: nn.Module = AutoModel.from_pretrained(
        checkpoint, add_pooling_layer=False, **ENCODER_OPTIONS
    ).float()
    return body


class Reader(nn.Module):
    """Encoder and pooling: what is known of clauses and of windows.

    Parameters
    ----------
    body : nn.Module
        A BERT-type encoder, as ``load_body`` gives it.
    bfloat16 : bool
        Multiply in half precision while training.
    """

    def __init__(self, body: nn.Module, *, bfloat16: bool) -> None:
        super().__init__()
        self.body: Any = body
        config: Any = body.config
        self.width = int(config.hidden_size)
        self.half_precision = bfloat16
        self.clause_query = nn.Parameter(torch.randn(self.width) * 0.02)
        self.voice_query = nn.Parameter(torch.randn(self.width) * 0.02)
        self.clause_scaling = Scaling(4 * self.width)
        self.voice_scaling = Scaling(3 * self.width)

    def states(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Run the encoder: (n_windows, n_tokens, width)."""
        half = self.half_precision and self.training
        kind = torch.bfloat16 if half else self.body.dtype
        far = ((1 - mask)[:, None, None, :] * _FAR).to(kind)
        with torch.autocast(ids.device.type, torch.bfloat16, enabled=half):
            states: Tensor = self.body(input_ids=ids, attention_mask=far).last_hidden_state
        return states.float()

    def of_windows(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Give what is known of whole windows: (n_windows, 3 * width)."""
        return self._windows(self.states(ids, mask), mask)

    def features(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Give what the networks read, of clauses and of windows."""
        states = self.states(batch.ids, batch.mask)
        windows = self._windows(states, batch.mask)
        inside, slot = _inside(batch)
        of_clause = _pooled(states, inside, self.clause_query)[batch.row, slot]
        return torch.cat((of_clause, windows[batch.row, : 2 * self.width]), dim=1), windows

    @torch.no_grad()
    def fit_scaling(self, batches: Sequence[Batch]) -> None:
        """Bring features to mean 0 and deviation 1: states of sentence encoders all look alike."""
        found = [self.features(batch) for batch in batches]
        self.clause_scaling.fit(torch.cat([clause for clause, _ in found]))
        self.voice_scaling.fit(torch.cat([window for _, window in found]))

    def _windows(self, states: Tensor, mask: Tensor) -> Tensor:
        whole = _pooled(states, mask[:, None, :].float(), self.voice_query)[:, 0]
        return torch.cat((states[:, 0], whole), dim=1)


class EncoderNetwork(Reader):
    """A reader with the heads of records and voices.

    Parameters
    ----------
    body : nn.Module
    n_pairs : int
        Number of (kind, category) pairs.
    n_hidden : int
        Width of the two networks.
    bfloat16 : bool
        Multiply in half precision while training.
    """

    def __init__(self, body: nn.Module, n_pairs: int, n_hidden: int, *, bfloat16: bool) -> None:
        super().__init__(body, bfloat16=bfloat16)
        self.clause_heads, self.voice_heads = clause_heads(n_pairs), HEADS
        self.clause_net = network_over(4 * self.width, n_hidden, self.clause_heads)
        self.voice_net = network_over(3 * self.width, n_hidden, self.voice_heads)

    def forward(self, batch: Batch) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
        """Give the logits of all heads, by name, of clauses and of windows."""
        of_clause, of_window = self.features(batch)
        clause_logits = self.clause_net(self.clause_scaling(of_clause))
        voice_logits = self.voice_net(self.voice_scaling(of_window))
        return _by_head(clause_logits, self.clause_heads), _by_head(voice_logits, self.voice_heads)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return all weights but the encoder's, under the names that ``EncoderEngine`` knows."""
        return {
            "clause.query": as_numpy(self.clause_query),
            "voice.query": as_numpy(self.voice_query),
            **folded("clause", self.clause_scaling, self.clause_net),
            **folded("voice", self.voice_scaling, self.voice_net),
        }


def average(networks: Sequence[EncoderNetwork]) -> EncoderNetwork:
    """Average the weights of networks that began alike; the first one takes them.

    What they learned from the texts they share, what they learned from their order they do not: the
    average is better than each (https://arxiv.org/abs/2203.05482).
    """
    states = [network.state_dict() for network in networks]
    mean = {name: torch.stack([state[name] for state in states]).mean(dim=0) for name in states[0]}
    networks[0].load_state_dict(mean)
    return networks[0]


class Scaling(nn.Module):
    """Bring features to mean 0 and deviation 1: ``(n_rows, width)`` in, the same out."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, width: int) -> None:
        super().__init__()
        self.register_buffer("mean", torch.zeros(width))
        self.register_buffer("deviation", torch.ones(width))

    def fit(self, features: Tensor) -> None:
        """Take mean and deviation from some features."""
        self.mean.copy_(features.mean(dim=0))
        self.deviation.copy_(features.std(dim=0, correction=0) + _FLAT)

    def forward(self, features: Tensor) -> Tensor:
        """Scale features."""
        return (features - self.mean) / self.deviation


def network_over(width: int, n_hidden: int, heads: Sequence[Head]) -> nn.Sequential:
    """Make a network of one hidden layer; what ``voc.engines.mlp.Mlp`` is in numpy."""
    return nn.Sequential(
        nn.Dropout(0.1),
        nn.Linear(width, n_hidden),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.Linear(n_hidden, sum(head.size for head in heads)),
    )


def _pooled(states: Tensor, inside: Tensor, query: Tensor) -> Tensor:
    """Mean over the tokens of each span, plain and by attention: (n_windows, n_spans, 2 * width)."""
    mean = torch.bmm(inside / inside.sum(dim=2, keepdim=True).clamp(min=1), states)
    looked = (states @ query)[:, None, :].masked_fill(inside == 0, _FAR)
    return torch.cat((mean, torch.bmm(looked.softmax(dim=2), states)), dim=2)


def _inside(batch: Batch) -> tuple[Tensor, Tensor]:
    """Which tokens are in which clause (n_windows, most clauses, n_tokens), and each one's slot."""
    n_windows, n_tokens = batch.ids.shape
    counts = torch.bincount(batch.row, minlength=n_windows)
    first = counts.cumsum(0) - counts
    slot = torch.arange(len(batch.row), device=batch.row.device) - first[batch.row]
    start = torch.zeros(n_windows, int(counts.max()), dtype=torch.long, device=slot.device)
    end = torch.zeros_like(start)
    start[batch.row, slot], end[batch.row, slot] = batch.start, batch.end
    token = torch.arange(n_tokens, device=slot.device)
    return ((token >= start[..., None]) & (token < end[..., None])).float(), slot


def _by_head(logits: Tensor, heads: Sequence[Head]) -> dict[str, Tensor]:
    first, by_head = 0, {}
    for head in heads:
        by_head[head.name] = logits[:, first : first + head.size]
        first += head.size
    return by_head


def folded(prefix: str, scaling: Scaling, network: nn.Sequential) -> Mapping[str, Floats]:
    """Give weights of a network with the scaling of its features folded in."""
    hidden = as_numpy(network[1].weight).T / as_numpy(scaling.deviation)[:, None]
    return {
        f"{prefix}.hidden": hidden,
        f"{prefix}.hidden_bias": as_numpy(network[1].bias) - as_numpy(scaling.mean) @ hidden,
        f"{prefix}.output": as_numpy(network[4].weight).T,
        f"{prefix}.output_bias": as_numpy(network[4].bias),
    }


def as_numpy(tensor: Any) -> Floats:  # noqa: ANN401 - torch types the members of a Sequential loosely
    """Give the numbers of a tensor."""
    return np.asarray(tensor.detach().cpu().numpy(), dtype=np.float32)


def _plain_attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    **_: object,
) -> tuple[Tensor, None]:
    """Attention in the precision of its inputs; on CPUs the stock ones widen it and take twice as long."""
    with torch.autocast(query.device.type, enabled=False):
        looked = (query * query.shape[-1] ** -0.5) @ key.transpose(2, 3)
        if attention_mask is not None:
            looked = looked + attention_mask.to(looked.dtype)
        return (looked.softmax(dim=-1) @ value).transpose(1, 2).contiguous(), None


_PLAIN = "voc_plain"
AttentionInterface.register(_PLAIN, _plain_attention)
ENCODER_OPTIONS: Mapping[str, Any] = {
    "attn_implementation": _PLAIN,
    # Words are left out instead; on a CPU dropout in every layer costs a third of the time.
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
}
