"""Pseudo-anomalies: what healthy brain slices are spoiled with, so that networks learn what is foreign.

The shapes and contrasts follow what is known of FLAIR abnormalities in general (mostly bright, soft borders,
oedema that fades, texture, cores of another intensity, mass effect, any size), not any patient's lesion.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from .augmentation import smooth_noise, uniform

# A changed pixel counts as anomalous from a tenth of the normal brain's median on (u = 0.4): less is noise.
VISIBLE = 0.04
HALF = 0.4


def _one_of(*options: int) -> int:
    """One option for the whole batch: a single interpolation is what keeps painting cheap."""
    return options[int(torch.randint(len(options), ()))]


def random_centres(masks: Tensor) -> tuple[Tensor, Tensor]:
    """A random pixel inside each mask as (row, column), each [B, 1, 1]; the middle for an empty mask."""
    batch, height, width = masks.shape
    weight = masks.float().flatten(1) + 1e-9
    index = torch.multinomial(weight, 1)
    return (index // width).view(batch, 1, 1).float(), (index % width).view(batch, 1, 1).float()


def distance_shape(masks: Tensor, smallest: float, largest: float) -> tuple[Tensor, Tensor]:
    """Deformed ellipses around random centres.

    Returns
    -------
    field : [B, H, W]
        Below 1 inside, in units of the radius.
    radius : [B, 1, 1]
        In pixels, log-uniform.
    """
    batch, size, _ = masks.shape
    row, column = random_centres(masks)
    radius = torch.exp(uniform(batch, math.log(smallest), math.log(largest)))
    y, x = torch.meshgrid(torch.arange(float(size)), torch.arange(float(size)), indexing="ij")
    angle, stretch = uniform(batch, 0, math.pi), torch.exp(uniform(batch, -0.6, 0.6))
    dy, dx = y - row, x - column
    along = (dx * angle.cos() + dy * angle.sin()) * stretch
    across = (dy * angle.cos() - dx * angle.sin()) / stretch
    ripple = smooth_noise(batch, _one_of(6, 8, 12, 18, 26), size)
    return torch.hypot(along, across) / radius + ripple * uniform(batch, 0.05, 0.5), radius


def infiltrate_shape(masks: Tensor) -> Tensor:
    """Field below 1 where smooth noise is high near a random centre: tongues and separate spots."""
    batch, size, _ = masks.shape
    row, column = random_centres(masks)
    y, x = torch.meshgrid(torch.arange(float(size)), torch.arange(float(size)), indexing="ij")
    reach = uniform(batch, 12, 34)
    near = torch.exp(-(((y - row) ** 2 + (x - column) ** 2) / (2 * reach**2)))
    noise = smooth_noise(batch, _one_of(8, 12, 16, 24), size)
    return 1.9 - near * (1.0 + 0.8 * noise)


def spots_shape(masks: Tensor) -> Tensor:
    """Field below 1 in several small spots scattered around a random centre, as small-vessel lesions are."""
    batch, size, _ = masks.shape
    row, column = random_centres(masks)
    y, x = torch.meshgrid(torch.arange(float(size)), torch.arange(float(size)), indexing="ij")
    near = torch.exp(-(((y - row) ** 2 + (x - column) ** 2) / (2 * uniform(batch, 8, 40) ** 2)))
    noise = smooth_noise(batch, _one_of(26, 34, 44), size)
    return 1 - 2 * (noise * near - uniform(batch, 0.5, 1.1))


def tissue_gate(images: Tensor, median: Tensor) -> Tensor:
    """1 where an abnormality may be [B, H, W]: some spare fluid, some keep to the darker white matter."""
    batch = len(images)
    smooth = F.avg_pool2d(images[:, None], 3, 1, 1, count_include_pad=False)[:, 0] / median.clamp_min(1e-3)
    draw = torch.rand(batch, 1, 1)
    no_fluid = torch.sigmoid((smooth - uniform(batch, 0.5, 0.9)) / 0.06)
    no_cortex = torch.sigmoid((uniform(batch, 1.0, 1.2) - smooth) / 0.06)
    gate = torch.where(draw < 0.35, no_fluid, torch.ones_like(images))
    return torch.where(draw < 0.12, gate * no_cortex, gate)


def mass_effect(images: Tensor, centre_field: Tensor, share: float) -> Tensor:
    """Push tissue away from where `centre_field` (1 inside, 0 far away) is high, in a share of the images."""
    batch, size, _ = images.shape
    soft = F.interpolate(F.avg_pool2d(centre_field[:, None], 8), size=(size, size), mode="bilinear")
    soft = F.avg_pool2d(soft, 9, 1, 4)
    gy = (soft[:, 0].roll(-1, 1) - soft[:, 0].roll(1, 1)) * 0.5
    gx = (soft[:, 0].roll(-1, 2) - soft[:, 0].roll(1, 2)) * 0.5
    strength = uniform(batch, 0.3, 1.2) * (torch.rand(batch, 1, 1) < share)
    identity = torch.eye(2, 3).repeat(batch, 1, 1)
    field = F.affine_grid(identity, (batch, 1, size, size), align_corners=False)
    # Sampling from nearer the centre moves tissue outwards.
    shift = torch.stack([gx, gy], dim=3) * strength[..., None]
    return F.grid_sample(images[:, None], field + shift, align_corners=False)[:, 0]


def paint(images: Tensor, masks: Tensor, largest: float = 28.0) -> tuple[Tensor, Tensor]:
    """Paint one abnormality into each image; values stay in 0..1.

    Returns
    -------
    painted : Tensor [B, H, W]
    marks : float Tensor [B, H, W]
        1 where paint is visible; tissue that was only pushed aside does not count.
    """
    batch, size, _ = images.shape
    blob, _ = distance_shape(masks, 1.6, largest)
    kind = torch.rand(batch, 1, 1)
    field = torch.where(kind < 0.35, infiltrate_shape(masks), blob)
    field = torch.where(kind < 0.12, spots_shape(masks), field)
    softness = torch.exp(uniform(batch, math.log(0.03), math.log(0.35)))
    moved = mass_effect(images, (field < 1).float(), 0.35)

    pairs = zip(images, masks, strict=True)
    median = torch.stack([i[m].median() if m.any() else i.new_tensor(0.4) for i, m in pairs])
    median = median.view(batch, 1, 1)
    gate = tissue_gate(moved, median)
    alpha = torch.sigmoid((1 - field) / softness) * gate
    bright = torch.rand(batch, 1, 1) < 0.8
    change = torch.where(bright, uniform(batch, 0.15, 1.3), -uniform(batch, 0.3, 0.95))
    texture = smooth_noise(batch, _one_of(16, 24, 40, 64), size)
    target = median * (1 + change + texture * uniform(batch, 0.0, 0.22))
    # Replacement hides the anatomy, addition lets it through.
    opacity = uniform(batch, 0.25, 1.0)
    inside = moved * (1 - opacity) + target * opacity
    inside = torch.where(torch.rand(batch, 1, 1) < 0.4, moved + median * change * (1 + 0.3 * texture), inside)
    # Tissue of another patient, as it is or brighter.
    stranger = images.roll(1, 0) * (1 + uniform(batch, 0.0, 0.6))
    inside = torch.where(torch.rand(batch, 1, 1) < 0.08, stranger, inside)
    # A rim of oedema: brighter, weaker, wider.
    halo = torch.sigmoid((1 + uniform(batch, 0.2, 0.8) - field) / 0.15) * gate
    halo = halo * (torch.rand(batch, 1, 1) < 0.3)
    swollen = moved + median * uniform(batch, 0.15, 0.6) * halo * (1 - alpha)
    # A core of another intensity (cyst, necrosis, bleeding).
    core = torch.sigmoid((uniform(batch, 0.3, 0.7) - field) / 0.08) * (torch.rand(batch, 1, 1) < 0.2)
    inside = inside * (1 - core) + median * uniform(batch, 0.1, 2.2) * core
    painted = torch.where(masks, (swollen * (1 - alpha) + inside * alpha).clamp(0, 1), images)

    difference = (painted - moved).abs()
    body = (alpha > 0.6) & masks
    # Paint that happens to equal the tissue under it still belongs to a body that is visible on the whole.
    change = (difference * body).sum((1, 2), keepdim=True) / body.sum((1, 2), keepdim=True).clamp_min(1)
    # A reader draws a soft border near half of the change, not where the change begins.
    marks = (difference > (HALF * change).clamp_min(VISIBLE)) & masks
    marks |= (halo > 0.5) & (difference > VISIBLE) & masks
    marks |= body & (change > VISIBLE)
    return painted, (F.avg_pool2d(marks.float()[:, None], 3, 1, 1)[:, 0] > 0.5).float() * masks


def spoil(images: Tensor, masks: Tensor, probability: float) -> tuple[Tensor, Tensor]:
    """Paint one to three pseudo-anomalies into a share of the images.

    Parameters
    ----------
    images : Tensor [B, H, W]
        Normalised images u.
    masks : bool Tensor [B, H, W]
        Brain; nothing outside it is painted.
    probability : float
        Share of images that are spoiled.

    Returns
    -------
    spoiled : Tensor [B, H, W]
    target : float Tensor [B, H, W]
        1 where an image was changed visibly.
    """
    spoiled, target = images.clone(), torch.zeros_like(images)
    chosen = (torch.rand(len(images)) < probability).nonzero()[:, 0]
    while len(chosen):
        painted, marks = paint(spoiled[chosen], masks[chosen])
        spoiled[chosen] = painted
        target[chosen] = torch.maximum(target[chosen], marks)
        chosen = chosen[torch.rand(len(chosen)) < 0.3]
    return spoiled, target
