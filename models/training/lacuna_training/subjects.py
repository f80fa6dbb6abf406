"""Subjects of a user's own folder: which files belong together, and their healthy slices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .config import Config
from .dataset import read_volume
from .preprocessing import sample_indices
from .sequence_names import SEGMENTATION, sequence_of, without_sequence

_LEVELS_OF_BIDS = {"anat"}


@dataclass(frozen=True)
class Subject:
    """One examination: a file for every channel, and the mask of abnormalities if there is one."""

    name: str
    files: tuple[Path, ...]
    segmentation: Path | None


@dataclass(frozen=True)
class SubjectSlices:
    """Slices of a subject on their source grid.

    Attributes
    ----------
    slices : float32 [n, C, rows, columns]
        Columns to the patient's left, rows to the back, feet to head.
    spacing_mm : (between rows, between columns)
    abnormal : bool [n, rows, columns]
        All False without a mask.
    """

    slices: NDArray[np.float32]
    spacing_mm: tuple[float, float]
    abnormal: NDArray[np.bool_]


def subject_name(path: Path, folder: Path) -> str:
    """Folder of the file below `folder`, without `anat`; in `folder` itself: the file name's first part."""
    parts = [p for p in path.relative_to(folder).parts[:-1] if p not in _LEVELS_OF_BIDS]
    return "/".join(parts) if parts else without_sequence(path.name)


def group_files(folder: Path) -> dict[str, dict[str | None, list[Path]]]:
    """NIfTI files below `folder` by subject and sequence; BIDS derivatives and hidden files are left out."""
    groups: dict[str, dict[str | None, list[Path]]] = defaultdict(lambda: defaultdict(list))
    for path in sorted(folder.rglob("*.nii*")):
        inner = path.relative_to(folder).parts
        if "derivatives" in inner or any(p.startswith(".") for p in inner) or not path.is_file():
            continue
        groups[subject_name(path, folder)][sequence_of(path.name)].append(path)
    return groups


def pick(found: dict[str | None, list[Path]], channel: str, only: bool) -> list[Path]:
    """Files that may be `channel`; where one channel is asked for, a file whose name says nothing is it."""
    return found.get(channel) or (found.get(None, []) if only else [])


def find_subjects(config: Config) -> list[Subject]:
    """Subjects of `config.data` with every channel, in alphabetical order.

    Raises
    ------
    FileNotFoundError
        If the folder is missing or holds no complete subject; the message says what was found instead.
    ValueError
        If a subject has two files of one channel.
    """
    if not config.data.is_dir():
        raise FileNotFoundError(f"{config.data} is not a folder: pass --data")
    channels, out, missing = config.dataset.channels, [], defaultdict(int)
    for name, found in sorted(group_files(config.data).items()):
        files = {c: pick(found, c, len(channels) == 1) for c in channels}
        doubled = {c: f for c, f in files.items() if len(f) > 1}
        if doubled:
            channel, paths = next(iter(doubled.items()))
            listed = ", ".join(p.name for p in paths[:4])
            raise ValueError(f"subject {name}: {len(paths)} files could be {channel} ({listed}); keep one")
        segmentation = found.get(SEGMENTATION, [None])[0]
        absent = [c for c, f in files.items() if not f]
        if config.dataset.source == "brats" and segmentation is None:
            absent.append(SEGMENTATION)
        for channel in absent:
            missing[channel] += 1
        if not absent:
            out.append(Subject(name, tuple(f[0] for f in files.values()), segmentation))
    if not out:
        lacking = ", ".join(f"{k} in {n}" for k, n in missing.items()) or "no *.nii or *.nii.gz at all"
        raise FileNotFoundError(
            f"no subject with {', '.join(channels)} in {config.data} (missing: {lacking}); files are known "
            "by names such as sub-01_FLAIR.nii.gz, case_t1ce.nii.gz or BraTS-GLI-00001-000-t2f.nii.gz"
        )
    if missing:
        left_out = ", ".join(f"{k} missing in {n}" for k, n in missing.items())
        print(f"{len(out)} complete subjects; left out: {left_out}", flush=True)
    return out


def read_subject(subject: Subject) -> SubjectSlices:
    """Read all channels and the mask.

    Raises
    ------
    ValueError
        If the files differ in shape: sequences must lie on one grid (BraTS cases do).
    """
    volumes = [read_volume(path) for path in subject.files]
    shape, spacing = volumes[0].slices.shape, volumes[0].spacing_mm
    for path, volume in zip(subject.files[1:], volumes[1:], strict=True):
        if volume.slices.shape != shape or not np.allclose(volume.spacing_mm, spacing, rtol=1e-3):
            raise ValueError(
                f"subject {subject.name}: {path.name} {volume.slices.shape} and {subject.files[0].name} "
                f"{shape} lie on different grids; register and resample the sequences to one grid first"
            )
    abnormal = np.zeros(shape, bool)
    if subject.segmentation is not None:
        abnormal = read_volume(subject.segmentation).slices > 0
        if abnormal.shape != shape:
            raise ValueError(f"subject {subject.name}: mask {abnormal.shape}, image {shape}: shapes differ")
    return SubjectSlices(np.stack([v.slices for v in volumes], 1), spacing, abnormal)


def healthy_indices(config: Config, subject: SubjectSlices) -> list[int]:
    """Slices with signal and, for BraTS, without annotation in them and in `margin_slices` on both sides."""
    near = subject.abnormal.any((1, 2))
    margin = config.dataset.margin_slices
    if margin > 0 and near.any():
        near = ndimage.binary_dilation(near, iterations=margin)
    if config.dataset.source != "brats":
        near = np.zeros_like(near)
    usable = np.flatnonzero(~near & (subject.slices.max((1, 2, 3)) > 0))
    most = config.dataset.slices_per_subject
    if most and len(usable) > most:
        usable = usable[sample_indices(len(usable), most)]
    return [int(i) for i in usable]
