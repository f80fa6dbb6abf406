"""A small backbone trained from scratch by restoring spoiled images (after Models Genesis, Zhou et al. 2019).

No pretrained network can be had offline, and none of natural images is needed: shuffled patches, erased boxes
and bent intensities teach what healthy tissue looks like in its surroundings.  No lesion-like paint is used,
so that the baseline stays one that never saw an anomaly.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .. import augmentation as aug
from ..autoencoder_training import brain_l1
from ..config import Config, Stage
from ..healthy import HealthyPool, healthy_batch
from ..networks import ResidualBlock
from ..training_loop import run_training

STAGE = Stage(seconds=300, batch=16, learning_rate=1e-3)
NAME = "baseline-backbone"


class Backbone(nn.Module):
    """Encoder with features at 1/2 and 1/4 of the grid, and the decoder that trains them."""

    def __init__(self, widths: tuple[int, int, int] = (32, 48, 64)) -> None:
        super().__init__()
        a, b, c = widths
        self.second = nn.Sequential(nn.Conv2d(1, a, 4, stride=2, padding=1), ResidualBlock(a, a))
        self.fourth = nn.Sequential(nn.Conv2d(a, b, 4, stride=2, padding=1), ResidualBlock(b, b))
        self.eighth = nn.Sequential(nn.Conv2d(b, c, 4, stride=2, padding=1), ResidualBlock(c, c))
        self.up = nn.Sequential(
            nn.ConvTranspose2d(c, b, 2, stride=2), ResidualBlock(b, b),
            nn.ConvTranspose2d(b, a, 2, stride=2), ResidualBlock(a, a),
            nn.ConvTranspose2d(a, 8, 2, stride=2), nn.SiLU(), nn.Conv2d(8, 1, 3, padding=1),
        )  # fmt: skip

    def features(self, image: Tensor) -> Tensor:
        """Locally averaged features of image patches, [N, widths[0] + widths[1], G/2, G/2]."""
        second = self.second(image)
        fourth = self.fourth(second)
        parts = [second, F.interpolate(fourth, scale_factor=2.0, mode="bilinear")]
        return torch.cat([F.avg_pool2d(p, 3, 1, 1, count_include_pad=False) for p in parts], dim=1)

    def forward(self, image: Tensor) -> Tensor:
        """Restored image [N, 1, G, G]."""
        return self.up(self.eighth(self.fourth(self.second(image))))


def disturb(images: Tensor) -> Tensor:
    """Shuffle small blocks, erase boxes, bend intensities; [B, G, G] in 0..1."""
    batch, size, _ = images.shape
    out = images ** torch.exp(aug.uniform(batch, -0.5, 0.5))
    # Shuffling: every pixel is taken from up to a few pixels away, inside soft patches.
    shift = torch.randint(-3, 4, (2, batch, size, size))
    rows, columns = torch.meshgrid(torch.arange(size), torch.arange(size), indexing="ij")
    taken = ((rows + shift[0]).clamp(0, size - 1) * size + (columns + shift[1]).clamp(0, size - 1)).flatten(1)
    shuffled = out.flatten(1).gather(1, taken).view_as(out)
    out = torch.where(aug.smooth_noise(batch, 10, size) > 0.6, shuffled, out)
    # Erasing: a few boxes filled with one value each.
    for _ in range(3):
        centre = torch.rand(2, batch, 1, 1) * size
        half = aug.uniform(batch, 3, 14), aug.uniform(batch, 3, 14)
        box = ((rows - centre[0]).abs() < half[0]) & ((columns - centre[1]).abs() < half[1])
        out = torch.where(box & (torch.rand(batch, 1, 1) < 0.7), torch.rand(batch, 1, 1), out)
    return out


def train_backbone(config: Config, pool: HealthyPool, stage: Stage) -> None:
    """Train on the healthy pool."""
    torch.manual_seed(config.seed)
    network = Backbone()

    def step(_: int) -> tuple[Tensor, dict[str, float]]:
        u, masks = healthy_batch(pool, stage.batch, config.rendered_share)
        spoiled = torch.where(masks, disturb(u), u)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            restored = network(spoiled[:, None].to(memory_format=torch.channels_last)).float()
        return brain_l1(u, restored[:, 0], masks), {}

    run_training(config, NAME, stage, {"backbone": network}, step)
