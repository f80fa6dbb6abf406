"""From tissues to noise-free signal at 1 mm."""

from __future__ import annotations

import numpy as np
from scipy import ndimage as ndi

from .contrast import Contrast
from .fields import smooth_field
from .tissues import BRAIN_TISSUES, Tissue

_COARSE_MM = 14.0
_FINE_MM = 3.0


def paint(
    rng: np.random.Generator, tissue: np.ndarray, pial: np.ndarray, contrast: Contrast, softness_mm: float
) -> np.ndarray:
    """Give every voxel its tissue's mean plus coarse and fine texture, and soften the steps between tissues.

    Parameters
    ----------
    rng : numpy.random.Generator
    tissue : ndarray, uint8 [z, y, x]
    pial : ndarray, float16 [z, y, x]
        Nearness of CSF to the cortex, see :class:`.head.Head`.
    contrast : Contrast
    softness_mm : float
        Standard deviation of the Gaussian that turns label steps into partial volume, mm.

    Returns
    -------
    ndarray, float32 [z, y, x]
        Signal >= 0; white matter lies near 0.4, fat near 0.9.
    """
    spacing = (1.0, 1.0, 1.0)
    signal = contrast.mean[tissue]
    signal += contrast.coarse[tissue] * smooth_field(rng, tissue.shape, spacing, _COARSE_MM)
    signal += contrast.fine[tissue] * smooth_field(rng, tissue.shape, spacing, _FINE_MM)
    signal += np.float32(contrast.pial) * pial
    np.maximum(signal, 0, out=signal)
    return ndi.gaussian_filter(signal, softness_mm, mode="nearest", truncate=3.0)


def strip_skull(tissue: np.ndarray, brain: np.ndarray) -> np.ndarray:
    """Return the tissues with everything outside the brain mask set to air (CSF inside it stays)."""
    keep = brain | np.isin(tissue, BRAIN_TISSUES)
    return np.where(keep, tissue, np.uint8(Tissue.AIR))
