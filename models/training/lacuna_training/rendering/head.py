"""One head: the label map in a common frame, refined into the tissues a FLAIR distinguishes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nibabel as nib
import numpy as np
from scipy import ndimage as ndi

from .fields import smooth_field
from .tissues import BRAIN_TISSUES, Tissue, tissue_of_label

#: Neck kept below the lowest brain voxel, mm.
_NECK_MM = 40
_MARGIN = 3


@dataclass(frozen=True)
class Head:
    """A head at 1 mm, axes [z, y, x] running to the crown (+S), the back (+P) and the left (+L).

    Attributes
    ----------
    labels : ndarray, int16
        SynthSeg labels.
    tissue : ndarray, uint8
        Values of :class:`Tissue`.
    brain : ndarray, bool
        Mask as a skull stripper draws it: parenchyma, ventricles and the CSF of closed sulci.
    pial : ndarray, float16
        In CSF, how near the cortex is: 1 at its surface, falling by e in 1 mm; 0 elsewhere. Pia and small
        vessels keep real sulci from being as black as the ventricles.
    centre : ndarray, float64 [3]
        Voxel (z, y, x) that lies at the origin of patient space: the middle of the brain.
    """

    labels: np.ndarray
    tissue: np.ndarray
    brain: np.ndarray
    pial: np.ndarray
    centre: np.ndarray


def load_head(path: Path) -> Head:
    """Read a SynthSeg label map and refine it.

    Raises
    ------
    ValueError
        If the volume is not 1 mm isotropic or holds no brain.
    """
    image = nib.as_closest_canonical(nib.load(path))
    if not np.allclose(image.header.get_zooms()[:3], 1.0, atol=1e-3):
        raise ValueError(f"{path.name}: expected 1 mm voxels, found {image.header.get_zooms()[:3]}")
    labels = np.asarray(image.dataobj).astype(np.int16)[::-1, ::-1].transpose(2, 1, 0)  # RAS -> [S, P, L]
    tissue = tissue_of_label()[labels]
    brain = np.isin(tissue, BRAIN_TISSUES)
    if not brain.any():
        raise ValueError(f"{path.name}: no brain labels")
    box = _box(tissue > 0, brain)
    labels, tissue, brain = (np.ascontiguousarray(a[box]) for a in (labels, tissue, brain))
    tissue = _refine(tissue, brain, np.random.default_rng(int(labels.sum(dtype=np.int64)) & 0xFFFFFFFF))
    extent = ndi.find_objects(brain.astype(np.uint8))[0]
    centre = np.array([(s.start + s.stop - 1) / 2 for s in extent])
    return Head(labels, tissue, _stripping_mask(brain, tissue), _pial(tissue), centre)


def _box(head: np.ndarray, brain: np.ndarray) -> tuple[slice, ...]:
    """Bounding box of the head, cut `_NECK_MM` below the brain."""
    whole = ndi.find_objects(head.astype(np.uint8))[0]
    bottom = ndi.find_objects(brain.astype(np.uint8))[0][0].start - _NECK_MM
    box = [slice(max(0, s.start - _MARGIN), s.stop + _MARGIN) for s in whole]
    box[0] = slice(max(0, whole[0].start - _MARGIN, bottom), box[0].stop)
    return tuple(box)


def _within(mask: np.ndarray, distance: float) -> np.ndarray:
    """Voxels closer than `distance` (mm) to the mask."""
    return ndi.distance_transform_edt(~mask) <= distance


def _pial(tissue: np.ndarray) -> np.ndarray:
    cortex = np.isin(tissue, (Tissue.GREY_MATTER, Tissue.CEREBELLAR_GREY))
    near = np.exp(0.5 - ndi.distance_transform_edt(~cortex))
    return np.where(tissue == Tissue.CSF, near, 0).astype(np.float16)


def _stripping_mask(brain: np.ndarray, tissue: np.ndarray) -> np.ndarray:
    """Close the sulci (radius 4 mm) and fill holes; never across bone, skin or sinus."""
    grown = _within(brain, 4.0)
    closed = ~_within(~grown, 4.0)
    allowed = np.isin(tissue, (*BRAIN_TISSUES, Tissue.CSF, Tissue.ARTERY, Tissue.OPTIC_NERVE))
    mask = (closed & allowed) | brain
    return np.stack([ndi.binary_fill_holes(plane) for plane in mask])


def _refine(tissue: np.ndarray, brain: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Add what the label map leaves out: scalp fat, orbital fat, lenses, a ventricular rim."""
    tissue = tissue.copy()
    _fill_cranium(tissue, brain)
    _rim(tissue)
    _soft_tissue(tissue, rng)
    _orbits(tissue)
    return tissue


