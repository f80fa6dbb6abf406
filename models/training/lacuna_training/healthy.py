"""Batches of healthy, normalised, brain-masked slices for both methods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from . import augmentation as aug
from .brain_mask_training import predict_masks
from .config import Config
from .dataset import load_rendered
from .excluded_slices import is_excluded
from .preprocessing import normalise

SMALLEST = 60  # brain pixels: fewer are not run at inference


@dataclass(frozen=True)
class HealthyPool:
    """Slices in units of their series' scale (2.5 medians of the brain), not clipped, with skull.

    Attributes
    ----------
    x : float16 Tensor [n, H, W]
    masks : bool Tensor [n, H, W]
    real : int
        The first `real` slices are real, the others rendered.
    """

    x: Tensor
    masks: Tensor
    real: int


def scale_by_owner(
    x: NDArray[np.generic], masks: NDArray[np.bool_], owner: NDArray[np.generic]
) -> NDArray[np.float16]:
    """Divide each series by 2.5 medians of its brain; a series without brain becomes 0."""
    out = np.zeros(x.shape, np.float16)
    for number in np.unique(owner):
        chosen = owner == number
        brain = x[chosen][masks[chosen]]
        if brain.size:
            scaled = x[chosen].astype(np.float32) / (2.5 * float(np.median(brain.astype(np.float64))))
            out[chosen] = np.clip(scaled, 0, 8)
    return out


def included(owner: NDArray[np.generic], names: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Which of the prepared slices are not on the list of excluded ones."""
    first = {number: int(np.argmax(owner == number)) for number in np.unique(owner)}
    return np.array([not is_excluded(str(names[k]), i - first[k]) for i, k in enumerate(owner)])


def load_pool(config: Config) -> HealthyPool:
    """Training pool: patients that are not held out, and the rendered heads."""
    z = np.load(config.cache / "lgg.npz")
    masks = np.load(config.cache / "lgg-masks.npz")["mask"]
    x = scale_by_owner(z["x"], masks, z["owner"])
    keep = ~z["held_out"][z["owner"]] & (masks.sum((1, 2)) >= SMALLEST)
    keep &= included(z["owner"], z["names"])
    path = config.cache / "rendered-masks.npz"
    rendered = load_rendered(config)
    if not path.exists():
        np.savez(path, mask=predict_masks(config, rendered["x"]))
    rendered_masks = np.load(path)["mask"]
    rx = scale_by_owner(rendered["x"], rendered_masks, rendered["owner"])
    rkeep = rendered_masks.sum((1, 2)) >= SMALLEST
    return HealthyPool(
        torch.from_numpy(np.concatenate([x[keep], rx[rkeep]])),
        torch.from_numpy(np.concatenate([masks[keep], rendered_masks[rkeep]])),
        int(keep.sum()),
    )


def held_out_images(config: Config) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Model images u [n, H, W] and masks of the held-out patients' slices."""
    z = np.load(config.cache / "lgg.npz")
    masks = np.load(config.cache / "lgg-masks.npz")["mask"]
    u = []
    chosen = z["held_out"][z["owner"]]
    for number in np.unique(z["owner"][chosen]):
        own = z["owner"] == number
        median = float(np.median(z["x"][own][masks[own]].astype(np.float64)))
        u += [
            normalise(x.astype(np.float32), m, median) for x, m in zip(z["x"][own], masks[own], strict=True)
        ]
    u, masks = np.stack(u), masks[chosen]
    enough = (masks.sum((1, 2)) >= SMALLEST) & included(z["owner"], z["names"])[chosen]
    return u[enough], masks[enough]


def healthy_batch(pool: HealthyPool, size: int, rendered_share: float) -> tuple[Tensor, Tensor]:
    """Augmented healthy images u [size, H, W] in 0..1 and their masks.

    Geometry, gain (a large abnormality moves the series' median), gamma, bias, sharpness, noise and the
    mask's border vary; what varies here must not be reported as anomalous.
    """
    rendered = torch.rand(size) < rendered_share
    real_index = torch.randint(pool.real, (size,))
    rendered_index = torch.randint(pool.real, len(pool.x), (size,))
    index = torch.where(rendered, rendered_index, real_index)
    x, masks = aug.affine([pool.x[index].float(), pool.masks[index]], (0.88, 1.14), 12, 0.06)
    changed = torch.rand(size, 1, 1) < 0.4
    masks = torch.where(changed, aug.grow(masks, 2), masks)
    x = aug.bias_field(x, 0.16) * torch.exp(aug.uniform(size, -0.25, 0.16))
    x = aug.blur(x, 0.2)
    x = x + torch.randn_like(x) * aug.uniform(size, 0, 0.02)
    x = 0.4 * (x.clamp_min(0) / 0.4) ** torch.exp(aug.uniform(size, -0.22, 0.22))
    return x.clamp(0, 1) * masks, masks
