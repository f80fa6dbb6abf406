"""Heads drawn from label maps as a clinical scanner would show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from scipy import ndimage as ndi

from .acquisition import Acquisition, acquire
from .contrast import draw_contrast
from .grid import SliceGrid, axial_grid
from .head import Head, load_head
from .lesions import Lesion, add_lesions, mass_effect
from .paint import paint, strip_skull
from .pose import PoseSpread, draw_affine, draw_bend


@dataclass(frozen=True)
class RenderedHead:
    """Slices feet to head, columns to the patient's left, rows to the back.

    Attributes
    ----------
    image : ndarray, float32 [slices, size, size]
        Magnitude signal >= 0; white matter near 0.4, fat near 0.9.
    brain_mask : ndarray, bool [slices, size, size]
    labels : ndarray, int16 [slices, size, size]
        SynthSeg labels at the pixel centres (sides are those of the label map, also when flipped).
    lesion_mask : ndarray, uint8 [slices, size, size], or None
        0, or the 1-based index of the lesion that fills at least half of the voxel.
    spacing : tuple of float
        Slice distance, row distance, column distance, mm.
    grid : SliceGrid
        Where the slices lie, LPS mm.
    """

    image: np.ndarray
    brain_mask: np.ndarray
    labels: np.ndarray
    lesion_mask: np.ndarray | None
    spacing: tuple[float, float, float]
    grid: SliceGrid


@dataclass(frozen=True)
class RenderSettings:
    """Ranges of the random draws."""

    pose: PoseSpread = PoseSpread()
    acquisition: Acquisition = Acquisition()
    softness_mm: float = 0.65
    sample_mm: float = 1.0


GridChoice = Callable[[Head, np.ndarray], SliceGrid]


class HeadRenderer:
    """Renders the label maps of one folder.

    Parameters
    ----------
    labelmap_dir : Path or str
        Folder with `training_seg_01.nii.gz` ...
    settings : RenderSettings
    cached_heads : int
        Heads kept in memory, about 20 MB each.

    Raises
    ------
    FileNotFoundError
        If the folder holds no label map.
    """

    def __init__(
        self, labelmap_dir: Path | str, settings: RenderSettings | None = None, cached_heads: int = 17
    ) -> None:
        self.folder = Path(labelmap_dir)
        self.settings = settings or RenderSettings()
        if not self.heads:
            raise FileNotFoundError(f"no training_seg_*.nii.gz in {self.folder}")
        self.head = lru_cache(maxsize=cached_heads)(self._load)

    @cached_property
    def heads(self) -> tuple[int, ...]:
        """Numbers of the heads in the folder, ascending."""
        names = self.folder.glob("training_seg_*.nii.gz")
        return tuple(sorted(int(p.name.removeprefix("training_seg_").split(".")[0]) for p in names))

    def _load(self, number: int) -> Head:
        return load_head(self.folder / f"training_seg_{number:02d}.nii.gz")

    def render(
        self,
        rng: np.random.Generator,
        head: int,
        contrast: str = "flair",
        thickness_mm: float = 5.0,
        in_plane_mm: float = 2.0,
        size: int = 128,
        with_skull: bool = True,
        lesions: Sequence[Lesion] | None = None,
        choose_grid: GridChoice | None = None,
    ) -> RenderedHead:
        """Render one draw.

        Parameters
        ----------
        rng : numpy.random.Generator
            The same state gives the same picture.
        head : int
            Number of the label map.
        contrast : str
            Only "flair".
        thickness_mm, in_plane_mm : float
            Slice thickness (= slice distance) and pixel size.
        size : int
            Rows = columns.
        with_skull : bool
            False leaves air around the brain mask.
        lesions : sequence of Lesion, optional
            Painted in this order; see :mod:`.lesions`.
        choose_grid : callable, optional
            Gets the head and the pose matrix, returns the slices; replaces the default axial stack.
        """
        anatomy = self.head(head)
        matrix = draw_affine(rng, self.settings.pose)
        if choose_grid is not None:
            grid = choose_grid(anatomy, matrix)
        else:
            grid = cover_brain(rng, anatomy, matrix, thickness_mm, in_plane_mm, size)
        tissue = anatomy.tissue if with_skull else strip_skull(anatomy.tissue, anatomy.brain)
        signal = paint(rng, tissue, draw_contrast(rng, contrast), self.settings.softness_mm)
        marks = add_lesions(rng, signal, anatomy, lesions) if lesions else None
        sampler = _Sampler(anatomy, matrix, grid, self.settings, rng, lesions or ())
        slices, brain, labels, marked = sampler.run(signal, marks)
        image = acquire(rng, slices, grid, self.settings.acquisition)
        spacing = (grid.spacing_mm, grid.in_plane_mm, grid.in_plane_mm)
        return RenderedHead(image.astype(np.float32), brain, labels, marked, spacing, grid)


def cover_brain(
    rng: np.random.Generator,
    head: Head,
    matrix: np.ndarray,
    thickness_mm: float,
    in_plane_mm: float,
    size: int,
) -> SliceGrid:
    """Axial slices from 10 mm below the brain to 6 mm above it, jittered by a slice and a few mm."""
    patient = brain_points(head, matrix)
    low, high = patient[:, 2].min() - 10.0, patient[:, 2].max() + 6.0
    left_back = (patient[:, :2].min(0) + patient[:, :2].max(0)) / 2 + rng.uniform(-6, 6, 2)
    return axial_grid(
        low - thickness_mm * float(rng.random()),
        high,
        size=size,
        in_plane_mm=in_plane_mm,
        spacing_mm=thickness_mm,
        thickness_mm=thickness_mm,
        centre_lp=(float(left_back[0]), float(left_back[1])),
    )


def brain_points(head: Head, matrix: np.ndarray) -> np.ndarray:
    """Positions (L, P, S) in patient space, mm, of a sparse set of brain voxels."""
    voxels = np.argwhere(head.brain[::4, ::4, ::4]) * 4 - head.centre
    return (voxels @ np.linalg.inv(matrix).T)[:, ::-1]


class _Sampler:
    """Walks the slices: where each sample lies in the label map, and what is there."""

    def __init__(self, head, matrix, grid, settings, rng, lesions) -> None:  # noqa: ANN001 - private
        self.head, self.matrix, self.grid, self.lesions = head, matrix, grid, lesions
        self.layers = max(1, round(grid.thickness_mm / settings.sample_mm))
        self.split = max(1, round(grid.in_plane_mm / settings.sample_mm))
        self.bend = draw_bend(rng, grid, self.layers, settings.pose)

    def _coordinates(self, index: int) -> np.ndarray:
        """Label-map voxels (z, y, x) of slice `index`'s samples, float32 [3, layers, n, n], n = size * split."""
        grid = self.grid
        n = grid.size * self.split
        step = grid.in_plane_mm / self.split
        line = (np.arange(n) - (self.split - 1) / 2) * step
        depth = ((np.arange(self.layers) + 0.5) / self.layers - 0.5) * grid.thickness_mm
        start = self.matrix @ grid.position(index)[::-1] + self.head.centre
        axes = [self.matrix @ a[::-1] for a in (grid.normal, grid.column_axis, grid.row_axis)]
        bend = self.bend[:, index * self.layers : (index + 1) * self.layers]
        out = np.empty((3, self.layers, n, n), np.float32)
        for k in range(3):
            plane = start[k] + np.add.outer(np.add.outer(depth * axes[0][k], line * axes[1][k]), line * axes[2][k])
            out[k] = plane + bend[k].repeat(self.split, 1).repeat(self.split, 2)
        return mass_effect(out, self.head, self.lesions)

    def run(self, signal, marks):  # noqa: ANN001, ANN201 - private
        """Average the signal over voxels; vote on the masks; read labels at voxel centres."""
        grid, split = self.grid, self.split
        shape = (grid.slices, grid.size, grid.size)
        image, brain = np.empty(shape, np.float32), np.empty(shape, bool)
        labels = np.empty(shape, np.int16)
        marked = None if marks is None else np.zeros(shape, np.uint8)
        limit = np.array(signal.shape).reshape(3, 1, 1, 1) - 1
        for s in range(grid.slices):
            at = self._coordinates(s)
            values = ndi.map_coordinates(signal, at, order=1, mode="constant", cval=0.0)
            image[s] = self._mean(values)
            nearest = np.rint(at).astype(np.int32)
            inside = ((nearest >= 0) & (nearest <= limit)).all(0)
            z, y, x = np.clip(nearest, 0, limit)
            brain[s] = self._mean((self.head.brain[z, y, x] & inside).astype(np.float32)) >= 0.5
            middle = (self.layers // 2, slice(split // 2, None, split), slice(split // 2, None, split))
            found = self.head.labels[z[middle], y[middle], x[middle]]
            labels[s] = np.where(inside[middle], found, 0)
            if marks is not None:
                for number in range(1, len(self.lesions) + 1):
                    share = self._mean(((marks[z, y, x] == number) & inside).astype(np.float32))
                    marked[s][share >= 0.5] = number
        return image, brain, labels, marked

    def _mean(self, samples: np.ndarray) -> np.ndarray:
        n, split = self.grid.size, self.split
        return samples.reshape(self.layers, n, split, n, split).mean((0, 2, 4))
