"""Brain masks of a whole series made anatomically plausible, to teach the network from its own answers.

Only used on healthy training slices: the brightness rule would cut lesions.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .preprocessing import Grid, clean_brain_mask

Masks = NDArray[np.bool_]

_CROSS = ndimage.generate_binary_structure(2, 1)
_RADIUS_2 = ndimage.iterate_structure(_CROSS, 2)
#: Grid pixels by which a slice's brain may reach beyond that of its neighbour nearer the widest slice.
_OVERHANG = 4
#: Fat reaches this many medians of the slice's brain; cortex under the coil does not.
_FAT = 1.9
_RIM = 4


def opened(mask: Masks) -> Masks:
    """Without what hangs on the brain by a bridge thinner than 5 pixels (orbits, scalp), or beside it."""
    core = ndimage.binary_opening(mask, _RADIUS_2)
    labels, count = ndimage.label(core)
    if count == 0:
        return core
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    # A temporal pole beside the cerebellum is about a tenth of it.
    kept = (sizes > 0.05 * sizes.max())[labels]
    # The opening's rounding is undone where the mask had been.
    return ndimage.binary_dilation(kept, iterations=2) & mask


def without_fat(mask: Masks, pixels: NDArray[np.floating]) -> Masks:
    """Without very bright pixels near the mask's border (scalp, orbital fat)."""
    if not mask.any():
        return mask
    rim = mask & ~ndimage.binary_erosion(mask, _CROSS, iterations=_RIM)
    bright = ndimage.gaussian_filter(pixels.astype(np.float32), 0.7) > _FAT * np.median(pixels[mask])
    return mask & ~(rim & ndimage.binary_dilation(rim & bright, _CROSS))


def tapered(masks: Masks) -> Masks:
    """From the widest slice to both ends the brain may only shrink (up to an overhang), and never come back.

    Parameters
    ----------
    masks : ndarray, bool [n, G, G]
        In order along the body; gaps between slices are allowed.
    """
    out = masks.copy()
    widest = int(masks.sum((1, 2)).argmax())
    for order in (range(widest + 1, len(masks)), range(widest - 1, -1, -1)):
        nearer, missing = out[widest], 0
        for k in order:
            out[k] &= ndimage.binary_dilation(nearer, _CROSS, iterations=_OVERHANG * (1 + missing))
            missing = 0 if out[k].any() else missing + 1
            if missing > 1:
                nearer = np.zeros_like(nearer)
            elif out[k].any():
                nearer = out[k]
    return out


def series_masks(probabilities: NDArray[np.float32], pixels: NDArray[np.floating], grid: Grid) -> Masks:
    """Masks [n, G, G] of one series: cleaned slice by slice, tapered, specks dropped.

    Parameters
    ----------
    probabilities : ndarray, float32 [n, G, G]
        The network's answers.
    pixels : ndarray [n, G, G]
        The slices themselves.
    """
    pairs = zip(probabilities, pixels, strict=True)
    masks = tapered(np.stack([opened(without_fat(clean_brain_mask(p, grid), x)) for p, x in pairs]))
    labels, count = ndimage.label(masks, ndimage.generate_binary_structure(3, 1))
    if count == 0:
        return masks
    sizes = np.bincount(labels.ravel())
    sizes[0] = 0
    # Gaps between kept slices split a brain: temporal poles below a gap are a small stack of their own.
    return (sizes > 0.005 * sizes.max())[labels]