def _fill_cranium(tissue: np.ndarray, brain: np.ndarray) -> None:
    """Unlabelled specks inside the cranium are CSF."""
    inside = brain | np.isin(tissue, (Tissue.CSF, Tissue.SINUS, Tissue.ARTERY))
    filled = ndi.binary_closing(inside, ndi.generate_binary_structure(3, 1), iterations=2)
    tissue[filled & (tissue == Tissue.AIR)] = Tissue.CSF


def _rim(tissue: np.ndarray) -> None:
    """White matter within 1.5 mm of a lateral ventricle, slightly bright in every healthy FLAIR."""
    beside = _within(tissue == Tissue.VENTRICLE, 1.5)
    tissue[beside & (tissue == Tissue.WHITE_MATTER)] = Tissue.VENTRICULAR_RIM


def _outside(tissue: np.ndarray) -> np.ndarray:
    """Air around the head, without nose, throat and ear canals: air that a ball of 12 mm can reach.

    Worked out at 2 mm.
    """
    air = np.pad(tissue[::2, ::2, ::2] == Tissue.AIR, 8, constant_values=True)
    regions, _ = ndi.label(ndi.distance_transform_edt(air) > 6.0)
    reached = _within(regions == regions[-1, 0, 0], 6.0)[8:-8, 8:-8, 8:-8]
    fine = reached.repeat(2, 0).repeat(2, 1).repeat(2, 2)
    outside = fine[tuple(slice(n) for n in tissue.shape)] & (tissue == Tissue.AIR)
    outside[: np.nonzero(tissue.any((1, 2)))[0][0]] = False  # below the end of the label map the neck goes on
    return outside


def _soft_tissue(tissue: np.ndarray, rng: np.random.Generator) -> None:
    """Split "other soft tissue" and the thick skin label: skin, fat, muscle with fat between."""
    depth = ndi.distance_transform_edt(~_outside(tissue))
    spacing = (1.0, 1.0, 1.0)
    layer = 6.5 + 1.5 * smooth_field(rng, tissue.shape, spacing, 30.0)
    soft = (tissue == Tissue.MUSCLE) | (tissue == Tissue.SKIN)
    lobes = smooth_field(rng, tissue.shape, spacing, 13.0)
    lobes += 0.5 * smooth_field(rng, tissue.shape, spacing, 5.0)
    fat = (depth < layer) | (lobes > 1.25)
    tissue[soft] = np.where(fat[soft], Tissue.FAT, Tissue.MUSCLE)
    tissue[soft & (depth <= 1.5)] = Tissue.SKIN


def _orbits(tissue: np.ndarray) -> None:
    """Fat behind the globes, and a lens in each."""
    eyes, count = ndi.label(tissue == Tissue.EYE)
    sizes = ndi.sum_labels(np.ones_like(eyes), eyes, range(1, count + 1)) if count else np.zeros(0)
    for index in np.argsort(sizes)[::-1][:2] + 1:
        z, y, x = ndi.center_of_mass(eyes == index)
        grid = np.ogrid[tuple(slice(n) for n in tissue.shape)]
        orbit = (grid[0] - z) ** 2 + ((grid[1] - y - 12) / 1.25) ** 2 + (grid[2] - x) ** 2 < 19.0**2
        tissue[orbit & (tissue == Tissue.MUSCLE)] = Tissue.FAT
        front = np.nonzero((eyes == index).any((0, 2)))[0].min()
        lens = ((grid[0] - z) / 4.5) ** 2 + ((grid[1] - front - 3.0) / 2.2) ** 2 + (
            (grid[2] - x) / 4.5
        ) ** 2 < 1
        tissue[lens & (eyes == index)] = Tissue.LENS
