"""Thresholds from healthy data, and the choice of the latent method's settings, on held-out patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch

from .config import Config
from .dataset import held_out_patients, patients, read_volume
from .manifest import read_manifest, write_manifest
from .metrics import average_precision, oracle_dice, threshold_at
from .preprocessing import NoBrainError
from .pseudo_anomaly import spoil
from .random import derive_key
from .reference import LATENT, PIXEL, LatentSettings, PreparedSlice, Reference

RATES = {"fpr1": 0.01, "fpr5": 0.05, "fpr10": 0.10}

# Candidates for the latent method's defaults; chosen by average precision on pseudo-anomalies.
CANDIDATES: list[LatentSettings] = [
    LatentSettings(level, steps, 0.5, True, kind, window)
    for level, steps in ((1, 1), (10, 1), (20, 2), (50, 5))
    for kind, window in (("flip-probability", 0), ("flip-times-intensity", 0), ("squared-difference", 5))
]


def held_out_slices(config: Config, reference: Reference) -> Iterator[tuple[str, int, PreparedSlice]]:
    """(patient, slice index, slice on the grid) of every held-out slice with enough brain."""
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
            prepared = reference.prepare_slice(series, index)
            if prepared.mask.sum() >= reference.manifest["brainMask"]["minSlicePixels"]:
                yield series.key, index, prepared


def choose_latent(config: Config, reference: Reference) -> LatentSettings:
    """Measure every candidate on held-out slices spoiled with seeded pseudo-anomalies; returns the best."""
    slices = list(held_out_slices(config, reference))[::2]
    u = torch.from_numpy(np.stack([p.u for _, _, p in slices]))
    masks = torch.from_numpy(np.stack([p.mask for _, _, p in slices]))
    torch.manual_seed(99)
    spoiled, target = spoil(u, masks, 0.6)
    brain = masks.numpy()
    truth = target.numpy()[brain] > 0.5
    best = (-1.0, LatentSettings())
    for candidate in CANDIDATES:
        maps = []
        for (key, index, prepared), image in zip(slices, spoiled.numpy(), strict=True):
            result = reference.latent(
                replace(prepared, u=image), candidate, derive_key(0, LATENT, key, str(index))
            )
            maps.append(result.anomaly_map)
        scores = np.stack(maps)[brain]
        ap = average_precision(truth, scores)
        print(f"{candidate}: AP {ap:.3f}, oracle Dice {oracle_dice(truth, scores)[0]:.3f}", flush=True)
        best = max(best, (ap, candidate), key=lambda pair: pair[0])
    return best[1]


def choose(config: Config) -> None:
    """Write the latent settings with the best average precision on held-out pseudo-anomalies."""
    manifest = read_manifest(config.output)
    best = choose_latent(config, Reference(config.output, config.threads))
    manifest["methods"][LATENT].update(
        noiseLevel=best.noise_level, steps=best.steps, probabilityThreshold=best.probability_threshold,
        maskLastStep=best.mask_last_step, anomalyMap=best.anomaly_map, medianFilter=best.median_filter,
    )  # fmt: skip
    write_manifest(config.output, manifest)


def calibrate(config: Config) -> None:
    """Quantiles of both maps over the brain pixels of the held-out healthy slices."""
    reference = Reference(config.output, config.threads)
    values: dict[str, list[np.ndarray]] = {LATENT: [], PIXEL: []}
    for key, index, prepared in held_out_slices(config, reference):
        latent = reference.latent(
            prepared, reference.latent_settings(), derive_key(0, LATENT, key, str(index))
        )
        pixel = reference.pixel(prepared, reference.pixel_settings(), derive_key(0, PIXEL, key, str(index)))
        values[LATENT].append(latent.anomaly_map[prepared.mask])
        values[PIXEL].append(pixel.anomaly_map[prepared.mask])
    manifest = read_manifest(config.output)
    for method, parts in values.items():
        healthy = np.concatenate(parts)
        thresholds = {name: threshold_at(healthy, rate) for name, rate in RATES.items()}
        manifest["methods"][method]["thresholds"] = {**thresholds, "default": "fpr1"}
        print(f"{method}: {thresholds}", flush=True)
    manifest["calibration"] = {
        "cohort": f"{config.held_out} held-out TCGA-LGG training patients, tumour-free slices",
        "slices": len(values[PIXEL]),
        "pixels": int(sum(len(v) for v in values[PIXEL])),
        "method": "quantiles of the anomaly map over brain pixels of held-out healthy slices, seed 0",
    }
    write_manifest(config.output, manifest)
