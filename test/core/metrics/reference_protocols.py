"""The published evaluations of three projects, re-expressed with numpy, scipy and scikit-learn from their formulas.

Usage: ``reference_protocols.py cases.json``; prints one JSON line. Nothing here is taken from those projects: each
function says in which file of theirs the step can be read.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from sklearn import metrics as sk

Floats = NDArray[np.floating]
Bools = NDArray[np.bool_]

warnings.simplefilter("ignore")


def dice(mask: Bools, truth: Bools) -> float:
    """Twice the common part by the sum of both; not a number when both are empty, as in all three projects."""
    with np.errstate(invalid="ignore"):
        return float(2 * (mask & truth).sum() / np.float64(mask.sum() + truth.sum()))


def filled_area_filter(mask: Bools, largest: int) -> Bools:
    """Drop regions whose area with holes filled is at most `largest` (both projects use scikit-image's label)."""
    structure = np.ones((3,) * mask.ndim)
    labels, count = ndimage.label(mask, structure)
    kept = mask.copy()
    for label, box in zip(range(1, count + 1), ndimage.find_objects(labels), strict=True):
        region = labels[box] == label
        if ndimage.binary_fill_holes(region, structure).sum() <= largest:
            kept[labels == label] = False
    return kept


def berdiff(score: Floats, truth: Bools) -> list[dict[str, Any]]:
    """Anomaly_berdiff, Bernoulli_Diffusion/scripts/evaluation.py, for each slice with a true region."""
    found = []
    for index, (one, region) in enumerate(zip(score, truth, strict=True)):
        if not region.any():
            continue
        smooth = ndimage.median_filter(one, (5, 5))
        low, high = np.percentile(smooth.astype(np.float64), [1, 99]).astype(np.float32)
        clipped = np.clip(smooth, low, high)
        scaled = (clipped - clipped.min()) / (clipped.max() - clipped.min())
        mask = filled_area_filter(scaled > 0.5, 15)
        tp = float((mask & region).sum())
        missed, wrong = float((region & ~mask).sum()), float((~region & mask).sum())
        rest = float((~region & ~mask).sum())
        found.append(
            {
                "slice": index,
                "dice": dice(mask, region),
                "auroc": float(sk.roc_auc_score(region.ravel(), scaled.ravel())),
                "ap": float(sk.average_precision_score(region.ravel(), scaled.ravel())),
                "sensitivity": tp / (tp + missed),
                "precision": tp / (tp + wrong) if tp + wrong else None,
                # its precision, recall and FPR take truth first: real and not reconstructed is called a false positive
                "there": [
                    tp / (tp + missed + 1e-6),
                    tp / (tp + wrong + 1e-6),
                    missed / (missed + rest + 1e-6),
                ],
            }
        )
    return found


def bisect(score: Floats, truth: Bools, steps: int = 10) -> tuple[float, float]:
    """patched-Diffusion-Models-UAD, utils_eval.py, find_best_val: quarter points of a shrinking range."""
    bottom, top, best, point = 0.0, float(score.max()), 0.0, 0.0
    for _ in range(steps):
        if bottom == top:
            top = 1.0
        quarter, three = bottom + (top - bottom) * 0.25, bottom + (top - bottom) * 0.75
        low, high = dice(score > quarter, truth), dice(score > three, truth)
        value, at = (low, quarter) if low >= high else (high, three)
        if value >= best:
            best, point = value, at
        centre = bottom + (top - bottom) * 0.5
        bottom, top = (bottom, centre) if low >= high else (centre, top)
    return best, point


def pddpm_map(score: Floats, brain: Bools) -> Floats:
    """utils_eval.py, apply_brainmask_volume and apply_3d_median_filter; slices first here, last there."""
    cross = ndimage.generate_binary_structure(2, 1)
    times = score.shape[2] // 25
    eroded = [ndimage.binary_erosion(s, cross, iterations=times) if times else s for s in brain]
    return ndimage.median_filter(score * np.stack(eroded), (5, 5, 5))


def pddpm(score: Floats, truth: Bools, brain: Bools, threshold: float) -> dict[str, Any]:
    """utils_eval.py, _test_step: one volume at a threshold from validation."""
    ready = pddpm_map(score, brain)
    mask = filled_area_filter(ready > threshold, 7)
    tp, fp = float((mask & truth).sum()), float((mask & ~truth).sum())
    fpr, _, thresholds = sk.roc_curve(np.zeros(ready.size, int), ready.ravel(), drop_intermediate=False)
    thin_fpr, _, thin = sk.roc_curve(np.zeros(ready.size, int), ready.ravel())
    best, point = bisect(ready, truth)
    rates = (0.01, 0.05, 0.1)
    return {
        "map": ready.ravel().tolist(),
        "ap": float(sk.average_precision_score(truth.ravel(), ready.ravel())),
        "auroc": float(sk.roc_auc_score(truth.ravel(), ready.ravel())),
        "best": [best, point],
        "dice": dice(mask, truth),
        "sensitivity": tp / float(truth.sum()),
        "precision": tp / (tp + fp) if tp + fp else None,
        "fdr": fp / (tp + fp) if tp + fp else None,
        "healthy": [float(thresholds[np.argmax(fpr > rate)]) for rate in rates],
        "healthyAsPublished": [float(thin[np.argmax(thin_fpr > rate)]) for rate in rates],
        "slices": [
            float(r[b].mean(dtype=np.float64)) if b.any() else 0.0 for r, b in zip(ready, brain, strict=True)
        ],
    }


def medianomaly(score: Floats, truth: Bools) -> dict[str, Any]:
    """MedIAnomaly, reconstruction/utils: util.py compute_best_dice and ae_worker.py evaluate."""
    step = max(1, score.size // 200)  # there 0, an error, for fewer than 200 pixels
    thresholds = np.sort(score.ravel())[np.arange(0, score.size, step)]
    values = np.array([dice(score > t, truth) for t in thresholds])
    labels, means = truth.any(axis=(1, 2)), score.mean(axis=(1, 2), dtype=np.float64)
    return {
        "ap": float(sk.average_precision_score(truth.ravel(), score.ravel())),
        "auroc": float(sk.roc_auc_score(truth.ravel(), score.ravel())),
        "best": [float(values.max()), float(thresholds[values.argmax()])],
        "imageAp": float(sk.average_precision_score(labels, means)),
        "imageAuroc": float(sk.roc_auc_score(labels, means)),
    }


def main() -> None:
    """Evaluate every case of the file named on the command line by all three."""
    answer = []
    for case in json.loads(Path(sys.argv[1]).read_text())["volumes"]:
        shape = case["shape"]
        score = np.asarray(case["map"], np.float32).reshape(shape)
        truth, brain = (np.asarray(case[name], bool).reshape(shape) for name in ("truth", "brain"))
        answer.append(
            {
                "berdiff": berdiff(score, truth),
                "pddpm": pddpm(score, truth, brain, case["threshold"]),
                "medianomaly": medianomaly(score, truth),
            }
        )
    print(json.dumps({"volumes": answer}))


if __name__ == "__main__":
    main()
