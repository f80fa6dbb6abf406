"""The scanner: coil shading, motion, blur, Rician noise and a mild grey-scale bend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage as ndi

from .fields import smooth_field
from .grid import SliceGrid
from .motion import move


@dataclass(frozen=True)
class Acquisition:
    """Ranges of a draw.

    Attributes
    ----------
    shading : float
        Upper bound of the bias field's log amplitude.
    noise : tuple of float
        Range of the noise's standard deviation for 0.9 mm pixels, where white matter is 0.4.
    blur_mm : tuple of float
        Range of the in-plane blur's standard deviation.
    gamma : tuple of float
        Range of the exponent.
    coil : float
        Upper bound of the gain that the coil elements nearest to the head add at its surface, as a share:
        bright scalp at the back and the sides. 0 draws nothing.
    motion : float
        Share of scans with motion. 0 draws nothing.
    """

    shading: float = 0.12
    noise: tuple[float, float] = (0.006, 0.022)
    blur_mm: tuple[float, float] = (0.35, 0.7)
    gamma: tuple[float, float] = (0.9, 1.15)
    coil: float = 0.0
    motion: float = 0.0


#: As widely as scanners differ: what a network that must accept any of them is trained on.
VARIED = Acquisition(
    shading=0.35, noise=(0.004, 0.05), blur_mm=(0.3, 1.4), gamma=(0.8, 1.25), coil=0.9, motion=0.25
)


def acquire(rng: np.random.Generator, signal: np.ndarray, grid: SliceGrid, ranges: Acquisition) -> np.ndarray:
    """Turn noise-free slices into magnitude images.

    Parameters
    ----------
    rng : numpy.random.Generator
    signal : ndarray, float32 [slices, size, size]
    grid : SliceGrid
    ranges : Acquisition

    Returns
    -------
    ndarray, float32 [slices, size, size]
        Values >= 0.
    """
    spacing = (grid.spacing_mm, grid.in_plane_mm, grid.in_plane_mm)
    amplitude = ranges.shading * rng.uniform(0.2, 1.0)
    image = signal * np.exp(amplitude * smooth_field(rng, signal.shape, spacing, 110.0))
    if ranges.coil > 0:
        image = image * _coil_gain(rng, grid, ranges.coil * rng.random())
    slice_gain = 1 + 0.01 * rng.standard_normal((grid.slices, 1, 1), dtype=np.float32)
    image = image * slice_gain
    if ranges.motion > 0 and rng.random() < ranges.motion:
        image = move(rng, image, grid.in_plane_mm, rng.uniform(0.3, 1.2))
    blur = rng.uniform(*ranges.blur_mm) / grid.in_plane_mm
    sigma = (0.0, blur, blur)
    image = ndi.gaussian_filter(image, sigma, truncate=3.0)
    level = rng.uniform(*ranges.noise) * min(1.0, 0.9 / grid.in_plane_mm)
    image = _rician(rng, image, level)
    gamma = rng.uniform(*ranges.gamma)
    return (image / 0.4) ** np.float32(gamma) * np.float32(0.4)


def _coil_gain(rng: np.random.Generator, grid: SliceGrid, strength: float) -> np.ndarray:
    """Gain [slices, size, size] of a ring of elements: 1 in the middle, 1 + strength about 100 mm from it."""
    line = (np.arange(grid.size) - (grid.size - 1) / 2) * grid.in_plane_mm
    off = rng.uniform(-1, 1, 2) * (15.0, 25.0)  # the head lies nearer to some elements, mostly the rear ones
    across, back = line[None, :] - off[0], line[:, None] + abs(off[1])
    height = np.arange(grid.slices) * grid.spacing_mm
    crown = np.clip(height - height.max() + 60, 0, None)[:, None, None]
    radius = (across / 85.0) ** 2 + (back / 105.0) ** 2 + (crown / 75.0) ** 2
    return (1 + strength * np.minimum(radius, 2.0) ** 1.5).astype(np.float32)


def _rician(rng: np.random.Generator, image: np.ndarray, level: float) -> np.ndarray:
    """Magnitude of the signal plus complex Gaussian noise, slightly correlated between neighbours."""
    parts = [
        ndi.gaussian_filter(rng.standard_normal(image.shape, dtype=np.float32), (0, 0.5, 0.5), truncate=3.0)
        for _ in range(2)
    ]
    scale = np.float32(level) / parts[0].std()
    return np.hypot(image + scale * parts[0], scale * parts[1])
