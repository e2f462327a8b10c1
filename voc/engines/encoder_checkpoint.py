"""The state of a training after an epoch, in a file, so that it can go on from there (torch)."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from voc.engines.encoder_best import Best


@dataclass(frozen=True)
class Progress:
    """What changes while an encoder is trained.

    Attributes
    ----------
    network : nn.Module
    optimizer : torch.optim.Optimizer
    schedule : torch.optim.lr_scheduler.LRScheduler
    rng : numpy.random.Generator
        Shuffles the batches.
    best : Best, optional
        The best epoch so far, where unseen texts are looked at.
    """

    network: nn.Module
    optimizer: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler
    rng: np.random.Generator
    best: Best | None = None

    def keep(self, path: Path, epochs: int) -> None:
        """Write everything after so many epochs; the file is whole or the one before."""
        state = {
            "epochs": epochs,
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "rng": self.rng.bit_generator.state,
            "torch": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state_all(),
            "best": self.best.state() if self.best else None,
        }
        part = path.with_suffix(".part")
        try:
            torch.save(state, part)
            os.replace(part, path)
        finally:
            part.unlink(missing_ok=True)

    def resume(self, path: Path) -> int:
        """Take everything back; gives the number of epochs done, 0 if there is no file."""
        if not path.is_file():
            return 0
        # Plain tensors and numbers: weights_only runs no code from the file.
        state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
        self.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.rng.bit_generator.state = state["rng"]
        torch.set_rng_state(state["torch"])
        torch.cuda.set_rng_state_all(state["cuda"])
        if self.best and state["best"]:
            self.best.resume(state["best"])
        return int(state["epochs"])
