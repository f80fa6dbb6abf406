"""Plain autoencoder with a dense bottleneck, trained on healthy slices; its residual is the map."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ..autoencoder_training import brain_l1
from ..config import Config, Stage
from ..healthy import HealthyPool, healthy_batch
from ..networks import ResidualBlock, group_norm
from ..training_loop import run_training

STAGE = Stage(seconds=240, batch=24, learning_rate=1e-3)
NAME = "baseline-autoencoder"


class DenseAutoencoder(nn.Module):
    """Image [N, 1, G, G] to its reconstruction through `code` numbers.

    Parameters
    ----------
    size : int
        G, divisible by 16.
    code : int
        Width of the bottleneck.
    """

    def __init__(self, size: int = 128, code: int = 128, widths: tuple[int, ...] = (16, 32, 48, 64)) -> None:
        super().__init__()
        self.cells = size // 2 ** len(widths)
        down: list[nn.Module] = []
        before = 1
        for width in widths:
            down += [nn.Conv2d(before, width, 4, stride=2, padding=1), ResidualBlock(width, width)]
            before = width
        self.down = nn.Sequential(*down)
        self.enter = nn.Linear(before * self.cells**2, code)
        self.leave = nn.Linear(code, before * self.cells**2)
        up: list[nn.Module] = []
        for width in (*reversed(widths[:-1]), 8):
            up += [nn.ConvTranspose2d(before, width, 2, stride=2)]
            up += [ResidualBlock(width, width)] if width > 8 else []
            before = width
        self.up = nn.Sequential(*up, group_norm(8), nn.SiLU(), nn.Conv2d(8, 1, 3, padding=1))

    def forward(self, image: Tensor) -> Tensor:
        """Reconstruct; nothing clamps here."""
        code = self.enter(self.down(image).flatten(1))
        return self.up(self.leave(code).view(len(image), -1, self.cells, self.cells))


def train_autoencoder(config: Config, pool: HealthyPool, stage: Stage) -> None:
    """Train on the healthy pool; no pseudo-anomaly is shown."""
    torch.manual_seed(config.seed)
    network = DenseAutoencoder(config.architecture.grid_size)

    def step(_: int) -> tuple[Tensor, dict[str, float]]:
        u, masks = healthy_batch(pool, stage.batch, config.rendered_share)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            restored = network(u[:, None].to(memory_format=torch.channels_last)).float()
        return brain_l1(u, restored[:, 0], masks), {}

    run_training(config, NAME, stage, {"autoencoder": network}, step)


def residual(network: nn.Module, u: NDArray[np.float32], batch: int = 32) -> NDArray[np.float32]:
    """|image - reconstruction| of model images [n, G, G]."""
    parts = []
    with torch.no_grad():
        for k in range(0, len(u), batch):
            image = torch.from_numpy(u[k : k + batch])[:, None]
            parts.append((image - network(image).clamp(0, 1)).abs()[:, 0].numpy())
    return np.concatenate(parts)
