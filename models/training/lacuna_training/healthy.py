"""Batches of healthy, normalised, brain-masked slices for both methods."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from . import augmentation as aug
from .brain_mask_training import predict_masks
from .brain_masks import masked_set
from .config import Config
from .dataset import load_rendered
from .device import current_device
from .excluded_slices import is_excluded
from .prepared import Prepared
from .preprocessing import normalise

SMALLEST = 60  # brain pixels: fewer are not run at inference


@dataclass(frozen=True)
class HealthyPool:
    """Slices in units of their series' scale (2.5 medians of the brain), not clipped, with skull.

    Attributes
    ----------
    x : float16 Tensor [n, C, H, W], or [n, H, W] for one sequence
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
    """Divide each series [n, H, W] by 2.5 medians of its brain; a series without brain becomes 0."""
    out = np.zeros(x.shape, np.float16)
    for number in np.unique(owner):
        chosen = owner == number
        brain = x[chosen][masks[chosen]]
        median = float(np.median(brain.astype(np.float64))) if brain.size else 0.0
        if median > 0:
            out[chosen] = np.clip(x[chosen].astype(np.float32) / (2.5 * median), 0, 8)
    return out


def included(owner: NDArray[np.generic], names: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Which of the slices of `lgg.npz` are not on the list of excluded ones."""
    first = {number: int(np.argmax(owner == number)) for number in np.unique(owner)}
    return np.array([not is_excluded(str(names[k]), i - first[k]) for i, k in enumerate(owner)])


def usable(prepared: Prepared, masks: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Slices with enough brain that are not on the list of excluded ones, bool [n]."""
    pairs = zip(prepared.owner, prepared.index, strict=True)
    listed = np.array([is_excluded(str(prepared.names[k]), int(i)) for k, i in pairs], bool)
    return (masks.sum((1, 2)) >= SMALLEST) & ~listed


def rendered_part(config: Config) -> tuple[NDArray[np.float16], NDArray[np.bool_]]:
    """Rendered heads [n, 1, H, W] in units of their scale, and masks; nothing where their share is 0."""
    if config.rendered_share <= 0:
        a = config.architecture
        shape = (0, a.image_channels, a.grid_size, a.grid_size)
        return np.zeros(shape, np.float16), np.zeros((0, *shape[2:]), bool)
    path = config.cache / "rendered-masks.npz"
    rendered = load_rendered(config)
    if not path.exists():
        np.savez(path, mask=predict_masks(config, rendered["x"]))
    masks = np.load(path)["mask"]
    x = scale_by_owner(rendered["x"], masks, rendered["owner"])
    keep = masks.sum((1, 2)) >= SMALLEST
    return x[keep][:, None], masks[keep]


def load_pool(config: Config) -> HealthyPool:
    """Training pool: subjects that are not held out, and the rendered heads.

    Raises
    ------
    ValueError
        If no slice has enough brain.
    """
    prepared, masks = masked_set(config)
    keep = ~prepared.held_out[prepared.owner] & usable(prepared, masks)
    if not keep.any():
        raise ValueError("no prepared slice has enough brain: look at the brain masks (dataset.brain_mask)")
    x = prepared.x
    for channel in range(x.shape[1]):
        x[:, channel] = scale_by_owner(x[:, channel], masks, prepared.owner)
    x, masks = x[keep], masks[keep]
    rendered, rendered_masks = rendered_part(config)
    both = np.concatenate([x, rendered])
    return HealthyPool(
        torch.from_numpy(both[:, 0] if both.shape[1] == 1 else both).to(current_device()),
        torch.from_numpy(np.concatenate([masks, rendered_masks])).to(current_device()),
        int(keep.sum()),
    )


def held_out_images(config: Config) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Model images u [n, C, H, W] and masks of the held-out subjects' slices."""
    prepared, masks = masked_set(config)
    chosen = prepared.held_out[prepared.owner]
    enough = usable(prepared, masks)
    u = []
    for number in np.unique(prepared.owner[chosen]):
        own = prepared.owner == number
        brain = prepared.x[own].astype(np.float64).transpose(0, 2, 3, 1)[masks[own]]
        medians = np.median(brain, axis=0) if len(brain) else np.zeros(prepared.x.shape[1])
        for i in np.flatnonzero(own & enough):
            pairs = zip(prepared.x[i], medians, strict=True)
            u.append([normalise(c.astype(np.float32), masks[i], m if m > 0 else np.inf) for c, m in pairs])
    if not u:
        raise ValueError("no held-out slice has enough brain: hold out more subjects (held_out)")
    return np.array(u, np.float32), masks[chosen & enough]


def image_batch(pool: HealthyPool, size: int, rendered_share: float) -> tuple[Tensor, Tensor]:
    """Augmented healthy images u [size, C, H, W] in 0..1 and their masks.

    Geometry, gain (a large abnormality moves the series' median), gamma, bias, sharpness, noise and the
    mask's border vary, intensities for each sequence on its own; what varies here must not be reported as
    anomalous.
    """
    rendered = torch.rand(size) < rendered_share
    real_index = torch.randint(pool.real, (size,))
    rendered_index = torch.randint(min(pool.real, len(pool.x) - 1), len(pool.x), (size,))
    index = torch.where(rendered, rendered_index, real_index)
    x, masks = aug.affine([pool.x[index].float(), pool.masks[index]], (0.88, 1.14), 12, 0.06)
    changed = torch.rand(size, 1, 1) < 0.4
    masks = torch.where(changed, aug.grow(masks, 2), masks)
    # A sequence is changed as an image of its own.
    x = x.reshape(-1, *x.shape[-2:])
    count = len(x)
    x = aug.bias_field(x, 0.16) * torch.exp(aug.uniform(count, -0.25, 0.16))
    x = aug.blur(x, 0.2)
    x = x + torch.randn_like(x) * aug.uniform(count, 0, 0.02)
    x = 0.4 * (x.clamp_min(0) / 0.4) ** torch.exp(aug.uniform(count, -0.22, 0.22))
    return x.clamp(0, 1).view(size, -1, *x.shape[-2:]) * masks[:, None], masks


def healthy_batch(pool: HealthyPool, size: int, rendered_share: float) -> tuple[Tensor, Tensor]:
    """As `image_batch`, the first sequence alone [size, H, W]."""
    images, masks = image_batch(pool, size, rendered_share)
    return images[:, 0], masks
