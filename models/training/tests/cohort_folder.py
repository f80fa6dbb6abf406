"""A data folder of ellipse heads in the layout of the real one, for whole runs with the tiny bundle."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import nibabel as nib
import numpy as np

from lacuna_training.architecture import TINY
from lacuna_training.config import Config
from lacuna_training.tiny import ellipse_slice

TINY_BUNDLE = Path(__file__).resolve().parents[3] / "test/fixtures/weights-tiny"
SIZE, SLICES = 64, 6


def write_patient(folder: Path, seed: int, lesion: bool) -> None:
    """`<name>_flair.nii.gz` of 64 x 64 x 6 at 4 mm, and `_seg` with a bright square in two slices."""
    rng = np.random.default_rng(seed)
    slices = np.stack([200 * ellipse_slice(rng, SIZE)[0] for _ in range(SLICES)])
    truth = np.zeros(slices.shape, np.uint8)
    if lesion:
        row, column = rng.integers(26, 36, 2)
        truth[2:4, row : row + 7, column : column + 6] = 1
        slices = np.where(truth > 0, slices * 1.6, slices)
    folder.mkdir(parents=True)
    affine = np.diag([-4.0, -4.0, 5.0, 1.0])
    flair = slices.transpose(2, 1, 0).astype(np.float32)
    nib.save(nib.Nifti1Image(flair, affine), folder / f"{folder.name}_flair.nii.gz")
    if lesion:
        mask = truth.transpose(2, 1, 0)
        nib.save(nib.Nifti1Image(mask, affine), folder / f"{folder.name}_seg.nii.gz")


def write_cohort(folder: Path) -> Config:
    """Six training, five development, one brats-style patient, a copy of the tiny bundle, a cache."""
    for index in range(6):
        write_patient(folder / f"data/lgg-flair/train/T{index}", index, lesion=False)
    for index in range(5):
        write_patient(folder / f"data/lgg-flair/dev/D{index}", 100 + index, lesion=True)
    write_patient(folder / "data/brats-style/B0", 200, lesion=True)
    shutil.copytree(TINY_BUNDLE, folder / "bundle")
    (folder / "cache").mkdir()
    return replace(
        Config(), data=folder / "data", cache=folder / "cache", output=folder / "bundle", held_out=3,
        architecture=TINY,
    )  # fmt: skip


def manifest_of(config: Config) -> dict:
    """The manifest as written."""
    return json.loads((config.output / "manifest.json").read_text())
