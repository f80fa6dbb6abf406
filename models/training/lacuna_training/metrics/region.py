"""AUPRO: overlap with each region of the truth, every region counting the same however small it is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

_EIGHT = ndimage.generate_binary_structure(2, 2)


def label_regions(truth: NDArray[np.bool_]) -> NDArray[np.int32]:
    """8-connected regions of every slice of [n, h, w], numbered from 1 through all slices; 0 is healthy."""
    out = np.zeros(truth.shape, np.int32)
    total = 0
    for index, mask in enumerate(truth):
        labels, count = ndimage.label(mask, _EIGHT)
        out[index] = np.where(labels > 0, labels + total, 0)
        total += count
    return out


def aupro(regions: NDArray[np.integer], scores: NDArray[np.floating], limit: float = 0.3) -> float | None:
    """Area under (false positive rate, mean share of a region that is reached), up to `limit`, over `limit`.

    Bergmann et al. 2021 (MVTec AD), as in anomalib: the curve is linear between thresholds and is cut at
    `limit`.  Since every pixel of a region of size s among k regions adds 1 / (s k), this is a partial area
    under a weighted ROC curve, and exact: every distinct score is a threshold.

    Parameters
    ----------
    regions : int [n]
        Region of each pixel, 0 for a healthy one.
    scores : float [n]

    Returns
    -------
    None without regions or without healthy pixels.
    """
    sizes = np.bincount(regions)
    sizes[0] = 0
    kinds = int((sizes > 0).sum())
    healthy = regions == 0
    if kinds == 0 or not healthy.any():
        return None
    share = np.zeros(len(sizes))
    share[sizes > 0] = 1 / (sizes[sizes > 0] * kinds)
    order = np.argsort(-scores, kind="stable")
    last = np.append(np.diff(scores[order]) != 0, True)
    rate = np.append(0.0, np.cumsum(healthy[order])[last] / healthy.sum())
    overlap = np.append(0.0, np.cumsum(share[regions[order]])[last])
    inside = rate <= limit
    x, y = rate[inside], overlap[inside]
    if not inside.all():
        cut = int(inside.argmin())
        step = (limit - rate[cut - 1]) / (rate[cut] - rate[cut - 1])
        x = np.append(x, limit)
        y = np.append(y, overlap[cut - 1] + step * (overlap[cut] - overlap[cut - 1]))
    return float(np.trapezoid(y, x) / limit)
