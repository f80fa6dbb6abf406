"""Smooth random fields on regular grids: uniform cubic B-splines over a coarse lattice of random values.

A field is the product of three small matrices with the lattice, so millions of samples cost a few
matrix products.
"""

from __future__ import annotations

import numpy as np


def spline_matrix(count: int, step: float, offset: float = 0.0) -> np.ndarray:
    """Cubic B-spline weights of `count` samples, `step` lattice cells apart.

    Returns
    -------
    ndarray, float32 [count, lattice]
        Rows sum to 1; `lattice` is just large enough for the last sample.
    """
    position = offset + step * np.arange(count)
    cell = np.floor(position).astype(int)
    t = position - cell
    lattice = int(cell.max()) + 4
    weights = np.zeros((count, lattice), np.float32)
    rows = np.arange(count)
    basis = (
        (1 - t) ** 3 / 6,
        (3 * t**3 - 6 * t**2 + 4) / 6,
        (-3 * t**3 + 3 * t**2 + 3 * t + 1) / 6,
        t**3 / 6,
    )
    for k, value in enumerate(basis):
        weights[rows, cell + k] = value
    return weights


#: Standard deviation of a cubic B-spline of unit white noise, averaged over the phase, per axis.
_AXIS_SD = 0.6924


def smooth_field(
    rng: np.random.Generator,
    shape: tuple[int, int, int],
    spacing_mm: tuple[float, float, float],
    scale_mm: float,
) -> np.ndarray:
    """Draw a smooth Gaussian field of mean 0 and standard deviation about 1.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the draw.
    shape : tuple of int
        Samples along each axis.
    spacing_mm : tuple of float
        Distance of samples along each axis, mm.
    scale_mm : float
        Distance of the lattice points, mm: about the size of one blob.

    Returns
    -------
    ndarray, float32 [shape]
    """
    phases = rng.random(3)
    matrices = [
        spline_matrix(n, d / scale_mm, float(p)) for n, d, p in zip(shape, spacing_mm, phases, strict=True)
    ]
    lattice = rng.standard_normal([m.shape[1] for m in matrices], dtype=np.float32) / _AXIS_SD**3
    field = np.tensordot(matrices[2], lattice, axes=(1, 2))  # [x, lz, ly]
    field = np.tensordot(matrices[1], field, axes=(1, 2))  # [y, x, lz]
    return np.ascontiguousarray(np.tensordot(matrices[0], field, axes=(1, 2)))  # [z, y, x]
