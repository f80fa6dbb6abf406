"""A population without our brain mask: the head's outline, eroded.

Figures inside a predicted brain mask depend on that mask.  This population does not: the head is found by
its signal alone, and an erosion takes most of skull and scalp away.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

BACKGROUND = 0.08
"""Of the volume's 99th percentile of positive values; below it is air."""
EROSION_MM = 18.0


def head_outline(slices: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Largest 4-connected component above background of every slice [n, h, w], holes filled."""
    positive = slices[slices > 0]
    out = np.zeros(slices.shape, bool)
    if positive.size == 0:
        return out
    limit = BACKGROUND * float(np.percentile(positive, 99))
    for index, pixels in enumerate(slices):
        labels, count = ndimage.label(pixels > limit)
        if count:
            sizes = np.bincount(labels.ravel())
            sizes[0] = 0
            out[index] = ndimage.binary_fill_holes(labels == sizes.argmax())
    return out


def eroded(outline: NDArray[np.bool_], spacing_mm: tuple[float, float]) -> NDArray[np.bool_]:
    """Pixels more than `EROSION_MM` from outside in city-block distance, [n, h, w].

    On a grid of 2 mm this is nine erosions with the 4-connected cross, the rule of the first figures.
    """
    steps = round(EROSION_MM / min(spacing_mm))
    padded = np.pad(outline, ((0, 0), (1, 1), (1, 1)))
    near = [ndimage.distance_transform_cdt(s, metric="taxicab") > steps for s in padded]
    return np.stack(near)[:, 1:-1, 1:-1]
