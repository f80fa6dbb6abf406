"""Contact sheets of slices for looking at."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage


def _grey(image: NDArray[np.floating], top: float | None) -> NDArray[np.uint8]:
    top = top or max(float(np.percentile(image, 99.5)), 1e-6)
    return np.repeat((np.clip(image / top, 0, 1) * 255).astype(np.uint8)[..., None], 3, axis=2)


def tile(images: list[NDArray[np.uint8]], columns: int) -> NDArray[np.uint8]:
    """Equal RGB images side by side, black where the last row ends."""
    rows = -(-len(images) // columns)
    blank = np.zeros_like(images[0])
    images = images + [blank] * (rows * columns - len(images))
    return np.concatenate(
        [np.concatenate(images[r * columns : (r + 1) * columns], 1) for r in range(rows)], 0
    )


def overlay_sheet(
    path: Path, images: NDArray[np.floating], masks: NDArray[np.bool_], columns: int = 12
) -> None:
    """Slices [n, h, w] with the outline of their masks in red."""
    tiles = []
    for image, mask in zip(images, masks, strict=True):
        rgb = _grey(image, None)
        rgb[mask & ~ndimage.binary_erosion(mask)] = (255, 40, 40)
        tiles.append(rgb)
    Image.fromarray(tile(tiles, columns)).save(path)


def rows_sheet(path: Path, rows: list[NDArray[np.floating]]) -> None:
    """One row per array [n, h, w] with values in 0..1."""
    tiles = [_grey(image, 1.0) for row in rows for image in row]
    Image.fromarray(tile(tiles, len(rows[0]))).save(path)
