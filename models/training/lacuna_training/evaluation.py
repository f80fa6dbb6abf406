"""Figures of a bundle on `lgg-flair/dev`, at source resolution, with the Python reference."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from .config import Config
from .dataset import patients, read_volume
from .manifest import read_manifest, write_manifest
from .metrics import auroc, average_precision, dice, oracle_dice
from .preprocessing import threshold_mask
from .reference import LATENT, PIXEL, Reference
from .sheets import rows_sheet

BASELINE, BASELINE_MEDIAN = "baseline-intensity", "baseline-intensity-median5"


@dataclass
class Pooled:
    """Maps, truth and brain of all cases, flattened; the same order in every list."""

    truth: list[NDArray[np.bool_]] = field(default_factory=list)
    brain: list[NDArray[np.bool_]] = field(default_factory=list)
    maps: dict[str, list[NDArray[np.float32]]] = field(default_factory=dict)
    masks: dict[str, list[NDArray[np.bool_]]] = field(default_factory=dict)
    scores: dict[str, list[float]] = field(default_factory=dict)
    healthy_slice: list[bool] = field(default_factory=list)
    case_dice: dict[str, dict[str, float]] = field(default_factory=dict)


def run_case(reference: Reference, folder: Any, pooled: Pooled) -> None:
    """Add one patient."""
    volume = read_volume(folder / f"{folder.name}_flair.nii.gz")
    truth = read_volume(folder / f"{folder.name}_seg.nii.gz").slices > 0
    series = reference.prepare_series(f"{folder.name}_flair", volume.slices, volume.spacing_mm)
    minimum = reference.manifest["minimumRegionAreaMm2"]
    case: dict[str, list[NDArray[np.bool_]]] = {LATENT: [], PIXEL: []}
    for index, pixels in enumerate(volume.slices):
        brain = np.zeros(pixels.shape, bool)
        for method in (LATENT, PIXEL):
            result = reference.detect(series, index, str(index), method)
            brain = result.brain_mask
            threshold = default_threshold(reference.manifest, method)
            mask = threshold_mask(result.anomaly_map, volume.spacing_mm, threshold, minimum)
            case[method].append(mask)
            pooled.maps.setdefault(method, []).append(result.anomaly_map.ravel())
            pooled.masks.setdefault(method, []).append(mask.ravel())
            pooled.scores.setdefault(method, []).append(result.score)
        intensity = pixels / series.median * brain
        smooth = ndimage.median_filter(intensity, 5, mode="nearest") * brain
        for name, values in ((BASELINE, intensity), (BASELINE_MEDIAN, smooth)):
            pooled.maps.setdefault(name, []).append(values.astype(np.float32).ravel())
        pooled.truth.append(truth[index].ravel())
        pooled.brain.append(brain.ravel())
        pooled.healthy_slice.append(not truth[index].any())
    pooled.case_dice[folder.name] = {m: dice(truth, np.stack(masks)) for m, masks in case.items()}


def default_threshold(manifest: dict[str, Any], method: str) -> float:
    """The threshold the manifest names as default."""
    thresholds = manifest["methods"][method]["thresholds"]
    return float(thresholds[thresholds["default"]])


def figures(
    name: str, truth: NDArray[np.bool_], brain: NDArray[np.bool_], pooled: Pooled, healthy: NDArray[np.bool_]
) -> dict[str, float]:
    """Pooled figures of one map: inside the brain mask, and over all pixels of all slices (map 0 outside)."""
    scores = np.concatenate(pooled.maps[name])
    inside, best = truth[brain], oracle_dice(truth[brain], scores[brain])
    out = {
        "ap": average_precision(inside, scores[brain]),
        "auroc": auroc(inside, scores[brain]),
        "diceOracle": best[0],
        "oracleThreshold": best[1],
        "apWholeImage": average_precision(truth, scores),
        "diceOracleWholeImage": oracle_dice(truth, scores)[0],
    }
    if name in pooled.masks:
        mask = np.concatenate(pooled.masks[name])
        calm = np.concatenate([np.full(len(t), h) for t, h in zip(pooled.truth, healthy, strict=True)])
        with_region = [m.any() for m in pooled.masks[name]]
        out |= {
            "diceDefault": dice(inside, mask[brain]),
            "diceDefaultWholeImage": dice(truth, mask),
            "diceDefaultCaseMean": float(np.mean([d[name] for d in pooled.case_dice.values()])),
            "sensitivityDefault": float(mask[truth].mean()),
            "precisionDefault": float(truth[mask].mean()) if mask.any() else 0.0,
            "fprHealthySlices": float(mask[calm & brain].mean()),
            "healthySlicesWithRegion": float(np.mean(np.array(with_region)[healthy])),
            "sliceAuroc": auroc(~healthy, np.array(pooled.scores[name])),
        }
    return {key: round(value, 4) for key, value in out.items()}


def evaluate(config: Config) -> None:
    """Measure, print, write into the manifest and, with figures per case, into the cache."""
    reference = Reference(config.output, config.threads)
    folders = patients(config.data / "lgg-flair/dev")
    pooled, started = Pooled(), time.monotonic()
    for folder in folders:
        run_case(reference, folder, pooled)
        print(f"{folder.name}: Dice at default {pooled.case_dice[folder.name]}", flush=True)
    truth, brain = np.concatenate(pooled.truth), np.concatenate(pooled.brain)
    healthy = np.array(pooled.healthy_slice)
    report: dict[str, Any] = {
        "dataset": "lgg-flair/dev", "cases": len(folders), "slices": len(healthy),
        "sliceCountHealthy": int(healthy.sum()),
        "resolution": "source pixels, pooled over cases; ap, auroc, dice* inside the predicted brain mask",
        "lesionInsideBrainMask": round(float(brain[truth].mean()), 4),
        "secondsPerSliceBothMethods": round((time.monotonic() - started) / len(healthy), 3),
    }  # fmt: skip
    for name in (LATENT, PIXEL, BASELINE, BASELINE_MEDIAN):
        report[name] = figures(name, truth, brain, pooled, healthy)
        print(name, json.dumps(report[name]), flush=True)
    manifest = read_manifest(config.output)
    manifest["metrics"] = report
    write_manifest(config.output, manifest)
    print(json.dumps({k: v for k, v in report.items() if not isinstance(v, dict)}), flush=True)
    (config.cache / "evaluation.json").write_text(json.dumps({**report, "cases": pooled.case_dice}, indent=1))
    write_sheet(config, reference, folders)


def write_sheet(config: Config, reference: Reference, folders: list[Any]) -> None:
    """The slice with the largest lesion of every case: image, truth, both maps, both reconstructions."""
    rows: list[list[NDArray[np.floating]]] = [[] for _ in range(6)]
    for folder in folders:
        volume = read_volume(folder / f"{folder.name}_flair.nii.gz")
        truth = read_volume(folder / f"{folder.name}_seg.nii.gz").slices > 0
        index = int(truth.sum((1, 2)).argmax())
        series = reference.prepare_series(f"{folder.name}_flair", volume.slices, volume.spacing_mm)
        results = [reference.detect(series, index, str(index), m) for m in (LATENT, PIXEL)]
        unit = 2.5 * series.median
        shown = [volume.slices[index] / unit, truth[index].astype(float)]
        shown += [results[0].anomaly_map / max(1e-6, 2 * default_threshold(reference.manifest, LATENT))]
        shown += [results[1].anomaly_map, results[0].reconstruction / unit, results[1].reconstruction / unit]
        for row, image in zip(rows, shown, strict=True):
            row.append(image[::2, ::2])
    rows_sheet(config.cache / "evaluation.png", [np.stack(row) for row in rows])
