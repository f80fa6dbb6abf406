"""The lesion masks of a study as NIfTI."""

from __future__ import annotations

import gzip

import nibabel as nib
import numpy as np

from ..rendering.grid import SliceGrid


def truth_bytes(marks: np.ndarray, grid: SliceGrid) -> bytes:
    """Encode lesion indices as .nii.gz.

    Parameters
    ----------
    marks : ndarray, uint8 [slices, rows, columns]
        0, or the 1-based lesion.
    grid : SliceGrid

    Returns
    -------
    bytes
        uint8 [column, row, slice], slices from feet to head; the gzip header carries no time, so equal
        masks give equal bytes.
    """
    image = nib.Nifti1Image(np.ascontiguousarray(marks.transpose(2, 1, 0)), grid.affine_ras())
    image.header.set_xyzt_units("mm")
    image.header["descrip"] = b"Synthetic lesions; not a patient"
    return gzip.compress(image.to_bytes(), 9, mtime=0)
