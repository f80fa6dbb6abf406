"""Candidate anomaly maps of the latent method, from one chain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from ..reference import upsample

F32 = NDArray[np.float32]


def flip_map(flips: F32, size: int) -> F32:
    """Mean over channels, enlarged bilinearly to the model grid: [N, C, g, g] to [N, size, size]."""
    mean = flips.mean(axis=1, dtype=np.float64).astype(np.float32)
    return np.stack([upsample(m, size) for m in mean])


def latent_maps(u: F32, decoded: F32, healthy: F32, flips: F32) -> dict[str, F32]:
    """Every kind of map, [N, G, G] each, not masked and not filtered.

    Parameters
    ----------
    u : [N, G, G]
        Model images.
    decoded : [N, G, G]
        D(x0): what the autoencoder makes of the code before any diffusion.
    healthy : [N, G, G]
        D(x0_hat): the reconstruction.
    flips : [N, C, g, g]
    """
    flip = flip_map(flips, u.shape[1])
    difference = (u.astype(np.float64) - healthy).astype(np.float32)
    decoder_side = (decoded - healthy).astype(np.float32)
    return {
        "flip probability": flip,
        "flip x intensity": flip * u,
        "squared difference": difference**2,
        "absolute difference": np.abs(difference),
        "brighter than reconstruction": np.maximum(difference, 0),
        "darker than reconstruction": np.maximum(-difference, 0),
        "decoder side |D(x0) - D(x0_hat)|": np.abs(decoder_side),
        "difference x intensity, 5 x 5 medians": np.abs(median5(difference)) * median5(u),
        "flip x absolute difference": flip * np.abs(difference),
        "flip x decoder side": flip * np.abs(decoder_side),
    }


def median5(maps: F32) -> F32:
    """5 x 5 median of each map."""
    return np.stack([ndimage.median_filter(m, 5, mode="nearest") for m in maps])
