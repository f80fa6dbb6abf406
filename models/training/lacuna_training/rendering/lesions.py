"""Artificial lesions: an irregular core, oedema that creeps along white matter, tissue pushed aside.

A lesion lives in label-map space, so that pose, partial volume and noise treat it like any other tissue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import ndimage as ndi

from .fields import smooth_field
from .head import Head
from .tissues import BRAIN_TISSUES, WHITE_TISSUES, Tissue

_PAD_MM = 30


@dataclass(frozen=True)
class Lesion:
    """One lesion.

    Attributes
    ----------
    centre : tuple of float
        (L, P, S) in mm from the middle of the brain, in the label map's frame (before pose).
    semi_axes_mm : tuple of float
        Half-lengths along L, P, S of the core.
    signal : float
        FLAIR signal of the core; white matter is 0.4.
    inner_signal : float or None
        Signal of a cyst-like middle, if any.
    oedema_mm : float
        Reach of the oedema in white matter; 0 for none.
    oedema_signal : float
        Signal of the oedema where it is full.
    irregularity : float
        Standard deviation of the outline, as a fraction of the radius.
    push_mm : float
        Mass effect: displacement at the core's edge.
    """

    centre: tuple[float, float, float]
    semi_axes_mm: tuple[float, float, float]
    signal: float = 0.72
    inner_signal: float | None = None
    oedema_mm: float = 0.0
    oedema_signal: float = 0.62
    irregularity: float = 0.18
    push_mm: float = 0.0


def add_lesions(
    rng: np.random.Generator, signal: np.ndarray, head: Head, lesions: Sequence[Lesion]
) -> np.ndarray:
    """Paint lesions into `signal` (in place) and return their marks.

    Returns
    -------
    ndarray, uint8 [z, y, x]
        1-based index of the lesion whose share of the voxel is at least one half.

    Raises
    ------
    ValueError
        If a lesion lies outside the brain.
    """
    marks = np.zeros(head.tissue.shape, np.uint8)
    for number, lesion in enumerate(lesions, start=1):
        box = _neighbourhood(head, lesion)
        tissue = head.tissue[box]
        core, share, inner = _shares(rng, tissue, head, lesion, box)
        if not (share >= 0.5).any():
            raise ValueError(f"lesion {number} at {lesion.centre} does not touch brain tissue")
        signal[box] = _blend(rng, signal[box], lesion, core, share, inner)
        marks[box][share >= 0.5] = number
    return marks


def _middle(head: Head, lesion: Lesion) -> np.ndarray:
    return head.centre + np.array(lesion.centre[::-1])


def _neighbourhood(head: Head, lesion: Lesion) -> tuple[slice, ...]:
    reach = np.array(lesion.semi_axes_mm[::-1]) + lesion.oedema_mm + _PAD_MM / 2
    low = np.maximum(0, np.floor(_middle(head, lesion) - reach)).astype(int)
    high = np.minimum(head.tissue.shape, np.ceil(_middle(head, lesion) + reach) + 1).astype(int)
    return tuple(slice(a, b) for a, b in zip(low, high, strict=True))


def _shares(rng, tissue, head, lesion, box):  # noqa: ANN001, ANN202 - private
    """Core share, whole share (core or oedema) and inner share, each float32 in [0, 1]."""
    spacing = (1.0, 1.0, 1.0)
    ogrid = np.ogrid[box]
    middle, axes = _middle(head, lesion), lesion.semi_axes_mm[::-1]
    size = float(np.mean(axes))
    radius = _radius(ogrid, middle, axes) * np.exp(
        lesion.irregularity * smooth_field(rng, tissue.shape, spacing, max(4.0, size * 1.1))
        + 0.5 * lesion.irregularity * smooth_field(rng, tissue.shape, spacing, max(2.5, size * 0.4))
    )
    parenchyma = np.isin(
        tissue, [t for t in BRAIN_TISSUES if t not in (Tissue.VENTRICLE, Tissue.CHOROID_PLEXUS)]
    )
    white = np.isin(tissue, WHITE_TISSUES)
    edge = 1.2 / size
    core = np.clip((1 - radius) / edge + 0.5, 0, 1) * parenchyma
    off_centre = middle + 0.25 * np.array(axes) * rng.uniform(-1, 1, 3)
    hollow = _radius(ogrid, off_centre, axes) * np.exp(
        0.35 * smooth_field(rng, tissue.shape, spacing, max(3.0, size * 0.5))
    )
    inner = np.clip((0.42 - hollow) / (3.0 * edge) + 0.5, 0, 1)
    whole = core
    if lesion.oedema_mm > 0:
        whole = np.maximum(core, _oedema(core, white, parenchyma, lesion.oedema_mm))
    soften = 0.7 if size > 8 else 0.5
    core, whole = (ndi.gaussian_filter(a.astype(np.float32), soften) for a in (core, whole))
    return core, whole, inner.astype(np.float32)


def _radius(ogrid, middle, axes) -> np.ndarray:
    """Distance from `middle`, 1 on the ellipsoid."""
    return np.sqrt(sum(((g - m) / a) ** 2 for g, m, a in zip(ogrid, middle, axes, strict=True)))


def _oedema(core: np.ndarray, white: np.ndarray, parenchyma: np.ndarray, reach_mm: float) -> np.ndarray:
    """Let water seep from the core: diffusion that is fast in white matter, slow in grey, stopped by CSF."""
    speed = np.where(white, 1.0, np.where(parenchyma, 0.06, 0.0)).astype(np.float32)
    source = core > 0.5
    water = source.astype(np.float32)
    faces = [np.sqrt(speed * np.roll(speed, -1, axis)) for axis in range(3)]
    for _ in range(int(round(reach_mm**2 * 0.9))):
        change = np.zeros_like(water)
        for axis, face in enumerate(faces):
            flow = face * (np.roll(water, -1, axis) - water)
            change += flow - np.roll(flow, 1, axis)
        water += 0.16 * change
        water[source] = 1.0
    return np.clip((water - 0.12) / 0.30, 0, 1)


def _blend(rng, signal, lesion, core, share, inner):  # noqa: ANN001, ANN202 - private
    """Mix the lesion's own signal over the tissue's, keeping some of the tissue's structure."""
    spacing = (1.0, 1.0, 1.0)
    mottle = 0.10 * smooth_field(rng, signal.shape, spacing, 9.0) + 0.05 * smooth_field(
        rng, signal.shape, spacing, 3.5
    )
    own = np.float32(lesion.signal) * (1 + mottle)
    if lesion.inner_signal is not None:
        own = own * (1 - inner) + np.float32(lesion.inner_signal) * (1 + 0.5 * mottle) * inner
    water = np.float32(lesion.oedema_signal) * (1 + 0.6 * mottle) + 0.25 * (signal - 0.42)
    mixed = core * own + (1 - core) * water
    return signal + share * (mixed - signal)


def mass_effect(at: np.ndarray, head: Head, lesions: Sequence[Lesion]) -> np.ndarray:
    """Pull sampling points towards each lesion, so that tissue appears pushed away from it.

    Parameters
    ----------
    at : ndarray, float32 [3, ...]
        Label-map voxels (z, y, x); changed in place and returned.
    """
    for lesion in lesions:
        if lesion.push_mm <= 0:
            continue
        offset = at - _middle(head, lesion).astype(np.float32).reshape(3, *([1] * (at.ndim - 1)))
        distance = np.sqrt((offset**2).sum(0)) + 1e-3
        size = float(np.mean(lesion.semi_axes_mm))
        pull = lesion.push_mm * (distance / size) * np.exp(0.5 - 0.5 * (distance / size) ** 2)
        at -= offset * (pull / distance)
    return at
