"""Likeness of two images."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

F64 = NDArray[np.float64]


def _smooth(image: F64) -> F64:
    # Radius 5: the 11 x 11 window of the paper.
    return ndimage.gaussian_filter(image, 1.5, truncate=5 / 1.5, mode="reflect")


def ssim_map(a: NDArray[np.floating], b: NDArray[np.floating]) -> F64:
    """Structural similarity of two images [h, w] with values in 0..1 at every pixel (Wang et al. 2004).

    Gaussian window of 11 x 11 pixels with sigma 1.5, K1 = 0.01, K2 = 0.03, data range 1; edges are mirrored.
    """
    x, y = a.astype(np.float64), b.astype(np.float64)
    mx, my = _smooth(x), _smooth(y)
    vx, vy, covariance = _smooth(x * x) - mx**2, _smooth(y * y) - my**2, _smooth(x * y) - mx * my
    c1, c2 = 0.01**2, 0.03**2
    return (2 * mx * my + c1) * (2 * covariance + c2) / ((mx**2 + my**2 + c1) * (vx + vy + c2))
