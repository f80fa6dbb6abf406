"""How a head is turned, scaled and bent: patient space to label-map voxels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .fields import smooth_field
from .grid import SliceGrid


@dataclass(frozen=True)
class PoseSpread:
    """Ranges of the random pose: standard deviations, degrees and mm; `scale` and `shear` are fractions."""

    pitch_degrees: float = 5.0
    turn_degrees: float = 2.0
    scale: float = 0.04
    shear: float = 0.015
    bend_mm: float = 2.5
    wobble_mm: float = 0.7
    flip: bool = True


def draw_affine(rng: np.random.Generator, spread: PoseSpread) -> np.ndarray:
    """Draw the matrix [3, 3] from patient (z, y, x), mm, to label-map voxels about the brain's middle."""
    angles = np.deg2rad([spread.turn_degrees, spread.turn_degrees, spread.pitch_degrees])
    angles = angles * rng.standard_normal(3).clip(-2, 2)
    matrix = np.eye(3)
    for axis, angle in enumerate(angles):
        a, b = [k for k in range(3) if k != axis]
        turn = np.eye(3)
        turn[a, a] = turn[b, b] = np.cos(angle)
        turn[a, b], turn[b, a] = -np.sin(angle), np.sin(angle)
        matrix = turn @ matrix
    stretch = np.diag(np.exp(spread.scale * rng.standard_normal(3).clip(-2, 2)))
    shear = np.eye(3) + spread.shear * rng.standard_normal((3, 3)).clip(-2, 2) * (1 - np.eye(3))
    matrix = matrix @ shear @ stretch
    if bool(rng.random() < 0.5) and spread.flip:
        matrix[:, 2] *= -1
    return matrix


def draw_bend(rng: np.random.Generator, grid: SliceGrid, layers: int, spread: PoseSpread) -> np.ndarray:
    """Draw the smooth displacement on the sampling grid.

    Parameters
    ----------
    rng : numpy.random.Generator
    grid : SliceGrid
    layers : int
        Sampling layers per slice.
    spread : PoseSpread

    Returns
    -------
    ndarray, float32 [3, slices * layers, size, size]
        Displacement (z, y, x) in label-map voxels (1 mm).
    """
    shape = (grid.slices * layers, grid.size, grid.size)
    spacing = (grid.spacing_mm / layers, grid.in_plane_mm, grid.in_plane_mm)
    fields = [
        spread.bend_mm * smooth_field(rng, shape, spacing, 45.0)
        + spread.wobble_mm * smooth_field(rng, shape, spacing, 18.0)
        for _ in range(3)
    ]
    return np.stack(fields)
