"""The slices variants are compared on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..calibration import slices_of
from ..config import Config
from ..evaluation.cohort import DEV, HELD_OUT
from ..evaluation.inference import dataset_maps
from ..held_out import HeldOutSlice, spoil_slices
from ..metrics import average_precision, oracle_dice
from ..preprocessing import Grid, to_grid
from ..random import Key
from ..reference import Reference

F32 = NDArray[np.float32]
Bool = NDArray[np.bool_]

PSEUDO = "pseudo-anomalies"
DEV_SLICES, PSEUDO_SLICES = 48, 32


@dataclass(frozen=True)
class VariantSet:
    """Slices on the model grid; arrays [n, G, G].

    Attributes
    ----------
    healthy : the images before they were spoiled; None for real lesions
    """

    name: str
    slices: list[HeldOutSlice]
    u: F32
    brain: Bool
    truth: Bool
    healthy: F32 | None

    def keys(self, method: str, seed: int = 0) -> list[Key]:
        """Keys of the draws, one per slice."""
        return [s.key(method, seed) for s in self.slices]

    def every(self, step: int) -> VariantSet:
        """Every `step`-th slice."""
        healthy = None if self.healthy is None else self.healthy[::step]
        return VariantSet(
            self.name, self.slices[::step], self.u[::step], self.brain[::step], self.truth[::step], healthy
        )

    def figures(self, maps: F32) -> dict[str, float]:
        """Pooled AP and oracle Dice inside the brain."""
        truth, scores = self.truth[self.brain], maps[self.brain]
        return {
            "ap": round(average_precision(truth, scores), 4),
            "diceOracle": round(oracle_dice(truth, scores)[0], 4),
        }


def spread(count: int, most: int) -> NDArray[np.intp]:
    """At most `most` evenly spread indices below `count`."""
    return np.unique(np.linspace(0, count - 1, min(count, most)).astype(int))


def pseudo_set(config: Config, reference: Reference) -> VariantSet:
    """Held-out slices, 60 % of them with pseudo-anomalies: what settings may be chosen with."""
    cases = dataset_maps(config, reference, HELD_OUT)
    slices = slices_of(cases, reference.manifest["normalisation"]["scale"])
    chosen = [slices[i] for i in spread(len(slices), PSEUDO_SLICES)]
    data = spoil_slices(chosen)
    u = np.stack([s.prepared.u for s in data.slices])
    return VariantSet(PSEUDO, data.slices, u, data.brain, data.truth, data.healthy)


def dev_set(config: Config, reference: Reference) -> VariantSet:
    """Development patients' slices: what is reported, and nothing is chosen with."""
    cases = dataset_maps(config, reference, DEV)
    slices = slices_of(cases, reference.manifest["normalisation"]["scale"])
    truth = []
    for case in cases:
        marks, run = case.volume(case.truth), case.grid_brain.any((1, 2))
        grid = Grid(case.grid_image.shape[1], reference.grid.spacing_mm)
        truth += [to_grid(m, case.spacing_mm, grid) > 0.5 for m, r in zip(marks, run, strict=True) if r]
    chosen = spread(len(slices), DEV_SLICES)
    picked = [slices[i] for i in chosen]
    u, brain = np.stack([s.prepared.u for s in picked]), np.stack([s.prepared.mask for s in picked])
    return VariantSet(DEV, picked, u, brain, np.stack(truth)[chosen], None)
