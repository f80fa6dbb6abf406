"""Failures on heads of our own renderer, which may be shown; real images stay in the cache."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..config import REPOSITORY, Config
from ..consensus import CONSENSUS, consensus_map, tail_scales
from ..metrics import dice
from ..reference import LATENT, PIXEL, Reference
from ..rendering import HeadRenderer, Lesion
from ..sheets import rows_sheet

HEADS, LESIONS, COLUMNS, SMALLEST = 5, 3, 10, 6
F32 = NDArray[np.float32]


@dataclass(frozen=True)
class Failure:
    """One slice on the model grid: Dice of the consensus mask, and what is shown of it, values in 0..1."""

    dice: float
    rows: tuple[F32, ...]


def draw_lesion(rng: np.random.Generator) -> Lesion:
    """Small to middle-sized, bright to darker than white matter (0.4): the range where maps begin to fail."""
    radius = np.exp(rng.uniform(np.log(3.0), np.log(14.0)))
    axes = tuple(float(radius * rng.uniform(0.75, 1.3)) for _ in range(3))
    centre = (float(rng.uniform(-45, 45)), float(rng.uniform(-50, 45)), float(rng.uniform(-5, 45)))
    return Lesion(
        centre=centre,
        semi_axes_mm=(axes[0], axes[1], axes[2]),
        signal=float(rng.choice([rng.uniform(0.52, 0.75), rng.uniform(0.15, 0.34)], p=[0.7, 0.3])),
        irregularity=float(rng.uniform(0.1, 0.35)),
    )


def failures(config: Config, reference: Reference) -> Iterator[Failure]:
    """Every slice that a painted lesion reaches."""
    manifest = reference.manifest
    scales, weights = tail_scales(manifest), manifest[CONSENSUS]["weights"]
    parts = {**manifest["methods"], CONSENSUS: manifest[CONSENSUS]}
    limits = {
        m: parts[m]["thresholds"][parts[m]["thresholds"]["default"]] for m in (LATENT, PIXEL, CONSENSUS)
    }
    renderer = HeadRenderer(config.data / "synthseg-labelmaps")
    for number in range(HEADS):
        rng = np.random.default_rng([20261121, number])
        head = renderer.heads[number * len(renderer.heads) // HEADS]
        lesions = [draw_lesion(rng) for _ in range(LESIONS)]
        drawn = renderer.render(
            rng, head, in_plane_mm=reference.grid.spacing_mm, size=reference.grid.size, lesions=lesions
        )
        key = f"failures-{number}"
        spacing = (drawn.spacing[1], drawn.spacing[2])
        series = reference.prepare_series(key, 1000 * drawn.image, spacing)
        marks = np.zeros(drawn.image.shape, bool) if drawn.lesion_mask is None else drawn.lesion_mask > 0
        for index in np.flatnonzero(marks.sum((1, 2)) >= SMALLEST):
            results = {m: reference.detect(series, int(index), str(index), m) for m in (LATENT, PIXEL)}
            maps = {m: r.anomaly_map for m, r in results.items()}
            maps[CONSENSUS] = consensus_map(maps, scales, weights)
            image = series.slices[index] / (manifest["normalisation"]["scale"] * series.median)
            shown = [maps[m] / (2 * limits[m]) for m in (LATENT, PIXEL, CONSENSUS)]
            found = maps[CONSENSUS] >= np.float32(limits[CONSENSUS])
            yield Failure(dice(marks[index], found), (image, marks[index].astype(np.float32), *shown))


def write_failures(config: Config) -> None:
    """Write `docs/images/failures.png`: the slices whose consensus mask overlaps the painted lesion least."""
    found = sorted(failures(config, Reference(config.output, config.threads)), key=lambda f: f.dice)
    worst = found[:COLUMNS]
    folder = REPOSITORY / "docs/images"
    folder.mkdir(parents=True, exist_ok=True)
    rows_sheet(folder / "failures.png", [np.stack(row) for row in zip(*(f.rows for f in worst), strict=True)])
    values = [f.dice for f in found]
    print(
        f"failures: {len(found)} slices, Dice median {np.median(values):.3f}, worst {values[0]:.3f}",
        flush=True,
    )
