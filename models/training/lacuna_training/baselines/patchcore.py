"""PatchCore (Roth et al. 2022): distance of a patch's features to a coreset of healthy ones."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from scipy import ndimage
from torch import Tensor

from ..healthy import HealthyPool
from .backbone import Backbone

PATCHES_A_SLICE, CORESET, PROJECTED = 40, 4000, 24
SMOOTHING = 2.0  # pixels of the model grid; the paper smooths 224-pixel maps with sigma 4


def coreset(points: Tensor, count: int, seed: int) -> Tensor:
    """Indices of a greedy k-centre selection (each next point is the farthest from those chosen).

    Distances are taken in a random projection, as in the paper.
    """
    generator = torch.Generator().manual_seed(seed)
    projection = torch.randn(points.shape[1], PROJECTED, generator=generator) / PROJECTED**0.5
    low = points @ projection
    chosen = [int(torch.randint(len(low), (), generator=generator))]
    nearest = ((low - low[chosen[0]]) ** 2).sum(1)
    for _ in range(min(count, len(low)) - 1):
        chosen.append(int(nearest.argmax()))
        nearest = torch.minimum(nearest, ((low - low[chosen[-1]]) ** 2).sum(1))
    return torch.tensor(chosen)


@dataclass(frozen=True)
class PatchMemory:
    """Healthy features [m, D], standardised by `mean` and `scale` [D]."""

    bank: Tensor
    mean: Tensor
    scale: Tensor

    def distances(self, features: Tensor, batch: int = 4096) -> Tensor:
        """Distance of each feature [n, D] to the nearest one of the memory, [n]."""
        x = (features - self.mean) / self.scale
        parts = [torch.cdist(x[k : k + batch], self.bank).amin(1) for k in range(0, len(x), batch)]
        return torch.cat(parts) if parts else x.new_zeros(0)


def patch_features(network: Backbone, u: Tensor, masks: Tensor) -> tuple[Tensor, Tensor]:
    """Features [n, D] of the cells at half of the grid that lie in the brain, and the cells [N, g, g]."""
    with torch.no_grad():
        features = network.features(u[:, None])
    cells = F.avg_pool2d(masks.float()[:, None], 2)[:, 0] >= 0.5
    return features.permute(0, 2, 3, 1)[cells], cells


def build_memory(network: Backbone, pool: HealthyPool, seed: int, batch: int = 32) -> PatchMemory:
    """Memory of the pool's real slices, unaugmented."""
    generator = torch.Generator().manual_seed(seed)
    parts = []
    for k in range(0, pool.real, batch):
        masks = pool.masks[k : min(k + batch, pool.real)]
        u = pool.x[k : min(k + batch, pool.real)].float().clamp(0, 1) * masks
        features, _ = patch_features(network, u, masks)
        parts.append(features[torch.randperm(len(features), generator=generator)[: len(u) * PATCHES_A_SLICE]])
    points = torch.cat(parts)
    mean, scale = points.mean(0), points.std(0).clamp_min(1e-6)
    points = (points - mean) / scale
    return PatchMemory(points[coreset(points, CORESET, seed)], mean, scale)


def patchcore_map(
    network: Backbone, memory: PatchMemory, u: NDArray[np.float32], masks: NDArray[np.bool_], batch: int = 16
) -> NDArray[np.float32]:
    """Smoothed distances [n, G, G] of model images, 0 outside the brain."""
    out = np.zeros(u.shape, np.float32)
    for k in range(0, len(u), batch):
        image, mask = torch.from_numpy(u[k : k + batch]), torch.from_numpy(masks[k : k + batch])
        features, cells = patch_features(network, image, mask)
        values = torch.zeros(cells.shape)
        values[cells] = memory.distances(features)
        fine = F.interpolate(values[:, None], size=u.shape[1:], mode="bilinear")[:, 0].numpy()
        smooth = np.stack([ndimage.gaussian_filter(v, SMOOTHING) for v in fine])
        out[k : k + batch] = smooth * masks[k : k + batch]
    return out
