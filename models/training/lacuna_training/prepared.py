"""Slices on the model grid that the trainings read: prepared once, one file per subject."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .config import Config
from .dataset import held_out_patients
from .preprocessing import Grid, to_grid
from .sequence_names import patient_of
from .subjects import Subject, find_subjects, healthy_indices, read_subject


@dataclass(frozen=True)
class Prepared:
    """Slices of all subjects, in order.

    Attributes
    ----------
    x : float16 [n, C, G, G]
        Source units.
    owner, index : int [n]
        Subject, and slice in its file.
    names : str [k]
    held_out : bool [k]
        Kept for choosing, calibration and validation.
    """

    x: NDArray[np.float16]
    owner: NDArray[np.int64]
    index: NDArray[np.int64]
    names: NDArray[np.str_]
    held_out: NDArray[np.bool_]


def held_out_subjects(config: Config, subjects: list[Subject]) -> set[str]:
    """Names of the held-out subjects: whole patients, never some of their examinations.

    Raises
    ------
    ValueError
        If there are not more patients than are to be held out.
    """
    patients = sorted({patient_of(s.name) for s in subjects})
    if not 0 < config.held_out < len(patients):
        raise ValueError(
            f"{len(patients)} patients and held_out = {config.held_out}: set held_out to at least 1 and "
            "fewer than there are patients"
        )
    held = held_out_patients(patients, config.held_out)
    return {s.name for s in subjects if patient_of(s.name) in held}


def stamp(config: Config) -> str:
    """The settings that prepared slices depend on."""
    d, a = config.dataset, config.architecture
    return json.dumps([
        str(config.data), d.source, d.channels, d.margin_slices, d.slices_per_subject, a.grid_size,
        a.grid_spacing_mm,
    ])  # fmt: skip


def prepared_path(config: Config, subject: Subject) -> Path:
    """File of one subject."""
    return config.cache / "healthy" / f"{subject.name.replace('/', '__')}.npz"


def prepare_subject(config: Config, subject: Subject) -> int:
    """Write one subject's healthy slices, unless that is done; returns their number."""
    path = prepared_path(config, subject)
    if path.exists() and str(np.load(path)["stamp"]) == stamp(config):
        return len(np.load(path)["index"])
    a = config.architecture
    grid, source = Grid(a.grid_size, a.grid_spacing_mm), read_subject(subject)
    chosen = healthy_indices(config, source)
    x = np.zeros((len(chosen), len(subject.files), a.grid_size, a.grid_size), np.float16)
    # Half precision holds values up to 65504: larger ones keep their ratios.
    unit = max(1.0, float(source.slices.max()) / 30000)
    for row, k in enumerate(chosen):
        x[row] = [to_grid(image / unit, source.spacing_mm, grid) for image in source.slices[k]]
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez(part, x=x, index=np.array(chosen, np.int64), stamp=stamp(config))
    part.rename(path)
    return len(chosen)


def prepare_subjects(config: Config) -> None:
    """Prepare every subject of the folder; resumes.

    Raises
    ------
    ValueError
        If no subject has a healthy slice, or too few patients are there.
    """
    subjects = find_subjects(config)
    held, total = held_out_subjects(config, subjects), 0
    for done, subject in enumerate(subjects, 1):
        count = prepare_subject(config, subject)
        total += count
        if count == 0:
            print(f"{subject.name}: no tumour-free slice with signal, left out", flush=True)
        if done % 25 == 0 or done == len(subjects):
            print(f"prepared {done} of {len(subjects)} subjects, {total} slices", flush=True)
    if total == 0:
        raise ValueError(
            f"no tumour-free slice in {len(subjects)} subjects with dataset.margin_slices = "
            f"{config.dataset.margin_slices}: lower the margin, or check that seg is 0 outside lesions"
        )
    print(f"held out: {', '.join(sorted(held))}", flush=True)


def load_subjects(config: Config) -> Prepared:
    """All prepared subjects of the folder.

    Raises
    ------
    FileNotFoundError
        If `prepare` has not finished.
    ValueError
        If they were prepared with other settings.
    """
    subjects = find_subjects(config)
    held, parts = held_out_subjects(config, subjects), []
    for subject in subjects:
        path = prepared_path(config, subject)
        if not path.exists():
            raise FileNotFoundError(f"{path} is missing: run `prepare` first")
        parts.append(np.load(path))
    for subject, z in zip(subjects, parts, strict=True):
        if str(z["stamp"]) != stamp(config):
            raise ValueError(f"{subject.name} was prepared with other settings: run `prepare` again")
    size = config.architecture.grid_size
    counts = [len(z["index"]) for z in parts]
    x = np.zeros((sum(counts), len(config.dataset.channels), size, size), np.float16)
    first = np.cumsum([0, *counts])
    for k, z in enumerate(parts):
        x[first[k] : first[k + 1]] = z["x"]
    return Prepared(
        x,
        np.repeat(np.arange(len(parts)), counts),
        np.concatenate([z["index"] for z in parts]),
        np.array([s.name for s in subjects]),
        np.array([s.name in held for s in subjects]),
    )


def load_lgg(config: Config) -> Prepared:
    """`lgg.npz`, every slice of the training patients' files in order."""
    z = np.load(config.cache / "lgg.npz")
    first = {k: int(np.argmax(z["owner"] == k)) for k in np.unique(z["owner"])}
    index = np.array([i - first[k] for i, k in enumerate(z["owner"])])
    return Prepared(z["x"][:, None], z["owner"], index, z["names"], z["held_out"])


def load_prepared(config: Config) -> Prepared:
    """What `prepare` made of the data set of the configuration."""
    return load_lgg(config) if config.dataset.source == "lgg" else load_subjects(config)
