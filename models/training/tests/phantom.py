"""A small head of ellipsoids in the form of a SynthSeg label map, for tests without the real ones."""

from __future__ import annotations

from pathlib import Path

import nibabel as nib
import numpy as np

LEFT_THALAMUS, RIGHT_THALAMUS = 10, 49


def write_phantom(folder: Path) -> Path:
    """Write `training_seg_01.nii.gz` (RAS, 1 mm, 100 x 120 x 110): skin, soft tissue, bone, CSF, brain."""
    i, j, k = np.ogrid[:100, :120, :110]
    radius = np.sqrt(((i - 50) / 46) ** 2 + ((j - 60) / 54) ** 2 + ((k - 56) / 50) ** 2)
    labels = np.zeros((100, 120, 110), np.int16)
    for label, edge in ((511, 1.0), (507, 0.94), (515, 0.86), (24, 0.80), (3, 0.74), (2, 0.64), (4, 0.12)):
        labels[radius < edge] = label
    right = np.broadcast_to(i > 50, labels.shape)
    labels[(labels == 2) & right] = 41
    labels[(labels == 3) & right] = 42
    for label, x in ((LEFT_THALAMUS, 38), (RIGHT_THALAMUS, 62)):
        labels[np.sqrt((i - x) ** 2 + (j - 70) ** 2 + (k - 56) ** 2) < 6] = label
    path = folder / "training_seg_01.nii.gz"
    nib.save(nib.Nifti1Image(labels, np.eye(4)), path)
    return path
