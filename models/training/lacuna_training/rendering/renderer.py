"""Heads drawn from label maps as a clinical scanner would show them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from .acquisition import Acquisition, acquire
from .contrast import draw_contrast
from .grid import SliceGrid, axial_grid
from .head import Head, load_head
from .lesions import Lesion, add_lesions
from .paint import paint, strip_skull
from .pose import PoseSpread, draw_affine, draw_bend
from .sampler import Placement, sample


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
    """Ranges of the random draws; the default stack reaches `below_mm` and `above_mm` beyond the brain."""

    pose: PoseSpread = PoseSpread()
    acquisition: Acquisition = Acquisition()
    softness_mm: float = 0.65
    sample_mm: float = 1.0
    below_mm: float = 10.0
    above_mm: float = 6.0


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
            One of :data:`.contrast.CONTRASTS`.
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
        return self.render_aligned(
            rng, head, [contrast], thickness_mm, in_plane_mm, size, with_skull, lesions, choose_grid
        )[0]

    def render_aligned(
        self,
        rng: np.random.Generator,
        head: int,
        contrasts: Sequence[str],
        thickness_mm: float = 5.0,
        in_plane_mm: float = 2.0,
        size: int = 128,
        with_skull: bool = True,
        lesions: Sequence[Lesion] | None = None,
        choose_grid: GridChoice | None = None,
    ) -> list[RenderedHead]:
        """Render several contrasts of one head in one pose, as the series of one examination.

        Arguments as for :meth:`render`; the pictures share slices, masks and labels, each has textures,
        shading, motion and noise of its own.

        Raises
        ------
        ValueError
            For lesions on a contrast other than "flair": their signal is known for FLAIR only.
        """
        if lesions and any(c != "flair" for c in contrasts):
            raise ValueError(f"lesions are painted on flair only, not on {', '.join(contrasts)}")
        anatomy = self.head(head)
        matrix = draw_affine(rng, self.settings.pose)
        if choose_grid is not None:
            grid = choose_grid(anatomy, matrix)
        else:
            reach = (self.settings.below_mm, self.settings.above_mm)
            grid = cover_brain(rng, anatomy, matrix, thickness_mm, in_plane_mm, size, reach)
        tissue, pial = anatomy.tissue, anatomy.pial
        if not with_skull:
            tissue, pial = strip_skull(tissue, anatomy.brain), pial * anatomy.brain
        softness = self.settings.softness_mm
        signals = [paint(rng, tissue, pial, draw_contrast(rng, c), softness) for c in contrasts]
        marks = None
        if lesions:
            # The same outlines on every picture: each starts from the same state.
            state = rng.bit_generator.state
            for signal in signals:
                rng.bit_generator.state = state
                marks = add_lesions(rng, signal, anatomy, lesions)
        sample_mm = self.settings.sample_mm
        layers, split = (max(1, round(d / sample_mm)) for d in (grid.thickness_mm, grid.in_plane_mm))
        bend = draw_bend(rng, grid, layers, self.settings.pose)
        found = sample(Placement(anatomy, matrix, grid, bend, split, lesions or ()), signals, marks)
        spacing = (grid.spacing_mm, grid.in_plane_mm, grid.in_plane_mm)
        images = [acquire(rng, signal, grid, self.settings.acquisition) for signal in found.signals]
        return [RenderedHead(i, found.brain, found.labels, found.marks, spacing, grid) for i in images]


def cover_brain(
    rng: np.random.Generator,
    head: Head,
    matrix: np.ndarray,
    thickness_mm: float,
    in_plane_mm: float,
    size: int,
    reach_mm: tuple[float, float] = (10.0, 6.0),
) -> SliceGrid:
    """Axial slices from `reach_mm` below the brain to above it, jittered by a slice and a few mm.

    They begin higher where the label map's neck ends, but never above the lowest brain voxel.
    """
    patient = brain_points(head, matrix)
    brain_low, high = patient[:, 2].min(), patient[:, 2].max() + reach_mm[1]
    neck = neck_end(head, matrix, np.array([0.0, 0.0, 1.0])) + thickness_mm
    low = min(brain_low, max(brain_low - reach_mm[0], neck))
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


def neck_end(head: Head, matrix: np.ndarray, normal: np.ndarray) -> float:
    """Height along `normal` (LPS) above which no slice is cut by the end of the label map, mm."""
    bottom = int(np.nonzero(head.tissue.any((1, 2)))[0][0])
    cut = np.argwhere(head.tissue[bottom])
    voxels = np.column_stack([np.full(len(cut), bottom), cut]) - head.centre
    return float(((voxels @ np.linalg.inv(matrix).T)[:, ::-1] @ normal).max())


def brain_points(head: Head, matrix: np.ndarray) -> np.ndarray:
    """Positions (L, P, S) in patient space, mm, of a sparse set of brain voxels."""
    voxels = np.argwhere(head.brain[::4, ::4, ::4]) * 4 - head.centre
    return (voxels @ np.linalg.inv(matrix).T)[:, ::-1]
