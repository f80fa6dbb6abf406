"""Where the slices lie in patient space (LPS, mm; the origin is the middle of the brain)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class SliceGrid:
    """A stack of parallel square slices, ordered feet to head.

    Attributes
    ----------
    first : ndarray [3]
        Centre of pixel (0, 0) of the first slice, LPS mm.
    row_axis, column_axis : ndarray [3]
        Unit vectors along which the column index and the row index grow (DICOM's row and column cosines).
    in_plane_mm, spacing_mm, thickness_mm : float
        Pixel size, distance of slice centres, slice thickness.
    size, slices : int
        Rows = columns, number of slices.
    """

    first: np.ndarray
    row_axis: np.ndarray
    column_axis: np.ndarray
    in_plane_mm: float
    spacing_mm: float
    thickness_mm: float
    size: int
    slices: int

    @property
    def normal(self) -> np.ndarray:
        """Unit vector from slice to slice, to the head."""
        return np.cross(self.row_axis, self.column_axis)

    def position(self, index: int) -> np.ndarray:
        """ImagePositionPatient of slice `index`, LPS mm."""
        return self.first + index * self.spacing_mm * self.normal

    def affine_ras(self) -> np.ndarray:
        """NIfTI affine of an array [column, row, slice]."""
        affine = np.eye(4)
        affine[:3, 0] = self.row_axis * self.in_plane_mm
        affine[:3, 1] = self.column_axis * self.in_plane_mm
        affine[:3, 2] = self.normal * self.spacing_mm
        affine[:3, 3] = self.first
        return np.diag([-1.0, -1.0, 1.0, 1.0]) @ affine


def axial_grid(
    lowest_mm: float,
    highest_mm: float,
    *,
    size: int,
    in_plane_mm: float,
    spacing_mm: float,
    thickness_mm: float,
    tilt_degrees: float = 0.0,
    centre_lp: tuple[float, float] = (0.0, 0.0),
    slices: int | None = None,
) -> SliceGrid:
    """Lay axial slices over [lowest, highest] (mm along the normal), tilted about the left-right axis.

    A positive tilt lowers the front of the slices. `centre_lp` is where the slice centres lie.
    """
    angle = np.deg2rad(tilt_degrees)
    row_axis = np.array([1.0, 0.0, 0.0])
    column_axis = np.array([0.0, np.cos(angle), np.sin(angle)])
    normal = np.cross(row_axis, column_axis)
    count = slices if slices is not None else int(np.ceil((highest_mm - lowest_mm) / spacing_mm))
    half = (size - 1) / 2 * in_plane_mm
    centre = centre_lp[0] * row_axis + centre_lp[1] * column_axis
    first = centre + lowest_mm * normal - half * (row_axis + column_axis)
    return SliceGrid(first, row_axis, column_axis, in_plane_mm, spacing_mm, thickness_mm, size, count)
