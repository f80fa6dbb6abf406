"""Contrast of a clinical fat-bright FLAIR: mean and spread of each tissue, relative to white matter.

The means were set by eye beside clinical FLAIR series; what matters to the models is the ordering and the
range of the draws.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .tissues import Tissue as T

#: tissue: (mean, spread of the mean between draws, amplitude of coarse texture, of fine texture)
_FLAIR: dict[T, tuple[float, float, float, float]] = {
    T.AIR: (0.0, 0.0, 0.0, 0.0),
    T.WHITE_MATTER: (0.385, 0.010, 0.012, 0.008),
    T.GREY_MATTER: (0.500, 0.020, 0.014, 0.014),
    T.CSF: (0.075, 0.025, 0.025, 0.015),
    T.VENTRICLE: (0.060, 0.015, 0.008, 0.004),
    T.CEREBELLAR_WHITE: (0.400, 0.015, 0.012, 0.008),
    T.CEREBELLAR_GREY: (0.465, 0.020, 0.014, 0.014),
    T.THALAMUS: (0.435, 0.015, 0.014, 0.010),
    T.CAUDATE: (0.470, 0.018, 0.008, 0.008),
    T.PUTAMEN: (0.465, 0.018, 0.010, 0.008),
    T.PALLIDUM: (0.385, 0.020, 0.012, 0.008),
    T.BRAINSTEM: (0.420, 0.015, 0.018, 0.010),
    T.HIPPOCAMPUS: (0.505, 0.020, 0.010, 0.010),
    T.VENTRAL_DIENCEPHALON: (0.420, 0.020, 0.016, 0.010),
    T.CHOROID_PLEXUS: (0.40, 0.060, 0.060, 0.040),
    T.VENTRICULAR_RIM: (0.470, 0.030, 0.040, 0.010),
    T.WHITE_PATCH: (0.450, 0.020, 0.020, 0.010),
    T.ARTERY: (0.070, 0.030, 0.020, 0.010),
    T.SINUS: (0.150, 0.060, 0.050, 0.020),
    T.EYE: (0.075, 0.020, 0.005, 0.004),
    T.LENS: (0.260, 0.040, 0.010, 0.010),
    T.EYE_MUSCLE: (0.430, 0.040, 0.020, 0.020),
    T.OPTIC_NERVE: (0.420, 0.030, 0.015, 0.015),
    T.MUCOSA: (0.550, 0.080, 0.120, 0.060),
    T.SKIN: (0.420, 0.060, 0.040, 0.030),
    T.FAT: (0.820, 0.070, 0.080, 0.070),
    T.MUSCLE: (0.270, 0.040, 0.045, 0.040),
    T.COMPACT_BONE: (0.070, 0.020, 0.015, 0.015),
    T.SPONGY_BONE: (0.330, 0.090, 0.090, 0.050),
    T.CORD: (0.420, 0.015, 0.012, 0.010),
    T.DURA: (0.300, 0.040, 0.020, 0.020),
}

#: Brain tissues move together between scanners: this much of their spread is common.
_COUPLED = (T.THALAMUS, T.CAUDATE, T.PUTAMEN, T.HIPPOCAMPUS, T.GREY_MATTER, T.CEREBELLAR_GREY)


@dataclass(frozen=True)
class Contrast:
    """One draw of the table: arrays indexed by tissue value, float32.

    `pial` is the signal that pia and vessels lend to CSF right at the cortex.
    """

    mean: np.ndarray
    coarse: np.ndarray
    fine: np.ndarray
    pial: float


def draw_contrast(rng: np.random.Generator, name: str) -> Contrast:
    """Draw tissue means and texture amplitudes.

    Raises
    ------
    ValueError
        For a contrast other than "flair".
    """
    if name != "flair":
        raise ValueError(f'contrast "{name}" is not known; only "flair" is rendered')
    table = np.array([_FLAIR[tissue] for tissue in T], np.float64)
    mean = table[:, 0] + table[:, 1] * rng.standard_normal(len(table)).clip(-2.5, 2.5)
    mean[list(_COUPLED)] += 0.015 * float(rng.standard_normal())
    strength = rng.uniform(0.7, 1.3)
    arrays = (mean.clip(0.0), strength * table[:, 2], strength * table[:, 3])
    return Contrast(*(a.astype(np.float32) for a in arrays), pial=float(rng.uniform(0.12, 0.34)))
