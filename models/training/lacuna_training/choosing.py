"""Choice of the latent method's settings on held-out patients with pseudo-anomalies."""

from __future__ import annotations

from dataclasses import asdict, replace

import numpy as np

from .calibration import RATES
from .config import Config
from .held_out import HeldOutSlice, spoil_held_out
from .manifest import read_manifest, write_manifest
from .metrics import average_precision, dice, threshold_at
from .reference import LATENT, GridResult, LatentSettings, Reference

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

Log = list[dict[str, float | str | None]]


def run_latent(
    reference: Reference, settings: LatentSettings, slices: list[HeldOutSlice]
) -> list[GridResult]:
    """The latent method with seed 0 on every slice."""
    return [reference.latent(s.prepared, settings, s.key(LATENT)) for s in slices]


def choose_latent(config: Config, reference: Reference) -> tuple[LatentSettings, Log]:
    """Measure the candidates; returns the chosen settings and every figure."""
    data = spoil_held_out(config, reference)
    log: Log = []
    best, best_dice = MAPS[0], -1.0
    for candidate in MAPS:
        calm = np.stack([r.anomaly_map for r in run_latent(reference, candidate, data.unspoiled)])
        threshold = threshold_at(calm[data.brain], RATES["fpr1"])
        scores = np.stack([r.anomaly_map for r in run_latent(reference, candidate, data.slices)])[data.brain]
        truth = data.truth[data.brain]
        overlap = dice(truth, scores >= threshold)
        figures = {"ap": average_precision(truth, scores), "diceAtFpr1": overlap}
        log.append({**asdict(candidate), **{k: round(v, 4) for k, v in figures.items()}})
        print(log[-1], flush=True)
        # Costlier candidates come later and must be better by more than noise.
        if overlap > best_dice + 0.005:
            best, best_dice = candidate, overlap
    anomaly, calm_pixels = data.truth & data.brain, data.brain & ~data.truth
    chosen, least = best, np.inf
    for p, last in MASKINGS:
        candidate = replace(best, probability_threshold=p, mask_last_step=last)
        results = run_latent(reference, candidate, data.slices)
        error = np.abs(np.stack([r.reconstruction for r in results]) - data.healthy)
        row = {
            "errorInAnomaly": float(error[anomaly].mean()),
            "errorElsewhere": float(error[calm_pixels].mean()),
        }
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
