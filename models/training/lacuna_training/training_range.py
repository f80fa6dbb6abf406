"""How the brain intensities of the training series are spread, as a guard against other images."""

from __future__ import annotations

from typing import Any

import numpy as np

from .config import Config
from .manifest import read_manifest, write_manifest
from .preprocessing import NoBrainError, sample_indices, to_grid
from .reference import Reference
from .subjects import find_subjects, read_subject

QUARTILES = {"lowerQuartile": 25, "upperQuartile": 75}
WIDENED = 0.1
"""The range of the training series is widened by this share at each end."""


def relative_quartiles(
    reference: Reference, slices: np.ndarray, spacing_mm: tuple[float, float]
) -> list[float]:
    """Quartiles of the brain pixels of the sampled grid slices, in units of their median.

    Parameters
    ----------
    slices : float32 [n, rows, columns]

    Raises
    ------
    NoBrainError
    """
    median = reference.prepare_series("", slices, spacing_mm).median
    chosen = sample_indices(len(slices), reference.manifest["normalisation"]["sampleSlices"])
    grid = [to_grid(slices[i], spacing_mm, reference.grid) for i in chosen]
    brain = np.concatenate([x[reference.brain_mask(x)] for x in grid]).astype(np.float64)
    return [float(np.percentile(brain, p)) / median for p in QUARTILES.values()]


def widened(values: np.ndarray) -> list[float]:
    """Smallest and largest value with a margin of `WIDENED` of their distance."""
    low, high = float(values.min()), float(values.max())
    margin = WIDENED * (high - low)
    return [round(low - margin, 4), round(high + margin, 4)]


def measure_range(config: Config) -> None:
    """Write `trainingRange` into the manifest of the bundle in `config.output`."""
    reference = Reference(config.output, config.threads)
    rows, without_brain = [], []
    for subject in find_subjects(config):
        source = read_subject(subject)
        try:
            rows.append(relative_quartiles(reference, source.slices[:, 0], source.spacing_mm))
        except NoBrainError:
            without_brain.append(subject.name)
    if not rows:
        raise ValueError("no training series with a recognised brain: check --data and the brain mask")
    found = np.array(rows)
    ranges: dict[str, Any] = {name: widened(found[:, i]) for i, name in enumerate(QUARTILES)}
    manifest = read_manifest(config.output)
    manifest["trainingRange"] = {"series": len(rows), **ranges}
    write_manifest(config.output, manifest)
    print(manifest["trainingRange"], f"without a recognised brain: {without_brain or 'none'}", flush=True)
