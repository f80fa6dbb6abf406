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
from .prepared import held_out_subjects
from .preprocessing import NoBrainError
from .pseudo_anomaly import spoil
from .random import Key, derive_key
from .reference import PreparedSlice, Reference
from .subjects import Subject, find_subjects, healthy_indices, read_subject


@dataclass(frozen=True)
class HeldOutSlice:
    """A slice on the model grid, with what its draws are keyed by."""

    series: str
    index: int
    prepared: PreparedSlice

    def key(self, method: str, seed: int = 0) -> Key:
        """Key of the draws, as `Reference.detect` derives it."""
        return derive_key(seed, method, self.series, str(self.index))


@dataclass(frozen=True)
class HeldOutVolume:
    """Canonical slices [n, rows, columns] of one subject, and which of them are healthy."""

    key: str
    slices: NDArray[np.float32]
    spacing_mm: tuple[float, float]
    healthy: list[int]


def own_held_out(config: Config) -> list[Subject]:
    """Held-out subjects of a user's own data.

    Raises
    ------
    ValueError
        For images of several sequences: the detectors run one.
    """
    if len(config.dataset.channels) > 1:
        raise ValueError("the detectors run one sequence; images of several can be trained and exported")
    subjects = find_subjects(config)
    held = held_out_subjects(config, subjects)
    return [subject for subject in subjects if subject.name in held]


def own_volume(config: Config, subject: Subject) -> HeldOutVolume:
    """Read one of them."""
    read = read_subject(subject)
    return HeldOutVolume(subject.name, read.slices[:, 0], read.spacing_mm, healthy_indices(config, read))


def held_out_volumes(config: Config) -> Iterator[HeldOutVolume]:
    """Held-out subjects of the data set of the configuration."""
    if config.dataset.source != "lgg":
        yield from (own_volume(config, subject) for subject in own_held_out(config))
        return
    folders = patients(config.data / "lgg-flair/train")
    held = held_out_patients([f.name for f in folders], config.held_out)
    for folder in folders:
        if folder.name in held:
            volume = read_volume(folder / f"{folder.name}_flair.nii.gz")
            healthy = [i for i in range(len(volume.slices)) if not is_excluded(folder.name, i)]
            yield HeldOutVolume(f"{folder.name}_flair", volume.slices, volume.spacing_mm, healthy)


def held_out_slices(config: Config, reference: Reference) -> Iterator[HeldOutSlice]:
    """Every held-out healthy slice with enough brain that is not on the list of excluded ones."""
    for volume in held_out_volumes(config):
        try:
            series = reference.prepare_series(volume.key, volume.slices, volume.spacing_mm)
        except NoBrainError as reason:
            print(f"{volume.key} left out: {reason}", flush=True)
            continue
        for index in volume.healthy:
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
