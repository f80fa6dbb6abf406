"""Maps of the baselines for one case, kept in the cache beside the methods' maps."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..preprocessing import Grid, from_grid, normalise
from ..reference import Reference
from . import AUTOENCODER, INTENSITY, NORMALISED, PATCHCORE
from .autoencoder import residual
from .intensity import landmarks, masked_median, normalise_histogram
from .patchcore import patchcore_map
from .training import TrainedBaselines

if TYPE_CHECKING:
    from ..evaluation.case_maps import CaseMaps

F32 = np.ndarray


def add_intensity(case: CaseMaps) -> None:
    """FLAIR over the median of the brain; nothing is learnt."""
    case.maps[INTENSITY] = case.intensity
    case.grid_maps[INTENSITY] = (case.grid_image / case.median * case.grid_brain).astype(np.float32)


def add_normalised(case: CaseMaps, trained: TrainedBaselines) -> None:
    """Intensity by the learnt landmarks of the series' brain, then a 5 x 5 median on the source grid."""
    marks = landmarks(case.intensity[case.brain])
    values = normalise_histogram(case.intensity, marks, trained.standard)
    smooth = masked_median(case.volume(values), case.volume(case.brain))
    case.maps[NORMALISED] = smooth[case.keep]
    grid = normalise_histogram(case.grid_image / case.median, marks, trained.standard)
    case.grid_maps[NORMALISED] = masked_median(grid, case.grid_brain)


def add_learnt(case: CaseMaps, trained: TrainedBaselines, reference: Reference) -> None:
    """Autoencoder residual with a 5 x 5 median, and PatchCore, on the model grid and brought back."""
    scale = reference.manifest["normalisation"]["scale"]
    pairs = zip(case.grid_image, case.grid_brain, strict=True)
    u = np.stack([normalise(x, m, case.median, scale) for x, m in pairs])
    run = case.grid_brain.any((1, 2))
    for name in (AUTOENCODER, PATCHCORE):
        grid = np.zeros(u.shape, np.float32)
        if name == AUTOENCODER:
            grid[run] = masked_median(residual(trained.autoencoder, u[run]), case.grid_brain[run])
        else:
            grid[run] = patchcore_map(trained.backbone, trained.memory, u[run], case.grid_brain[run])
        case.grid_maps[name] = grid
        case.maps[name] = to_source(case, grid, reference.grid)


def to_source(case: CaseMaps, grid_map: F32, grid: Grid) -> F32:
    """Values at the kept pixels of a map [n, G, G], 0 outside the brain."""
    shape = case.keep.shape[1:]
    back = np.stack([from_grid(m, shape, case.spacing_mm, grid) for m in grid_map])[case.keep]
    return np.where(case.brain, back, 0).astype(np.float32)


def trained_key(trained: TrainedBaselines) -> str:
    """Twelve hex digits of what was learnt."""
    digest = hashlib.sha256(trained.standard.tobytes())
    digest.update(trained.memory.bank.numpy().tobytes())
    for value in trained.autoencoder.state_dict().values():
        digest.update(value.contiguous().numpy().tobytes())
    return digest.hexdigest()[:12]


def add_baselines(
    case: CaseMaps, trained: TrainedBaselines | None, reference: Reference, folder: Path
) -> None:
    """Add every baseline that can be had; learnt maps are read from `folder` where they are there."""
    add_intensity(case)
    if trained is None:
        return
    add_normalised(case, trained)
    path = folder / f"baselines-{trained_key(trained)}" / f"{case.dataset.replace('/', '-')}-{case.name}.npz"
    if path.exists():
        z = np.load(path)
        for name in (AUTOENCODER, PATCHCORE):
            case.maps[name], case.grid_maps[name] = z[name], z[f"grid:{name}"]
        return
    add_learnt(case, trained, reference)
    path.parent.mkdir(parents=True, exist_ok=True)
    names = (AUTOENCODER, PATCHCORE)
    arrays = {n: case.maps[n] for n in names} | {f"grid:{n}": case.grid_maps[n] for n in names}
    np.savez_compressed(path, **arrays)
