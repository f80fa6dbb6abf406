"""Thresholds, z-scores, healthy tails and consensus weights from held-out patients, in one pass."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .config import Config
from .consensus import CONSENSUS, LARGEST, TailScale, consensus_map, healthy_tail, tail_scales
from .evaluation.case_maps import CaseMaps
from .evaluation.cohort import HELD_OUT
from .evaluation.inference import dataset_maps
from .held_out import HeldOutSlice, spoil_slices
from .manifest import read_manifest, write_manifest
from .metrics import average_precision, dice, threshold_at
from .preprocessing import normalise
from .reference import LATENT, PIXEL, PreparedSlice, Reference

F32 = NDArray[np.float32]

COHORTS = {
    "lgg": "held-out TCGA-LGG training patients, tumour-free slices without those that show an abnormality "
    "or have a wrong brain mask",
    "nifti": "held-out subjects of the user's own healthy volumes",
    "brats": "held-out subjects of the user's own annotated cases, slices away from any annotation",
}

RATES = {"fpr1": 0.01, "fpr5": 0.05, "fpr10": 0.10}
WEIGHTS_OF_LATENT = (0.5, 0.3, 0.7, 0.4, 0.6, 0.2, 0.1)
"""Candidate weights; the first is kept unless a later one is better by more than `CLEARLY`."""
CLEARLY = 0.005


def thresholds_of(healthy: NDArray[np.floating]) -> dict[str, Any]:
    """Thresholds at 1, 5 and 10 % of the healthy pixels."""
    return {**{name: threshold_at(healthy, rate) for name, rate in RATES.items()}, "default": "fpr1"}


def calibration_of(healthy: NDArray[np.floating]) -> dict[str, Any]:
    """Mean, standard deviation and tail of a map over healthy brain pixels."""
    values = healthy.astype(np.float64)
    return {"mean": float(values.mean()), "sd": float(values.std()), "healthyTail": healthy_tail(values)}


def grid_maps(reference: Reference, slices: list[HeldOutSlice]) -> dict[str, F32]:
    """Both methods' maps on the grid with seed 0, each [n, G, G]."""
    latent, pixel = reference.latent_settings(), reference.pixel_settings()
    parts: dict[str, list[F32]] = {LATENT: [], PIXEL: []}
    for s in slices:
        parts[LATENT].append(reference.latent(s.prepared, latent, s.key(LATENT)).anomaly_map)
        parts[PIXEL].append(reference.pixel(s.prepared, pixel, s.key(PIXEL)).anomaly_map)
    return {name: np.stack(maps) for name, maps in parts.items()}


def slices_of(cases: list[CaseMaps], scale: float) -> list[HeldOutSlice]:
    """Slices of cases that were run, on the model grid."""
    out = []
    for case in cases:
        for index, (x, mask) in enumerate(zip(case.grid_image, case.grid_brain, strict=True)):
            if mask.any():
                prepared = PreparedSlice(x, mask, normalise(x, mask, case.median, scale))
                out.append(HeldOutSlice(f"{case.name}_flair", index, prepared))
    return out


def choose_weights(
    reference: Reference, cases: list[CaseMaps], scales: dict[str, TailScale]
) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """Weights of the consensus by AP on pseudo-anomalies in every second held-out slice.

    Returns
    -------
    weights : of both methods, sum 1
    log : AP and Dice at the 1 % threshold of every candidate, of each method, and of maximum and product
    """
    slices = slices_of(cases, reference.manifest["normalisation"]["scale"])
    data = spoil_slices(slices[::2])
    maps = {name: values[data.brain] for name, values in grid_maps(reference, data.slices).items()}
    run = [c.grid_brain.any((1, 2)) for c in cases]
    calm = {}
    for name in maps:
        values = np.concatenate([c.grid_maps[name][r] for c, r in zip(cases, run, strict=True)])
        calm[name] = values[::2][data.brain]
    truth = data.truth[data.brain]
    log: list[dict[str, Any]] = []

    def measure(rule: str, spoiled: NDArray[np.floating], unspoiled: NDArray[np.floating]) -> float:
        ap = average_precision(truth, spoiled)
        overlap = dice(truth, spoiled >= threshold_at(unspoiled.astype(np.float32), RATES["fpr1"]))
        log.append({"rule": rule, "ap": round(ap, 4), "diceAtFpr1": round(overlap, 4)})
        print(log[-1], flush=True)
        return ap

    for name in (LATENT, PIXEL):
        measure(name, maps[name], calm[name])
    scored, calm_scored = ({n: scales[n](v) for n, v in part.items()} for part in (maps, calm))
    for rule, combine in (("maximum", np.maximum), ("product", np.multiply)):
        measure(rule, *(combine(part[LATENT], part[PIXEL]) for part in (scored, calm_scored)))
    best, best_ap = WEIGHTS_OF_LATENT[0], -1.0
    for weight in WEIGHTS_OF_LATENT:
        both = (weight * part[LATENT] + (1 - weight) * part[PIXEL] for part in (scored, calm_scored))
        ap = measure(f"sum {weight} {LATENT} + {round(1 - weight, 6)} {PIXEL}", *both)
        if ap > best_ap + CLEARLY:
            best, best_ap = weight, ap
    return {LATENT: best, PIXEL: round(1 - best, 6)}, log


def calibrate(config: Config) -> None:
    """Write thresholds, tails and consensus of the bundle in `config.output`.

    Source pixels count, not those of the model grid: that is where masks are drawn.
    """
    reference = Reference(config.output, config.threads)
    manifest = read_manifest(config.output)
    cases = dataset_maps(config, reference, HELD_OUT)
    maps = {m: np.concatenate([c.maps[m][c.brain] for c in cases]) for m in (LATENT, PIXEL)}
    for name, healthy in maps.items():
        method = manifest["methods"][name]
        method["thresholds"] = thresholds_of(healthy)
        method["calibration"] = calibration_of(healthy)
        print(f"{name}: {method['thresholds']}", flush=True)
    scales = tail_scales(manifest)
    weights, log = choose_weights(reference, cases, scales)
    both = consensus_map(maps, scales, weights)
    manifest[CONSENSUS] = {"weights": weights, "thresholds": thresholds_of(both), "mapRange": [0, LARGEST]}
    print(f"{CONSENSUS}: {manifest[CONSENSUS]}", flush=True)
    manifest["calibration"] |= {
        "cohort": f"{len(cases)} {COHORTS[config.dataset.source]}",
        "slices": int(sum(c.grid_brain.any((1, 2)).sum() for c in cases)),
        "pixels": len(both),
        "method": "quantiles of the anomaly map over brain pixels of the source grid, held-out healthy "
        "slices, seed 0",
        "consensusSelection": log,
    }
    write_manifest(config.output, manifest)
