"""Tissue classes that the renderer paints, and how SynthSeg's labels map onto them.

The label maps carry FreeSurfer numbers for the brain and 502-530 for the rest of the head (the names
follow the SimNIBS/SynthSeg convention, checked by looking at slices): 502 artery, 506 eye, 507 other soft
tissue (fat and muscle together), 508 eye muscles, 509 mucosa, 511 skin, 512 spinal cord, 514 dural sinus
and vein, 515 compact bone, 516 spongy bone, 530 optic nerve. 25/57 are white-matter patches beside the
ventricles, 136/137/163/164 the choroid plexus.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np


class Tissue(IntEnum):
    """Class painted by the renderer; the value indexes the contrast table."""

    AIR = 0
    WHITE_MATTER = 1
    GREY_MATTER = 2
    CSF = 3
    VENTRICLE = 4
    CEREBELLAR_WHITE = 5
    CEREBELLAR_GREY = 6
    THALAMUS = 7
    CAUDATE = 8
    PUTAMEN = 9
    PALLIDUM = 10
    BRAINSTEM = 11
    HIPPOCAMPUS = 12
    VENTRAL_DIENCEPHALON = 13
    CHOROID_PLEXUS = 14
    VENTRICULAR_RIM = 15
    WHITE_PATCH = 16
    ARTERY = 17
    SINUS = 18
    EYE = 19
    LENS = 20
    EYE_MUSCLE = 21
    OPTIC_NERVE = 22
    MUCOSA = 23
    SKIN = 24
    FAT = 25
    MUSCLE = 26
    COMPACT_BONE = 27
    SPONGY_BONE = 28
    CORD = 29
    DURA = 30


_LABELS: dict[Tissue, tuple[int, ...]] = {
    Tissue.WHITE_MATTER: (2, 41),
    Tissue.GREY_MATTER: (3, 42),
    Tissue.CSF: (24,),
    Tissue.VENTRICLE: (4, 43, 5, 44, 14, 15),
    Tissue.CEREBELLAR_WHITE: (7, 46),
    Tissue.CEREBELLAR_GREY: (8, 47),
    Tissue.THALAMUS: (10, 49),
    Tissue.CAUDATE: (11, 50, 26, 58),
    Tissue.PUTAMEN: (12, 51),
    Tissue.PALLIDUM: (13, 52),
    Tissue.BRAINSTEM: (16,),
    Tissue.HIPPOCAMPUS: (17, 53, 18, 54),
    Tissue.VENTRAL_DIENCEPHALON: (28, 60),
    Tissue.CHOROID_PLEXUS: (136, 137, 163, 164),
    Tissue.WHITE_PATCH: (25, 57),
    Tissue.ARTERY: (502, 30, 62),
    Tissue.SINUS: (514,),
    Tissue.EYE: (506,),
    Tissue.EYE_MUSCLE: (508,),
    Tissue.OPTIC_NERVE: (530, 85),
    Tissue.MUCOSA: (509,),
    Tissue.SKIN: (511,),
    Tissue.MUSCLE: (507,),
    Tissue.COMPACT_BONE: (515,),
    Tissue.SPONGY_BONE: (516,),
    Tissue.CORD: (512,),
}

#: Classes that belong to the brain proper (parenchyma and inner ventricles).
BRAIN_TISSUES: tuple[Tissue, ...] = (
    Tissue.WHITE_MATTER,
    Tissue.GREY_MATTER,
    Tissue.VENTRICLE,
    Tissue.CEREBELLAR_WHITE,
    Tissue.CEREBELLAR_GREY,
    Tissue.THALAMUS,
    Tissue.CAUDATE,
    Tissue.PUTAMEN,
    Tissue.PALLIDUM,
    Tissue.BRAINSTEM,
    Tissue.HIPPOCAMPUS,
    Tissue.VENTRAL_DIENCEPHALON,
    Tissue.CHOROID_PLEXUS,
    Tissue.VENTRICULAR_RIM,
    Tissue.WHITE_PATCH,
)

#: White matter in the wide sense: where oedema runs freely.
WHITE_TISSUES: tuple[Tissue, ...] = (
    Tissue.WHITE_MATTER,
    Tissue.VENTRICULAR_RIM,
    Tissue.WHITE_PATCH,
    Tissue.CEREBELLAR_WHITE,
)


def tissue_of_label() -> np.ndarray:
    """Return a table, uint8 [1024], from SynthSeg label to :class:`Tissue` (unknown labels give AIR)."""
    table = np.zeros(1024, np.uint8)
    for tissue, labels in _LABELS.items():
        table[list(labels)] = tissue
    return table
