"""Thresholds from healthy data, and the choice of the latent method's settings, on held-out patients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray

from .config import Config
from .dataset import held_out_patients, patients, read_volume
from .manifest import read_manifest, write_manifest
from .metrics import average_precision, dice, threshold_at
from .preprocessing import NoBrainError
from .pseudo_anomaly import spoil
from .random import derive_key
from .reference import LATENT, PIXEL, GridResult, LatentSettings, PreparedSlice, Reference

RATES = {"fpr1": 0.01, "fpr5": 0.05, "fpr10": 0.10}

# First the map, by Dice at its own 1 % threshold: the mask is what a reader sees.  P hardly matters for it.
MAPS: list[LatentSettings] = [
    LatentSettings(level, steps, 0.5, True, kind, window)
    for level, steps in ((1, 1), (20, 2), (50, 5))
    for kind, window in (("flip-probability", 0), ("flip-times-intensity", 0), ("squared-difference", 5))
]
# Then what the decoder gets, by how close the reconstruction comes to the image before it was spoiled.
MASKINGS: list[tuple[float | None, bool]] = [
    (0.5, True), (0.5, False), (0.4, True), (0.3, True), (0.2, True), (None, True),
]  # fmt: skip


Prepared = tuple[str, int, PreparedSlice]


def held_out_slices(config: Config, reference: Reference) -> Iterator[Prepared]:
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


def run_latent(reference: Reference, settings: LatentSettings, slices: list[Prepared]) -> list[GridResult]:
    """The latent method with seed 0 on every slice."""
    return [
        reference.latent(prepared, settings, derive_key(0, LATENT, key, str(index)))
        for key, index, prepared in slices
    ]


@dataclass(frozen=True)
class SpoiledSet:
    """Held-out slices with seeded pseudo-anomalies; arrays [n, G, G]."""

    slices: list[Prepared]
    unspoiled: list[Prepared]
    healthy: NDArray[np.float32]
    brain: NDArray[np.bool_]
    truth: NDArray[np.bool_]

    def run(self, reference: Reference, settings: LatentSettings) -> list[GridResult]:
        """The latent method on every slice."""
        return run_latent(reference, settings, self.slices)


def spoil_held_out(config: Config, reference: Reference) -> SpoiledSet:
    """Every second held-out slice, 60 % of them spoiled."""
    slices = list(held_out_slices(config, reference))[::2]
    u = np.stack([p.u for _, _, p in slices])
    brain = np.stack([p.mask for _, _, p in slices])
    torch.manual_seed(99)
    spoiled, target = spoil(torch.from_numpy(u), torch.from_numpy(brain), 0.6)
    painted = [
        (key, index, replace(prepared, u=image))
        for (key, index, prepared), image in zip(slices, spoiled.numpy(), strict=True)
    ]
    return SpoiledSet(painted, slices, u, brain, target.numpy() > 0.5)


def choose_latent(
    config: Config, reference: Reference
) -> tuple[LatentSettings, list[dict[str, float | str | None]]]:
    """Measure the candidates; returns the chosen settings and every figure."""
    data = spoil_held_out(config, reference)
    log: list[dict[str, float | str | None]] = []
    best, best_dice = MAPS[0], -1.0
    for candidate in MAPS:
        calm = np.stack([r.anomaly_map for r in run_latent(reference, candidate, data.unspoiled)])
        threshold = threshold_at(calm[data.brain], RATES["fpr1"])
        scores = np.stack([r.anomaly_map for r in data.run(reference, candidate)])[data.brain]
        truth = data.truth[data.brain]
        overlap = dice(truth, scores >= threshold)
        log.append(
            {
                **asdict(candidate),
                "ap": round(average_precision(truth, scores), 4),
                "diceAtFpr1": round(overlap, 4),
            }
        )
        print(log[-1], flush=True)
        # Costlier candidates come later and must be better by more than noise.
        if overlap > best_dice + 0.005:
            best, best_dice = candidate, overlap
    anomaly = data.truth & data.brain
    chosen, least = best, np.inf
    for p, last in MASKINGS:
        candidate = replace(best, probability_threshold=p, mask_last_step=last)
        error = np.abs(np.stack([r.reconstruction for r in data.run(reference, candidate)]) - data.healthy)
        calm = data.brain & ~data.truth
        row = {"errorInAnomaly": float(error[anomaly].mean()), "errorElsewhere": float(error[calm].mean())}
        log.append({**asdict(candidate), **{k: round(v, 4) for k, v in row.items()}})
        print(log[-1], flush=True)
        # Removing the anomaly and keeping the rest count the same; a tie goes to the earlier, masked one.
        if sum(row.values()) < least - 0.001:
            chosen, least = candidate, sum(row.values())
    return chosen, log


def choose(config: Config) -> None:
    """Write the latent settings that did best on held-out pseudo-anomalies."""
    manifest = read_manifest(config.output)
    best, log = choose_latent(config, Reference(config.output, config.threads))
    manifest["methods"][LATENT].update(
        noiseLevel=best.noise_level, steps=best.steps, probabilityThreshold=best.probability_threshold,
        maskLastStep=best.mask_last_step, anomalyMap=best.anomaly_map, medianFilter=best.median_filter,
    )  # fmt: skip
    manifest["calibration"]["selection"] = log
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
    manifest["calibration"] |= {
        "cohort": f"{config.held_out} held-out TCGA-LGG training patients, tumour-free slices",
        "slices": len(values[PIXEL]),
        "pixels": int(sum(len(v) for v in values[PIXEL])),
        "method": "quantiles of the anomaly map over brain pixels of held-out healthy slices, seed 0",
    }
    write_manifest(config.output, manifest)
