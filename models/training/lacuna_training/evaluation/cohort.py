"""The cases figures are measured on; none of them was trained on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..config import Config
from ..dataset import Volume, held_out_patients, patients, read_volume
from ..excluded_slices import is_excluded
from ..held_out import own_held_out, own_volume
from ..subjects import Subject

DEV, BRATS, HELD_OUT = "lgg-flair/dev", "brats-style", "held-out"
REMARKS = {
    DEV: "clinical axial FLAIR with skull, 256 x 256 pixels, nominal 1 mm (the set carries no spacing), "
    "expert mask of the FLAIR abnormality",
    BRATS: "BraTS form: 240 x 240 x 155 at 1 mm, skull-stripped, mask fused from five models; its patient "
    "TCGA-DU-7294 is also one of the nine of lgg-flair/dev, so the two data sets are not independent",
}


@dataclass(frozen=True)
class Case:
    """One patient: FLAIR and mask of the abnormality [n, rows, columns]."""

    dataset: str
    name: str
    key: str
    volume: Volume
    truth: NDArray[np.bool_]


def file_name(subject: Subject) -> str:
    """A subject's name without slashes."""
    return subject.name.replace("/", "__")


def own_case(config: Config, dataset: str, name: str) -> Case:
    """Healthy slices of a held-out subject of a user's own data."""
    subject = next(s for s in own_held_out(config) if file_name(s) == name)
    read = own_volume(config, subject)
    volume = Volume(read.slices[read.healthy], read.spacing_mm)
    return Case(dataset, name, read.key, volume, np.zeros(volume.slices.shape, bool))


def case_folders(config: Config, dataset: str) -> list[Path]:
    """Patient folders of a data set."""
    if dataset != HELD_OUT:
        return patients(config.data / dataset)
    if config.dataset.source != "lgg":
        return [Path(file_name(s)) for s in own_held_out(config)]
    folders = patients(config.data / "lgg-flair/train")
    held = held_out_patients([f.name for f in folders], config.held_out)
    return [f for f in folders if f.name in held]


def read_case(config: Config, dataset: str, folder: Path) -> Case:
    """Read `<name>_flair.nii.gz` and `<name>_seg.nii.gz`; the series key is the file name's stem.

    Held-out cases have no mask: their slices that are not excluded are healthy.
    """
    if config.dataset.source != "lgg":
        return own_case(config, dataset, folder.name)
    key = f"{folder.name}_flair"
    volume = read_volume(folder / f"{key}.nii.gz")
    if dataset == HELD_OUT:
        chosen = [i for i in range(len(volume.slices)) if not is_excluded(folder.name, i)]
        volume = Volume(volume.slices[chosen], volume.spacing_mm)
        return Case(dataset, folder.name, key, volume, np.zeros(volume.slices.shape, bool))
    truth = read_volume(folder / f"{folder.name}_seg.nii.gz").slices > 0
    if truth.shape != volume.slices.shape:
        raise ValueError(f"{folder}: mask {truth.shape} and image {volume.slices.shape} differ in shape")
    return Case(dataset, folder.name, key, volume, truth)
