"""Choice of the latent method's settings on held-out patients with pseudo-anomalies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

import numpy as np
from numpy.typing import NDArray

from .calibration import RATES
from .config import Config
from .held_out import HeldOutSlice, spoil_held_out
from .manifest import read_manifest, write_manifest
from .metrics import average_precision, dice, threshold_at
from .reference import LATENT, LatentSettings, Reference
from .variants.batched_latent import Sampling, decode, encode, sample, session_denoiser
from .variants.maps import latent_maps, median5

F32 = NDArray[np.float32]
Log = list[dict[str, float | str | None]]

# First the map, by Dice at its own 1 % threshold: the mask is what a reader sees.  P hardly matters for it.
CHAINS: tuple[tuple[int, int], ...] = ((1, 1), (20, 2), (50, 5))
# Kind, window, name among the candidate maps, whether that one is still to be filtered.
KINDS: tuple[tuple[str, int, str, bool], ...] = (
    ("flip-probability", 0, "flip probability", False),
    ("flip-times-intensity", 0, "flip x intensity", False),
    ("squared-difference", 5, "squared difference", True),
    ("difference-times-intensity", 5, "difference x intensity, 5 x 5 medians", False),
)
# Then what the decoder gets, by how close the reconstruction comes to the image before it was spoiled.
MASKINGS: tuple[tuple[float | None, bool], ...] = (
    (0.5, True), (0.5, False), (0.4, True), (0.3, True), (0.2, True), (None, True),
)  # fmt: skip


def run_chain(
    reference: Reference, slices: Sequence[HeldOutSlice], settings: LatentSettings
) -> tuple[F32, dict[str, F32]]:
    """Reconstructions [n, G, G], and every candidate map [n, G, G], with seed 0."""
    u = np.stack([s.prepared.u for s in slices])
    codes = encode(reference, u)
    chain = Sampling(
        settings.noise_level, settings.steps, settings.probability_threshold, settings.mask_last_step
    )
    keys = [s.key(LATENT) for s in slices]
    sampled = sample(session_denoiser(reference), codes, keys, chain, reference.alpha_bar)
    healthy = decode(reference, sampled.healthy)
    return healthy, latent_maps(u, decode(reference, codes), healthy, sampled.flips)


def choose_latent(config: Config, reference: Reference) -> tuple[LatentSettings, Log]:
    """Measure the candidates; returns the chosen settings and every figure."""
    data = spoil_held_out(config, reference)
    truth = data.truth[data.brain]
    log: Log = []
    best, best_dice = LatentSettings(), -1.0
    for level, steps in CHAINS:
        chain = LatentSettings(level, steps, 0.5, True)
        calm_maps, spoiled_maps = (
            run_chain(reference, slices, chain)[1] for slices in (data.unspoiled, data.slices)
        )
        for kind, window, name, raw in KINDS:
            pair = [maps[name] for maps in (calm_maps, spoiled_maps)]
            calm, scores = ((median5(m) if raw else m)[data.brain] for m in pair)
            overlap = dice(truth, scores >= threshold_at(calm, RATES["fpr1"]))
            candidate = replace(chain, anomaly_map=kind, median_filter=window)
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
        error = np.abs(run_chain(reference, data.slices, candidate)[0] - data.healthy)
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
