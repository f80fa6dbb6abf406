"""Pseudo-anomalies: what healthy brain slices are spoiled with, so that networks learn what is foreign.

The shapes and contrasts follow what is known of FLAIR abnormalities in general (mostly bright, soft borders,
oedema that fades, texture, cores of another intensity, mass effect, any size), not any patient's lesion.
In images of several sequences the shape is the same in all, and the contrast is drawn for each.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from .augmentation import smooth_noise, uniform
from .sequence_contrast import SequenceContrasts

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
    """Push tissue away from where `centre_field` (1 inside, 0 far away) is high, in a share of the images.

    `images` are [B, C, H, W], `centre_field` [B, H, W].
    """
    batch, size = len(images), images.shape[-1]
    soft = F.interpolate(F.avg_pool2d(centre_field[:, None], 8), size=(size, size), mode="bilinear")
    soft = F.avg_pool2d(soft, 9, 1, 4)
    gy = (soft[:, 0].roll(-1, 1) - soft[:, 0].roll(1, 1)) * 0.5
    gx = (soft[:, 0].roll(-1, 2) - soft[:, 0].roll(1, 2)) * 0.5
    strength = uniform(batch, 0.3, 1.2) * (torch.rand(batch, 1, 1) < share)
    identity = torch.eye(2, 3).repeat(batch, 1, 1)
    field = F.affine_grid(identity, (batch, 1, size, size), align_corners=False)
    # Sampling from nearer the centre moves tissue outwards.
    shift = torch.stack([gx, gy], dim=3) * strength[..., None]
    return F.grid_sample(images, field + shift, align_corners=False)


def brain_medians(images: Tensor, masks: Tensor) -> Tensor:
    """Median of each channel of each brain, [B, C, 1, 1]; 0.4, the usual one, for an empty mask."""
    batch, channels = images.shape[:2]
    medians = [
        torch.stack([c[mask].median() if mask.any() else c.new_tensor(0.4) for c in image])
        for image, mask in zip(images, masks, strict=True)
    ]
    return torch.stack(medians).view(batch, channels, 1, 1)


def paint(
    images: Tensor, masks: Tensor, contrasts: SequenceContrasts, largest: float = 28.0
) -> tuple[Tensor, Tensor]:
    """Paint one abnormality into each image [B, C, H, W]; values stay in 0..1.

    Returns
    -------
    painted : Tensor [B, C, H, W]
    marks : float Tensor [B, H, W]
        1 where paint is visible in any channel; tissue that was only pushed aside does not count.
    """
    batch, channels, size, _ = images.shape
    blob, _ = distance_shape(masks, 1.6, largest)
    kind = torch.rand(batch, 1, 1)
    field = torch.where(kind < 0.35, infiltrate_shape(masks), blob)
    field = torch.where(kind < 0.12, spots_shape(masks), field)
    softness = torch.exp(uniform(batch, math.log(0.03), math.log(0.35)))
    moved = mass_effect(images, (field < 1).float(), 0.35)

    median = brain_medians(images, masks)
    # The first channel says where fluid and cortex are.
    gate = tissue_gate(moved[:, 0], median[:, 0])[:, None]
    field = field[:, None]
    alpha = torch.sigmoid((1 - field) / softness[:, None]) * gate
    change = contrasts.draw_change(batch)
    texture = smooth_noise(batch, _one_of(16, 24, 40, 64), size)[:, None]
    target = median * (1 + change + texture * channel_uniform(batch, channels, 0.0, 0.22))
    # Replacement hides the anatomy, addition lets it through.
    opacity = channel_uniform(batch, 1, 0.25, 1.0)
    inside = moved * (1 - opacity) + target * opacity
    added = moved + median * change * (1 + 0.3 * texture)
    inside = torch.where(torch.rand(batch, 1, 1, 1) < 0.4, added, inside)
    # Tissue of another patient, as it is or brighter.
    stranger = images.roll(1, 0) * (1 + channel_uniform(batch, channels, 0.0, 0.6))
    inside = torch.where(torch.rand(batch, 1, 1, 1) < 0.08, stranger, inside)
    # A rim of oedema: brighter on FLAIR, weaker, wider.
    halo = torch.sigmoid((1 + channel_uniform(batch, 1, 0.2, 0.8) - field) / 0.15) * gate
    halo = halo * (torch.rand(batch, 1, 1, 1) < 0.3)
    swollen = moved + median * contrasts.draw("halo", batch) * halo * (1 - alpha)
    # A core of another intensity (cyst, necrosis, bleeding).
    core = torch.sigmoid((channel_uniform(batch, 1, 0.3, 0.7) - field) / 0.08)
    core = core * (torch.rand(batch, 1, 1, 1) < 0.2)
    inside = inside * (1 - core) + median * channel_uniform(batch, channels, 0.1, 2.2) * core
    brain = masks[:, None]
    painted = torch.where(brain, (swollen * (1 - alpha) + inside * alpha).clamp(0, 1), images)

    difference = (painted - moved).abs()
    body = (alpha > 0.6) & brain
    # Paint that happens to equal the tissue under it still belongs to a body that is visible on the whole.
    seen = (difference * body).sum((2, 3), keepdim=True) / body.sum((2, 3), keepdim=True).clamp_min(1)
    # A reader draws a soft border near half of the change, not where the change begins.
    marks = (difference > (HALF * seen).clamp_min(VISIBLE)) & brain
    marks |= (halo > 0.5) & (difference > VISIBLE) & brain
    marks |= body & (seen > VISIBLE)
    marked = marks.any(1, keepdim=True).float()
    return painted, (F.avg_pool2d(marked, 3, 1, 1)[:, 0] > 0.5).float() * masks


def channel_uniform(batch: int, channels: int, low: float, high: float) -> Tensor:
    """[batch, channels, 1, 1] uniform numbers."""
    return torch.rand(batch, channels, 1, 1) * (high - low) + low


def spoil(
    images: Tensor, masks: Tensor, probability: float, channels: tuple[str, ...] = ("flair",)
) -> tuple[Tensor, Tensor]:
    """Paint one to three pseudo-anomalies into a share of the images.

    Parameters
    ----------
    images : Tensor [B, C, H, W], or [B, H, W] for one channel
        Normalised images u.
    masks : bool Tensor [B, H, W]
        Brain; nothing outside it is painted.
    probability : float
        Share of images that are spoiled.
    channels : tuple of str
        The sequences of the C channels.

    Returns
    -------
    spoiled : Tensor, as `images`
    target : float Tensor [B, H, W]
        1 where an image was changed visibly.
    """
    contrasts = SequenceContrasts.of(channels)
    spoiled = images.reshape(len(images), len(channels), *images.shape[-2:]).clone()
    target = torch.zeros(masks.shape)
    chosen = (torch.rand(len(images)) < probability).nonzero()[:, 0]
    while len(chosen):
        painted, marks = paint(spoiled[chosen], masks[chosen], contrasts)
        spoiled[chosen] = painted
        target[chosen] = torch.maximum(target[chosen], marks)
        chosen = chosen[torch.rand(len(chosen)) < 0.3]
    return spoiled.reshape(images.shape), target
