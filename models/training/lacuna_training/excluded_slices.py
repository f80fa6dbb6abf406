"""Slices of `lgg-flair/train` that are no healthy brain although the set calls them tumour-free.

Found by looking at the slices whose inner brain is brightest; slices are counted from 0 in the
patient's file. A network that is shown these as healthy learns to overlook what it should find.
"""

from __future__ import annotations

ABNORMAL: dict[str, tuple[int, ...]] = {
    "TCGA_CS_5393_19990606": (4, 5, 6, 7),
    "TCGA_DU_A5TP_19970614": (20,),
    "TCGA_FG_6688_20020215": (13, 14, 15),
    "TCGA_FG_7643_20021104": (22, 23, 24),
}
"""A bright abnormality is plain to see beside the annotated slices."""

NOT_BRAIN: dict[str, tuple[int, ...]] = {
    "TCGA_DU_6400_19830518": (35, 36),
    "TCGA_DU_7013_19860523": (1, 34),
    "TCGA_DU_7298_19910324": (17,),
    "TCGA_DU_A5TS_19970726": (14,),
    "TCGA_FG_6690_20020226": (0, 1),
}
"""The brain mask of the slice is wrong: scalp, marrow or noise."""


def is_excluded(patient: str, index: int) -> bool:
    """Whether slice `index` of `patient` is left out of training, choosing and calibration."""
    return index in ABNORMAL.get(patient, ()) or index in NOT_BRAIN.get(patient, ())
