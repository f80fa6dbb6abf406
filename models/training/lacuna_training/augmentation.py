"""Random changes of whole images, in batches of [B, H, W] float32 tensors.

Images of several sequences are [B, C, H, W]: `affine` moves all of them alike, and changes of intensity take
them as [B * C, H, W], so that every sequence is changed on its own.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def uniform(batch: int, low: float, high: float) -> Tensor:
    """[batch, 1, 1] uniform numbers."""
    return torch.rand(batch, 1, 1) * (high - low) + low


def smooth_noise(batch: int, cells: int, size: int) -> Tensor:
    """Smooth normal noise [batch, size, size]; `cells` knots a side, standard deviation near 0.6 to 1."""
    knots = torch.randn(batch, 1, cells, cells)
    return F.interpolate(knots, size=(size, size), mode="bicubic", align_corners=False)[:, 0]


def affine(
    images: list[Tensor], scale: tuple[float, float], degrees: float, shift: float, shear: float = 0.05
) -> list[Tensor]:
    """The same random scaling, rotation, shear, shift and left-right flip for every tensor of the list.

    `shift` is in parts of half the image; boolean masks stay masks; tensors are [B, H, W] or [B, C, H, W].
    """
    batch, size = len(images[0]), images[0].shape[-1]
    s, angle = uniform(batch, *scale), uniform(batch, -degrees, degrees) * math.pi / 180
    mirrored = torch.where(torch.rand(batch, 1, 1) < 0.5, -1.0, 1.0)
    skew = uniform(batch, -shear, shear)
    top = torch.cat([mirrored * s * angle.cos(), -s * angle.sin() + skew, uniform(batch, -shift, shift)], 2)
    bottom = torch.cat([mirrored * s * angle.sin(), s * angle.cos(), uniform(batch, -shift, shift)], 2)
    field = F.affine_grid(torch.cat([top, bottom], 1), (batch, 1, size, size), align_corners=False)
    out = []
    for image in images:
        channels = image.float().reshape(batch, -1, size, size)
        moved = F.grid_sample(channels, field, align_corners=False).reshape(image.shape)
        out.append(moved > 0.5 if image.dtype == torch.bool else moved)
    return out


def bias_field(images: Tensor, strength: float) -> Tensor:
    """Multiply by exp of smooth noise."""
    batch, size, _ = images.shape
    return images * torch.exp(uniform(batch, 0, strength) * smooth_noise(batch, 4, size))


def gamma(images: Tensor, low: float, high: float) -> Tensor:
    """Raise to a random power, keeping each image's maximum."""
    top = images.amax((1, 2), keepdim=True).clamp_min(1e-6)
    power = torch.exp(uniform(len(images), math.log(low), math.log(high)))
    return top * (images / top).clamp_min(0) ** power


def random_curve(images: Tensor, knots: int = 6) -> Tensor:
    """Grey values through a random piecewise linear curve per image: another order of the tissues.

    0 stays 0; values above each image's 99th percentile share the last knot.
    """
    batch = len(images)
    curve = torch.cat([torch.zeros(batch, 1), torch.rand(batch, knots)], 1)
    top = images.flatten(1).quantile(0.99, 1).clamp_min(1e-6).view(batch, 1, 1)
    position = (images / top).clamp(0, 1) * knots
    cell = position.floor().clamp(max=knots - 1).long()
    low, high = (curve.gather(1, (cell + k).flatten(1)).view_as(images) for k in (0, 1))
    return torch.lerp(low, high, position - cell)


def blur(images: Tensor, probability: float) -> Tensor:
    """Some images through a 3x3 binomial filter once or twice."""
    kernel = torch.tensor([1.0, 2.0, 1.0])
    kernel = (kernel[:, None] * kernel)[None, None] / 16
    for _ in range(2):
        blurred = F.conv2d(images[:, None], kernel, padding=1)[:, 0]
        images = torch.where(torch.rand(len(images), 1, 1) < probability, blurred, images)
    return images


def grow(masks: Tensor, most: int) -> Tensor:
    """Each boolean mask dilated or eroded by 0 .. `most` pixels (mask errors)."""
    change = torch.randint(-most, most + 1, (len(masks), 1, 1))
    out = masks.float()
    grown, shrunk = out, out
    for k in range(1, most + 1):
        grown = F.max_pool2d(grown[:, None], 3, 1, 1)[:, 0]
        shrunk = -F.max_pool2d(-shrunk[:, None], 3, 1, 1)[:, 0]
        out = torch.where(change == k, grown, torch.where(change == -k, shrunk, out))
    return out > 0.5


def percentile_scale(images: Tensor, percent: float = 99) -> Tensor:
    """Divide by the percentile of the pixels above 0 and clip to 0..1, as the brain mask network's input."""
    out = torch.zeros_like(images)
    for i, image in enumerate(images):
        positive = image[image > 0]
        if len(positive):
            k = max(1, math.ceil(len(positive) * percent / 100))
            out[i] = (image / positive.kthvalue(k).values.clamp_min(1e-6)).clamp(0, 1)
    return out
