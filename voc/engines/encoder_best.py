"""When to stop training an encoder: once what it has not seen is read no better (torch)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import nn

_PATIENCE = 2  # epochs


class Best:
    """The weights of the epoch after which unseen texts surprised a network least.

    Parameters
    ----------
    surprise : callable
        Gives the loss on unseen texts.
    """

    def __init__(self, surprise: Callable[[], float]) -> None:
        self._surprise = surprise
        self._losses: list[float] = []
        self._weights: dict[str, Any] = {}

    def look(self, network: nn.Module) -> None:
        """Look at the network after an epoch."""
        network.eval()
        self._losses.append(self._surprise())
        network.train()
        if self._losses[-1] == min(self._losses):
            self._weights = {name: v.detach().clone() for name, v in network.state_dict().items()}

    @property
    def enough(self) -> bool:
        """Whether the last epochs were all worse than one before them."""
        best = self._losses.index(min(self._losses)) if self._losses else 0
        return len(self._losses) - 1 - best >= _PATIENCE

    def restore(self, network: nn.Module) -> None:
        """Put the best weights back."""
        network.load_state_dict(self._weights)

    def state(self) -> dict[str, Any]:
        """What a checkpoint must keep."""
        return {"losses": self._losses, "weights": self._weights}

    def resume(self, state: dict[str, Any]) -> None:
        """Go on from what ``state`` gave."""
        self._losses, self._weights = list(state["losses"]), state["weights"]
