"""DiffusionAD on many slices at once: the same draws and numbers as `Reference.pixel`, batched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..random import Key, normals
from ..reference import PixelSettings, Reference
from .batched_latent import BATCH

F32 = NDArray[np.float32]


@dataclass(frozen=True)
class PixelResult:
    """Anomaly probability and reconstruction in 0..1, each [N, G, G]; nothing is masked."""

    probability: F32
    reconstruction: F32


def reconstruct(reference: Reference, image: F32, keys: Sequence[Key], settings: PixelSettings) -> F32:
    """Guided one-step reconstructions [n, G, G] in -1..1 of images in -1..1."""
    n, s = reference.alpha_bar[settings.t_less_noisy], reference.alpha_bar[settings.t_noisier]
    count = image[0].size
    e1, e2 = (
        np.stack([normals(key, stream, count) for key in keys]).reshape(image.shape) for stream in (0, 1)
    )
    xn = (np.sqrt(n) * image + np.sqrt(1 - n) * e1).astype(np.float32)
    xs = (np.sqrt(s) * image + np.sqrt(1 - s) * e2).astype(np.float32)
    times = [settings.t_less_noisy] * len(xn) + [settings.t_noisier] * len(xs)
    both = np.concatenate([xn, xs])[:, None]
    predicted = reference.run("reconstructionSubnet", image=both, timestepEmbedding=reference.embed(*times))
    en, es = np.split(predicted[:, 0].astype(np.float64), 2)
    x0s = np.clip((xs - np.sqrt(1 - s) * es) / np.sqrt(s), -1, 1)
    guide = np.sqrt(n) * x0s + np.sqrt(1 - n) * en
    guided = en - np.sqrt(1 - n) * settings.guidance * (guide - xn)
    return np.clip((xn - np.sqrt(1 - n) * guided) / np.sqrt(n), -1, 1).astype(np.float32)


def segment(reference: Reference, image: F32, reconstruction: F32) -> F32:
    """Anomaly probability [n, G, G] of a pair."""
    pair = np.stack([image, reconstruction], axis=1)
    return reference.run("segmentationSubnet", imageAndReconstruction=pair)[:, 0]


def detect(reference: Reference, u: F32, keys: Sequence[Key], settings: PixelSettings) -> PixelResult:
    """Both subnets on model images u [N, G, G]."""
    maps, restored = [], []
    for k in range(0, len(u), BATCH):
        image = 2 * u[k : k + BATCH] - 1
        reconstruction = reconstruct(reference, image, keys[k : k + BATCH], settings)
        maps.append(segment(reference, image, reconstruction))
        restored.append((reconstruction + 1) / 2)
    return PixelResult(np.concatenate(maps), np.concatenate(restored))
