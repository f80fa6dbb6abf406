"""Draws of a contrast: mean signal and texture of each tissue, relative to white matter near 0.4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .contrast_tables import PIAL, TABLES
from .tissues import Tissue as T

#: What `draw_contrast` accepts. "random" gives every tissue a mean of its own (as in SynthSeg), so that
#: nothing learnt from it can rely on the ordering of one sequence.
CONTRASTS: tuple[str, ...] = (*TABLES, "random")

#: Brain tissues move together between scanners: this much of their spread is common.
_COUPLED = (T.THALAMUS, T.CAUDATE, T.PUTAMEN, T.HIPPOCAMPUS, T.GREY_MATTER, T.CEREBELLAR_GREY)


@dataclass(frozen=True)
class Contrast:
    """One draw: arrays indexed by tissue value, float32.

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
        For a contrast that is not one of :data:`CONTRASTS`.
    """
    if name == "random":
        return _random(rng)
    if name not in TABLES:
        raise ValueError(f'contrast "{name}" is not known; known are {", ".join(CONTRASTS)}')
    table = np.array([TABLES[name][tissue] for tissue in T], np.float64)
    mean = table[:, 0] + table[:, 1] * rng.standard_normal(len(table)).clip(-2.5, 2.5)
    mean[list(_COUPLED)] += 0.015 * float(rng.standard_normal())
    strength = rng.uniform(0.7, 1.3)
    arrays = (mean.clip(0.0), strength * table[:, 2], strength * table[:, 3])
    return Contrast(*(a.astype(np.float32) for a in arrays), pial=float(rng.uniform(*PIAL[name])))


def _random(rng: np.random.Generator) -> Contrast:
    """Uniform means in 0.02 .. 1 (air near 0), textures up to a tenth."""
    mean = rng.uniform(0.02, 1.0, len(T))
    # Cortical bone has no signal in any clinical sequence: it stays dark in most draws.
    if rng.random() < 0.7:
        mean[T.COMPACT_BONE] = rng.uniform(0.0, 0.15)
    coarse, fine = rng.uniform(0.0, 0.08, len(T)), rng.uniform(0.0, 0.06, len(T))
    for values in (mean, coarse, fine):
        values[T.AIR] = 0.0
    arrays = (a.astype(np.float32) for a in (mean, coarse, fine))
    return Contrast(*arrays, pial=float(rng.uniform(-0.2, 0.2)))
