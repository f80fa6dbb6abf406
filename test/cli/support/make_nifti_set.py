"""Write NIfTI files with nibabel whose voxels tell their own place: value = x + 3 y + 7 z of the voxel's RAS position, mm.

Usage: make_nifti_set.py <out folder>

All 48 orders and directions of the axes, and variants of form codes, data types, scaling, byte order, compression and
version, each oblique by about ten degrees.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import nibabel as nib
import numpy as np

SHAPE = (30, 28, 6)
SIZE = (4.0, 4.5, 6.0)
ORIGIN = (-55.0, -60.0, -12.0)


def rotation(degrees_x: float, degrees_y: float) -> np.ndarray:
    """Turn about x, then about y."""
    a, b = np.radians([degrees_x, degrees_y])
    about_x = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    about_y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    return about_y @ about_x


def affine_of(order: tuple[int, ...], flips: tuple[int, ...]) -> tuple[np.ndarray, tuple[int, ...]]:
    """RAS affine and shape of the volume stored with file axis i along world axis order[i], reversed where flips[i]."""
    shape = tuple(SHAPE[axis] for axis in order)
    affine = np.eye(4)
    affine[:3, :3] = 0
    affine[:3, 3] = ORIGIN
    for i, axis in enumerate(order):
        affine[axis, i] = -SIZE[axis] if flips[i] else SIZE[axis]
        if flips[i]:
            affine[axis, 3] += SIZE[axis] * (shape[i] - 1)
    turn = np.eye(4)
    turn[:3, :3] = rotation(9, -7)
    return turn @ affine, shape


def values_of(affine: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """x + 3 y + 7 z of every voxel, plus 1000 so that unsigned types can hold it."""
    index = np.stack(np.meshgrid(*map(np.arange, shape), indexing="ij"), axis=-1)
    place = index @ affine[:3, :3].T + affine[:3, 3]
    return place @ np.array([1.0, 3.0, 7.0]) + 1000


def main() -> None:
    """Write the set."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for n, (order, flips) in enumerate(
        itertools.product(itertools.permutations(range(3)), itertools.product((0, 1), repeat=3))
    ):
        affine, shape = affine_of(order, flips)
        image = nib.Nifti1Image(values_of(affine, shape).astype(np.float32), affine)
        image.set_qform(affine if n % 3 else None, code=1 if n % 3 else 0)
        image.set_sform(affine if n % 3 != 1 else None, code=2 if n % 3 != 1 else 0)
        nib.save(image, out / f"orientation-{n:02d}.nii{'.gz' if n % 2 else ''}")
    affine, shape = affine_of((0, 1, 2), (1, 1, 0))
    values = values_of(affine, shape)
    for name in ("uint8", "int16", "uint16", "int32", "float64"):
        image = nib.Nifti1Image(np.zeros(shape, np.float32), affine)
        image.set_data_dtype(name)
        # nibabel chooses slope and intercept from the values
        scaled = nib.Nifti1Image(values, affine, header=image.header)
        nib.save(scaled, out / f"type-{name}.nii.gz")
    other = affine.copy()
    other[:3, 3] += 40
    image = nib.Nifti1Image(values.astype(np.float32), affine)
    image.set_sform(affine, code=4)
    image.set_qform(other, code=1)
    nib.save(image, out / "forms-disagree.nii")
    big = nib.Nifti1Image(values.astype(">f4"), affine, header=nib.Nifti1Header(endianness=">"))
    nib.save(big, out / "big-endian.nii")
    nib.save(nib.Nifti2Image(values.astype(np.float32), affine), out / "nifti2.nii.gz")
    qform = nib.Nifti2Image(values.astype(np.float32), affine)
    qform.set_sform(None, code=0)
    qform.set_qform(affine, code=1)
    nib.save(qform, out / "nifti2-qform.nii")


if __name__ == "__main__":
    main()
