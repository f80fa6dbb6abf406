"""Held-out patients' tumour-free slices: as they are, and with pseudo-anomalies painted in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from .config import Config
from .dataset import held_out_patients, patients, read_volume
from .excluded_slices import is_excluded
from .preprocessing import NoBrainError
from .pseudo_anomaly import spoil
from .random import Key, derive_key
from .reference import PreparedSlice, Reference


@dataclass(frozen=True)
class HeldOutSlice:
    """A slice on the model grid, with what its draws are keyed by."""

    series: str
    index: int
    prepared: PreparedSlice

    def key(self, method: str, seed: int = 0) -> Key:
        """Key of the draws, as `Reference.detect` derives it."""
        return derive_key(seed, method, self.series, str(self.index))


def held_out_slices(config: Config, reference: Reference) -> Iterator[HeldOutSlice]:
    """Every held-out slice with enough brain that is not on the list of excluded ones."""
    folders = patients(config.data / "lgg-flair/train")
    held = held_out_patients([f.name for f in folders], config.held_out)
    for folder in folders:
        if folder.name not in held:
            continue
        volume = read_volume(folder / f"{folder.name}_flair.nii.gz")
        try:
            series = reference.prepare_series(f"{folder.name}_flair", volume.slices, volume.spacing_mm)
        except NoBrainError as reason:
            print(f"{folder.name} left out: {reason}", flush=True)
            continue
        for index in range(len(volume.slices)):
            if is_excluded(folder.name, index):
                continue
            prepared = reference.prepare_slice(series, index)
            if prepared.mask.sum() >= reference.manifest["brainMask"]["minSlicePixels"]:
                yield HeldOutSlice(series.key, index, prepared)


@dataclass(frozen=True)
class SpoiledSet:
    """Held-out slices with seeded pseudo-anomalies; arrays [n, G, G]."""

    slices: list[HeldOutSlice]
    unspoiled: list[HeldOutSlice]
    healthy: NDArray[np.float32]
    brain: NDArray[np.bool_]
    truth: NDArray[np.bool_]


def spoil_slices(slices: list[HeldOutSlice], share: float = 0.6, seed: int = 99) -> SpoiledSet:
    """Paint one to three pseudo-anomalies into a share of the slices."""
    u = np.stack([s.prepared.u for s in slices])
    brain = np.stack([s.prepared.mask for s in slices])
    torch.manual_seed(seed)
    spoiled, target = spoil(torch.from_numpy(u), torch.from_numpy(brain), share)
    painted = [
        replace(s, prepared=replace(s.prepared, u=image))
        for s, image in zip(slices, spoiled.numpy(), strict=True)
    ]
    return SpoiledSet(painted, slices, u, brain, target.numpy() > 0.5)


def spoil_held_out(config: Config, reference: Reference) -> SpoiledSet:
    """Every second held-out slice, 60 % of them spoiled."""
    return spoil_slices(list(held_out_slices(config, reference))[::2])
