"""From source pixels to the model grid and back; numbers as in the TypeScript core (to 1e-6).

Slices are axial and shown radiologically: columns run to the patient's left, rows to the back.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
Bool = NDArray[np.bool_]

_FOUR = ndimage.generate_binary_structure(2, 1)
_EIGHT = ndimage.generate_binary_structure(2, 2)


@dataclass(frozen=True)
class Grid:
    """The square model grid: pixels per side and pixel size; its centre is the slice's physical centre."""

    size: int = 128
    spacing_mm: float = 2.0


class NoBrainError(ValueError):
    """The series has too few brain pixels for an intensity scale."""


def resampling_matrix(count: int, spacing_mm: float, grid: Grid) -> F64:
    """Weights [grid.size, count] of one axis: tent filter of half-width max(1, grid/source spacing).

    A row is normalised by the whole tent at its phase, so pixels outside the image count as 0.
    """
    ratio = grid.spacing_mm / spacing_mm
    half_width = max(1.0, ratio)
    centres = (np.arange(grid.size) - (grid.size - 1) / 2) * ratio + (count - 1) / 2
    # The full tent reaches beyond the image; sum it over every integer it touches.
    first = np.ceil(centres - half_width)
    steps = np.arange(int(np.ceil(2 * half_width)) + 2)
    tent = np.maximum(0.0, 1.0 - np.abs(first[:, None] + steps - centres[:, None]) / half_width)
    inside = np.maximum(0.0, 1.0 - np.abs(np.arange(count) - centres[:, None]) / half_width)
    return inside / tent.sum(axis=1, keepdims=True)


def back_matrix(count: int, spacing_mm: float, grid: Grid) -> F64:
    """Weights [count, grid.size] of one axis for the way back: bilinear, 0 outside the grid."""
    positions = (np.arange(count) - (count - 1) / 2) * (spacing_mm / grid.spacing_mm) + (grid.size - 1) / 2
    return np.maximum(0.0, 1.0 - np.abs(np.arange(grid.size) - positions[:, None]))


def to_grid(pixels: NDArray[np.generic], spacing_mm: tuple[float, float], grid: Grid) -> F32:
    """Resample a canonical slice [rows, columns] to the grid; negative values count as 0.

    `spacing_mm` is (between rows, between columns).
    """
    source = np.maximum(pixels.astype(np.float64), 0.0)
    rows = resampling_matrix(source.shape[0], spacing_mm[0], grid)
    columns = resampling_matrix(source.shape[1], spacing_mm[1], grid)
    return (rows @ source @ columns.T).astype(np.float32)


def from_grid(
    values: NDArray[np.generic], shape: tuple[int, int], spacing_mm: tuple[float, float], grid: Grid
) -> F32:
    """Interpolate grid values bilinearly at the source pixels of a canonical slice; 0 outside the grid."""
    rows = back_matrix(shape[0], spacing_mm[0], grid)
    columns = back_matrix(shape[1], spacing_mm[1], grid)
    return (rows @ values.astype(np.float64) @ columns.T).astype(np.float32)


def percentile_of_positive(values: NDArray[np.generic], percent: float) -> float:
    """Linear percentile of the values above 0, 0 if there are none."""
    positive = np.sort(values[values > 0].astype(np.float64))
    if positive.size == 0:
        return 0.0
    position = (positive.size - 1) * percent / 100.0
    low = int(np.floor(position))
    high = min(low + 1, positive.size - 1)
    return float(positive[low] + (positive[high] - positive[low]) * (position - low))


def brain_mask_input(x: F32, percentile: float = 99) -> F32 | None:
    """Input of the brain mask network: clip(x / p99, 0, 1); None for a slice without positive pixels."""
    scale = percentile_of_positive(x, percentile)
    if scale <= 0:
        return None
    return np.clip(x.astype(np.float64) / scale, 0.0, 1.0).astype(np.float32)


def drop_small(mask: Bool, pixel_area_mm2: float, min_area_mm2: float, eight: bool = False) -> Bool:
    """Remove 4- (or 8-) connected components smaller than an area."""
    labels, count = ndimage.label(mask, _EIGHT if eight else _FOUR)
    areas = np.bincount(labels.ravel(), minlength=count + 1) * pixel_area_mm2
    keep = areas >= min_area_mm2
    keep[0] = False
    return keep[labels]


def clean_brain_mask(probability: F32, grid: Grid, threshold: float = 0.5, min_area_mm2: float = 400) -> Bool:
    """Brain mask of a slice: above the threshold, small components dropped, then holes filled."""
    mask = drop_small(probability > threshold, grid.spacing_mm**2, min_area_mm2)
    return ndimage.binary_fill_holes(mask, _FOUR)


def sample_indices(count: int, samples: int) -> list[int]:
    """Evenly spaced slice indices for the intensity scale, half rounded up; one sample: the middle slice."""
    k = min(count, samples)
    if k == 1:
        return [(count - 1) // 2]
    return [int(np.floor(i * (count - 1) / (k - 1) + 0.5)) for i in range(k)]


def series_median(slices: list[F32], masks: list[Bool], min_pixels: int = 200) -> float:
    """Median over all brain pixels of the sampled grid slices.

    Raises
    ------
    NoBrainError
        If fewer than `min_pixels` brain pixels were found, or their median is 0.
    """
    pixels = np.concatenate([x[m] for x, m in zip(slices, masks, strict=True)]).astype(np.float64)
    if pixels.size < min_pixels:
        raise NoBrainError(f"{pixels.size} brain pixels in the sampled slices, {min_pixels} are needed")
    median = float(np.median(pixels))
    if not median > 0:
        raise NoBrainError("the median brain intensity is 0")
    return median


def normalise(x: F32, mask: Bool, median: float, scale: float = 2.5) -> F32:
    """Model image u = clip(x / (scale * median), 0, 1) inside the mask, 0 outside."""
    return (np.clip(x.astype(np.float64) / (scale * median), 0.0, 1.0) * mask).astype(np.float32)


def threshold_mask(
    anomaly_map: F32, spacing_mm: tuple[float, float], threshold: float, min_area_mm2: float
) -> Bool:
    """Candidate regions: map >= threshold and > 0, 8-connected components below an area dropped."""
    above = (anomaly_map >= threshold) & (anomaly_map > 0)
    return drop_small(above, spacing_mm[0] * spacing_mm[1], min_area_mm2, eight=True)


def slice_score(grid_map: F32, largest: int = 50) -> float:
    """Score of a slice: mean of the 50 largest map pixels on the model grid."""
    values = np.sort(grid_map.ravel().astype(np.float64))[-largest:]
    return float(values.mean())
