"""Maps of a bundle for every case, computed once and kept in the cache."""

from __future__ import annotations

import hashlib
import json
import time
from pathlib import Path
from typing import Any

import numpy as np

from ..config import Config
from ..preprocessing import NoBrainError
from ..random import derive_key
from ..reference import LATENT, PIXEL, Reference
from .case_maps import CaseMaps
from .cohort import Case, case_folders, read_case
from .outline import eroded, head_outline

NOT_INFERENCE = ("thresholds", "calibration", "mapRange", "training")


def bundle_key(manifest: dict[str, Any]) -> str:
    """Twelve hex digits of everything that changes a map: model hashes and settings, not thresholds."""
    settings = {
        name: {k: v for k, v in method.items() if k not in NOT_INFERENCE}
        for name, method in manifest["methods"].items()
    }
    hashes = {key: model["sha256"] for key, model in manifest["models"].items()}
    parts = [hashes, settings, *(manifest[k] for k in ("grid", "normalisation", "brainMask", "schedule"))]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:12]


def maps_folder(config: Config, manifest: dict[str, Any]) -> Path:
    """Where the maps of this bundle lie."""
    return config.cache / "maps" / bundle_key(manifest)


def run_case(reference: Reference, case: Case) -> CaseMaps:
    """Both methods with seed 0: what `Reference.detect` gives, with each slice prepared once."""
    volume, n = case.volume, len(case.volume.slices)
    series = reference.prepare_series(case.key, volume.slices, volume.spacing_mm)
    size, minimum = reference.grid.size, reference.manifest["brainMask"]["minSlicePixels"]
    brain = np.zeros(volume.slices.shape, bool)
    maps = {m: np.zeros(volume.slices.shape, np.float32) for m in (LATENT, PIXEL)}
    grids = {m: np.zeros((n, size, size), np.float32) for m in (LATENT, PIXEL)}
    images, masks = np.zeros((n, size, size), np.float32), np.zeros((n, size, size), bool)
    for index, source in enumerate(volume.slices):
        prepared = reference.prepare_slice(series, index)
        images[index] = prepared.x
        if prepared.mask.sum() < minimum:
            continue
        masks[index] = prepared.mask
        keys = {m: derive_key(0, m, case.key, str(index)) for m in (LATENT, PIXEL)}
        results = {
            LATENT: reference.latent(prepared, reference.latent_settings(), keys[LATENT]),
            PIXEL: reference.pixel(prepared, reference.pixel_settings(), keys[PIXEL]),
        }
        for method, result in results.items():
            there = reference.to_source(series, source, prepared, result)
            brain[index], maps[method][index] = there.brain_mask, there.anomaly_map
            grids[method][index] = result.anomaly_map
    outline = eroded(head_outline(volume.slices), volume.spacing_mm)
    keep = brain | outline | case.truth
    intensity = (np.maximum(volume.slices, 0) / series.median).astype(np.float32)
    return CaseMaps(
        case.dataset, case.name, volume.spacing_mm, keep, brain[keep], outline[keep], case.truth[keep],
        intensity[keep], series.median, images, masks, {m: v[keep] for m, v in maps.items()}, grids,
    )  # fmt: skip


def cached_case(config: Config, reference: Reference, dataset: str, folder: Path) -> CaseMaps:
    """One case, from the cache where it is there."""
    path = maps_folder(config, reference.manifest) / f"{dataset.replace('/', '-')}-{folder.name}.npz"
    if not path.exists():
        started = time.monotonic()
        run_case(reference, read_case(config, dataset, folder)).save(path)
        print(f"{dataset} {folder.name}: {time.monotonic() - started:.0f} s", flush=True)
    return CaseMaps.load(path)


def dataset_maps(config: Config, reference: Reference, dataset: str) -> list[CaseMaps]:
    """Every case of a data set; a case without brain is left out and named."""
    out = []
    for folder in case_folders(config, dataset):
        try:
            out.append(cached_case(config, reference, dataset, folder))
        except NoBrainError as reason:
            print(f"{dataset} {folder.name} left out: {reason}", flush=True)
    return out
