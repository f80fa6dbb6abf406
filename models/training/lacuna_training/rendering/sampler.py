"""Reads a painted head at the voxels of a slice stack, averaging over each voxel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage as ndi

from .grid import SliceGrid
from .head import Head
from .lesions import Lesion, mass_effect


@dataclass(frozen=True)
class Sampled:
    """Arrays [slices, size, size]: means of the signals, brain mask, label at the centre, lesion index."""

    signals: list[np.ndarray]
    brain: np.ndarray
    labels: np.ndarray
    marks: np.ndarray | None


@dataclass(frozen=True)
class Placement:
    """Where the voxels of a stack lie in a head.

    Attributes
    ----------
    head : Head
    matrix : ndarray [3, 3]
        From patient (z, y, x), mm, to label-map voxels about the head's centre.
    grid : SliceGrid
    bend : ndarray, float32 [3, slices * layers, size, size]
        Added displacement, label-map voxels; its length sets the samples through a slice.
    split : int
        Samples per pixel side.
    lesions : sequence of Lesion
        Their mass effect bends the picture too.
    """

    head: Head
    matrix: np.ndarray
    grid: SliceGrid
    bend: np.ndarray
    split: int
    lesions: Sequence[Lesion] = ()

    @property
    def layers(self) -> int:
        """Samples through a slice."""
        return self.bend.shape[1] // self.grid.slices

    def voxels(self, index: int) -> np.ndarray:
        """Label-map voxels (z, y, x) of slice `index`, float32 [3, layers, size * split, size * split]."""
        grid, layers, split = self.grid, self.layers, self.split
        n = grid.size * split
        line = (np.arange(n) - (split - 1) / 2) * (grid.in_plane_mm / split)
        depth = ((np.arange(layers) + 0.5) / layers - 0.5) * grid.thickness_mm
        start = self.matrix @ grid.position(index)[::-1] + self.head.centre
        normal, down, across = (
            self.matrix @ axis[::-1] for axis in (grid.normal, grid.column_axis, grid.row_axis)
        )
        bend = self.bend[:, index * layers : (index + 1) * layers].repeat(split, 2).repeat(split, 3)
        at = np.empty((3, layers, n, n), np.float32)
        for k in range(3):
            rows = np.add.outer(start[k] + depth * normal[k], line * down[k])
            at[k] = np.add.outer(rows, line * across[k]) + bend[k]
        return mass_effect(at, self.head, self.lesions)

    def mean(self, samples: np.ndarray) -> np.ndarray:
        """Average samples [layers, n, n] over voxels: [size, size]."""
        n, split = self.grid.size, self.split
        return samples.reshape(self.layers, n, split, n, split).mean((0, 2, 4), dtype=np.float32)


def sample(place: Placement, signals: Sequence[np.ndarray], marks: np.ndarray | None) -> Sampled:
    """Average each signal over voxels, vote on brain and lesions by half a voxel, read the labels."""
    shape = (place.grid.slices, place.grid.size, place.grid.size)
    head, half = place.head, place.split // 2
    centre = (place.layers // 2, slice(half, None, place.split), slice(half, None, place.split))
    images, brain = [np.empty(shape, np.float32) for _ in signals], np.empty(shape, bool)
    labels = np.empty(shape, np.int16)
    marked = None if marks is None else np.zeros(shape, np.uint8)
    last = np.array(head.tissue.shape).reshape(3, 1, 1, 1) - 1
    for index in range(place.grid.slices):
        at = place.voxels(index)
        for image, signal in zip(images, signals, strict=True):
            image[index] = place.mean(ndi.map_coordinates(signal, at, order=1, mode="constant", cval=0.0))
        nearest = np.rint(at).astype(np.int32)
        inside = ((nearest >= 0) & (nearest <= last)).all(0)
        z, y, x = np.clip(nearest, 0, last)
        brain[index] = place.mean(head.brain[z, y, x] & inside) >= 0.5
        labels[index] = np.where(inside, head.labels[z, y, x], 0)[centre]
        if marks is not None and marked is not None:
            found = np.where(inside, marks[z, y, x], 0)
            for number in range(1, len(place.lesions) + 1):
                marked[index][place.mean(found == number) >= 0.5] = number
    return Sampled(images, brain, labels, marked)
